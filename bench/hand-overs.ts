import { packFolder, readCountry, readCountryCodebook, readCountryDetection } from '../src/main/country-pack.ts'
import { readHandOvers } from '#statistics'
import { passGate } from '../src/modules/statistics/domain/gate.ts'
import { breakdownOf } from '../src/modules/statistics/domain/hand-overs/breakdown.ts'
import { countPart, type HandRow } from '../src/modules/statistics/domain/hand-overs/count-hand-over.ts'
import { variableOf, views } from '../src/modules/statistics/domain/hand-overs/hand-over-schema.ts'
import type { Table } from '../src/modules/statistics/domain/table.ts'
import { highsSolver } from '../src/modules/statistics/store/highs-solver.ts'

// How long the gate takes for the tables of Eurostat and of article 19a together, of a country with so many victims, suspects, prosecuted and convicted persons each.
const pack = readCountry('be')
const book = readCountryCodebook('be', pack, readCountryDetection('be'))
const { counted, tables: wanted } = readHandOvers(packFolder('international'), packFolder('be'), book)
let seed = 20261123
const random = () => { seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648; return seed / 2_147_483_648 }
const from = (codes: readonly string[]): string => codes[Math.floor(random() ** 1.7 * codes.length)] ?? 'unknown'
const codes: Readonly<Record<string, readonly string[]>> = {
  status: ['identified', 'presumed'], organisation: ['centre', 'immigration', 'police', 'inspection', 'border', 'asylum', 'prosecutor', 'other'], sex: ['woman', 'man', 'unknown', 'other'], 'age-group': ['adult', 'child', 'unknown'],
  citizenship: ['RO', 'VN', 'NG', 'BE', 'BG', 'MA', 'BR', 'unknown'], form: ['sexual', 'labour', 'criminal', 'begging', 'domestic', 'marriage', 'organs', 'several', 'other', 'unknown'],
  offence: ['trafficking', 'unknown', 'use-of-services'], decision: ['charged', 'not-charged', 'prosecutor-other', 'conviction', 'acquittal', 'court-other'],
}
const rowsOf = (persons: number): HandRow[] => Array.from({ length: persons }, () => {
  const said = Object.fromEntries(Object.entries(codes).map(([variable, list]) => [variable, from(list)]))
  return { state: 'measured' as const, value: 1, codes: Object.fromEntries(views.map((view) => [view, said[variableOf(view)] ?? 'unknown'])) }
})
for (const persons of [150, 600, 2_000]) {
  const rows = new Map(counted.map(({ key }) => [key, rowsOf(persons)]))
  const made = new Map<string, readonly Table[]>()
  for (const { by, parts } of wanted.filter(({ recipients }) => !recipients.includes('national'))) for (const { of } of parts) {
    const only = counted.find(({ key }) => key === of)?.only ?? {}
    const own = (rows.get(of) ?? []).filter(({ codes: said }) => Object.entries(only).every(([variable, among]) => among.includes(said[variable] ?? '')))
    const breakdowns = by.map((view) => breakdownOf({ view, source: 'deliveries', book, national: 'BE', only: only[variableOf(view)], met: [...new Set(own.map(({ codes: said }) => said[view] ?? 'unknown'))] }))
    made.set(`${of} ${by.join(' ')}`, countPart(breakdowns, own, { name: of, countedOn: '2026-11-23', isComplete: false, year: null }, 0).tables)
  }
  const tables = [...made.values()].flat()
  const solver = await highsSolver()
  const began = performance.now()
  const answer = passGate({ tables, rule: { threshold: 5, oneCategory: 'whole' }, method: { suppress: 'value' }, earlier: [], seconds: 30 }, { solver, clock: () => performance.now() })
  const figures = tables.reduce((sum, { cells }) => sum + cells.filter(({ value }) => value !== null).length, 0)
  const told = answer.passed ? `${answer.account.hidden.reduce((sum, { size }) => sum + size, 0)} hidden, ${answer.account.isProvenLeast ? 'least' : `bound ${Math.round(answer.account.bound)} of ${Math.round(answer.account.cost)}`}` : answer.why
  console.log(`${persons} of each: ${tables.length} tables, ${figures} figures, ${told}, ${((performance.now() - began) / 1000).toFixed(1)} s`)
}
