import { z } from 'zod'
import { listOfficeNames, listOffices } from '#accounts'
import { openClocksOf, readIdentity, relationsTo } from '#cases'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { PageNumber, pageShape, type PageOf } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { ReferralId, type OfficeId } from '#vocabulary/ids'
import { dayIn } from '#vocabulary/instant'
import { notFound, type Refusal } from '#vocabulary/refusal'
import { anyOf, learnsStatus, reads } from '#vocabulary/place'
import { stepsFor } from '../domain/referral-steps.ts'
import { findPassedOn, findReferral, listEvents, listReferralsFrom, listReferralsTo, readPlaceSeen, type ReferralEvent, type ReferralRow, type WholeReferral } from '../store/referral-rows.ts'
import { answerClock, answerRule } from './receive-referral.ts'
import { eventLine, lineOf, PassedView, ReferralLine, ReferralView, StatusView } from './referral-views.ts'

const onAPage = 25
export const ReferralList = z.strictObject({ referrals: z.array(ReferralLine), ...pageShape })
export type ReferralList = z.infer<typeof ReferralList>

export const listWaitingReferrals = route({
  name: 'referral.list-waiting',
  kind: 'ask',
  for: reads('referral', 'asked-centre'),
  about: 'The referrals that wait for the answer of the reader\'s centre, urgent first.',
  asks: z.strictObject({ page: PageNumber }),
  gives: ReferralList,
  answers: async (call, { page }) => shown(call, await listReferralsTo(call.tx, call.actor.office, { page, size: onAPage })),
})

export const listOwnReferrals = route({
  name: 'referral.list-own',
  kind: 'ask',
  for: learnsStatus('referral', 'reporter'),
  about: 'The referrals that the reader\'s office has sent, with the status of each and nothing else.',
  asks: z.strictObject({ page: PageNumber }),
  gives: ReferralList,
  answers: async (call, { page }) => shown(call, await listReferralsFrom(call.tx, call.actor.office, { page, size: onAPage })),
})

type CentresAsked = { readonly but: OfficeId; readonly district: string | null; readonly events: readonly ReferralEvent[] }

/** The other centres, the next to be asked first: those near, then those farther, and last whoever has already said no or handed it on. */
async function centresBut({ tx, language, installation }: Call, { but, district, events }: CentresAsked): Promise<StatusView['centres']> {
  const near = installation.pack.offices.districts.find(({ key }) => key === district)?.centres ?? []
  const passedOn = new Map(events.filter(({ step }) => step === 'decline' || step === 'redirect').map(({ office, at }) => [office, at]))
  return (await listOffices(tx, { kind: 'reception-centre', language }))
    .filter(({ id }) => id !== but)
    .map(({ id, name, key, role }) => ({ id, name, isNear: near.includes(key), passedOn: passedOn.get(id) ?? null, rank: (passedOn.has(id) ? 4 : 0) + (near.includes(key) ? 0 : 2) + (role === 'recognised-centre' ? 0 : 1) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ rank: _rank, ...centre }) => centre)
}

/** Lists as the reader's office sees them, with the day on which each is to be answered. */
async function linesOf({ tx, actor, language }: Call<Actor>, rows: readonly ReferralRow[]): Promise<ReferralLine[]> {
  const known = { offices: await listOfficeNames(tx, language), clocks: await openClocksOf(tx, rows.map(({ file }) => file), answerClock), own: actor.office }
  return rows.map((row) => lineOf(row, known))
}

/** The same as a list that was shown, which the record of acts names file by file. */
async function shown(call: Call<Actor>, { rows, ...place }: PageOf<ReferralRow>): Promise<ReferralList> {
  call.shows(rows.map(({ file }) => file))
  return { referrals: await linesOf(call, rows), ...place }
}

