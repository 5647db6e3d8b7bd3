import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { demonstrationActor } from '#accounts'
import { perform } from '#platform/doors/perform'
import type { ModuleDoors } from '#platform/doors/page'
import { modules } from '../src/main/compose-site.tsx'
import { folderFor, load, openBenchHome } from './bench-home.ts'
import { largeSheet } from './large-sheet.ts'

// Sheets through the doors and into the database as whoever hands them over does it: checked, handed over, looked at as a table; how long each
// takes, and how often the progress moved on the way. The real files lie beside the project and not in it.
const home = await openBenchHome(folderFor(0))
const routes = new Map((modules as readonly ModuleDoors[]).flatMap((module) => module.routes.map((route) => [route.name, route] as const)))
const data = join(import.meta.dirname, '..', '..', 'shared', 'data')

async function ask(login: string, name: string, input: unknown): Promise<Record<string, unknown>> {
  const route = routes.get(name)
  if (!route) throw new Error(name)
  const outcome = await perform(home.door, route, { actor: await demonstrationActor(home.door.db, login), language: 'en', input })
  if (!outcome.answered) throw new Error(`${name}: ${JSON.stringify(outcome.refusal)}`)
  return outcome.value as Record<string, unknown>
}
async function timed<Value>(work: () => Promise<Value>): Promise<readonly [Value, string]> {
  const begun = performance.now()
  const value = await work()
  return [value, `${((performance.now() - begun) / 1_000).toFixed(2)} s`]
}

async function deliver(name: string, login: string, asked: { readonly item: string; readonly content: string; readonly year?: number; readonly series?: string }, table: object): Promise<void> {
  const upload = crypto.randomUUID()
  const seen = new Set<string>()
  const watch = setInterval(() => void ask(login, 'delivery.show-progress', { upload }).then((at) => seen.add(`${String(at['phase'])} ${String(at['done'])}`)).catch(() => undefined), 250)
  const [{ draft, faults }, checked] = await timed(() => ask(login, 'delivery.check', { ...asked, upload }))
  clearInterval(watch)
  if (faults !== 0) return console.log(`${name}: ${String(faults)} faults`)
  const [, draftPage] = await timed(() => ask(login, 'delivery.show-draft', { draft }))
  const [{ delivery, revision }, handed] = await timed(() => ask(login, 'delivery.hand-over', { draft, reason: 'measured again' }))
  const { rows: [kept] } = await sql<{ figures: number; persons: number }>`select count(*)::int as figures, sum(value)::float8 as persons from statistics.delivered_figure where delivery = ${delivery}`.execute(home.db)
  const [, first] = await timed(() => ask('analyst', 'delivery.count', table))
  const [, again] = await timed(() => ask('analyst', 'delivery.count', table))
  console.log(`${name}: checked ${checked} (${seen.size} steps of progress seen), looked at before handing over ${draftPage}, handed over ${handed} as revision ${String(revision)}; ${kept?.figures ?? 0} figures in the database, in all ${kept?.persons ?? 0}; as a table ${first} the first time, ${again} again; load ${load()}`)
}

const file = (path: string): string | undefined => (existsSync(join(data, path)) ? readFileSync(join(data, path)).toString('base64') : undefined)
const { excel, csv } = largeSheet(home.door.installation.codebook)
const victims = { item: 'victims', rows: 'form', columns: 'sex' }
await deliver('100,000 rows, Excel', 'caseworker-payoke', { item: 'victims', year: 2025, content: excel.toString('base64') }, victims)
await deliver('100,000 rows, CSV', 'caseworker-payoke', { item: 'victims', year: 2025, content: csv.toString('base64') }, victims)
for (const [path, item, series, table] of [
  ['glotip/glotip_belgium.csv', 'unodc', 'Belgium', { item: 'unodc' }], ['glotip/glotip_luxembourg.csv', 'unodc', 'Luxembourg', { item: 'unodc' }],
  ['ctdc/victims_k_anonymised.csv', 'ctdc', 'CTDC', { item: 'ctdc', rows: 'citizenship', columns: 'sex' }],
] as const) {
  const content = file(path)
  if (content === undefined) console.log(`${path} is not here`)
  else await deliver(path, 'analyst', { item, series, content }, table)
}
await home.close()
process.exit(0)
