import { z } from 'zod'
import { listOffices } from '#accounts'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { AccountId, OfficeId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { notFound, refuse } from '#vocabulary/refusal'
import { leadsOffice, listColleagues } from '../store/guard-rows.ts'
import { endReplacement, listReplacements, moveAccount, setReplacement, workFor } from '../store/replacement-rows.ts'

const Line = z.strictObject({ id: z.uuid(), absent: z.string(), standIn: z.string(), firstOn: Day, lastOn: Day, isMine: z.boolean(), holds: z.boolean() })
const Person = z.strictObject({ id: AccountId, name: z.string(), office: z.string() })
export const ReplacementView = z.strictObject({
  replacements: z.array(Line), standsFor: z.string().nullable(), maySet: z.boolean(), mayMove: z.boolean(),
  people: z.array(Person), offices: z.array(z.strictObject({ id: OfficeId, name: z.string() })),
})
export type ReplacementView = z.infer<typeof ReplacementView>

export const showReplacements = route({
  name: 'replacement.show', kind: 'ask', for: 'signed-in',
  about: 'Who stands in for whom in the office of the reader, and in whose place she works in this session.',
  asks: z.strictObject({}), gives: ReplacementView,
  async answers({ tx, actor, now, language }) {
    const mayMove = actor.officeKind === 'administration'
    const maySet = mayMove || (await leadsOffice(tx))
    return {
      replacements: [...(await listReplacements(tx, now))], standsFor: actor.standsFor?.name ?? null, maySet, mayMove,
      people: maySet ? [...(await listColleagues(tx, language))] : [],
      offices: mayMove ? (await listOffices(tx, { language })).map(({ id, name }) => ({ id, name })) : [],
    }
  },
})

export const setReplacementRoute = route({
  name: 'replacement.set', kind: 'act', for: writes('guarding', 'own-office', 'charge'), grave: true,
  about: 'Lets one person of an office stand in for another from day to day: she gets the other\'s tasks and nothing more, and it ends by itself.',
  asks: z.strictObject({ absent: AccountId, standIn: AccountId, from: Day, until: Day }), gives: z.strictObject({ replacement: z.uuid() }),
  async answers(call, { absent, standIn, from, until }) {
    if (until < from || until < call.today) return refuse('replacement-days', { field: 'until' })
    const replacement = await setReplacement(call.tx, { absent, standIn, from, until, zone: call.installation.zone, now: call.now })
    if (replacement === null) return refuse('replacement-people', { field: 'standIn' })
    call.concernsAccount(absent)
    return { replacement }
  },
})

export const endReplacementRoute = route({
  name: 'replacement.end', kind: 'act', for: 'signed-in',
  about: 'Ends a replacement before its last day: either of the two, whoever set it, or the administration.',
  asks: z.strictObject({ replacement: z.uuid() }), gives: z.strictObject({}),
  answers: async ({ tx, now }, { replacement }) => ((await endReplacement(tx, replacement, now)) ? {} : notFound),
})

export const workForRoute = route({
  name: 'replacement.work-for', kind: 'act', for: 'signed-in',
  about: 'Works in this session in the place of somebody whom the reader replaces today, or again as herself; each act then names both in the record.',
  asks: z.strictObject({ replacement: z.uuid().nullable() }), gives: z.strictObject({}),
  answers: async ({ tx, actor, now }, { replacement }) => ((await workFor(tx, actor.session, replacement, now)) ? {} : notFound),
})

export const movePerson = route({
  name: 'account.move', kind: 'act', for: writes('accounts', 'charge'), grave: true,
  about: 'Moves a person to another office from a day on: from the first moment of that day she has nothing of the old one.',
  asks: z.strictObject({ account: AccountId, office: OfficeId, profession: z.string().trim().max(60).transform((text) => text || null).nullable().default(null), from: Day }),
  gives: z.strictObject({ account: AccountId }),
  async answers(call, { account, office, profession, from }) {
    if (from < call.today) return refuse('move-in-past', { field: 'from' })
    const moved = await moveAccount(call.tx, { account, office, profession, from, zone: call.installation.zone, now: call.now })
    if (!moved) return refuse('move-nothing', { field: 'office' })
    call.concernsAccount(account)
    return { account }
  },
})
