import { z } from 'zod'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { getsCoded, writes } from '#vocabulary/place'
import { isRefusal, refuse } from '#vocabulary/refusal'
import { factDimensions } from '../domain/fact-dimensions.ts'
import { ReleaseWish } from '../domain/release-wish.ts'
import { tellsTwice } from '../domain/release-method.ts'
import type { Cell } from '../domain/table.ts'
import { TableWish, type ReadTable } from '../domain/table-wish.ts'
import { insertCounted, listKept } from '../store/release-rows.ts'
import { countPart, countWished } from './counting.ts'
import { Filter, filterOf } from './fact-acts.ts'
import { momentOf } from './release-acts.ts'

const Codes = z.array(z.strictObject({ code: z.string(), parent: z.string().nullable() }))
const maybe = <T extends z.ZodType>(type: T) => z.preprocess((value) => (value === '' ? undefined : value), type.optional())
const year = maybe(z.coerce.number().int().min(2000).max(2100))
const dimension = maybe(z.enum(factDimensions))

/** A table as it was counted: for the analysis centre's own eyes. */
export const CountedTable = z.strictObject({ dimensions: z.array(z.strictObject({ name: z.string(), codes: Codes })), cells: z.array(z.number().nullable()),
  /** Of which cells there is no figure since no file could say it then. */
  notCollected: z.array(z.number()).default([]) })
export type CountedTable = z.output<typeof CountedTable>
/** What was read of a table, as those who count see it. */
export const asCounted = ({ dimensions, cells }: ReadTable<Cell>): CountedTable => ({
  dimensions: dimensions.map(({ name, codes }) => ({ name, codes: [...codes] })), cells: cells.map(({ value }) => value), notCollected: cells.flatMap(({ state }, cell) => (state === 'not-collected' ? [cell] : [])),
})
const CountedView = z.strictObject({ wish: TableWish, countedOn: Day, table: CountedTable, filter: Filter.optional() })
export type CountedView = z.output<typeof CountedView>

export const countTableRoute = route({
  name: 'table.count', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'A table of persons by one, two or three facts, live and as counted, for the analysis centre alone: nothing of it may be handed on before it has passed the gate. `filter` also gives the codes of a fact by which some people only can be counted.',
  asks: z.strictObject({ rows: dimension, columns: dimension, layers: dimension, from: year, to: year, only: TableWish.shape.only, filter: dimension }), gives: CountedView,
  async answers(call, { filter, ...asked }) {
    const thisYear = Number(call.today.slice(0, 4))
    const to = asked.to ?? asked.from ?? thisYear
    const parsed = TableWish.parse(asked.rows === undefined ? { rows: 'form', columns: 'sex', from: asked.from ?? to, to } : { ...asked, from: asked.from ?? to, to })
    const part = await countPart(call, parsed)
    if (isRefusal(part)) return part
    return { wish: parsed, countedOn: call.today, table: asCounted(part), ...(filter ? { filter: await filterOf(call, filter, parsed) } : {}) }
  },
})

export const keepTable = route({
  name: 'table.keep', kind: 'act', for: writes('numbers', 'none'),
  about: 'Keeps a table as it is counted at this moment, so that the gate can look at it; nothing leaves.',
  asks: TableWish, gives: z.strictObject({ table: z.uuid() }),
  async answers(call, wish) {
    if (tellsTwice(wish)) return refuse('tells-twice', { field: 'columns' })
    const counted = await countWished(call, wish)
    if (isRefusal(counted)) return counted
    const id = crypto.randomUUID()
    await insertCounted(call.tx, { id, wish, countedOn: call.today, counted, keptBack: [] }, call.now)
    return { table: id }
  },
})

const Kept = z.strictObject({ id: z.uuid(), wish: ReleaseWish, countedOn: Day, proposal: z.uuid().nullable(), release: z.number().nullable() })
export const listTables = route({
  name: 'table.list', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'The tables that the analysis centre has kept, and what became of each: proposed, released, or neither.',
  asks: z.strictObject({}), gives: z.strictObject({ tables: z.array(Kept) }),
  answers: async (call) => ({ tables: [...await listKept(call.tx, 200, momentOf(call))] }),
})
