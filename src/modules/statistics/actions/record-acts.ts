import { z } from 'zod'
import { askApproval, needsApproval, SecondPerson, secondPersonOn, standingAmong, useApproval } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { getsCoded, writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { axisOf, rootCode } from '../domain/fact-dimensions.ts'
import { coarser, leastAlike, recordsOf, withoutField, type RecordLines } from '../domain/records.ts'
import type { LedgerEntry } from '../domain/release-method.ts'
import { isDelivered, readingFor, ReleaseWish } from '../domain/release-wish.ts'
import { readingOf, readPart, TableWish } from '../domain/table-wish.ts'
import { lookAtGate, stateOfGate } from '../store/gate-jobs.ts'
import { findRecordExport, insertRecordDisclosure, insertRecordExport, listRecordExports } from '../store/record-rows.ts'
import { numbersOf } from './gate-refusal.ts'
import { Again, Work, workOf } from './gate-work.ts'
import { refusalOfGate, weighed, type Weighed } from './release-acts.ts'

const glance = 1_500
const patience = 20_000
const Check = z.strictObject({
  table: z.uuid(), wish: TableWish, countedOn: Day, fields: z.array(z.string()), persons: z.number(), combinations: z.number(), smallest: z.number().nullable(), least: z.number(),
  why: z.string().nullable(), work: Work, beside: z.array(z.number()), threshold: z.number(), withoutField: z.array(z.string()),
  /** How few would be alike if one of the facts were left out. */
  coarser: z.array(z.strictObject({ without: z.string(), smallest: z.number().nullable() })),
})
export type RecordCheck = z.output<typeof Check>

/** Whether a kept table may leave as records: every combination shared by many, and the gate has nothing to hide in it beside all that has left. */
async function recordsOrNot(call: Call<Actor>, found: Weighed, milliseconds: number, again = true): Promise<Refusal | RecordLines> {
  const { wish } = found.counted
  // Delivered figures are nobody's records.
  if (isDelivered(wish)) return refuse('no-record-field', { status: 409 })
  const strangers = withoutField(wish)
  if (strangers.length > 0 || wish.only !== undefined) return refuse('no-record-field', { status: 409 })
  const records = recordsOf(call.installation.codebook, wish, found.table)
  if (records.smallest === null) return refuse('nobody-to-record', { status: 409 })
  if (records.smallest < leastAlike) return refuse('too-few-alike', { status: 409, with: { smallest: records.smallest, least: leastAlike } })
  const answer = refusalOfGate(found, await lookAtGate(found.request, milliseconds, again))
  if (isRefusal(answer)) return answer
  return answer.account.hidden.some(({ size }) => size > 0) ? refuse('records-would-tell', { status: 409 }) : records
}
const asCounted = { how: 'suppress', merges: [] } as const

export const checkRecords = route({
  name: 'record.check', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'Whether a kept table may leave as records of the case data standard for an authorised recipient: how few persons are alike, and what would make it possible.',
  asks: z.strictObject({ table: z.uuid(), again: Again }), gives: Check,
  async answers(call, { table: id, again }) {
    const found = await weighed(call, id, { ...asCounted, merges: [] })
    if (isRefusal(found)) return found
    const { counted: { wish, countedOn }, table } = found
    if (isDelivered(wish)) return refuse('no-record-field', { status: 409 })
    const { fields, persons, lines, smallest } = recordsOf(call.installation.codebook, wish, table)
    const outcome = await recordsOrNot(call, found, glance, again === 'yes')
    const without = coarser(wish).map((each) => {
      const { axes, fixed } = readingOf(each.wish)
      const part = readPart(table, table.cells.map(({ value }) => value), { axes, fixed: { ...fixed, [axisOf(each.without)]: rootCode } })
      const values = part.cells.filter((value, cell) => (value ?? 0) > 0 && isInnermost(part.dimensions, cell)).map((value) => value ?? 0)
      return { without: each.without, smallest: values.length === 0 ? null : Math.min(...values) }
    })
    return { table: id, wish, countedOn, fields: [...fields], persons, combinations: lines.length, smallest, least: leastAlike, why: isRefusal(outcome) ? outcome.refused : null, work: workOf(stateOfGate(found.request)), beside: numbersOf(found.standing), threshold: call.installation.counting.gate.threshold, withoutField: [...withoutField(wish)], coarser: without }
  },
})

function isInnermost(dimensions: readonly { readonly codes: readonly { readonly code: string; readonly parent: string | null }[] }[], cell: number): boolean {
  let rest = cell
  return dimensions.toReversed().every(({ codes }) => {
    const code = codes[rest % codes.length]?.code
    rest = Math.floor(rest / codes.length)
    return !codes.some(({ parent }) => parent === code)
  })
}

export const proposeRecords = route({
  name: 'record.propose', kind: 'act', for: writes('numbers', 'none'),
  about: 'Proposes to disclose a kept table as records to an authorised recipient, on a ground that is named, and asks a colleague to approve. Refused where too few are alike.',
  asks: z.strictObject({ table: z.uuid(), recipient: z.string().trim().min(3).max(200), ground: z.string().trim().min(3).max(1_000) }), gives: z.strictObject({ record: z.uuid() }),
  async answers(call, { table: id, recipient, ground }) {
    const found = await weighed(call, id, { ...asCounted, merges: [] })
    if (isRefusal(found)) return found
    const records = await recordsOrNot(call, found, patience)
    if (isRefusal(records)) return records
    const record = crypto.randomUUID()
    const ledger: LedgerEntry = { table: found.table, hidden: [], wish: found.counted.wish, merges: [] }
    await insertRecordExport(call.tx, { id: record, countedTable: id, recipient, ground, fields: records.fields, lines: records.lines, least: leastAlike, ledger }, call.now)
    if (needsApproval(call, 'publish-numbers')) {
      const approval = await askApproval(call, { act: 'publish-numbers', subject: record, shownAt: `/records/${record}`, reason: `${recipient}: ${ground}`.slice(0, 1_000), about: { kind: 'records', wish: found.counted.wish, recipient } })
      if (isRefusal(approval)) return approval
    }
    return { record }
  },
})

const Records = z.strictObject({
  id: z.uuid(), keptTable: z.uuid(), recipient: z.string(), ground: z.string(), wish: ReleaseWish, countedOn: Day, fields: z.array(z.string()),
  /** Of each field our codes that were counted. */
  codes: z.array(z.array(z.string())), lines: z.array(z.strictObject({ values: z.array(z.string()), persons: z.number() })), least: z.number(),
  number: z.number().nullable(), handedOn: Day.nullable(), ...SecondPerson.shape,
})
export type RecordsView = z.output<typeof Records>

export const showRecords = route({
  name: 'record.show', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'Records on their way to a recipient, or disclosed: each combination of values with how many share it. The file itself is there once they are disclosed.',
  asks: z.strictObject({ record: z.uuid(), disclosed: z.literal('yes').optional() }), gives: Records,
  async answers(call, { record, disclosed }) {
    const found = await findRecordExport(call.tx, record)
    if (!found || (disclosed === 'yes' && found.number === null)) return notFound
    const { id, countedTable, recipient, ground, fields, lines, least, ledger, number, handedOn } = found
    const second = await secondPersonOn(call, { act: 'publish-numbers', subject: id }, number !== null)
    return { id, keptTable: countedTable, recipient, ground, wish: ledger.wish, countedOn: ledger.table.countedOn as Day, fields: [...fields], codes: readPart(ledger.table, ledger.table.cells, readingFor(ledger.wish)).dimensions.map(({ codes }) => codes.filter(({ code }) => !codes.some(({ parent }) => parent === code)).map(({ code }) => code)), lines: lines.map(({ values, persons }) => ({ values: [...values], persons })), least, number, handedOn, ...second }
  },
})

export const releaseRecords = route({
  name: 'record.release', kind: 'act', for: writes('numbers', 'none'), grave: 'each',
  about: 'Discloses approved records: they are looked at once more beside all that has left by now, the disclosure is noted under a number, and the file can be taken.',
  asks: z.strictObject({ record: z.uuid() }), gives: z.strictObject({ record: z.uuid(), number: z.number() }),
  async answers(call, { record }) {
    const found = await findRecordExport(call.tx, record)
    if (!found) return notFound
    if (found.number !== null) return refuse('released-already', { status: 409 })
    const asked = await weighed(call, found.countedTable, { ...asCounted, merges: [] }, 'lock')
    if (isRefusal(asked)) return asked
    const records = await recordsOrNot(call, asked, patience)
    if (isRefusal(records)) return records
    const approved = await useApproval(call, { act: 'publish-numbers', subject: record })
    if (isRefusal(approved)) return approved
    return { record, number: await insertRecordDisclosure(call.tx, found, call.today) }
  },
})

const Listed = z.strictObject({ id: z.uuid(), recipient: z.string(), ground: z.string(), wish: ReleaseWish, persons: z.number(), number: z.number().nullable(), handedOn: Day.nullable(), /** Proposed, and neither disclosed nor refused. */ stands: z.boolean() })
export const listRecords = route({
  name: 'record.list', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'The register of records that were proposed or disclosed: to whom, on what ground, how many persons, and when.',
  asks: z.strictObject({}), gives: z.strictObject({ records: z.array(Listed) }),
  async answers(call) {
    const exports = await listRecordExports(call.tx)
    const standing = await standingAmong(call, 'publish-numbers', exports.flatMap(({ id, number }) => (number === null ? [id] : [])))
    return { records: exports.map(({ id, recipient, ground, ledger, lines, number, handedOn }) => ({ id, recipient, ground, wish: ledger.wish, persons: lines.reduce((sum, { persons }) => sum + persons, 0), number, handedOn, stands: standing.has(id) })) }
  },
})
