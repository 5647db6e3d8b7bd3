import { z } from 'zod'
import { findOffice } from '#accounts'
import { addParty, closeClocks, endParties, handOver, noteDisclosures, recordTimeline, type Telling } from '#cases'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { OfficeId, ReferralId, type FileId } from '#vocabulary/ids'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { writes } from '#vocabulary/place'
import { declineReasons, mayStep, placesToGive, referralSteps, type ReferralStep } from '../domain/referral-steps.ts'
import { holdReferral, moveReferral, type Move, type ReferralRow } from '../store/referral-rows.ts'
import { startAnswerClock } from './receive-referral.ts'

const asked = { referral: ReferralId, version: z.coerce.number().int().min(0).max(2_147_483_647) }
const note = z.string().trim().max(4_000).default('')
const Moved = z.strictObject({ referral: ReferralId, state: z.string() })

/** The centre that is asked, and the one that has accepted: of two colleagues the second is told that the first was faster. */
const answers = writes('referral', 'asked-centre', 'centre')

/** The referral as it may be moved by this side now, or why not. */
async function movable({ tx, actor }: Call<Actor>, { referral: id, version }: { referral: ReferralId; version: number }, step: ReferralStep): Promise<ReferralRow | Refusal> {
  const row = await holdReferral(tx, id)
  const side = referralSteps[step].by
  if (!row || (side === 'centre' ? row.toOffice : row.fromOffice) !== actor.office) return notFound
  if (row.version !== version) return refuse('colleague-first', { status: 409, with: { state: row.state } })
  return mayStep(step, row.state, side) ? row : refuse('not-from-here', { status: 409, with: { state: row.state } })
}

async function move(call: Call<Actor>, row: ReferralRow, more: Omit<Move, 'referral' | 'state'> & { readonly step: ReferralStep }): Promise<Refusal | { referral: ReferralId; state: string }> {
  const { tx, actor, now, today } = call
  const { to: state } = referralSteps[more.step]
  call.concerns(row.file)
  await recordTimeline(call, { file: row.file, on: today, kind: 'referral', words: `referral-${more.step}`, values: {}, law: [] })
  const isFirst = await moveReferral(tx, { ...more, referral: row, state }, { account: actor.account, office: actor.office, at: now })
  return isFirst ? { referral: row.id, state } : refuse('colleague-first', { status: 409, with: { state: row.state } })
}

export const acceptReferral = route({
  name: 'referral.accept', kind: 'act', for: answers,
  about: 'The centre accepts to accompany the person and from then on knows who she is; it gives her a place at once where she needs one.',
  asks: z.strictObject({ ...asked, note, place: z.enum(placesToGive).default('none') }), gives: Moved,
  async answers(call, input) {
    const row = await movable(call, input, 'accept')
    if (isRefusal(row)) return row
    const moved = await move(call, row, { step: 'accept', note: input.note })
    if (isRefusal(moved)) return moved
    const unfounded = await open(call, row)
    if (unfounded) return unfounded
    await closeClocks(call.tx, row.file, 'referral-answer', call.today)
    call.emit('referral.accepted', { referral: row.id, file: row.file, centre: call.actor.office, place: input.place === 'none' ? null : input.place })
    return moved
  },
})

/** Who she is opens to the centre that has accepted, and the ledger says so; an adult who has taken her consent back is not opened. */
async function open(call: Call<Actor>, { file }: ReferralRow): Promise<Refusal | undefined> {
  const { tx, actor: { office }, today } = call
  await addParty(call, { file, office, relation: 'centre' })
  await endParties(tx, file, 'asked-centre', { but: null, on: today })
  return told(call, file, { office, kind: 'reception-centre', about: 'referral', fields: ['identity', 'place'], parts: ['identity', 'situation'] })
}

async function told(call: Call<Actor>, file: FileId, telling: Telling): Promise<Refusal | undefined> {
  const unfounded = await noteDisclosures(call, file, [telling])
  return unfounded && { ...unfounded, refused: `cases:${unfounded.refused}` }
}

export const declineReferral = route({
  name: 'referral.decline', kind: 'act', for: answers,
  about: 'The centre declines, with a reason that the sender reads; the sender may then send it to another centre.',
  asks: z.strictObject({ ...asked, reason: z.enum(declineReasons), note }), gives: Moved,
  async answers(call, input) {
    const row = await movable(call, input, 'decline')
    if (isRefusal(row)) return row
    if (input.reason === 'other' && input.note === '') return refuse('reason-in-words', { field: 'note' })
    return decline(call, row, input)
  },
})

