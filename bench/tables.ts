import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { demonstrationActor } from '#accounts'
import { clientSettings } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import { perform } from '#platform/doors/perform'
import type { Route } from '#platform/doors/route'
import { modules } from '../src/main/compose-site.tsx'
import { folderFor, load, median, ms, numberOption, openBenchHome, p95, printTable } from './bench-home.ts'
import { processorOf, processorOfDatabase, startAriadne, urlOf } from './processes.ts'
import { prepare, type Prepared } from './ten-pages.ts'

/** Asks the running server for tables and charts as an analyst does: after something has changed, and again while nothing changes. */
const home = await openBenchHome(folderFor(numberOption('files', 100_000)))
const requests = numberOption('requests', 200)
const times = numberOption('times', 5)
const { rows: [held] } = await sql<{ files: number; steps: number; first: number; last: number }>`select (select count(*)::int from cases.file) as files, (select count(*)::int from protection.step) as steps,
  extract(year from (select min(opened_on) from cases.file))::int as first, extract(year from (select max(opened_on) from cases.file))::int as last`.execute(home.db)
const { first = 2020, last = 2026 } = held ?? {}
const allYears = `from=${first}&to=${last}`
const targets = [
  ['form by sex, one year', `/tables?rows=form&columns=sex&from=${last}&to=${last}`],
  ['form by sex', `/tables?rows=form&columns=sex&${allYears}`],
  ['presumed or identified by time to the permit', `/tables?rows=status&columns=to-permit&${allYears}`],
  ['who detected by sex', `/tables?rows=detected-by&columns=sex&${allYears}`],
  ['furthest place by sex', `/tables?rows=reached&columns=sex&${allYears}`],
  ['three times between steps', `/tables?rows=to-acceptance&columns=to-reflection&layers=to-statement&${allYears}`],
  ['age group by citizenship by form', `/tables?rows=age-band&columns=citizenship&layers=form&${allYears}`],
  ['the way', `/progress?${allYears}`],
  ['waits', `/progress/waits?${allYears}`],
  ['clocks', `/progress/clocks?${allYears}`],
  ['a released figure', `/figures/${await releasedFigure()}`],
] as const

/** The first figure that was released in this home, or one that is released now. */
async function releasedFigure(): Promise<number> {
  const { rows: [known] } = await asMigrator(home.db, (tx) => sql<{ number: number }>`select number from statistics.release order by number limit 1`.execute(tx))
  if (known) return known.number
  const routes = new Map(modules.flatMap((module) => module.routes as readonly Route[]).map((route) => [route.name, route]))
  const does = async (login: string, name: string, input: object): Promise<Record<string, unknown>> => {
    const route = routes.get(name)
    if (!route) throw new Error(`there is no route ${name}`)
    const outcome = await perform(home.door, route, { actor: await demonstrationActor(home.db, login), language: 'en', input })
    if (!outcome.answered && outcome.refusal.refused === 'gate-works') return does(login, name, input)
    if (!outcome.answered) throw new Error(`${name}: ${JSON.stringify(outcome.refusal)}`)
    return outcome.value as Record<string, unknown>
  }
  const { table } = await does('analyst', 'table.keep', { rows: 'form', columns: 'sex', from: first, to: last })
  const { proposal } = await does('analyst', 'release.propose', { table, reason: 'Yearly figures' })
  const { rows: [approval] } = await asMigrator(home.db, (tx) => sql<{ id: string }>`select id from accounts.approval where subject = ${proposal}`.execute(tx))
  await does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' })
  return Number((await does('analyst', 'release.publish', { proposal })).number)
}

const agent = new Agent({ keepAlive: true })
async function ask(port: number, { path, cookie }: Prepared): Promise<number> {
  const began = performance.now()
  const status = await new Promise<number>((resolve, reject) => {
    request({ agent, port, host: '127.0.0.1', path, headers: { cookie } }, (answer) => { answer.resume().on('end', () => resolve(answer.statusCode ?? 0)) }).on('error', reject).end()
  })
  if (status !== 200) throw new Error(`${path} answers ${status}`)
  return performance.now() - began
}

/** The same statements on one connection, without Ariadne. */
async function speak(client: pg.Client, { statements }: Prepared): Promise<number> {
  const began = performance.now()
  for (const { text, values } of statements) await client.query(text, [...values])
  return performance.now() - began
}

/** Something changes about one person: whatever was counted before is counted anew. */
const change = () => asMigrator(home.db, (tx) => sql`update cases.file set district = case district when 'liege' then 'brussels' else 'liege' end where id = (select id from cases.file order by opened_on desc, id limit 1)`.execute(tx))

const repeat = async (count: number, one: () => Promise<number>): Promise<number[]> => {
  const took: number[] = []
  for (let time = 0; time < count; time += 1) took.push(await one())
  return took
}

const prepared = await prepare(home, targets.map(([page, path]) => ({ page, login: 'analyst', path })))
const ariadne = await startAriadne({ DATABASE_URL: urlOf(home.connection), ARIADNE_HOME: home.folder })
const raw = new pg.Client(clientSettings(home.connection))
await raw.connect()
console.log(`\n${JSON.stringify(held)}, ${new Date().toISOString()}, load before ${load()}\n`)
const rows: (string | number)[][] = []
for (const target of prepared) {
  await ask(ariadne.port, target)
  const anew = await repeat(times, async () => { await change(); return ask(ariadne.port, target) })
  await change()
  const usedByRaw = await processorOfDatabase(home.db)
  const alone = await repeat(times, () => speak(raw, target))
  const processorOfRaw = ((await processorOfDatabase(home.db)) - usedByRaw) / times
  await ask(ariadne.port, target)
  const used = processorOf(ariadne)
  const one = await repeat(requests, () => ask(ariadne.port, target))
  const processor = (processorOf(ariadne) - used) / requests
  // Ten people who each act once a second and wait for the answer first.
  const ten = (await Promise.all(Array.from({ length: 10 }, async (_, user) => {
    await pause(user * 100)
    return repeat(Math.ceil(requests / 10), async () => { const took = await ask(ariadne.port, target); await pause(Math.max(0, 1_000 - took)); return took })
  }))).flat()
  rows.push([target.page, ms(median(anew)), ms(Math.max(...anew)), ms(median(alone)), ms(processorOfRaw), (median(anew) / median(alone)).toFixed(1), ms(median(one)), ms(p95(one)), ms(median(ten)), ms(p95(ten)), ms(processor), load()])
}
printTable(['page', 'first ms', 'longest', 'raw SQL ms', 'of processor', 'ratio', 'again, one user: median', 'p95', 'ten users: median', 'p95', 'processor ms in Node', 'load'], rows)
await raw.end()
await ariadne.stop()
await home.close()
