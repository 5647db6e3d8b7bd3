import { setTimeout as pause } from 'node:timers/promises'
import { keysOfHome } from '#platform/audit/key-files'
import { verifyChain } from '#platform/audit/verify-chain'
import { connect } from '#platform/database/connect'
import { runningDatabase } from '#platform/database/supervisor/running-database'
import type { ModuleDoors } from '#platform/doors/page'
import { modules } from '../src/main/compose-site.tsx'
import { Chance } from '../tests/support/malformed/chance.ts'
import type { Known } from '../tests/support/malformed/from-schema.ts'
import { MalformedRequests, type Malformed, type OpenApi } from '../tests/support/malformed/requests.ts'
import { folderFor, load, ms, numberOption, openBenchHome, p95, printTable } from './bench-home.ts'
import { sendBytes, sendRequest, type Answer } from '../tests/support/malformed/senders.ts'
import { megabytesOf, startAriadne } from './processes.ts'
import { watchForStandstills } from './standstill.ts'

// A million malformed requests, made from the OpenAPI document of a running Ariadne and the addresses of its pages, over many connections:
// each must be answered within five seconds and none with a fault; memory stays bounded; afterwards the server answers and the record's chain is whole.
const requests = numberOption('requests', 1_000_000)
const seed = numberOption('seed', 20_261_123)
const atOnce = numberOption('at-once', 24)
/** It ends after so many minutes, whatever is left. */
const minutes = numberOption('minutes', 600)
const mostMegabytes = numberOption('most-megabytes', 1_200)
const mostSeconds = 5
const folder = folderFor(0)

const home = await openBenchHome(folder)
await home.close()
const faultsInLog: string[] = []
const ariadne = await startAriadne({ ARIADNE_HOME: folder, ARIADNE_REQUESTS_PER_MINUTE: '100000000' })
ariadne.child.stdout?.on('data', (part: Buffer) => { if (faultsInLog.length < 20 && part.includes('fault')) faultsInLog.push(part.toString().slice(0, 1_500)) })
// Whatever goes wrong here leaves no server behind.
process.once('exit', () => ariadne.child.kill())
const { port } = ariadne

const logins = ['caseworker-pag-asa', 'labour-inspector', 'immigration-officer', 'public-prosecutor', 'guardian', 'lead-payoke', 'coordinator', 'analyst', 'administrator', 'data-protection-officer'] as const
type Visitor = { readonly login: string; headers: Readonly<Record<string, string>> }
const ask = async (token: string | null, route: string, input: object): Promise<Record<string, unknown>> => {
  const { status, body } = await sendRequest(port, { method: 'POST', path: `/api/v1/${route}`, headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }, body: JSON.stringify(input) }, 60)
  if (status !== 200) throw new Error(`${route}: ${status} ${body.slice(0, 200)}`)
  return JSON.parse(body) as Record<string, unknown>
}
const signIn = async (login: string): Promise<string> => String((await ask(null, 'session.demo', { account: login }))['token'])

/** A program of the centre with a key for all that such a key may open. */
async function keyOfProgram(): Promise<string> {
  const { token } = await ask(await signIn('administrator'), 'session.confirm-demo', {})
  const { office } = await ask(await signIn('caseworker-pag-asa'), 'session.show', {})
  const { routes } = await ask(String(token), 'machine.list-openable', { office }) as { routes: { name: string }[] }
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  // By its reason its question is found among those of runs before.
  const reason = `Invented for a measurement, ${crypto.randomUUID()}`
  await ask(String(token), 'machine.make', { name: 'Invented program', office, routes: routes.map(({ name }) => name).slice(0, 100), until, perMinute: 6_000, reason })
  // It opens once the lead of the centre has said yes, who gets the key.
  const { token: second } = await ask(await signIn('lead-pag-asa'), 'session.confirm-demo', {})
  const { approvals } = await ask(String(second), 'approval.list', {}) as { approvals: { id: string; reason: string }[] }
  const waiting = approvals.find((each) => each.reason === reason)
  return String((await ask(String(second), 'approval.answer', { approval: waiting?.id, answer: 'approve', reason: 'Invented' }))['key'])
}

