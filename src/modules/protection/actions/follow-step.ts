import { randomBytes } from 'node:crypto'
import { documentCode } from '#vocabulary/document-code'
import { officeOfParty, readIdentity, recordTimeline, setFileState, syncClocks, type ClockToKeep, type Relation } from '#cases'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import type { FileId, OfficeId } from '#vocabulary/ids'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { currentDocument, type OpenClock, type Procedure, type StepTaken } from '../domain/procedure.ts'
import { clocksOf } from '../domain/views.ts'
import { endDocuments, insertDocument, nextDocumentNumber } from '../store/document-rows.ts'
import { appendStep } from '../store/procedure-rows.ts'

export type Followed = { readonly file: FileId; readonly version: number; readonly before: Procedure; readonly after: Procedure; readonly taken: StepTaken }

/** Writes a step down with all that follows from it: state, clocks, documents, timeline. Refused when a colleague's step came in between. */
export async function followStep(call: Call<Actor>, followed: Followed): Promise<Refusal | undefined> {
  const { tx, actor, now } = call
  const { file, version, after, taken } = followed
  const isFirst = await appendStep(tx, { file, version, taken, state: after.state, account: actor.account, office: actor.office, at: now })
  if (!isFirst) return refuse('colleague-first', { status: 409, with: { on: taken.on, office: '' } })
  await setFileState(tx, file, { state: after.state, since: after.since, variant: after.variant, outcome: after.standing === 'ended' ? after.state : null })
  await keepDocuments(call, followed)
  await keepClocks(call, file, after)
  await recordTimeline(call, { file, on: taken.on, kind: 'step', words: taken.step, values: {}, law: [...(after.rules.steps.get(taken.step)?.row.law ?? [])] })
  call.emit('step.taken', { file, step: taken.step, state: after.state, by: taken.by })
  return undefined
}

async function keepDocuments({ tx, installation }: Call<Actor>, { file, version, before, after, taken }: Followed): Promise<void> {
  await endDocuments(tx, file, after.documents.filter(({ endedOn }) => endedOn !== undefined))
  const issued = after.documents.length > before.documents.length ? currentDocument(after) : undefined
  if (!issued) return
  const identity = await readIdentity(tx, file)
  const number = await nextDocumentNumber(tx, installation.pack.country.code, taken.on)
  await insertDocument(tx, {
    file, stepNumber: version + 1, document: issued.document, number, code: documentCode(randomBytes(10)),
    issuedOn: issued.issuedOn, validFrom: issued.validFrom, validUntil: issued.validUntil ?? null,
  }, { holder: [identity?.givenNames, identity?.familyNames].filter(Boolean).join(' ') || '—', birthDate: identity?.birthDate ?? null })
}

const relationOfParty: Readonly<Record<OpenClock['party'], Relation>> = {
  centre: 'centre', 'immigration-office': 'immigration-office', 'magistrate-asked': 'magistrate', guardian: 'guardian',
}

/** Makes the clocks of the lists equal to those of the procedure; each belongs to the office that the law names in this file. */
export async function keepClocks({ tx, today }: Call<Actor>, file: FileId, procedure: Procedure): Promise<void> {
  const clocks: ClockToKeep[] = []
  for (const clock of clocksOf(procedure)) {
    const owner = (await officeOfParty(tx, file, relationOfParty[clock.party])) ?? (await officeOfParty(tx, file, 'centre'))
    // No open clock without an owner, ever: a file without the party that the law names has lost its way and must be seen.
    if (!owner) throw new Error(`file ${file} has no ${clock.party} for its clock ${clock.key}`)
    clocks.push(clockToKeep(clock, owner.office))
  }
  await syncClocks(tx, { file, clocks, today })
}

const clockToKeep = (clock: OpenClock, ownerOffice: OfficeId): ClockToKeep => ({
  key: clock.key, subject: clock.subject, ownerOffice, startsOn: clock.startsOn, endsOn: clock.endsOn, counted: clock.counted,
  law: [...clock.law], warnings: [...clock.warnings], suspendedSince: clock.suspendedOn ?? null,
})
