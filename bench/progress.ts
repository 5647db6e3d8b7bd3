import { sql } from 'kysely'
import { demonstrationActor } from '#accounts'
import { perform } from '#platform/doors/perform'
import type { Route } from '#platform/doors/route'
import { modules } from '../src/main/compose-site.tsx'
import { folderFor, load, numberOption, openBenchHome } from './bench-home.ts'

/** Asks for the figures of the procedure as an analyst does, over all years and over one, and says how long the answer takes. */
const home = await openBenchHome(folderFor(numberOption('files', 100_000)))
const times = numberOption('times', 7)
const analyst = await demonstrationActor(home.db, 'analyst')
const routes = new Map(modules.flatMap((module) => module.routes as readonly Route[]).map((route) => [route.name, route]))
const counts = await sql<{ files: number; steps: number; clocks: number; first: number; last: number }>`select (select count(*)::int from cases.file) as files, (select count(*)::int from protection.step) as steps,
  (select count(*)::int from cases.clock) as clocks, extract(year from (select min(opened_on) from cases.file))::int as first, extract(year from (select max(opened_on) from cases.file))::int as last`.execute(home.db)
const { first = 2020, last = 2026, ...held } = counts.rows[0] ?? {}
console.log({ ...held, years: `${first} to ${last}` })
const allYears = { from: Math.max(first, last - 20), to: last }
const asked: readonly (readonly [string, object])[] = [
  ...(['numbers.show-way', 'numbers.show-waits', 'numbers.show-clocks'] as const).flatMap((name) => [[name, allYears], [name, { ...allYears, by: 'sex' }], [name, { from: last }]] as const),
  ['table.count', { rows: 'reached', columns: 'sex', ...allYears }],
]
for (const [name, input] of asked) {
  const route = routes.get(name)
  if (!route) throw new Error(`there is no route ${name}`)
  const took: number[] = []
  for (let time = 0; time < times; time += 1) {
    const began = performance.now()
    const outcome = await perform(home.door, route, { actor: analyst, language: 'en', input })
    if (!outcome.answered) throw new Error(JSON.stringify(outcome.refusal))
    took.push(performance.now() - began)
  }
  const sorted = took.toSorted((one, other) => one - other)
  console.log(`${name} ${JSON.stringify(input)}: median ${Math.round(sorted[Math.floor(times / 2)] ?? 0)} ms, longest ${Math.round(sorted.at(-1) ?? 0)} ms, load ${load()}`)
}
await home.close()
