import { z } from 'zod'
import { askApproval, isApproved, listOffices, needsApproval, useApproval, watchers } from '#accounts'
import { Identity, listSafeContacts, readIdentity } from '#cases'
import { formatInstant } from '#design'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { queueMail } from '#platform/mail/outbox-rows'
import { FileId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { anyOf, reads } from '#vocabulary/place'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { emergencyRuleOn, endOf, isBlocked, limitReached, reviewDueAt, type Limit } from '../domain/emergency.ts'
import { accessesOfOffice, listEmergencies, listRefused, openEmergency, reviewEmergency } from '../store/emergency-rows.ts'

declare module '#platform/doors/call' {
  interface Events { 'emergency.opened': { readonly emergency: string; readonly file: FileId } }
}

const inEmergency = anyOf(reads('identity', 'emergency'), reads('safe-contact', 'emergency'))

export const openEmergencyRoute = route({
  name: 'emergency.open', kind: 'act', for: inEmergency, grave: 'each',
  about: 'Opens the identity and safe contact of a person for some hours, for a reason that the data protection officer reads at once and judges. How many may stand unreviewed at once is limited; what the limit turns away is told as well.',
  asks: z.strictObject({ reference: z.string().trim().min(1).max(40), reason: z.string().trim().min(20).max(1_000) }),
  gives: z.strictObject({ emergency: z.uuid(), until: Instant }),
  async answers(call, { reference, reason }) {
    const { tx, actor, now, today, installation } = call
    const rule = emergencyRuleOn(installation.pack.country.emergencyAccess, actor.officeKind, today)
    if (!rule) return refuse('no-emergency-here')
    if (isBlocked(await accessesOfOffice(tx), rule, now, installation.zone)) return refuse('emergency-blocked', { with: { hours: rule.reviewWithinHours } })
    const [id, until] = [crypto.randomUUID(), endOf(now, rule)]
    const opened = await openEmergency(tx, { id, reference, reason, until, now, today, most: rule.unreviewed })
    if (opened === null) return refuse('no-such-file', { field: 'reference' })
    if ('because' in opened) return tellRefused(call, opened)
    call.concerns(opened.file)
    call.emit('emergency.opened', { emergency: id, file: opened.file })
    return { emergency: id, until }
  },
})

/** What the limit turned away is kept and told to data protection, who can make room: she may need a third one. */
async function tellRefused(call: Call<Actor>, limit: Limit): Promise<Refusal> {
  for (const { account, language } of await watchers(call.tx)) await queueMail(call.tx, { kind: 'digest', about: account, language, now: call.now })
  return refuse(`emergency-limit-${limit.because}`, { keeps: true, with: await limitInWords(call, limit) })
}

/** Who can make room, since when the oldest has stood, and who helps meanwhile. */
async function limitInWords({ tx, language, installation }: Call<Actor>, { standing, since }: Limit) {
  const [reviewer] = await listOffices(tx, { kind: 'data-protection', language })
  return { count: standing, since: formatInstant(since, language, installation.zone), who: reviewer?.name ?? '–', police: installation.pack.country.emergency.police }
}

const Contact = z.strictObject({ channel: z.string(), value: z.string(), isSafe: z.boolean(), note: z.string() })
export const EmergencyView = z.strictObject({ reference: z.string(), until: Instant, identity: Identity, contacts: z.array(Contact) })
export type EmergencyView = z.infer<typeof EmergencyView>

export const showEmergency = route({
  name: 'emergency.show', kind: 'ask', for: inEmergency,
  about: 'The identity and safe contact that an emergency access opens, until it ends by itself.',
  asks: z.strictObject({ emergency: z.uuid() }), gives: EmergencyView,
  async answers(call, { emergency }) {
    const own = (await listEmergencies(call.tx, call.language)).find(({ id, isOwn }) => id === emergency && isOwn)
    const identity = own && (await readIdentity(call.tx, own.file))
    if (!own || !identity) return notFound
    call.concerns(own.file)
    const contacts = await listSafeContacts(call.tx, own.file)
    return { reference: own.reference, until: own.untilAt, identity, contacts: contacts.map(({ channel, value, isSafe, note }) => ({ channel, value, isSafe, note })) }
  },
})

const Own = z.strictObject({ id: z.uuid(), reference: z.string(), until: Instant })
/** What stands in the way of another one: how many that nobody has reviewed, the oldest since when, who reviews them, and whom to call. */
const Standing = z.strictObject({ because: z.enum(['person', 'office']), count: z.number(), since: z.string(), who: z.string(), police: z.string() })
export const OwnEmergencies = z.strictObject({
  hours: z.number(), reviewWithinHours: z.number(), perPerson: z.number(), isBlocked: z.boolean(), limit: Standing.nullable(), open: z.array(Own),
})
export type OwnEmergencies = z.infer<typeof OwnEmergencies>

export const listOwnEmergencies = route({
  name: 'emergency.list-own', kind: 'ask', for: inEmergency,
  about: 'The emergency accesses of the reader that have not ended, and whether her office may open another.',
  asks: z.strictObject({}), gives: OwnEmergencies,
  async answers(call) {
    const { tx, actor, now, today, language, installation } = call
    const rule = emergencyRuleOn(installation.pack.country.emergencyAccess, actor.officeKind, today)
    if (!rule) return notFound
    const accesses = await accessesOfOffice(tx)
    const limit = limitReached(accesses, rule, now)
    const open = (await listEmergencies(tx, language)).map(({ id, reference, untilAt }) => ({ id, reference, until: untilAt }))
    return {
      hours: rule.hours, reviewWithinHours: rule.reviewWithinHours, perPerson: rule.unreviewed.perPerson, isBlocked: isBlocked(accesses, rule, now, installation.zone),
      limit: limit && { because: limit.because, ...(await limitInWords(call, limit)) }, open,
    }
  },
})

const Reviewed = z.strictObject({
  id: z.uuid(), reference: z.string(), who: z.string(), office: z.string(), reason: z.string(), openedAt: Instant, untilAt: Instant,
  reviewedAt: Instant.nullable(), finding: z.enum(['justified', 'not-justified']).nullable(), dueAt: Instant.nullable(), isLate: z.boolean(),
})
/** What the limit turned away: somebody may need data protection to make room. */
const Refused = z.strictObject({ id: z.uuid(), reference: z.string().nullable(), who: z.string(), office: z.string(), because: z.enum(['person', 'office']), at: Instant })
export const EmergencyList = z.strictObject({ emergencies: z.array(Reviewed), refused: z.array(Refused), late: z.number(), needsTwo: z.boolean() })
export type EmergencyList = z.infer<typeof EmergencyList>

export const listEmergenciesRoute = route({
  name: 'emergency.list', kind: 'ask', for: reads('record', 'charge'),
  about: 'Every emergency access with its reason, those that nobody has reviewed first; an alarm stands for each whose time for review is over. Beside them what the limit turned away.',
  asks: z.strictObject({}), gives: EmergencyList,
  async answers(call) {
    const { tx, language, now, installation } = call
    const [rule] = installation.pack.country.emergencyAccess
    const [listed, turnedAway] = [await listEmergencies(tx, language), await listRefused(tx, language)]
    call.shows([...new Set([...listed, ...turnedAway].flatMap(({ file }) => (file === null ? [] : [file])))])
    const emergencies = listed.map(({ file: _, isOwn: __, ...row }) => {
      const dueAt = rule ? reviewDueAt(row.openedAt, rule) : null
      return { ...row, dueAt, isLate: row.reviewedAt === null && dueAt !== null && Date.parse(dueAt) < Date.parse(now) }
    })
    return { emergencies, refused: turnedAway.map(({ file: _, ...row }) => row), late: emergencies.filter(({ isLate }) => isLate).length, needsTwo: needsApproval(call, 'review-emergency-access') }
  },
})

export const reviewEmergencyRoute = route({
  name: 'emergency.review', kind: 'act', for: reads('record', 'charge'), grave: true,
  about: 'Finds an emergency access justified or not; what is not justified ends at once. Where the country asks for four eyes, a colleague approves first.',
  asks: z.strictObject({ emergency: z.uuid(), finding: z.enum(['justified', 'not-justified']), note: z.string().trim().min(5).max(1_000) }),
  gives: z.strictObject({ state: z.enum(['asked', 'reviewed']) }),
  async answers(call, { emergency, finding, note }) {
    const wanted = { act: 'review-emergency-access', subject: `${emergency} ${finding}` } as const
    const known = (await listEmergencies(call.tx, call.language)).find(({ id }) => id === emergency)
    if (!known) return notFound
    if (known.reviewedAt !== null) return refuse('reviewed-already', { status: 409 })
    call.concerns(known.file)
    if (needsApproval(call, wanted.act) && (await isApproved(call, wanted)) === null) {
      const asked = await askApproval(call, { ...wanted, reason: note, shownAt: '/emergencies' })
      return isRefusal(asked) ? asked : { state: 'asked' as const }
    }
    const approved = await useApproval(call, wanted)
    if (isRefusal(approved)) return approved
    const file = await reviewEmergency(call.tx, { id: emergency, finding, note, now: call.now })
    return file === null ? refuse('reviewed-already', { status: 409 }) : { state: 'reviewed' as const }
  },
})
