import { z } from 'zod'
import { secondPersonOn, type SecondPerson } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { writes } from '#vocabulary/place'
import { notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { findHandOverProposal, takeHandOverBack } from '../store/hand-over-rows.ts'
import { findProposal, lockLedger, takeProposalBack } from '../store/release-rows.ts'

type Proposed = { readonly id: string; readonly isTakenBack: boolean }

/** How far a proposal is with the second person; what its office has taken back does not leave, whatever she said. */
export async function proposedBy(call: Call<Actor>, { id, isTakenBack }: Proposed, hasLeft: boolean): Promise<SecondPerson> {
  const said = await secondPersonOn(call, { act: 'publish-numbers', subject: id }, hasLeft)
  return isTakenBack && !hasLeft ? { ...said, approval: 'withdrawn' } : said
}

const Asks = z.strictObject({ proposal: z.uuid() })
type Found = (Proposed & { readonly number: number | null }) | undefined

/** Whoever takes back waits for whoever releases, and the other way round: one of them comes first. A question that nobody has answered is taken back where it stands. */
async function takenBack(call: Call<Actor>, find: () => Promise<Found>, takes: (found: Proposed) => Promise<void>): Promise<{ readonly proposal: string } | Refusal> {
  if (!(await find())) return notFound
  await lockLedger(call.tx)
  const found = await find()
  if (!found) return notFound
  if (found.number !== null) return refuse('released-already', { status: 409 })
  const { approval } = await proposedBy(call, found, false)
  if (approval === 'waiting') return refuse('asked-still', { status: 409 })
  if (!found.isTakenBack) await takes(found)
  return { proposal: found.id }
}

export const withdrawRelease = route({
  name: 'release.withdraw', kind: 'act', for: writes('numbers', 'none'),
  about: 'Takes a proposed release back that a colleague has approved, or that needs nobody, and that has not left: the table can be proposed anew. Refused while a colleague is still asked.',
  asks: Asks, gives: Asks,
  answers: (call, { proposal }) => takenBack(call, async () => { const found = await findProposal(call.tx, proposal); return found && { ...found, number: found.release } }, ({ id }) => takeProposalBack(call.tx, id, call.now)),
})

export const withdrawHandOver = route({
  name: 'handover.withdraw', kind: 'act', for: writes('numbers', 'none'),
  about: 'Takes a proposed hand-over back that a colleague has approved, or that needs nobody, and that has not left: it can be proposed anew. Refused while a colleague is still asked.',
  asks: Asks, gives: Asks,
  answers: (call, { proposal }) => takenBack(call, () => findHandOverProposal(call.tx, proposal), ({ id }) => takeHandOverBack(call.tx, id, call.now)),
})
