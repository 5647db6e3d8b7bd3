import { beforeAll, describe, expect, test } from 'vitest'
import { mergeCodes } from '../../src/modules/statistics/domain/advise-merges.ts'
import { passGate, type EarlierRelease, type GateRequest } from '../../src/modules/statistics/domain/gate.ts'
import type { Solver } from '../../src/modules/statistics/domain/solver.ts'
import { cellAt, codesAt, flat, tabulate, type Table } from '../../src/modules/statistics/domain/table.ts'
import { noWay, waysOut, type WaysOut } from '../../src/modules/statistics/domain/ways-out.ts'
import { highsSolver } from '../../src/modules/statistics/store/highs-solver.ts'
import { leafCodes, linkedTo, numbersFrom, plain, randomTable } from './random-tables.ts'

let solver: Solver
beforeAll(async () => { solver = await highsSolver() })

const rule = { threshold: 5, oneCategory: 'whole' } as const
const clock = () => 0
const pass = (tables: readonly Table[], earlier: readonly EarlierRelease[]) => passGate(asked(tables, earlier), { solver, clock })
const asked = (tables: readonly Table[], earlier: readonly EarlierRelease[]): GateRequest => ({ tables, rule, method: { suppress: 'value' }, earlier, seconds: 20 })
function released(tables: readonly Table[]): readonly EarlierRelease[] {
  const answer = pass(tables, [])
  if (!answer.passed) throw new Error(answer.why)
  return tables.map((table, index) => ({ table, hidden: answer.account.hidden[index] ?? new Set() }))
}

type Moved = { readonly codes: Readonly<Record<string, string>>; readonly persons: number }
/** The tables with persons more or fewer, each told by a code for every dimension; every sum is added up anew. */
function moved(tables: readonly Table[], all: readonly Moved[], countedOn: string): readonly Table[] {
  return tables.map((table) => {
    const inner = table.dimensions.map(leafCodes)
    const leaves = table.cells.flatMap(({ value }, cell) => {
      const at = codesAt(table.dimensions, cell).map((place, axis) => table.dimensions[axis]?.codes[place]?.code ?? '')
      if (!at.every((code, axis) => inner[axis]?.includes(code))) return []
      const more = all.filter(({ codes }) => table.dimensions.every(({ name }, axis) => codes[name] === at[axis])).reduce((sum, { persons }) => sum + persons, 0)
      return [{ at, value: Math.max(0, (value ?? 0) + more) }]
    })
    return tabulate({ ...table, countedOn, leaves })
  })
}

/** What would make it possible for a count of some days later; nothing where it leaves. */
function refusedWith(tables: readonly Table[], earlier: readonly EarlierRelease[]): WaysOut | undefined {
  const answer = pass(tables, earlier)
  return answer.passed ? undefined : waysOut(asked(tables, earlier), answer, { solver, clock })
}
const advised = ({ more }: WaysOut): readonly Moved[] => more?.persons ?? []