const uuid = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g
/** Ids that these people may see, by asking everything that can be asked with nothing. */
async function knownIds(document: OpenApi, tokens: readonly string[]): Promise<Known> {
  const ids = new Set<string>()
  const names: Record<string, Set<string>> = {}
  for (const path of Object.keys(document.paths)) {
    for (const token of tokens) {
      const { status, body } = await sendRequest(port, { method: 'GET', path, headers: { authorization: `Bearer ${token}` } }, 60)
      if (status !== 200) continue
      for (const id of (body.match(uuid) ?? []).slice(0, 60)) ids.add(id)
      for (const [, name = '', value = ''] of body.matchAll(/"(\w+)":"([\w-]{1,40})"/g)) if ((names[name] ??= new Set()).size < 40) names[name]?.add(value)
    }
  }
  const named = Object.entries(names).map(([name, values]): [string, string[]] => [name, [...values]])
  return { ids: [...ids].slice(0, 400), names: { ...Object.fromEntries(named), language: ['nl', 'fr', 'en', 'de'], file: [...(names['file'] ?? [])].concat([...ids].slice(0, 5)) } }
}

const document = JSON.parse((await sendRequest(port, { method: 'GET', path: '/api/v1/openapi.json', headers: {} }, 60)).body) as OpenApi
const addresses = (modules as readonly ModuleDoors[]).flatMap(({ pages, forms, downloads = [], passages = [] }) => [...pages, ...forms, ...downloads, ...passages].map(({ at }) => at as string))
const visitors: Visitor[] = []
const tokens: string[] = []
for (const login of logins) {
  const token = await signIn(login)
  tokens.push(token)
  visitors.push({ login, headers: { cookie: `ariadne_session=${token}` } })
}
visitors.push({ login: 'a program', headers: { authorization: `Bearer ${await keyOfProgram()}` } }, { login: 'nobody', headers: {} }, { login: 'nobody', headers: {} })
const known = await knownIds(document, tokens)
// Who confirms may do grave acts, and a request that is sound by chance would close the account of somebody who asks here; all else is open.
const source = new MalformedRequests({ chance: new Chance(seed), document, addresses: [...new Set(addresses)].filter((at) => !at.startsWith('/confirm') && at !== '/people/:account'), known, without: ['session.confirm-demo', 'account.set-active'] })
console.error(`${Object.keys(document.paths).length} routes, ${addresses.length} addresses, ${known.ids.length} known ids, ${visitors.length} visitors`)

const byKind = new Map<string, Map<string, number>>()
const byVisitor = new Map<string, number>()
const times = new Map<string, number[]>()
const faults: string[] = []
let sent = 0
let slowest = 0
const memory: number[] = []

const tell = (request: Malformed): string =>
  ('bytes' in request ? request.bytes.subarray(0, 200).toString('latin1') : `${request.method} ${request.path.slice(0, 300)} ${JSON.stringify(request.headers).slice(0, 300)} ${String(request.body ?? '').slice(0, 400)}`)

function note(request: Malformed, visitor: Visitor, answer: Answer, number: number): void {
  const counted = byKind.get(request.kind) ?? new Map<string, number>()
  byKind.set(request.kind, counted)
  const group = answer.status === 0 ? 'closed' : `${Math.floor(answer.status / 100)}xx`
  counted.set(group, (counted.get(group) ?? 0) + 1)
  byVisitor.set(visitor.login, (byVisitor.get(visitor.login) ?? 0) + 1)
  const taken = times.get(request.kind) ?? []
  times.set(request.kind, taken)
  if (taken.length < 20_000) taken.push(answer.ms)
  else taken[number % 20_000] = answer.ms
  slowest = Math.max(slowest, answer.ms)
  const wrong = answer.status >= 500 ? `answered ${answer.status}` : answer.hung ? `not answered within ${mostSeconds} seconds` : answer.status === 0 && !('bytes' in request) ? 'closed without an answer' : null
  if (wrong && faults.length < 50) faults.push(`${number} as ${visitor.login}: ${request.kind} ${wrong}: ${JSON.stringify(tell(request))} ${answer.body.slice(0, 300)}`)
  else if (wrong) faults.push('')
}

const underWay = new Map<number, { readonly request: Malformed; readonly visitor: Visitor; readonly since: number }>()
async function send(number: number): Promise<void> {
  const request = source.next()
  const visitor = visitors[number % visitors.length] as Visitor
  underWay.set(number, { request, visitor, since: performance.now() })
  await answered(request, visitor, number).finally(() => underWay.delete(number))
}