export const showReferral = route({
  name: 'referral.show',
  kind: 'ask',
  for: anyOf(reads('referral', 'asked-centre', 'centre'), learnsStatus('referral', 'former-centre')),
  about: 'What was handed on to the reader\'s centre, and what it may answer; who the person is, once it has accepted; of a referral that it no longer has, when and how that ended.',
  asks: z.strictObject({ referral: ReferralId }),
  gives: z.union([ReferralView, PassedView]),
  async answers(call, { referral: id }) {
    const { tx, actor, language } = call
    const row = await findReferral(tx, id)
    if (!row || row.toOffice !== actor.office) return passedOn(call, id)
    call.concerns(row.file)
    const [offices, events, [line]] = [await listOfficeNames(tx, language), await listEvents(tx, row), await linesOf(call, [row])]
    if (!line) return notFound
    return {
      ...line, version: row.version, ...(await openedTo(call, row)), events: events.map((event) => eventLine(event, offices)),
      steps: [...stepsFor(row.state, 'centre')], centres: await centresBut(call, { but: actor.office, district: row.district, events }), answerLaw: answerLaw(call, row),
    }
  },
})

type Opened = Pick<ReferralView, 'standing' | 'file' | 'name' | 'placeSeen' | 'sex' | 'ageGroup' | 'forms' | 'handedOn'>

/** As much of the person as the standing of the reader's centre opens: what it needs to answer, then who she is; the status alone once it is over. */
async function openedTo({ tx }: Call<Actor>, row: WholeReferral): Promise<Opened> {
  const relations = await relationsTo(tx, row.file)
  // Before there was a table of its own, the place was handed on among the rest.
  const { place, ...handedOn } = row.handedOn as ReferralView['handedOn']
  const situation = { sex: row.sex, ageGroup: row.ageGroup, forms: [...row.forms], handedOn }
  const closed = { file: null, name: null, placeSeen: null }
  if (!relations.includes('centre')) {
    return relations.includes('asked-centre') ? { standing: 'asked', ...closed, ...situation } : { standing: 'former', ...closed, sex: null, ageGroup: null, forms: [], handedOn: {} }
  }
  const identity = await readIdentity(tx, row.file)
  return {
    standing: 'centre', ...situation, file: row.file, name: identity ? [identity.givenNames, identity.familyNames].filter(Boolean).join(' ') : null,
    placeSeen: (await readPlaceSeen(tx, row)) ?? (typeof place === 'string' ? place : null),
  }
}

async function passedOn(call: Call<Actor>, id: ReferralId): Promise<PassedView | Refusal> {
  const row = await findPassedOn(call.tx, id)
  if (!row) return notFound
  const { file, ...passed } = row
  call.concerns(file)
  return { id, ...passed }
}

/** What stands behind the day of the answer, as it was when the referral was sent. */
function answerLaw({ installation: { pack, zone }, language }: Call, { sentAt }: ReferralRow): StatusView['answerLaw'] {
  const rule = answerRule(pack, dayIn(zone, sentAt))
  return rule.law.flatMap((key) => {
    const article = pack.law.articles.find((candidate) => candidate.key === key)
    return article ? [{ title: article.title[language], about: article.about[language], url: article.url ?? null, verified: rule.verified !== false && article.verified !== false }] : []
  })
}

export const showStatus = route({
  name: 'referral.show-status',
  kind: 'ask',
  for: learnsStatus('referral', 'reporter'),
  about: 'Receipt, reference and status of a referral that the reader\'s office has sent, and nothing else.',
  asks: z.strictObject({ referral: ReferralId }),
  gives: StatusView,
  async answers(call, { referral: id }) {
    const { tx, actor, language } = call
    const row = await findReferral(tx, id)
    if (!row || row.fromOffice !== actor.office) return notFound
    call.concerns(row.file)
    const [offices, events, [line]] = [await listOfficeNames(tx, language), await listEvents(tx, row), await linesOf(call, [row])]
    if (!line) return notFound
    return {
      ...line, version: row.version, events: events.map((event) => eventLine(event, offices)),
      steps: [...stepsFor(row.state, 'sender')], centres: await centresBut(call, { but: row.toOffice, district: row.district, events }), answerLaw: answerLaw(call, row),
    }
  },
})
