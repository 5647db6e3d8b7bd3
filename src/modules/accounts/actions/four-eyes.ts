import { z } from 'zod'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import type { FourEyesAct } from '#vocabulary/four-eyes'
import { AccountId, ApprovalId, type OfficeId } from '#vocabulary/ids'
import { instant } from '#vocabulary/instant'
import { notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { approvalState } from '../domain/approval-state.ts'
import { fourEyesRuleOn } from '../domain/four-eyes.ts'
import type { Matter } from '../domain/matter.ts'
import { answerApprovalRow, carryOutApproval, findApproval, findApproved, findLatestAsked, findStanding, findWaiting, handOver, insertApproval, isWatched, useApprovalRow, waitsForAnotherLead, type HandedOver } from '../store/approval-rows.ts'

/** What somebody wants to do that one person cannot do alone. */
export type ToApprove = {
  readonly act: FourEyesAct
  /** What it is about, such as an id; the same text when it is asked, checked and used. No name of a person. */
  readonly subject: string
}

/** Whether the country asks a second person for this act on the day of the call. */
export const needsApproval = ({ installation, today }: Call, act: FourEyesAct): boolean => fourEyesRuleOn(installation.fourEyes, act, today) !== undefined

type Asked = {
  readonly reason: string
  readonly shownAt?: string
  /** What it is about; the module words it in `wordsOfMatters`. */
  readonly about?: Matter
  /** An office whose lead may answer as well; the administration's people may all, where it is theirs. */
  readonly beside?: OfficeId | undefined
  /** Whom it lets in, who is no second person. */
  readonly gains?: AccountId
}

/** What the yes itself does, from what was asked: it then cannot be something else that is done. */
const doneByTheYes: readonly FourEyesAct[] = ['open-account', 'invite-account', 'set-lead', 'move-account', 'set-replacement', 'end-conflict', 'lift-seal']

/**
 * Asks a colleague of the own office to approve an act; it stands on `/approvals` until somebody answers or the pack's days are over.
 *
 * @example
 * // The route by which somebody asks:
 * const asked = await askApproval(call, { act: 'destroy-records', subject: run, shownAt: `/retention/${run}`, reason })
 * if (isRefusal(asked)) return asked
 * // The route that does it, whoever of the two comes:
 * const approved = await useApproval(call, { act: 'destroy-records', subject: run })
 * if (isRefusal(approved)) return approved
 */
export async function askApproval(call: Call<Actor>, asked: ToApprove & Asked): Promise<ApprovalId | Refusal> {
  const { tx, actor, installation, now, today } = call
  const rule = fourEyesRuleOn(installation.fourEyes, asked.act, today)
  if (!rule) return refuse('accounts:approval-not-needed')
  const until = instant(new Date(Date.parse(now) + rule.daysGood * 86_400_000))
  const { act, subject, reason, shownAt = null, beside = null, gains = null, about = null } = asked
  const approval = await insertApproval(tx, { act, subject, reason, shownAt, beside: beside === actor.office ? null : beside, gains, about, account: actor.account, office: actor.office, now, until })
  if (approval) call.emit('approval.asked', { approval, act, subject })
  return approval ?? refuse('accounts:approval-asked-already', { status: 409 })
}

/** With `isDone` the yes did what was asked; what opens it, if anything does, is for who said yes to hand over, and for nobody else to see. */
type Answered = HandedOver & { readonly approval: ApprovalId; readonly isDone: boolean }
const nothing: HandedOver = { code: null, key: null }
type Answer = { readonly approval: ApprovalId; readonly reason: string }

/** Approves what a colleague of the own office asked for; never what one asked for oneself. */
export const approve = (call: Call<Actor>, answer: Answer): Promise<Answered | Refusal> => answerAs(call, 'approved', answer)

/** Says no to what a colleague asked for; it can be asked anew. */
export const refuseApproval = (call: Call<Actor>, answer: Answer): Promise<Answered | Refusal> => answerAs(call, 'refused', answer)

/** Takes back what one asked for oneself. */
export const withdrawApproval = (call: Call<Actor>, answer: Answer): Promise<Answered | Refusal> => answerAs(call, 'withdrawn', answer)

async function answerAs(call: Call<Actor>, answer: 'approved' | 'refused' | 'withdrawn', { approval, reason }: Answer): Promise<Answered | Refusal> {
  const { tx, actor, now } = call
  const known = await findApproval(tx, approval)
  if (!known) return notFound
  const isOwn = known.askedBy === actor.account
  // Whoever works in the place of who asked would be the same pair of eyes.
  if ((isOwn || known.askedBy === actor.standsFor?.account) && answer !== 'withdrawn') return refuse('accounts:approval-own')
  if (known.gains !== null && [actor.account, actor.standsFor?.account].includes(known.gains) && answer === 'approved') return refuse('accounts:approval-gains')
  if (!isOwn && answer === 'withdrawn') return notFound
  if (known.answer === null && known.until <= now) return refuse('accounts:approval-over')
  if (answer === 'approved' && (await waitsForAnotherLead(tx, approval))) return refuse('accounts:approval-for-lead')
  if (!(await answerApprovalRow(tx, { approval, answer, reason, now }))) return refuse('colleague-first', { status: 409 })
  const isDone = answer === 'approved' && doneByTheYes.includes(known.act)
  const done = isDone ? await carryOutApproval(tx, approval, call.installation.zone, now) : null
  if (done === false) return refuse('accounts:approval-overtaken', { status: 409 })
  if (typeof done === 'string') call.concerns(done)
  // Whom a conflict shuts out is not told of it by her own record either.
  if (known.gains !== null && known.act !== 'end-conflict') call.concernsAccount(known.gains)
  const isWatchedNow = isDone && (await isWatched(tx, approval))
  call.emit('approval.answered', { approval, act: known.act, subject: known.subject, answer, isWatched: isWatchedNow })
  if (isDone && known.act === 'invite-account') call.emit('sign-in.changed', { account: AccountId.parse(known.subject) })
  return { approval, isDone, ...(isDone ? await handOver(tx, approval, now) : nothing) }
}

/** The approval under which this may be done now, or null; asking does not use it up. */
export const isApproved = ({ tx, now }: Call<Actor>, wanted: ToApprove): Promise<ApprovalId | null> => findApproved(tx, wanted, now)

/** How far a second person is with something: `approval` is the page of the question, with who answered and why. */
export const SecondPerson = z.strictObject({
  approval: z.enum(['not-needed', 'waiting', 'approved', 'refused', 'withdrawn', 'expired', 'used']),
  asked: z.strictObject({ approval: ApprovalId, by: z.string().nullable(), reason: z.string().nullable() }).nullable(),
})
export type SecondPerson = z.output<typeof SecondPerson>

/** What a colleague said of something that was proposed, or that nobody has to be asked. What was never asked, and would have to be, is over. */
export async function secondPersonOn(call: Call<Actor>, wanted: ToApprove, isDone: boolean): Promise<SecondPerson> {
  const row = await findLatestAsked(call.tx, wanted)
  const asked = row ? { approval: row.id, by: row.answeredByName, reason: row.answerReason } : null
  if (isDone) return { approval: 'used', asked }
  if (!needsApproval(call, wanted.act)) return { approval: 'not-needed', asked: null }
  return { approval: row ? approvalState(row, call.now) : 'expired', asked }
}

/** Which of what was proposed and not done yet still stands: what was refused, taken back or is over does not. */
export const standingAmong = async (call: Call<Actor>, act: FourEyesAct, subjects: readonly string[]): Promise<ReadonlySet<string>> =>
  needsApproval(call, act) ? findStanding(call.tx, act, subjects, call.now) : new Set(subjects)

/** The questions about these that a second person has not answered yet, by what they are about. */
export const waitingAmong = ({ tx, now }: Call<Actor>, acts: readonly FourEyesAct[], subjects: readonly string[]): Promise<ReadonlyMap<string, ApprovalId>> => findWaiting(tx, acts, subjects, now)

/** Uses the approval up, in the transaction of the act itself: a second act, and a colleague who comes at once, need a new one. Answers null where the country asks for none. */
export async function useApproval(call: Call<Actor>, wanted: ToApprove): Promise<ApprovalId | null | Refusal> {
  if (!needsApproval(call, wanted.act)) return null
  return (await useApprovalRow(call.tx, wanted, call.now)) ?? refuse('accounts:approval-missing')
}
