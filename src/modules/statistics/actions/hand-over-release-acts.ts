import { z } from 'zod'
import { SecondPerson, standingAmong, useApproval } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { getsCoded, writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { About, shownApart, ShownTable } from '../domain/hand-overs/hand-over.ts'
import { lookAtGate } from '../store/gate-jobs.ts'
import { findBesideHandedOver, findHandedOver, findHandOverProposal, findLatestHandedOver, insertHandedOver, listHandedOver, listHandOverProposals, yearsHandedOver } from '../store/hand-over-rows.ts'
import { answerOrRefusal, fromOtherSource, gatedTables } from './hand-over-acts.ts'
import { proposedBy } from './withdraw-acts.ts'

const patience = 20_000
const Released = z.strictObject({ number: z.number(), recipient: z.string(), year: z.number(), releasedOn: Day })
const DueDay = z.strictObject({ inPrinciple: Day, atLatest: Day, law: z.string(), verified: z.boolean() })

export const listHandOvers = route({
  name: 'handover.list', kind: 'ask', for: 'anyone',
  about: 'Every hand-over that was released, a page at a time, and to whom the figures of the last year are due by when. Whoever prepares them also gets what is proposed.',
  asks: z.strictObject({ page: PageNumber }),
  gives: z.strictObject({
    released: z.array(Released), ...pageShape, year: z.number(), reports: z.array(z.number()), prepares: z.boolean(), due: z.array(z.strictObject({ recipient: z.string(), day: DueDay.nullable() })),
    proposed: z.array(z.strictObject({ id: z.uuid(), recipient: z.string(), year: z.number(), number: z.number().nullable() })),
  }),
  async answers(call, { page }) {
    const { tx, actor, today, installation: { handOvers } } = call
    const year = Number(today.slice(0, 4)) - 1
    const prepares = actor?.officeKind === 'analysis-centre'
    const due = handOvers.recipients.map(({ key: recipient }) => {
      const row = handOvers.due.find(({ recipients, from, to }) => recipients.includes(recipient) && from <= today && (to === undefined || today <= to))
      return { recipient, day: row ? { inPrinciple: `${year + 1}-${row.inPrinciple}` as Day, atLatest: `${year + 1}-${row.atLatest}` as Day, law: row.law, verified: row.verified !== false } : null }
    })
    const { rows, ...place } = await listHandedOver(tx, { page, size: 50 })
    const reports = await yearsHandedOver(tx, handOvers.report.map(({ table }) => table))
    return { released: [...rows], ...place, year, reports: [...reports], prepares, due, proposed: actor !== null && prepares ? await proposedStill({ ...call, actor }) : [] }
  },
})

/** The latest proposal for each recipient and year, but for those that were refused, taken back or not answered in time. */
async function proposedStill(call: Call<Actor>) {
  const latest = await listHandOverProposals(call.tx)
  const standing = await standingAmong(call, 'publish-numbers', latest.flatMap(({ id, number }) => (number === null ? [id] : [])))
  return latest.filter(({ id, number }) => number !== null || standing.has(id))
}

const Proposal = z.strictObject({ id: z.uuid(), recipient: z.string(), year: z.number(), tables: z.array(ShownTable), about: About, hidden: z.number(), number: z.number().nullable(), corrects: z.number().nullable(), ...SecondPerson.shape })
export type HandOverProposal = z.output<typeof Proposal>

export const showHandOverProposal = route({
  name: 'handover.show-proposal', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'A hand-over as it would leave: what its recipient would read and nothing else, and whether a colleague has approved it.',
  asks: z.strictObject({ proposal: z.uuid() }), gives: Proposal,
  async answers(call, { proposal: id }) {
    const found = await findHandOverProposal(call.tx, id)
    if (!found) return notFound
    const { recipient, year, shown, about, hidden, number } = found
    const before = number === null ? await findLatestHandedOver(call.tx, found) : undefined
    return { id, recipient, year, tables: [...shownApart(shown, about)], about, hidden, number, corrects: before?.number ?? null, ...await proposedBy(call, found, number !== null) }
  },
})

export const releaseHandOver = route({
  name: 'handover.release', kind: 'act', for: writes('numbers', 'none'), grave: 'each',
  about: 'Releases an approved hand-over: the auditor proves all its tables once more against all that has been released by now, and they stand for good under a number.',
  asks: z.strictObject({ proposal: z.uuid() }), gives: z.strictObject({ number: z.number() }),
  async answers(call, { proposal: id }) {
    const found = await findHandOverProposal(call.tx, id)
    if (!found) return notFound
    if (found.number !== null) return refuse('released-already', { status: 409 })
    if (found.isTakenBack) return refuse('taken-back', { status: 409 })
    const gated = await gatedTables(call, found.counted, found.ledger.map(({ wish }) => wish), 'lock')
    // Whoever waited for the lock looks once more: this one may have left meanwhile, or another to the same recipient from the other source.
    const still = await findHandOverProposal(call.tx, id)
    if (!still || still.number !== null) return refuse('released-already', { status: 409 })
    if (still.isTakenBack) return refuse('taken-back', { status: 409 })
    const other = fromOtherSource(found.about.origins, await findLatestHandedOver(call.tx, found))
    if (other) return other
    const answer = answerOrRefusal(gated, await lookAtGate(gated.request, patience))
    if (isRefusal(answer)) return answer
    // What the colleague approved is what leaves; where another release came between, the gate may have to hide something else.
    const isSame = found.ledger.every(({ hidden, at }) => JSON.stringify(hidden) === JSON.stringify([...(answer.account.hidden[at] ?? [])].toSorted((a, b) => a - b)))
    if (!isSame) return refuse('changed-since', { status: 409 })
    const approved = await useApproval(call, { act: 'publish-numbers', subject: id })
    if (isRefusal(approved)) return approved
    return { number: await insertHandedOver(call.tx, found, call.today) }
  },
})

/** A hand-over that left. Its cells are proven ones: a count does not compile here. */
export const HandedOver = z.strictObject({ number: z.number(), recipient: z.string(), year: z.number(), releasedOn: Day, tables: z.array(ShownTable), about: About,
  /** The number of the same recipient and year that it corrects, and the one by which it was corrected. */
  corrects: z.number().nullable(), correctedBy: z.number().nullable() })
export type HandedOver = z.output<typeof HandedOver>

export const showReleasedHandOver = route({
  name: 'handover.show-released', kind: 'ask', for: 'anyone',
  about: 'One released hand-over under its permanent number, with what is needed to read it: of which deliveries it is made, which were missing, and what they do not count.',
  asks: z.strictObject({ number: z.coerce.number().int().min(1).max(1_000_000), table: z.string().max(60).optional() }), gives: HandedOver,
  async answers(call, { number, table }) {
    const found = await readHandedOver(call, number)
    if (!found) return notFound
    // A single table is asked for where it goes out in a form of its own.
    return table === undefined || call.installation.handOvers.tables.some(({ key, sdmx }) => key === table && sdmx && found.tables.some((each) => each.key === key)) ? found : notFound
  },
})

/** A released hand-over by its number, as everybody may read it. */
export async function readHandedOver({ tx }: Pick<Call, 'tx'>, number: number): Promise<HandedOver | undefined> {
  const found = await findHandedOver(tx, number)
  if (!found) return undefined
  const { shown, ...row } = found
  return { ...row, tables: [...shown], ...await findBesideHandedOver(tx, row) }
}
