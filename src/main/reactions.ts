import { toldOfLifting } from '#access'
import { listOffices, mailLanguageOf, officeByKey, watchers } from '#accounts'
import type { FileToCreate, Sex } from '#cases'
import { noteReference, variantOf, type ReportDraft } from '#detection'
import { ActorKind, rulesFor } from '#law'
import type { Actor } from '#platform/doors/actor'
import type { Call, Events, Installation } from '#platform/doors/call'
import type { Reactions } from '#platform/doors/perform'
import { queueMail } from '#platform/mail/outbox-rows'
import { Facts, openProcedureOf, takeFollowingStep, variantsFor } from '#protection'
import { beginStayOf } from '#reception'
import { noteConsent, noteDisclosures, type Telling } from '#cases'
import { fieldsForCentre, fieldsGiven, isOnChildPath } from '#detection'
import { receiveReferral, settlePersonReferred, type Received } from '#referral'
import type { FileId, OfficeId, ReportId } from '#vocabulary/ids'
import { placeOfExploitation } from '#vocabulary/place-of-exploitation'
import { isRefusal, type Refusal } from '#vocabulary/refusal'

/** The one page that says who reacts to what. Each reaction runs in the transaction of the act that it follows. */
export const reactions: Reactions = {
  'report.referred': async (call, what) => {
    const received = await handOn(signedIn(call), what)
    return isRefusal(received) ? received : noteReference(call, what.report, received.reference)
  },
  'operation.person-referred': async (call, what) => {
    const { variant } = variantOf(what.draft, call.installation.detection.rules)
    const received = await handOn(signedIn(call), { report: null, draft: what.draft, centre: what.centre, isUrgent: what.isUrgent, variant })
    if (isRefusal(received)) return received
    call.shows([received.file])
    return settlePersonReferred(call, what, received)
  },
  'emergency.opened': async ({ tx, now }) => {
    for (const { account, language } of await watchers(tx)) await queueMail(tx, { kind: 'digest', about: account, language, now })
  },
  'approval.answered': async ({ tx, now }, { approval, act, answer, isWatched }) => {
    const told = [...(isWatched ? await watchers(tx) : []), ...(act === 'lift-seal' && answer === 'approved' ? await toldOfLifting(tx, approval) : [])]
    for (const { account, language } of told) await queueMail(tx, { kind: 'digest', about: account, language, now })
  },
  'sign-in.changed': async ({ tx, now }, { account }) => {
    const language = await mailLanguageOf(tx, account)
    if (language !== null) await queueMail(tx, { kind: 'sign-in-changed', about: account, language, now })
  },
  'referral.accepted': async (call, { file, place }) => {
    const taken = await takeFollowingStep(signedIn(call), { file, step: 'accept-accompaniment', by: 'reception-centre', input: { kind: 'plain' } })
    if (isRefusal(taken) || place === null) return taken
    const stay = await beginStayOf(signedIn(call), { file, group: place, from: call.today })
    // The form of the referral has one field for it, and the sentence is reception's.
    return isRefusal(stay) ? { ...stay, refused: stay.status === 404 ? stay.refused : `reception:${stay.refused}`, field: 'place' } : undefined
  },
}

/** What has happened was done by somebody: the routes that emit these events admit nobody who is not signed in. */
function signedIn(call: Call): Call<Actor> {
  const { actor } = call
  if (actor === null) throw new Error('an event of somebody who is not signed in')
  return { ...call, actor }
}

/** Opens what follows from a report: the file, the referral with its clock, the procedure with its first step. */
export async function handOn(call: Call<Actor>, { report, draft, centre, variant, isUrgent }: HandedOn): Promise<Received | Refusal> {
  const { pack, detection } = call.installation
  const facts = factsOf(draft, detection.rules)
  const allowed = variantsFor(rulesFor(pack, call.today), facts)
  const chosen = allowed.includes(variant) ? variant : (allowed[0] ?? variant)
  const told = await alsoTold(call, facts, draft)
  const received = await receiveReferral(call, { report, to: centre, isUrgent, handedOn: handedOn(draft), placeSeen: draft.place ?? null, file: fileOf(call, draft, chosen), alsoTold: told })
  const unfounded = await beginLedger(call, received.file, { draft, centre, told })
  if (unfounded) return unfounded
  const opened = await openProcedureOf(call, received.file, { openedOn: call.today, variant: chosen, facts }, { step: 'refer', by: actorKindOf(call.actor), input: { kind: 'plain' } })
  return isRefusal(opened) ? opened : received
}

/** The first rows of the ledger: what she answered to the report's question, and who was told what about her with the referral. */
async function beginLedger(call: Call<Actor>, file: FileId, { draft, centre, told }: { readonly draft: ReportDraft; readonly centre: OfficeId; readonly told: FileToCreate['parties'] }): Promise<Refusal | undefined> {
  const agrees = draft.consent === 'yes' && !isOnChildPath(draft)
  if (agrees) {
    await noteConsent(call, file, {
      toOffice: null, toKind: 'reception-centre', purpose: 'referral', scope: ['identity', 'situation'], explainedIn: draft.language ?? call.language, how: 'oral', fromOn: call.today, untilOn: null,
    })
  }
  const { identity, situation } = fieldsGiven(draft)
  const all = [...identity, ...situation]
  const tellings: Telling[] = [
    // Who she is, and where she was seen, the centre learns when it accepts.
    { office: centre, kind: 'reception-centre', about: 'referral', fields: fieldsForCentre(draft).asked, parts: ['situation'] },
    ...told.map(({ office, relation }) => ({ office, kind: relation, about: 'told-by-law', fields: relation === 'magistrate' && identity.length > 0 ? identity : all, parts: ['identity', 'situation'] })),
  ]
  return noteDisclosures(call, file, tellings.filter(({ fields }) => fields.length > 0))
}

