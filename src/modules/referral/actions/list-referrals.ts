import { z } from 'zod'
import { listOfficeNames, listOffices } from '#accounts'
import { readIdentity } from '#cases'
import { route } from '#platform/doors/route'
import { ReferralId } from '#vocabulary/ids'
import { notFound } from '#vocabulary/refusal'
import { learnsStatus, reads } from '#vocabulary/place'
import { stepsFor } from '../domain/referral-steps.ts'
import { findReferral, listEvents, listReferralsFrom, listReferralsTo } from '../store/referral-rows.ts'
import { eventLine, lineOf, ReferralLine, ReferralView, StatusView } from './referral-views.ts'

export const ReferralList = z.strictObject({ referrals: z.array(ReferralLine) })
export type ReferralList = z.infer<typeof ReferralList>

export const listWaitingReferrals = route({
  name: 'referral.list-waiting',
  kind: 'ask',
  for: reads('referral', 'centre'),
  about: 'The referrals that wait for the answer of the reader\'s centre, urgent first.',
  asks: z.strictObject({}),
  gives: ReferralList,
  async answers({ tx, actor, language, shows }) {
    const offices = await listOfficeNames(tx, language)
    const rows = await listReferralsTo(tx, actor.office)
    shows(rows.map(({ file }) => file))
    return { referrals: rows.map((row) => lineOf(row, offices)) }
  },
})

export const listOwnReferrals = route({
  name: 'referral.list-own',
  kind: 'ask',
  for: learnsStatus('referral', 'reporter'),
  about: 'The referrals that the reader\'s office has sent, with the status of each and nothing else.',
  asks: z.strictObject({}),
  gives: ReferralList,
  async answers({ tx, actor, language, shows }) {
    const offices = await listOfficeNames(tx, language)
    const rows = await listReferralsFrom(tx, actor.office)
    shows(rows.map(({ file }) => file))
    return { referrals: rows.map((row) => lineOf(row, offices)) }
  },
})

const centresBut = async (tx: Parameters<typeof listOffices>[0], but: string) =>
  (await listOffices(tx, { kind: 'reception-centre' })).filter(({ id }) => id !== but).map(({ id, name }) => ({ id, name }))

/** A centre that does not accompany the person keeps the status alone. */
const isEnded = (state: string): boolean => state === 'declined' || state === 'withdrawn'

export const showReferral = route({
  name: 'referral.show',
  kind: 'ask',
  for: reads('referral', 'centre'),
  about: 'What was handed on to the reader\'s centre, and what it may answer.',
  asks: z.strictObject({ referral: ReferralId }),
  gives: ReferralView,
  async answers(call, { referral: id }) {
    const { tx, actor, language } = call
    const row = await findReferral(tx, id)
    if (!row || row.toOffice !== actor.office) return notFound
    call.concerns(row.file)
    const offices = await listOfficeNames(tx, language)
    const identity = await readIdentity(tx, row.file)
    return {
      ...lineOf(row, offices), file: row.file, version: row.version,
      name: identity ? [identity.givenNames, identity.familyNames].filter(Boolean).join(' ') : null,
      handedOn: isEnded(row.state) ? {} : (row.handedOn as ReferralView['handedOn']), events: (await listEvents(tx, id)).map((event) => eventLine(event, offices)),
      steps: [...stepsFor(row.state, 'centre')], centres: await centresBut(tx, actor.office),
    }
  },
})

export const showStatus = route({
  name: 'referral.show-status',
  kind: 'ask',
  for: learnsStatus('referral', 'reporter'),
  about: 'Receipt, reference and status of a referral that the reader\'s office has sent, and nothing else.',
  asks: z.strictObject({ referral: ReferralId }),
  gives: StatusView,
  async answers({ tx, actor, language, concerns }, { referral: id }) {
    const row = await findReferral(tx, id)
    if (!row || row.fromOffice !== actor.office) return notFound
    concerns(row.file)
    const offices = await listOfficeNames(tx, language)
    return {
      ...lineOf(row, offices), version: row.version, events: (await listEvents(tx, id)).map((event) => eventLine(event, offices)),
      steps: [...stepsFor(row.state, 'sender')], centres: await centresBut(tx, row.toOffice),
    }
  },
})
