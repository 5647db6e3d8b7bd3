import { z } from 'zod'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { getsCoded } from '#vocabulary/place'
import { isRefusal, refuse, type Refusal } from '#vocabulary/refusal'
import { clockKinds, clocksOf } from '../domain/clocks.ts'
import { partings, partsOf } from '../domain/parts.ts'
import { waitOf } from '../domain/waits.ts'
import { besideOf, endingsOf, wayOf } from '../domain/way.ts'
import { countClocks, countWaits, countWay, type Years } from '../store/way-counts.ts'

const maybe = <T extends z.ZodType>(type: T) => z.preprocess((value) => (value === '' ? undefined : value), type.optional())
const year = maybe(z.coerce.number().int().min(2000).max(2100))
const Asks = z.strictObject({ from: year, to: year, by: z.preprocess((value) => (value === '' ? undefined : value), z.enum(partings).default('none')) })

/** The years of a figure and by what it is told apart: with these it is the same figure, however often it is asked for. */
const shown = { from: z.number(), to: z.number(), by: z.enum(partings), countedOn: Day }
const mostYears = 21

function yearsOf({ from, to, by }: z.output<typeof Asks>, today: Day): Years | Refusal {
  const last = to ?? from ?? Number(today.slice(0, 4))
  const years = { from: from ?? last, to: last, by }
  if (years.from > years.to) return refuse('years-turned', { field: 'to' })
  return years.to - years.from >= mostYears ? refuse('too-many-years', { field: 'to' }) : years
}

const count = z.number().int()
const Place = z.strictObject({ key: z.string(), took: count, passed: count, before: count, ended: count, came: count })
const WayView = z.strictObject({ ...shown, parts: z.array(z.strictObject({
  part: z.string(), way: z.array(Place), beside: z.array(z.strictObject({ step: z.string(), persons: count })),
  endings: z.array(z.strictObject({ state: z.string(), ground: z.string().nullable(), hasEnded: z.boolean(), persons: count })),
})) })
export type WayView = z.output<typeof WayView>

export const showWay = route({
  name: 'numbers.show-way', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'How far the persons detected in a year have come in the procedure, place by place, and how it ended for them; live and as counted, for the analysis centre alone.',
  asks: Asks, gives: WayView,
  async answers({ tx, today, installation: { counting: { way }, pack } }, asked) {
    const years = yearsOf(asked, today)
    if (isRefusal(years)) return years
    const rows = await countWay(tx, years, way)
    const states = pack.procedure.states.map(({ key }) => key)
    const parts = partsOf(years.by, rows.map(({ part }) => part), years)
    return { ...years, countedOn: today, parts: parts.map((part) => ({ part, way: [...wayOf(rows, part, way)], beside: [...besideOf(rows, part, way)], endings: [...endingsOf(rows, part, states)] })) }
  },
})

const days = count.nullable()
const WaitsView = z.strictObject({ ...shown, waits: z.array(z.strictObject({ wait: z.string(), parts: z.array(z.strictObject({
  part: z.string(), met: count, waiting: count, left: count, quartile: days, median: days, threeQuarters: days, nineTenths: days, longest: days, horizon: days,
})) })) })
export type WaitsView = z.output<typeof WaitsView>

export const showWaits = route({
  name: 'numbers.show-waits', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'How long is waited between the steps of the procedure, of the waits that began in a year, with whoever still waits; live and as counted, for the analysis centre alone.',
  asks: Asks, gives: WaitsView,
  async answers({ tx, today, installation: { counting: { waits }, pack } }, asked) {
    const years = yearsOf(asked, today)
    if (isRefusal(years)) return years
    const rows = await countWaits(tx, years, { waits, today, zone: pack.country.zone })
    const parts = partsOf(years.by, rows.map(({ part }) => part), years)
    return { ...years, countedOn: today, waits: waits.spans.map(({ key: wait }) => ({ wait, parts: parts.map((part) => ({ part, ...waitOf(rows, part, wait) })) })) }
  },
})

const ClocksView = z.strictObject({ ...shown, clocks: z.array(z.strictObject({ clock: z.string(), owner: z.string(), parts: z.array(z.strictObject({
  part: z.string(), kept: count, withFile: count, late: count, lateMedian: days, lateMost: days, open: count, openLate: count, openLateMost: days,
})) })) })
export type ClocksView = z.output<typeof ClocksView>

export const showClocks = route({
  name: 'numbers.show-clocks', kind: 'ask', for: getsCoded('residence', 'none'),
  about: 'Which clocks that were due in a year were kept, which closed late and by how many days, and which are still open, by kind and by the kind of office that owned them; for the analysis centre alone.',
  asks: Asks, gives: ClocksView,
  async answers({ tx, today, installation: { pack } }, asked) {
    const years = yearsOf(asked, today)
    if (isRefusal(years)) return years
    const rows = await countClocks(tx, years, today)
    const parts = partsOf(years.by, rows.map(({ part }) => part), years)
    const kinds = clockKinds(rows, pack.procedure.periods.map(({ key }) => key))
    return { ...years, countedOn: today, clocks: kinds.map((kind) => ({ ...kind, parts: parts.map((part) => { const { clock: _, owner: __, ...kept } = clocksOf(rows, part, kind); return { part, ...kept } }) })) }
  },
})
