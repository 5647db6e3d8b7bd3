import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { audit } from '../src/modules/statistics/domain/auditor/audit.ts'
import { roundTables } from '../src/modules/statistics/domain/round.ts'
import { sensitiveCells, type Demand } from '../src/modules/statistics/domain/sensitive-cells.ts'
import { suppress } from '../src/modules/statistics/domain/suppress.ts'
import { combinations, tabulate, type Dimension, type Table } from '../src/modules/statistics/domain/table.ts'
import { highsSolver } from '../src/modules/statistics/store/highs-solver.ts'
import { grouped, leafCodes, numbersFrom, plain } from '../tests/disclosure/random-tables.ts'
import { publishedTable } from '../tests/disclosure/published-table.ts'

const { values: flags } = parseArgs({ options: {
  only: { type: 'string' }, seeds: { type: 'string', default: '3' }, largest: { type: 'string', default: '60x60' }, seconds: { type: 'string', default: '120' },
} })
const solver = await highsSolver()
const rule = { threshold: 5, oneCategory: 'no' } as const
const clock = () => performance.now()

/** Figures spread evenly in their logarithm, up to a scale: the larger it is, the fewer lie below the threshold. */
function drawn(dimensions: readonly Dimension[], seed: number, scale: number): Table {
  const next = numbersFrom(seed)
  const codes = dimensions.map(leafCodes)
  const leaves = combinations(codes.map((each) => [...each.keys()])).map((places) => ({
    at: places.map((place, index) => codes[index]?.[place] ?? ''), value: next() < 0.1 ? 0 : Math.floor(Math.exp(Math.sqrt(next()) * scale)),
  }))
  return tabulate({ name: 'bench', population: 'invented', countedOn: '2026-01-01', dimensions, leaves })
}

