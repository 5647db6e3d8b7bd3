import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { keysOfHome } from '#platform/audit/key-files'
import { verifyChain } from '#platform/audit/verify-chain'
import { clientSettings, connect } from '#platform/database/connect'
import { readPostmasterFile } from '#platform/database/supervisor/postmaster'
import { runningDatabase } from '#platform/database/supervisor/running-database'
import { folderFor, load, numberOption, openBenchHome } from './bench-home.ts'
import { startAriadne, type Running } from './processes.ts'

// Five people write through the API of Ariadne as it is shipped, while the server, its database or both are killed with -9, again and again.
// After each kill whatever was acknowledged must be there; nothing may be half there; and at the end the chain of the record must verify.
const times = numberOption('times', 100)
/** It ends after so many minutes, whatever is left. */
const minutes = numberOption('minutes', 600)
const seed = numberOption('seed', 20_261_123)
const folder = folderFor(0)

const home = await openBenchHome(folder)
await home.close()

let state = seed
/** The same numbers from 0 to 1 in every run (mulberry32). */
function chance(): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}

const noted = join(folder, 'database-folder')
const dataFolder = join(existsSync(noted) ? readFileSync(noted, 'utf8').trim() : folder, 'database')
let ariadne: Running = await startAriadne({ ARIADNE_HOME: folder })
/** The tokens of acts that were answered with "done": each stays beside its answer, written in the act's own transaction. */
const acknowledged: string[] = []
const answers = new Map<string, number>()
let writing = true

const acts = new Set(['report.start', 'task.add', 'retention.hold', 'procedure.take-step'])

async function call(token: string | null, route: string, input: object): Promise<{ readonly status: number; readonly value: Record<string, unknown> }> {
  const key = randomUUID()
  try {
    const answer = await fetch(`http://127.0.0.1:${ariadne.port}/api/v1/${route}`, {
      method: 'POST', signal: AbortSignal.timeout(10_000),
      headers: { 'content-type': 'application/json', 'idempotency-key': key, ...(token ? { authorization: `Bearer ${token}` } : {}) }, body: JSON.stringify(input),
    })
    const value = (await answer.json()) as Record<string, unknown>
    if (answer.status === 200 && acts.has(route)) acknowledged.push(key)
    answers.set(`${route} ${answer.status}`, (answers.get(`${route} ${answer.status}`) ?? 0) + 1)
    return { status: answer.status, value }
  } catch {
    answers.set(`${route} cut off`, (answers.get(`${route} cut off`) ?? 0) + 1)
    return { status: 0, value: {} }
  }
}

async function signedIn(login: string): Promise<string> {
  for (;;) {
    const { status, value } = await call(null, 'session.demo', { account: login })
    if (status === 200) return String(value['token'])
    await pause(100)
  }
}

/** One person's work: an act, and another as soon as it is answered; a session that is gone is opened again. */
async function work(login: string, act: (token: string) => Promise<number>): Promise<void> {
  let token = await signedIn(login)
  while (writing) {
    const status = await act(token)
    if (status === 401) token = await signedIn(login)
    // Whoever is cut off comes back a little later, as people do.
    else if (status !== 200) await pause(status === 0 ? 300 : 60)
  }
}

const asked = await signedIn('caseworker-pag-asa')
const { value: list } = await call(asked, 'file.list', {})
const files = ((list['lines'] ?? []) as { readonly id: string }[]).map(({ id }) => id)
if (files.length === 0) throw new Error(`no file to work on: ${JSON.stringify(list).slice(0, 200)}`)
const aFile = () => files[Math.floor(chance() * files.length)] ?? ''

const workers = [
  work('labour-inspector', async (token) => (await call(token, 'report.start', {})).status),
  ...['caseworker-pag-asa', 'caseworker-pag-asa'].map((login) => work(login, async (token) => (await call(token, 'task.add', { file: aFile(), what: `Invented task ${randomUUID()}` })).status)),
  work('caseworker-pag-asa', async (token) => (await call(token, 'retention.hold', { file: aFile(), reason: 'audit' })).status),
  work('caseworker-pag-asa', async (token) => {
    const file = aFile()
    const { status, value } = await call(token, 'procedure.show-file', { file })
    if (status !== 200) return status
    const step = await call(token, 'procedure.take-step', { file, version: value['version'], step: 'record-condition', input: { kind: 'condition', condition: 'contact-broken', met: 'yes', evidence: 'person-says-so' } })
    return step.status === 409 || step.status === 422 ? 200 : step.status
  }),
]

/** Whoever asked just before the database died was told that it is ready; it is waited for. */
async function connectedToIt(): Promise<pg.Client> {
  for (let tries = 0; ; tries += 1) {
    const settings = runningDatabase(folder)
    const client = settings && new pg.Client(clientSettings(settings))
    client?.on('error', () => {})
    try {
      await client?.connect()
      if (client) return client
    } catch (fault) {
      if (tries > 300) throw fault
    }
    if (tries > 300) throw new Error('the database did not come back within thirty seconds')
    await pause(100)
  }
}