async function answered(request: Malformed, visitor: Visitor, number: number): Promise<void> {
  if ('bytes' in request) return note(request, visitor, await sendBytes(port, request.bytes, mostSeconds), number)
  const answer = await sendRequest(port, { ...request, headers: { ...visitor.headers, ...request.headers } }, mostSeconds)
  note(request, visitor, answer, number)
  // A malformed request may be a sound one by chance, and end the session: its person signs in again.
  const isOut = answer.status === 401 || (answer.status === 303 && answer.location.startsWith('/sign-in'))
  if (isOut && visitor.headers['cookie'] !== undefined && request.changesWho !== true) visitor.headers = { cookie: `ariadne_session=${await signIn(visitor.login)}` }
}

const began = performance.now()
const worker = async (): Promise<void> => {
  while (sent < requests && performance.now() - began < minutes * 60_000) {
    const number = sent
    sent += 1
    await send(number)
  }
}
const looking = new AbortController()
const settings = runningDatabase(folder) ?? { url: '' }
// Bytes without an end wait by design, so they are not looked at.
const standstills = watchForStandstills({ port, settings, longest: 2_000, until: looking.signal, underWay: () => [...underWay.values()].filter(({ request }) => !('bytes' in request)).map(({ request, visitor, since }) => ({ what: `as ${visitor.login}: ${tell(request)}`, since })) })
const watch = (async () => {
  let told = 0
  while (!looking.signal.aborted) {
    memory.push(megabytesOf(ariadne))
    if (sent - told >= 10_000) {
      told = sent
      console.error(`${sent} sent, ${faults.length} faults, ${memory.at(-1)} MB, ${Math.round(sent / ((performance.now() - began) / 1_000))} a second`)
    }
    await pause(1_000)
  }
})()
await Promise.all(Array.from({ length: atOnce }, worker))
looking.abort()
await watch
const stoodStill = await standstills
const seconds = (performance.now() - began) / 1_000

const ready = await sendRequest(port, { method: 'GET', path: '/readyz', headers: {} }, 10)
const page = await sendRequest(port, { method: 'GET', path: '/waiting', headers: { cookie: `ariadne_session=${await signIn('caseworker-pag-asa')}` } }, 10)
if (ready.status !== 200 || page.status !== 200) faults.push(`afterwards: ready ${ready.status}, a page ${page.status}`)
const most = Math.max(...memory)
if (most > mostMegabytes) faults.push(`memory reached ${most} MB`)
const db = connect({ ...settings, poolSize: 2 })
const verified = await verifyChain(db, { keys: keysOfHome(folder) })
await db.destroy()
await ariadne.stop()
if (!verified.isWhole) faults.push(`the chain of the record: ${verified.fault}`)

const groups = ['2xx', '3xx', '4xx', '5xx', 'closed']
console.log(`\n${new Date().toISOString()}, load ${load()}, seed ${seed}: ${sent} malformed requests in ${(seconds / 60).toFixed(1)} minutes, ${Math.round(sent / seconds)} a second over ${atOnce} connections\n`)
printTable(['kind', 'sent', ...groups, 'ms, 95 %'], [...byKind].toSorted(([one], [other]) => one.localeCompare(other)).map(([kind, counted]) => [kind, [...counted.values()].reduce((sum, count) => sum + count, 0), ...groups.map((group) => counted.get(group) ?? 0), ms(p95(times.get(kind) ?? []))]))
console.log(`\nby visitor: ${[...byVisitor].map(([login, count]) => `${login} ${count}`).join(', ')}
slowest answer ${ms(slowest)} ms; memory ${memory[0]} MB at first, ${most} MB at most, ${memory.at(-1)} MB at the end
moments in which something waited two seconds: ${stoodStill.length}; in ${stoodStill.filter(({ isDisk }) => isDisk).length} the disk kept the journal waiting, in ${stoodStill.filter(({ process }) => process > 2_000).length} the process did not answer
afterwards ready ${ready.status}, a page in ${ms(page.ms)} ms; the record is ${verified.isWhole ? `whole: ${verified.lines} lines in its chain` : 'NOT whole'}; ${faults.length} faults`)
for (const fault of faults.filter((text) => text !== '')) console.error(fault)
for (const line of faultsInLog) console.error(line)
process.exitCode = faults.length === 0 ? 0 : 1
