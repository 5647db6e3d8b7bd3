import { openClocksOf } from '#cases'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import type { Day } from '#vocabulary/day'
import type { ReferralId } from '#vocabulary/ids'
import { sendersPart } from '../domain/referral-steps.ts'
import { listUnsettledFrom } from '../store/referral-rows.ts'
import { answerClock } from './receive-referral.ts'

export type WaitingForSender = {
  readonly referral: ReferralId
  readonly reference: string
  readonly because: 'declined' | 'more-asked' | 'unanswered'
  /** The last day for an answer: the sender's own where the referral was declined, else the centre's. */
  readonly endsOn: Day | null
}

/** The referrals that came back to the reader's office: declined, asked about, or answered by nobody in time; the first to end first. */
export async function waitingForSender({ tx, actor, today, shows }: Call<Actor>): Promise<readonly WaitingForSender[]> {
  const rows = await listUnsettledFrom(tx, actor.office)
  const clocks = await openClocksOf(tx, rows.map(({ file }) => file), answerClock)
  const back = rows.flatMap(({ id, file, reference, state }) => {
    const endsOn = clocks.get(file)?.endsOn ?? null
    const because = sendersPart(state, { isLate: endsOn !== null && endsOn < today })
    return because === null ? [] : [{ file, line: { referral: id, reference, because, endsOn } }]
  })
  shows(back.map(({ file }) => file))
  return back.map(({ line }) => line).toSorted((a, b) => (a.endsOn ?? '9999').localeCompare(b.endsOn ?? '9999'))
}