describe('what a refusal advises', () => {
  test('makes the gate pass: with exactly the persons named and nobody else, a correction of few leaves', () => {
    let refused = 0
    for (let seed = 1; seed <= 30; seed += 1) {
      const next = numbersFrom(seed)
      const first = randomTable({ dimensions: [plain('a', 3 + seed % 3), plain('b', 3)], next, upTo: 40, zeros: 0.1 })
      const earlier = released([first])
      const pick = (count: number) => Math.floor(next() * count)
      const changes = Array.from({ length: 1 + pick(3) }, (): Moved => ({ codes: { a: `a${pick(3)}`, b: `b${pick(3)}` }, persons: 1 + pick(6) - (seed % 4 === 0 ? 4 : 0) }))
      const second = moved([first], changes, '2026-01-08')
      const ways = refusedWith(second, earlier)
      if (!ways) continue
      refused += 1
      expect([seed, ways.more !== null]).toEqual([seed, true])
      expect([seed, pass(moved(second, advised(ways), '2026-01-20'), earlier).passed]).toEqual([seed, true])
    }
    expect(refused).toBeGreaterThan(20)
  }, 240_000)

  test('names for tables that are handed over together persons of whom each is in all of them', () => {
    let refused = 0
    for (let seed = 1; seed <= 8; seed += 1) {
      const next = numbersFrom(seed)
      const one = randomTable({ dimensions: [plain('a', 3), plain('b', 3)], next, upTo: 40, zeros: 0 })
      const both = [one, linkedTo(one, plain('c', 3), next)]
      const earlier = released(both)
      const second = moved(both, [{ codes: { a: 'a0', b: 'b1', c: 'c2' }, persons: 1 + seed % 4 }], '2026-01-08')
      const ways = refusedWith(second, earlier)
      if (!ways) continue
      refused += 1
      expect([seed, ways.more?.persons.every(({ codes }) => Object.keys(codes).toSorted().join() === 'a,b,c')]).toEqual([seed, true])
      expect([seed, pass(moved(second, advised(ways), '2026-01-20'), earlier).passed]).toEqual([seed, true])
    }
    expect(refused).toBeGreaterThan(4)
  }, 120_000)

  const forms = ['sexual', 'labour', 'begging']
  const counted = (persons: Readonly<Record<string, number>>, countedOn: string) => tabulate({
    name: 'asked', population: 'persons', countedOn, dimensions: [flat('form', forms), flat('sex', ['woman', 'man'])],
    leaves: forms.flatMap((form) => ['woman', 'man'].map((sex) => ({ at: [form, sex], value: 20 + (persons[`${form} ${sex}`] ?? 0) }))),
  })
  const day = '2026-01-08'

  test('says where how many are lacking: what is needed for the threshold, and that not all may be in one category', () => {
    const earlier = released([counted({}, '2026-01-01')])
    const second = [counted({ 'begging woman': 3, 'labour man': 6 }, day)]
    const ways = refusedWith(second, earlier)
    expect(ways?.more?.persons).toEqual([
      { population: 'persons', persons: 5, codes: { form: 'labour', sex: 'woman' } }, { population: 'persons', persons: 2, codes: { form: 'begging', sex: 'woman' } },
      { population: 'persons', persons: 5, codes: { form: 'begging', sex: 'man' } },
    ])
    const said = ways?.changes.map(({ cell, change, why }) => [...codesAt(second[0]?.dimensions ?? [], cell), change, why])
    expect(said).toContainEqual([3, 1, 3, 'few'])
    expect(said).toContainEqual([2, 2, 6, 'one-category'])
    expect(said).not.toContainEqual([0, 0, 9, 'few'])
    // One person fewer than advised, and it is refused.
    expect(pass(moved(second, [...advised(ways ?? noWay), { codes: { form: 'begging', sex: 'woman' }, persons: -1 }], day), earlier).passed).toBe(false)
  })

  test('names a dimension only where the table passes without it, and none where too few came altogether', () => {
    const earlier = released([counted({}, '2026-01-01')])
    const second = counted({ 'sexual woman': 4, 'sexual man': 3, 'labour woman': 4, 'labour man': 3, 'begging woman': 4, 'begging man': 2 }, day)
    const ways = refusedWith([second], earlier)
    expect(ways?.without).toEqual(['form', 'sex'])
    for (const name of ways?.without ?? []) {
      const kept = second.dimensions.filter((each) => each.name !== name)
      const leaves = leafCodes(kept[0] ?? flat('', [])).map((code) => ({ at: [code], value: second.cells[kept[0]?.name === 'form' ? cellAt(second.dimensions, [1 + forms.indexOf(code), 0]) : cellAt(second.dimensions, [0, code === 'woman' ? 1 : 2])]?.value ?? 0 }))
      expect([name, pass([tabulate({ ...second, dimensions: kept, leaves })], earlier).passed]).toEqual([name, true])
    }
    expect(refusedWith([counted({ 'begging woman': 1 }, day)], earlier)?.without).toEqual([])
  })

  test('names two categories to be shown as one only where the table then passes, and none that stand apart elsewhere', () => {
    const named = [13].flatMap((seed) => {
      const next = numbersFrom(seed)
      const first = randomTable({ dimensions: [plain('a', 3), plain('b', 3)], next, upTo: 30, zeros: 0.2 })
      const earlier = released([first])
      const second = linkedTo(first, plain('c', 4), next)
      const ways = refusedWith([second], earlier)
      expect([seed, ways?.changes]).toEqual([seed, []])
      for (const { axis, codes } of ways?.merges ?? []) expect([seed, codes, pass([mergeCodes(second, axis, codes)], earlier).passed]).toEqual([seed, codes, true])
      return ways?.merges ?? []
    })
    expect(named.length).toBeGreaterThan(0)
    expect(named.map(({ axis }) => axis)).not.toContain('a')
  }, 120_000)

  test('is nothing for figures that are rounded beside others: there is no number of persons that would help', () => {
    const earlier = released([counted({}, '2026-01-01')])
    const request = { ...asked([counted({}, day)], earlier), method: { roundTo: 5 } }
    const answer = passGate(request, { solver, clock })
    if (answer.passed) throw new Error('rounded beside another release')
    expect(waysOut(request, answer, { solver, clock })).toEqual(noWay)
  })
})
