import { z } from 'zod'
import { askApproval, needsApproval, SecondPerson, useApproval } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { getsCoded, writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import type { GateAnswer, GateRequest } from '../domain/gate.ts'
import { definitionsOf, KeptDefinition } from '../domain/kept-definitions.ts'
import { provenPart, ProvenTable } from '../domain/proven-table.ts'
import { asEarlier, mergedAs, mergedOtherwise, ReleaseMethod, standingFor, toldOtherwise, type LedgerEntry, type Standing } from '../domain/release-method.ts'
import type { ProtectedTable } from '../domain/protected-table.ts'
import { codesAt, type Table } from '../domain/table.ts'
import { ReleaseRule, ruleToday } from '../domain/release-rule.ts'
import { isKeptBack, readingFor, ReleaseWish, isDelivered } from '../domain/release-wish.ts'
import { readPart } from '../domain/table-wish.ts'
import { lookAtGate, type GateState } from '../store/gate-jobs.ts'
import { findCounted, findOnItsWay, findProposal, insertProposal, insertRelease, readLedger, type CountedRow, type Moment } from '../store/release-rows.ts'
import { ruleOf } from './counting.ts'
import { numbersOf, refusalOfAnswer, refusalOfWork } from './gate-refusal.ts'
import { proposedBy } from './withdraw-acts.ts'

/** What the search for the least cost may take, in seconds; what is found by then is safe all the same. */
const searchSeconds = 60
/** The longest that an act waits for the gate. What takes longer was begun, and is there the next time. */
const patience = 20_000

export type Weighed = { readonly counted: CountedRow; readonly table: Table; readonly request: GateRequest; readonly standing: readonly Standing[]; readonly otherwise: readonly Standing[]; readonly told: readonly Standing[] }

/** What is asked of the gate where a table is made safe in one way. */
export const methodRequest = ({ installation: { counting: { gate } } }: Call<Actor>, { tables, rule, earlier, seconds }: Omit<GateRequest, 'method'>, how: ReleaseMethod['how']): GateRequest =>
  ({ tables, rule, method: how === 'round' ? { roundTo: gate.base } : { suppress: 'value' }, earlier, seconds })

/** What the gate is asked for a table that was kept, with what was released of the same people before. */
export async function weighed(call: Call<Actor>, id: string, method: ReleaseMethod, lock: 'lock' | 'look' = 'look'): Promise<Weighed | Refusal> {
  const counted = await findCounted(call.tx, id)
  if (!counted) return notFound
  const table = mergedAs(counted.counted, method)
  if (!table) return refuse('no-such-merge', { field: 'merges' })
  const standing = standingFor(table, await readLedger(call.tx, lock))
  const request = methodRequest(call, { tables: [table], rule: ruleOf(call.installation), earlier: standing.map(asEarlier), seconds: searchSeconds }, method.how)
  return { counted, table, request, standing, otherwise: mergedOtherwise(table, method, standing), told: toldOtherwise(counted.wish, standing) }
}

/** The part of the protected table that its readers get. */
function shownOf(made: ProtectedTable, { counted: { wish, keptBack }, table }: Weighed): ProvenTable {
  const codesOf = (cell: number) => codesAt(table.dimensions, cell).map((place, axis) => table.dimensions[axis]?.codes[place]?.code ?? '')
  const shown = provenPart(made, readingFor(wish), (cell) => isKeptBack(keptBack, codesOf(cell)))
  const states = readPart(table, table.cells.map(({ state }) => state), readingFor(wish)).cells
  const provisional = states.flatMap((state, cell) => (state === 'provisional' && typeof shown.cells[cell] === 'number' ? [cell] : []))
  return provisional.length === 0 ? shown : { ...shown, provisional }
}

/** What a refusal of the gate says to whoever wanted the release. */
export function refusalOfGate({ request, standing, otherwise, told }: Weighed, state: GateState): Refusal | Extract<GateAnswer, { passed: true }> {
  if (otherwise.length > 0) return refuse('merged-otherwise', { status: 409, with: { figures: numbersOf(otherwise).join(', ') } })
  if (told.length > 0) return refuse('told-otherwise', { status: 409, with: { figures: numbersOf(told).join(', ') } })
  if (state.at !== 'done') return refusalOfWork(state)
  const { answer } = state
  return answer.passed ? answer : refusalOfAnswer(answer, { standing, request })
}

/** By what the database says whether a proposal stands. */
export const momentOf = (call: Call<Actor>): Moment => ({ alone: !needsApproval(call, 'publish-numbers'), now: call.now })

/** Why a kept table is not proposed: it has left, or a proposal of it stands. */
async function refusedSince(call: Call<Actor>, table: string): Promise<Refusal | undefined> {
  const found = await findOnItsWay(call.tx, table, momentOf(call))
  if (!found) return undefined
  return found.release === null ? refuse('proposed-already', { status: 409 }) : refuse('released-as', { status: 409, with: { number: found.release } })
}

export const proposeRelease = route({
  name: 'release.propose', kind: 'act', for: writes('numbers', 'none'),
  about: 'Proposes to release a kept table as the gate has made it safe, and asks a colleague to approve. Refused while the gate works, where the table would open another, and where it is proposed or released already.',
  asks: z.strictObject({ table: z.uuid(), ...ReleaseMethod.shape, reason: z.string().trim().min(1).max(1_000) }), gives: z.strictObject({ proposal: z.uuid() }),
  async answers(call, { table: id, reason, ...method }) {
    const asked = await weighed(call, id, method)
    if (isRefusal(asked)) return asked
    const since = await refusedSince(call, id)
    if (since) return since
    const answer = refusalOfGate(asked, await lookAtGate(asked.request, patience))
    if (isRefusal(answer)) return answer
    const proposal = crypto.randomUUID()
    const [made] = answer.tables
    if (!made) return refuse('auditor-refuses', { status: 409 })
    const { wish } = asked.counted
    const hidden = [...(answer.account.hidden[0] ?? [])].toSorted((a, b) => a - b)
    const ledger: LedgerEntry = { table: asked.table, hidden, wish, merges: method.merges, ...('roundTo' in asked.request.method ? { roundedTo: asked.request.method.roundTo } : {}) }
    const isFirst = await insertProposal(call.tx, { id: proposal, countedTable: id, method, shown: shownOf(made, asked), ledger, hidden: hidden.length, cost: answer.account.cost }, momentOf(call))
    // A colleague came first while the gate worked.
    if (!isFirst) return (await refusedSince(call, id)) ?? refuse('proposed-already', { status: 409 })
    if (needsApproval(call, 'publish-numbers')) {
      const approval = await askApproval(call, { act: 'publish-numbers', subject: proposal, shownAt: `/releases/${proposal}`, reason, about: { kind: 'release', wish } })
      if (isRefusal(approval)) return approval
    }
    return { proposal }
  },
})

const ProposalView = z.strictObject({
  id: z.uuid(), keptTable: z.uuid(), wish: ReleaseWish, countedOn: Day, method: ReleaseMethod, table: ProvenTable, hidden: z.number(), rule: ReleaseRule, definitions: z.array(KeptDefinition), release: z.number().nullable(), ...SecondPerson.shape,
})
export type ProposalView = z.output<typeof ProposalView>

export const showProposal = route({
  name: 'release.show', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'A table as it would leave: what the public would read and nothing else, and whether a colleague has approved it.',
  asks: z.strictObject({ proposal: z.uuid() }), gives: ProposalView,
  async answers(call, { proposal: id }) {
    const found = await findProposal(call.tx, id)
    if (!found) return notFound
    const { countedTable, method, shown, hidden, release, ledger } = found
    const { counting, codebook } = call.installation
    return { id, keptTable: countedTable, wish: ledger.wish, countedOn: isDelivered(ledger.wish) ? ledger.wish.origin.countedOn ?? call.today : ledger.table.countedOn as Day, method, table: shown, hidden, rule: ruleToday(counting), definitions: [...definitionsOf(codebook, ledger.wish, shown)], release, ...await proposedBy(call, found, release !== null) }
  },
})

export const publishRelease = route({
  name: 'release.publish', kind: 'act', for: writes('numbers', 'none'), grave: 'each',
  about: 'Releases an approved table: the auditor proves it once more against all that has been released by now, and it stands for good under a number. It cannot be taken back.',
  asks: z.strictObject({ proposal: z.uuid() }), gives: z.strictObject({ number: z.number() }),
  async answers(call, { proposal: id }) {
    const found = await findProposal(call.tx, id)
    if (!found) return notFound
    if (found.release !== null) return refuse('released-already', { status: 409 })
    if (found.isTakenBack) return refuse('taken-back', { status: 409 })
    const asked = await weighed(call, found.countedTable, found.method, 'lock')
    if (isRefusal(asked)) return asked
    // Whoever waited for the lock looks once more: the same table may have left meanwhile.
    const left = await findOnItsWay(call.tx, found.countedTable, momentOf(call))
    if (left && left.release !== null) return refuse('released-as', { status: 409, with: { number: left.release } })
    if ((await findProposal(call.tx, id))?.isTakenBack) return refuse('taken-back', { status: 409 })
    const answer = refusalOfGate(asked, await lookAtGate(asked.request, patience))
    if (isRefusal(answer)) return answer
    const [made] = answer.tables
    // What the colleague approved is what leaves; where another release came between, the gate may have to hide something else.
    if (!made || !isSame(shownOf(made, asked), found.shown)) return refuse('changed-since', { status: 409 })
    const approved = await useApproval(call, { act: 'publish-numbers', subject: id })
    if (isRefusal(approved)) return approved
    return { number: await insertRelease(call.tx, found, { countedOn: asked.counted.countedOn, releasedOn: call.today, rule: ruleToday(call.installation.counting), definitions: definitionsOf(call.installation.codebook, found.ledger.wish, found.shown) }) }
  },
})

const isSame = (one: ProvenTable, other: ProvenTable): boolean =>
  JSON.stringify(one.cells) === JSON.stringify(other.cells) && JSON.stringify(one.dimensions.map(({ codes }) => codes.map(({ code }) => code))) === JSON.stringify(other.dimensions.map(({ codes }) => codes.map(({ code }) => code)))
