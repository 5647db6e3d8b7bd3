/** The real files of UNODC and CTDC, and a sheet of 100,000 rows, through the reader and the check, and our auditor on what UNODC masked: `npx tsx bench/deliveries.ts`. Nothing is kept. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { largeSheet } from './large-sheet.ts'
import { readCountry, readCountryCodebook, readCountryDetection } from '../src/main/country-pack.ts'
import { followsFrom } from '../src/modules/statistics/domain/deliveries/masked-tables.ts'
import { variablesOfItem } from '../src/modules/statistics/domain/deliveries/delivered-wish.ts'
import { masksOf } from '../src/modules/statistics/actions/masked-acts.ts'
import { highsSolver } from '../src/modules/statistics/store/highs-solver.ts'
import { readInThread, progressOf } from '../src/modules/statistics/store/sheet-thread.ts'

const book = readCountryCodebook('be', readCountry('be'), readCountryDetection('be'))
const data = join(import.meta.dirname, '..', '..', 'shared', 'data')

async function measure(name: string, bytes: Buffer, key: string, year: number | null): Promise<void> {
  const item = book.items.find((each) => each.key === key)
  if (!item) throw new Error(key)
  const upload = crypto.randomUUID()
  const seen = new Set<string>()
  const watch = setInterval(() => { const at = progressOf(upload); if (at) seen.add(`${at.phase} ${at.done}`) }, 20)
  const begun = performance.now()
  const check = await readInThread({ bytes, text: null, book, item, year, lastYear: 2026 }, upload)
  clearInterval(watch)
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  if (typeof check === 'string') return console.log(`${name}: not read (${check})`)
  const states = new Map<string, number>()
  for (const { figure: { state } } of check.facts) states.set(state, (states.get(state) ?? 0) + 1)
  const kinds = new Map<string, number>()
  for (const { fault } of check.faults) kinds.set(fault, (kinds.get(fault) ?? 0) + 1)
  console.log(`${name}: ${seconds} s, ${check.rows} rows, ${check.facts.length} figures (${[...states].map(([state, count]) => `${state} ${count}`).join(', ')}), ${check.faultCount} faults (${[...kinds].map(([fault, count]) => `${fault} ${count}`).join(', ')}), remarks ${check.remarks.map(({ remark, with: gaps }) => `${remark} ${Object.values(gaps).join(' ')}`).join('; ')}, ${seen.size} steps of progress seen`)
  if (Object.keys(masksOf(item)).length === 0) return
  const facts = check.facts.map(({ year: of, codes, figure: { state, value } }) => ({ year: of, codes, state, value }))
  const looked = performance.now()
  const { masked, alone, together } = followsFrom({ variables: variablesOfItem(book, item), facts, masked: masksOf(item) }, await highsSolver())
  console.log(`  masked ${masked}; from the sums over sex and age: ${alone.exact} exactly, ${alone.narrower} narrower (${alone.tables} tables, ${alone.contradicting} contradict themselves); with breakdowns that add up: ${together.exact} exactly, ${together.narrower} narrower (${together.tables} tables, ${together.contradicting} contradict themselves); ${((performance.now() - looked) / 1000).toFixed(1)} s`)
}

for (const [file, key] of [['glotip/glotip_belgium.csv', 'unodc'], ['glotip/glotip_luxembourg.csv', 'unodc'], ['ctdc/victims_k_anonymised.csv', 'ctdc']] as const) {
  const path = join(data, file)
  if (existsSync(path)) await measure(file, readFileSync(path), key, null)
  else console.log(`${file} is not here; skipped`)
}

const { excel, csv } = largeSheet(book)
await measure('100,000 rows, Excel', excel, 'victims', 2025)
await measure('100,000 rows, CSV', csv, 'victims', 2025)