export type HandedOn = Omit<Events['report.referred'], 'report' | 'variant'> & { readonly report: ReportId | null; readonly variant: string }

/** As whom the law sees a detector. */
export const actorKindOf = (actor: Actor): ActorKind => ActorKind.catch(actor.officeKind).parse(actor.profession)

/**
 * The Immigration Office is told at once of everybody who is not a national (article 61/2 § 1), the guardianship of every child,
 * and the magistrate of the district: the labour auditor where labour is exploited, else the public prosecutor.
 */
async function alsoTold({ tx, installation }: Call, facts: Facts, draft: ReportDraft): Promise<FileToCreate['parties']> {
  const district = installation.pack.offices.districts.find(({ key }) => key === draft.district)
  const magistrateKey = isWork(installation, draft) ? district?.labourAuditors[0] : district?.prosecutors[0]
  const magistrate = magistrateKey === undefined ? undefined : await officeByKey(tx, magistrateKey)
  const [immigration] = facts.citizenshipGroup === 'own' ? [] : await listOffices(tx, { kind: 'immigration-office' })
  const [guardianship] = facts.minor === 'no' ? [] : await listOffices(tx, { kind: 'guardian' })
  return [
    ...(immigration ? [{ office: immigration.id, relation: 'immigration-office' as const }] : []),
    ...(magistrate ? [{ office: magistrate.id, relation: 'magistrate' as const }] : []),
    ...(guardianship ? [{ office: guardianship.id, relation: 'guardian' as const }] : []),
  ]
}

/** Whom the law has told of a report that was handed on, beside the centre. */
export const toldBeside = (call: Call, draft: ReportDraft): Promise<FileToCreate['parties']> => alsoTold(call, factsOf(draft, call.installation.detection.rules), draft)

function factsOf(draft: ReportDraft, rules: { readonly homeCitizenship: string; readonly euCitizenships: readonly string[] }): Facts {
  const [citizenship] = draft.citizenships ?? []
  const group = citizenship === undefined ? 'unknown' : citizenship === rules.homeCitizenship ? 'own' : rules.euCitizenships.includes(citizenship) ? 'eu' : 'other'
  return Facts.parse({
    minor: draft.age === 'child' ? 'yes' : draft.age === 'unsure' ? 'in-doubt' : 'no',
    unaccompanied: draft.unaccompanied ?? 'unknown',
    citizenshipGroup: group,
    exploitedAbroad: draft.exploitedWhere === 'abroad' ? 'yes' : draft.exploitedWhere === 'here' || draft.exploitedWhere === 'both' ? 'no' : 'unknown',
    phenomenon: Array.isArray(draft.smuggling) ? 'aggravated-smuggling' : 'trafficking',
    diplomaticHousehold: draft.diplomaticHousehold ?? 'unknown',
    detectedIn: draft.stay === 'asylum-applicant' ? 'asylum' : draft.stay === 'closed-centre' ? 'closed-centre' : 'other',
  })
}

const sexOf: Readonly<Record<string, Sex>> = { female: 'woman', male: 'man', other: 'other', unknown: 'unknown' }
/** The form of exploitation that a sector says for certain; none where it could be one or another. */
const formOfSector = ({ detection }: Installation, { sector }: ReportDraft): string | undefined => detection.questions.sectors.find(({ key }) => key === sector)?.form
/** Whether somebody was exploited at work, in whichever form: what belongs before the labour auditor. */
const isWork = (installation: Installation, draft: ReportDraft): boolean => draft.sector !== undefined && draft.sector !== 'other' && (formOfSector(installation, draft) ?? 'labour') === 'labour'

function fileOf({ today, installation }: Call, draft: ReportDraft, variant: string): Parameters<typeof receiveReferral>[1]['file'] {
  const form = formOfSector(installation, draft)
  return {
    openedOn: today, variant, sex: sexOf[draft.sex ?? 'unknown'] ?? 'unknown', isChild: draft.age !== 'adult',
    birthYear: draft.bornOn ? Number(draft.bornOn.slice(0, 4)) : null, citizenship: draft.citizenships?.[0] ?? null, language: draft.language ?? null,
    forms: form === undefined ? [] : [form], formsFrom: form === undefined ? null : 'sector', sector: draft.sector ?? null, district: draft.district ?? null,
    exploitedIn: placeOfExploitation({ where: draft.exploitedWhere, district: draft.exploitedDistrict, country: draft.exploitedCountry }),
    identity: { givenNames: draft.givenName ?? '', familyNames: draft.familyName ?? '', birthDate: draft.bornOn ?? null, birthPrecision: draft.bornOn ? 'day' : 'unknown', identityPapers: '' },
  }
}

/** What the centre reads of the situation before it answers, as codes: they are worded for whoever reads them. */
function handedOn(draft: ReportDraft): Parameters<typeof receiveReferral>[1]['handedOn'] {
  return {
    seenOn: draft.seenOn ?? null, danger: draft.immediateDanger ?? null, contactBroken: draft.contactBroken ?? null, interpreter: draft.interpreterNeeded ?? null,
    district: draft.district ?? null, sector: draft.sector ?? null,
    signs: Object.entries(draft.signs ?? {}).filter(([, seen]) => seen === 'seen').map(([sign]) => sign),
  }
}
