import { z } from 'zod'
import { askApproval, listOffices, needsApproval, officeOfAccount, whoElseAgrees } from '#accounts'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { AccountId, OfficeId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { leadsOffice, listColleagues } from '../store/guard-rows.ts'
import { endReplacement, listReplacements, mayMove, mayReplace, moveAccount, setReplacement, workFor } from '../store/replacement-rows.ts'

/** Why, for the second person; asked for where the country wants one. */
const Reason = z.string().trim().max(1_000).default('')
const Line = z.strictObject({ id: z.uuid(), absent: z.string(), standIn: z.string(), firstOn: Day, lastOn: Day, isMine: z.boolean(), holds: z.boolean() })
const Person = z.strictObject({ id: AccountId, name: z.string(), office: z.string() })
export const ReplacementView = z.strictObject({
  replacements: z.array(Line), standsFor: z.string().nullable(), maySet: z.boolean(), mayMove: z.boolean(),
  /** Whether a second person has to agree. */
  needsSecond: z.boolean(),
  people: z.array(Person), offices: z.array(z.strictObject({ id: OfficeId, name: z.string() })),
})
export type ReplacementView = z.infer<typeof ReplacementView>

export const showReplacements = route({
  name: 'replacement.show', kind: 'ask', for: 'signed-in',
  about: 'Who stands in for whom in the office of the reader, and in whose place she works in this session.',
  asks: z.strictObject({}), gives: ReplacementView,
  async answers(call) {
    const { tx, actor, now, language } = call
    const mayMove = actor.officeKind === 'administration'
    const maySet = mayMove || (await leadsOffice(tx))
    return {
      replacements: [...(await listReplacements(tx, now))], standsFor: actor.standsFor?.name ?? null, maySet, mayMove, needsSecond: needsApproval(call, mayMove ? 'move-account' : 'set-replacement'),
      people: maySet ? [...(await listColleagues(tx, language))] : [],
      offices: mayMove ? (await listOffices(tx, { language })).map(({ id, name }) => ({ id, name })) : [],
    }
  },
})

export const setReplacementRoute = route({
  name: 'replacement.set', kind: 'act', for: writes('guarding', 'own-office', 'charge'), grave: true,
  about: 'Lets one person of an office stand in for another from day to day: she gets the other\'s tasks and nothing more, and it ends by itself. Where the country asks for four eyes it holds when a second person has agreed.',
  asks: z.strictObject({ absent: AccountId, standIn: AccountId, from: Day, until: Day, reason: Reason }), gives: z.strictObject({ replacement: z.uuid().nullable(), waits: z.boolean() }),
  async answers(call, { absent, standIn, from, until, reason }) {
    if (until < from || until < call.today) return refuse('replacement-days', { field: 'until' })
    if (needsApproval(call, 'set-replacement')) {
      const office = (await mayReplace(call.tx, { absent, standIn, from, until })) ? await officeOfAccount(call.tx, standIn) : undefined
      if (!office) return refuse('replacement-people', { field: 'standIn' })
      if (reason === '') return refuse('input-missing', { field: 'reason' })
      call.concernsAccount(absent)
      const asked = await askApproval(call, { act: 'set-replacement', subject: [absent, standIn, from, until].join('/'), reason, beside: await whoElseAgrees(call, office), gains: standIn, shownAt: '/replacements' })
      return isRefusal(asked) ? asked : { replacement: null, waits: true }
    }
    const replacement = await setReplacement(call.tx, { absent, standIn, from, until, zone: call.installation.zone, now: call.now })
    if (replacement === null) return refuse('replacement-people', { field: 'standIn' })
    call.concernsAccount(absent)
    return { replacement, waits: false }
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
  about: 'Moves a person to another office from a day on: from the first moment of that day she has nothing of the old one. Where the country asks for four eyes she moves when a second person has agreed.',
  asks: z.strictObject({ account: AccountId, office: OfficeId, profession: z.string().trim().max(60).transform((text) => text || null).nullable().default(null), from: Day, reason: Reason }),
  gives: z.strictObject({ account: AccountId, waits: z.boolean() }),
  async answers(call, { account, office, profession, from, reason }) {
    if (from < call.today) return refuse('move-in-past', { field: 'from' })
    if (needsApproval(call, 'move-account')) {
      if (!(await mayMove(call.tx, { account, office, from }))) return refuse('move-nothing', { field: 'office' })
      if (reason === '') return refuse('input-missing', { field: 'reason' })
      call.concernsAccount(account)
      const asked = await askApproval(call, { act: 'move-account', subject: [account, office, from, profession?.replaceAll('/', ' ') ?? ''].join('/'), reason, beside: office, gains: account, shownAt: `/people/${account}` })
      return isRefusal(asked) ? asked : { account, waits: true }
    }
    const moved = await moveAccount(call.tx, { account, office, profession, from, zone: call.installation.zone, now: call.now })
    if (!moved) return refuse('move-nothing', { field: 'office' })
    call.concernsAccount(account)
    return { account, waits: false }
  },
})