/** Invented persons, each put where she falls by unequal shares of each dimension: most figures are small and many are zero, as in a country's own tables. */
function peopled(dimensions: readonly Dimension[], seed: number, persons: number): Table {
  const next = numbersFrom(seed)
  const codes = dimensions.map((dimension) => [...leafCodes(dimension).values()])
  const falls = (among: readonly string[]): string => {
    const shares = among.map((_, place) => 1 / (place + 1))
    let left = next() * shares.reduce((sum, share) => sum + share, 0)
    return among.find((_, place) => (left -= shares[place] ?? 0) < 0) ?? among.at(-1) ?? ''
  }
  const counts = new Map<string, number>(combinations(codes.map((each) => [...each.keys()])).map((places) => [places.map((place, index) => codes[index]?.[place] ?? '').join(), 0]))
  for (let person = 0; person < persons; person += 1) {
    const at = codes.map(falls).join()
    counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  return tabulate({ name: 'bench', population: 'invented', countedOn: '2026-01-01', dimensions, leaves: [...counts].map(([at, value]) => ({ at: at.split(','), value })) })
}

type Run = { readonly title: string; readonly table: Table; readonly demands: readonly Demand[]; readonly seconds: number; readonly isAudited: boolean }

function run({ title, table, demands, seconds, isAudited }: Run): void {
  const began = clock()
  const used = process.cpuUsage()
  const found = suppress({ tables: [table], demands, cost: 'value', solver, clock, seconds })
  const took = (clock() - began) / 1000
  const processor = process.cpuUsage(used).user / 1e6
  const audited = clock()
  const checked = isAudited ? audit({ publications: [{ table, hidden: found.hidden[0] ?? new Set() }], rule, solver, everyUpTo: 1_500 }) : undefined
  const findings = checked ? `${checked.findings.length} found by the auditor in ${((clock() - audited) / 1000).toFixed(1)} s (${checked.looked})` : 'protection of its own'
  const gap = found.cost > 0 ? (100 * (found.cost - found.bound)) / found.cost : 0
  console.log(`${title} | ${table.cells.length} cells | ${found.sensitive} sensitive | ${found.secondary} beside | cost ${found.cost} | bound ${found.bound} | gap ${gap.toFixed(1)} %${found.isProvenLeast ? ', least' : ''} | ${took.toFixed(2)} s, processor ${processor.toFixed(2)} s | ${findings} | load ${loadavg()[0]?.toFixed(1)}`)
}

const counted = (title: string, dimensions: readonly Dimension[], scale: number, seconds = 60) => {
  for (let seed = 1; seed <= Number(flags.seeds); seed += 1) {
    const table = drawn(dimensions, seed, scale)
    run({ title: `${title}, ${seed}`, table, demands: sensitiveCells([table], rule), seconds, isAudited: true })
  }
}

const ofPeople = (title: string, dimensions: readonly Dimension[], persons: number) => {
  for (let seed = 1; seed <= Number(flags.seeds); seed += 1) {
    const table = peopled(dimensions, seed, persons)
    run({ title: `${title}, ${persons} persons, ${seed}`, table, demands: sensitiveCells([table], rule), seconds: 60, isAudited: true })
  }
}

/** Hides the sensitive figures of the tool's own table, first as it was published and then as ours has it; each must have a tenth of room on either side. */
function published(): void {
  const known = publishedTable()
  if (!known) return console.log('Simple2D is not beside the project')
  const { table, sensitive, secondary } = known
  const valueOf = (cell: number) => table.cells[cell]?.value ?? 0
  console.log(`Simple2D as published: ${secondary.length} beside, cost of those ${secondary.reduce((sum, cell) => sum + valueOf(cell), 0)}`)
  const demands = sensitive.map((cell): Demand => ({ table: 0, cell, low: valueOf(cell) * 0.9, high: valueOf(cell) * 1.1, reasons: ['small'] }))
  run({ title: `Simple2D (${sensitive.reduce((sum, cell) => sum + valueOf(cell), 0)} of the cost is the sensitive ones')`, table, demands, seconds: 60, isAudited: false })
}

function rounding(): void {
  for (let seed = 1; seed <= Number(flags.seeds); seed += 1) {
    const table = drawn([plain('a', 100), plain('b', 50)], seed, 5)
    const began = clock()
    const used = process.cpuUsage()
    const rounded = roundTables([table], { base: 5, solver, seconds: 60 })
    console.log(`rounding to 5, 100 x 50, ${seed} | ${table.cells.length} cells | moved ${rounded?.distance}, widened ${rounded?.widened} | ${((clock() - began) / 1000).toFixed(2)} s, processor ${(process.cpuUsage(used).user / 1e6).toFixed(2)} s | load ${loadavg()[0]?.toFixed(1)}`)
  }
}

const [rows = 60, columns = 60] = flags.largest.split('x').map(Number)
const all: Readonly<Record<string, () => void>> = {
  '30x20': () => counted('30 x 20', [plain('a', 30), plain('b', 20)], 6),
  '30x20-few': () => counted('30 x 20, few small', [plain('a', 30), plain('b', 20)], 12),
  '50x30': () => counted('50 x 30', [plain('a', 50), plain('b', 30)], 6),
  '50x30-few': () => counted('50 x 30, few small', [plain('a', 50), plain('b', 30)], 12),
  '10x8x6': () => counted('10 x 8 x 6', [plain('a', 10), plain('b', 8), plain('c', 6)], 6),
  '10x8x6-many': () => counted('10 x 8 x 6, many small', [plain('a', 10), plain('b', 8), plain('c', 6)], 3.5),
  '10x8x6-people': () => [600, 2_000, 8_000].forEach((persons) => ofPeople('10 x 8 x 6', [plain('a', 10), plain('b', 8), plain('c', 6)], persons)),
  simple2d: published,
  rounding,
  hierarchical: () => counted('two trees', [grouped('a', 7, 7, 7, 7, 7), grouped('b', 8, 8, 8, 9)], 7),
  largest: () => run({ title: `largest, ${flags.largest}`, ...largest(), seconds: Number(flags.seconds), isAudited: true }),
}
function largest() {
  const table = drawn([plain('a', rows), plain('b', columns)], 1, 7)
  return { table, demands: sensitiveCells([table], rule) }
}

for (const [name, measure] of Object.entries(all)) if (!flags.only || flags.only.split(',').includes(name)) measure()