async function decline(call: Call<Actor>, row: ReferralRow, { reason, note }: { readonly reason: string; readonly note: string }): Promise<Refusal | { referral: ReferralId; state: string }> {
  await closeClocks(call.tx, row.file, 'referral-answer', call.today)
  // The sender must answer for it again, so the clock is theirs from now on.
  await startAnswerClock(call, row.file, row.fromOffice, row.isUrgent)
  await handOver(call.tx, row.file, row.fromOffice, call.today)
  const moved = await move(call, row, { step: 'decline', reason, note })
  if (isRefusal(moved)) return moved
  await endParties(call.tx, row.file, 'asked-centre', { but: null, on: call.today })
  return moved
}

/** Hands a referral to another centre: its relation begins, the former one's ends. */
async function handTo(call: Call<Actor>, row: ReferralRow, centre: OfficeId, more: { step: 'redirect' | 'send-again'; note: string }): Promise<Refusal | { referral: ReferralId; state: string }> {
  const office = await findOffice(call.tx, centre)
  if (office?.kind !== 'reception-centre') return refuse('not-a-centre', { field: 'centre' })
  if (centre === row.toOffice) return refuse('same-centre', { field: 'centre' })
  await closeClocks(call.tx, row.file, 'referral-answer', call.today)
  await startAnswerClock(call, row.file, centre, row.isUrgent)
  // Written while whoever hands on may still write about the file; an adult who takes her consent back is handed on no more.
  const unfounded = await told(call, row.file, { office: centre, kind: 'reception-centre', about: 'referral', fields: ['situation'], parts: ['situation'] })
  if (unfounded) return unfounded
  await addParty(call, { file: row.file, office: centre, relation: 'asked-centre' })
  const moved = await move(call, row, { ...more, toOffice: centre })
  if (!isRefusal(moved)) {
    await handOver(call.tx, row.file, centre, call.today)
    await endParties(call.tx, row.file, 'asked-centre', { but: centre, on: call.today })
  }
  return moved
}

export const redirectReferral = route({
  name: 'referral.redirect', kind: 'act', for: answers,
  about: 'The centre hands the referral to another centre, which has to answer it.',
  asks: z.strictObject({ ...asked, centre: OfficeId, note }), gives: Moved,
  async answers(call, input) {
    const row = await movable(call, input, 'redirect')
    return isRefusal(row) ? row : handTo(call, row, input.centre, { step: 'redirect', note: input.note })
  },
})

export const sendAgain = route({
  name: 'referral.send-again', kind: 'act', for: writes('referral', 'reporter'),
  about: 'The sender of a declined referral sends it to another centre.',
  asks: z.strictObject({ ...asked, centre: OfficeId, note }), gives: Moved,
  async answers(call, input) {
    const row = await movable(call, input, 'send-again')
    return isRefusal(row) ? row : handTo(call, row, input.centre, { step: 'send-again', note: input.note })
  },
})

export const askMore = route({
  name: 'referral.ask-more', kind: 'act', for: answers,
  about: 'The centre asks the sender for more before it answers.',
  asks: z.strictObject({ ...asked, note: z.string().trim().min(1).max(4_000) }), gives: Moved,
  async answers(call, input) {
    const row = await movable(call, input, 'ask-more')
    return isRefusal(row) ? row : move(call, row, { step: 'ask-more', note: input.note })
  },
})

export const answerMore = route({
  name: 'referral.answer-more', kind: 'act', for: writes('referral', 'reporter'),
  about: 'The sender answers what the centre asked.',
  asks: z.strictObject({ ...asked, note: z.string().trim().min(1).max(4_000) }), gives: Moved,
  async answers(call, input) {
    const row = await movable(call, input, 'answer-more')
    return isRefusal(row) ? row : move(call, row, { step: 'answer-more', note: input.note })
  },
})

export const withdrawReferral = route({
  name: 'referral.withdraw', kind: 'act', for: writes('referral', 'reporter'),
  about: 'The sender takes a referral back before it is accepted.',
  asks: z.strictObject({ ...asked, note: z.string().trim().min(1).max(4_000) }), gives: Moved,
  async answers(call, input) {
    const row = await movable(call, input, 'withdraw')
    if (isRefusal(row)) return row
    await closeClocks(call.tx, row.file, 'referral-answer', call.today)
    const moved = await move(call, row, { step: 'withdraw', note: input.note })
    if (!isRefusal(moved)) await endParties(call.tx, row.file, 'asked-centre', { but: null, on: call.today })
    return moved
  },
})
