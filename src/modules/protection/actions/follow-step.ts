import { randomBytes } from 'node:crypto'
import { documentCode } from '#vocabulary/document-code'
import { partiesOf, readIdentity, recordTimeline, setFileState, syncClocks, type ClockToKeep, type Relation } from '#cases'
import { listOfficeNames } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import type { Tx } from '#platform/database/connect'
import type { FileId, OfficeId } from '#vocabulary/ids'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { currentDocument, openApplication, type OpenClock, type Procedure, type StepTaken } from '../domain/procedure.ts'
import { whoIsBlocking } from '../domain/may-happen.ts'
import { clocksOf } from '../domain/views.ts'
import { insertDecision } from '../store/decision-rows.ts'
import { endDocuments, insertDocument, nextDocumentNumber, type Holder } from '../store/document-rows.ts'
import { appendStep, lastStep } from '../store/procedure-rows.ts'

export type Followed = { readonly file: FileId; readonly version: number; readonly before: Procedure; readonly after: Procedure; readonly taken: StepTaken }

/** Writes a step down with all that follows from it: state, clocks, documents, timeline. Refused when a colleague's step came in between. */
export async function followStep(call: Call<Actor>, followed: Followed): Promise<Refusal | undefined> {
  const { tx, actor, now } = call
  const { file, version, after, taken } = followed
  const isFirst = await appendStep(tx, { file, version, taken, state: after.state, account: actor.account, office: actor.office, at: now })
  if (!isFirst) return colleagueFirst(call, file)
  await keepDocuments(call, followed)
  await keepDecision(call, followed)
  await keepLists(call, file, after)
  await recordTimeline(call, { file, on: taken.on, kind: 'step', words: taken.step, values: {}, law: [...(after.rules.steps.get(taken.step)?.row.law ?? [])] })
  return undefined
}

/** Names the office and the day of the step that came in between. */
export async function colleagueFirst({ tx, language }: Call<Actor>, file: FileId): Promise<Refusal> {
  const [last, offices] = [await lastStep(tx, file), await listOfficeNames(tx, language)]
  return refuse('colleague-first', { status: 409, with: { on: last?.on ?? '', office: offices.get(last?.office ?? '') ?? '' } })
}

async function keepDocuments({ tx, installation }: Call<Actor>, { file, version, before, after, taken }: Followed): Promise<void> {
  await endDocuments(tx, file, after.documents.filter(({ endedOn }) => endedOn !== undefined))
  const issued = after.documents.length > before.documents.length ? currentDocument(after) : undefined
  if (!issued) return
  const number = await nextDocumentNumber(tx, installation.pack.country.code, taken.on)
  await insertDocument(tx, {
    file, stepNumber: version + 1, document: issued.document, number, code: documentCode(randomBytes(10)),
    issuedOn: issued.issuedOn, validFrom: issued.validFrom, validUntil: issued.validUntil ?? null,
  }, await holderOf(tx, file))
}

async function holderOf(tx: Tx, file: FileId): Promise<Holder> {
  const identity = await readIdentity(tx, file)
  return { holder: [identity?.givenNames, identity?.familyNames].filter(Boolean).join(' ') || '—', birthDate: identity?.birthDate ?? null }
}

/** A refusal or an end on a ground is told by letter. */
async function keepDecision({ tx, installation }: Call<Actor>, { file, version, before, after, taken }: Followed): Promise<void> {
  if (taken.input.kind !== 'ground') return
  const isRefusal = after.rules.steps.get(taken.step)?.row.refuses === true
  await insertDecision(tx, {
    file, stepNumber: version + 1, kind: isRefusal ? 'refusal' : 'ending', about: (isRefusal ? openApplication(before)?.document : undefined) ?? before.state,
    number: await nextDocumentNumber(tx, installation.pack.country.code, taken.on, 'DEC'), code: documentCode(randomBytes(10)), decidedOn: taken.on,
  }, await holderOf(tx, file))
}

const relationOfParty: Readonly<Record<OpenClock['party'], Relation>> = {
  centre: 'centre', 'immigration-office': 'immigration-office', 'magistrate-asked': 'magistrate', guardian: 'guardian',
}

/** Makes what the lists show equal to the procedure: state, clocks with their owners, and for whom it waits. */
export async function keepLists({ tx, today }: Call<Actor>, file: FileId, procedure: Procedure): Promise<void> {
  const parties = await partiesOf(tx, file)
  const officeOf = (party: OpenClock['party']): OfficeId => {
    const inRelation = (relation: Relation) => parties.find((candidate) => candidate.relation === relation)
    const found = inRelation(relationOfParty[party]) ?? inRelation('centre') ?? inRelation('asked-centre') ?? inRelation('reporter')
    // No open clock without an owner, ever: a file without any party has lost its way and must be seen.
    if (!found) throw new Error(`the file has no ${party} and no centre`)
    return found.office
  }
  const clocks = clocksOf(procedure).map((clock) => clockToKeep(clock, officeOf(clock.party)))
  await syncClocks(tx, { file, clocks, today, except: ['referral-answer'] })
  const wait = whoIsBlocking(procedure, today)[0]
  await setFileState(tx, file, {
    state: procedure.state, since: procedure.since, variant: procedure.variant, isChild: procedure.facts.minor !== 'no',
    outcome: procedure.standing === 'ended' ? procedure.state : null,
    waiting: wait ? { office: officeOf(wait.party), because: wait.because, subject: wait.subject, since: wait.since } : null,
  })
}

const clockToKeep = (clock: OpenClock, ownerOffice: OfficeId): ClockToKeep => ({
  key: clock.key, subject: clock.subject, ownerOffice, startsOn: clock.startsOn, endsOn: clock.endsOn, counted: clock.counted,
  law: [...clock.law], warnings: [...clock.warnings], suspendedSince: clock.suspendedOn ?? null,
})
