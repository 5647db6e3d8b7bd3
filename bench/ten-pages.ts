import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { perform } from '#platform/doors/perform'
import { holdSearch } from '#platform/http/held-searches'
import { createServer } from '#platform/http/server'
import { readIdentity } from '#cases'
import { asMigrator } from '#platform/database/transaction'
import type { FileId } from '#vocabulary/ids'
import { demonstrationActor } from '#accounts'
import { startReport } from '../src/modules/detection/actions/report-acts.ts'
import { composeSite } from '../src/main/compose-site.tsx'
import { silent, type BenchHome } from './bench-home.ts'

/** One request as a person makes it. A form carries a token of its own each time. */
export type Target = { readonly page: string; readonly login: string; readonly path: string; readonly fields?: Readonly<Record<string, string>> }
export type Statement = { readonly text: string; readonly values: readonly unknown[] }
/** A request with its session, its statements as they were sent to the database, and what it weighs. */
export type Prepared = Target & { readonly cookie: string; readonly statements: readonly Statement[]; readonly bytes: number; readonly html: string }

const variants = 12

/** The ten pages and actions used most, each in several variants so that no one row answers everything. */
export async function tenPages({ db, door }: BenchHome): Promise<readonly Target[]> {
  const caseworker = await demonstrationActor(db, 'caseworker-pag-asa')
  const { rows: accompanied } = await sql<{ id: FileId }>`
    select party.file as id from cases.party
    where party.office = ${caseworker.office} and party.until is null and party.relation = 'centre'
    order by party.opened_on desc, party.file desc limit ${variants * 40}`.execute(db)
  const files = await asMigrator(db, async (tx) => {
    const named: { id: string; family: string }[] = []
    for (const { id } of accompanied) named.push({ id, family: (await readIdentity(tx, id))?.familyNames ?? '' })
    return named
  })
  const file = (index: number) => files[(index * 37) % files.length] ?? { id: '', family: '' }
  const { rows: referrals } = await sql<{ id: string }>`select id from referral.referral where to_office = ${caseworker.office} and state = 'waiting' order by sent_at limit ${variants}`.execute(db)
  const officer = await demonstrationActor(db, 'police-officer')
  const reports: string[] = []
  for (let index = 0; index < variants; index += 1) {
    const started = await perform(door, startReport, { actor: officer, language: 'fr', input: {} })
    if (started.answered) reports.push(started.value.report)
  }
  const case_ = 'caseworker-pag-asa'
  // A search is sent first and held; what is measured is the list that it leads to.
  const searches: (string | null)[] = []
  for (let index = 0; index < variants; index += 1) searches.push(await holdSearch(db, caseworker.account, door.clock().toISOString(), { search: file(index).family }))
  const typists = Array.from({ length: variants }, () => randomUUID())
  const kinds: readonly ((index: number) => Target)[] = [
    () => ({ page: 'waiting list', login: case_, path: '/waiting' }),
    () => ({ page: 'list of files', login: 'immigration-officer', path: '/files' }),
    (index) => ({ page: 'search by name', login: case_, path: `/files?found=${searches[index] ?? ''}` }),
    (index) => ({ page: 'file', login: case_, path: `/files/${file(index).id}` }),
    (index) => ({ page: 'person', login: case_, path: `/files/${file(index).id}/person` }),
    () => ({ page: 'arrivals', login: case_, path: '/arrivals' }),
    (index) => ({ page: 'arrival', login: case_, path: `/arrivals/${referrals[index % referrals.length]?.id ?? ''}` }),
    (index) => ({ page: 'report screen', login: 'police-officer', path: `/reports/${reports[index] ?? ''}/safety` }),
    (index) => ({ page: 'report saves itself', login: 'police-officer', path: `/reports/${reports[index] ?? ''}/safety/keep`, fields: { immediateDanger: 'no', contactBroken: 'yes', 'seen-version': '0', 'seen-by': typists[index] ?? '' } }),
    (index) => ({ page: 'add a task', login: case_, path: `/files/${file(index).id}/tasks`, fields: { what: 'Call the interpreter' } }),
  ]
  return Array.from({ length: variants }, (_, index) => kinds.map((kind) => kind(index))).flat()
}

/** Signs everybody in and asks for each page once inside this process, noting the statements that it sends. */
export async function prepare(home: BenchHome, targets: readonly Target[]): Promise<readonly Prepared[]> {
  const server = await createServer(composeSite(home.door, silent))
  const cookies = new Map<string, string>()
  for (const { login } of targets) {
    if (!cookies.has(login)) cookies.set(login, await signIn(server, login))
  }
  const noted = noteStatements()
  const prepared: Prepared[] = []
  for (const target of targets) {
    const cookie = cookies.get(target.login) ?? ''
    const once = randomUUID()
    noted.splice(0)
    const answer = await server.inject(target.fields
      ? { method: 'POST', url: target.path, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ ...target.fields, once }).toString() }
      : { method: 'GET', url: target.path, headers: { cookie } })
    if (answer.statusCode !== 200 && answer.statusCode !== 303) throw new Error(`${target.page} answers ${answer.statusCode} at ${target.path}`)
    const statements = noted.map(({ text, values }) => ({ text, values: (values ?? []).map((value, at) => (value === once || (at === 0 && text.startsWith('insert into cases.task (id')) ? 'ONCE' : Buffer.isBuffer(value) ? { hex: value.toString('hex') } : value)) }))
    prepared.push({ ...target, cookie, statements, bytes: answer.rawPayload.length, html: answer.payload })
  }
  noted.stop()
  await server.close()
  return prepared
}

type Server = Awaited<ReturnType<typeof createServer>>

/** Signs an invented person in and answers with the cookie. */
export async function signIn(server: Server, login: string): Promise<string> {
  const answer = await server.inject({ method: 'POST', url: '/sign-in/demo', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ account: login, once: randomUUID() }).toString() })
  const session = answer.cookies.find(({ name }) => name === 'ariadne_session')
  if (!session) throw new Error(`${login} could not sign in: ${answer.statusCode}`)
  return `ariadne_session=${session.value}`
}

/** Notes what goes over every connection of this process, by standing before the driver's `query`. */
function noteStatements(): Statement[] & { stop: () => void } {
  const original = pg.Client.prototype.query
  const noted: Statement[] = []
  const standIn = function (this: pg.Client, ...words: unknown[]): unknown {
    const [text, values] = words
    if (typeof text === 'string') noted.push({ text, values: Array.isArray(values) ? values : [] })
    else if (typeof text === 'object' && text !== null && 'text' in text) noted.push(text as Statement)
    return Reflect.apply(original, this, words)
  }
  Object.assign(pg.Client.prototype, { query: standIn })
  return Object.assign(noted, { stop: () => void Object.assign(pg.Client.prototype, { query: original }) })
}