const asking = async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> => {
  const client = await connectedToIt()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

const faults: string[] = []
let checked = 0

/** Every act that was answered with "done" since the last look is there. */
async function lookForAcknowledged(): Promise<void> {
  const fresh = acknowledged.slice(checked)
  checked += fresh.length
  const found = new Set((await asking<{ token: string }>('select token::text from platform.once where token = any ($1::uuid[])', [fresh])).map(({ token }) => token))
  for (const token of fresh) if (!found.has(token)) faults.push(`the act ${token} was acknowledged and is gone`)
}

const countsOf = async () => (await asking<Record<string, number>>(`
  select (select count(*)::int from detection.report) as reports, (select count(*)::int from audit.line where route = 'report.start' and outcome = 'done') as report_lines,
    (select count(*)::int from cases.task) as tasks, (select count(*)::int from audit.line where route = 'task.add' and outcome = 'done') as task_lines,
    (select count(*)::int from retention.hold) as holds, (select count(*)::int from audit.line where route = 'retention.hold' and outcome = 'done') as hold_lines,
    (select count(*)::int from protection.step) as steps, (select count(*)::int from audit.line where route = 'procedure.take-step' and outcome = 'done') as step_lines,
    (select coalesce(sum(steps), 0)::int from protection.procedure) as counted_steps,
    (select count(*)::int from protection.procedure join cases.file on file.id = procedure.file where file.state <> procedure.state) as other_states,
    (select count(*)::int from cases.clock where closed_on is null and owner_office is null) as clocks_without_owner`))[0] ?? {}
const before = await countsOf()

/** An act and its line of record are one: of both there are equally many more than at the beginning, and what is stored in two places is equal. */
async function lookForHalves(): Promise<void> {
  const now = await countsOf()
  const more = (what: string) => (now[what] ?? 0) - (before[what] ?? 0)
  for (const [rows, lines] of [['reports', 'report_lines'], ['tasks', 'task_lines'], ['holds', 'hold_lines'], ['steps', 'step_lines']] as const) {
    if (more(rows) !== more(lines)) faults.push(`${more(rows)} ${rows} and ${more(lines)} lines of record that say so`)
  }
  if (now['steps'] !== now['counted_steps']) faults.push(`${now['steps']} steps are stored and ${now['counted_steps']} counted`)
  for (const what of ['other_states', 'clocks_without_owner']) if (now[what] !== before[what]) faults.push(`${what}: ${now[what]}`)
}

async function answersAgain(): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    try {
      if ((await fetch(`http://127.0.0.1:${ariadne.port}/readyz`, { signal: AbortSignal.timeout(3_000) })).status === 200) return
    } catch {
      // Not yet.
    }
    await pause(50)
  }
  throw new Error('Ariadne did not come back within thirty seconds')
}

const killed = { server: 0, database: 0, both: 0 }
const back: number[] = []
const until = performance.now() + minutes * 60_000
let time = 0
for (; time < times && performance.now() < until; time += 1) {
  await pause(100 + chance() * 500)
  // The database dies in the blink of an eye and the server takes seconds to come back, so most of the deaths are the database's.
  const drawn = chance()
  const kind = drawn < 0.7 ? 'database' : drawn < 0.9 ? 'server' : 'both'
  killed[kind] += 1
  const postmaster = readPostmasterFile(dataFolder)?.pid
  const at = performance.now()
  if (kind !== 'server' && postmaster) process.kill(postmaster, 'SIGKILL')
  if (kind !== 'database') {
    const { child } = ariadne
    const gone = new Promise<void>((resolve) => void child.once('exit', () => resolve()))
    child.kill('SIGKILL')
    await gone
    ariadne = await startAriadne({ ARIADNE_HOME: folder })
  }
  await answersAgain()
  back.push(performance.now() - at)
  await lookForAcknowledged()
  if (time % 20 === 19) {
    await lookForHalves()
    console.log(`${time + 1} kills, ${acknowledged.length} acts acknowledged, ${faults.length} faults`)
  }
  if (faults.length > 0) break
}
writing = false
await Promise.all(workers)
await lookForAcknowledged()
await lookForHalves()
const settings = runningDatabase(folder)
const db = connect({ ...(settings ?? { url: '' }), poolSize: 2 })
const verified = await verifyChain(db, { keys: keysOfHome(folder) })
await db.destroy()
await ariadne.stop()
if (!verified.isWhole) faults.push(`the chain of the record: ${verified.fault}`)

const sorted = back.toSorted((one, other) => one - other)
console.log(`\n${new Date().toISOString()}, load ${load()}\n${time} kills with -9 (server ${killed.server}, database ${killed.database}, both ${killed.both}), seed ${seed}
${acknowledged.length} acts acknowledged and looked for, ${faults.length} faults; back after ${((sorted[Math.floor(sorted.length / 2)] ?? 0) / 1000).toFixed(1)} s (median), ${((sorted.at(-1) ?? 0) / 1000).toFixed(1)} s at most
the record of acts is ${verified.isWhole ? `whole: ${verified.lines} lines in its chain` : 'NOT whole'}
${[...answers].toSorted().map(([what, count]) => `${what}: ${count}`).join(', ')}`)
for (const fault of faults) console.error(fault)
process.exitCode = faults.length === 0 ? 0 : 1
