import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql, type RawBuilder } from 'kysely'
import { addDemonstrationAccounts, demonstrationActor, readDemonstrationAccounts } from '#accounts'
import { readConfiguration } from '#platform/configuration'
import type { Database } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import type { ModuleDoors } from '#platform/doors/page'
import { perform, type Door, type Outcome } from '#platform/doors/perform'
import type { Route } from '#platform/doors/route'
import { wordRefusalsIn } from '#platform/doors/sentence'
import type { FileId } from '#vocabulary/ids'
import { composeDoor, modules } from '../../src/main/compose-site.tsx'
import { packFolder, readCountry } from '../../src/main/country-pack.ts'
import { keepOffices } from '../../src/main/keep-offices.ts'

const pack = readCountry('be')
export const routes: ReadonlyMap<string, Route> = new Map((modules as readonly ModuleDoors[]).flatMap((module) => module.routes.map((route): [string, Route] => [route.name, route])))
for (const { book, routes: own } of modules) for (const { name } of own) wordRefusalsIn(name, book)

type Asking = { readonly on?: string; readonly once?: string }

/** Belgium's offices and invented people on a real database, behind the real doors, at a moment that the test sets. */
export class Belgium {
  readonly door: Door
  moment = new Date('2026-11-23T09:00:00Z')
  readonly #actors = new Map<string, Actor>()

  constructor(db: Database) {
    this.door = composeDoor(db, readConfiguration({}), pack, () => this.moment)
  }

  static async open(db: Database): Promise<Belgium> {
    await keepOffices(db, pack)
    await addDemonstrationAccounts(db, readDemonstrationAccounts(readFileSync(join(packFolder('be'), 'demonstration.yaml'), 'utf8')))
    return new Belgium(db)
  }

  async actor(login: string): Promise<Actor> {
    const known = this.#actors.get(login) ?? (await demonstrationActor(this.door.db, login))
    this.#actors.set(login, known)
    return known
  }

  /** Comes to a door in somebody's name; the name of the route is enough. */
  async ask(login: string | null, name: string, input: unknown, { on, once }: Asking = {}): Promise<Outcome<Record<string, unknown>>> {
    const route = routes.get(name)
    if (!route) throw new Error(`there is no route ${name}`)
    const door = on === undefined ? this.door : { ...this.door, clock: () => new Date(`${on}T09:00:00Z`) }
    const actor = login === null ? null : await this.actor(login)
    return (await perform(door, route, { actor, language: 'en', input, once })) as Outcome<Record<string, unknown>>
  }

  /** The same, where it is to be done: the answer itself. */
  async does<Value = Record<string, unknown>>(login: string, name: string, input: unknown, asking?: Asking): Promise<Value> {
    const outcome = await this.ask(login, name, input, asking)
    if (!outcome.answered) throw new Error(`${login} could not ${name}: ${JSON.stringify(outcome.refusal)}`)
    return outcome.value as Value
  }

  /** Somebody says yes to letting somebody in. */
  async agreed(by = 'second-administrator'): Promise<{ code: string | null; key: string | null }> {
    const [asked] = await this.rows<{ id: string }>(sql`select id from accounts.approval where answer is null and act in ('open-account', 'invite-account', 'set-lead', 'move-account', 'set-replacement') order by asked_at desc limit 1`)
    return this.does(by, 'approval.answer', { approval: asked?.id, answer: 'approve', reason: 'Seen in person' })
  }

  /** A new account that a second person has agreed to, and the code of its invitation, which she was given. */
  async letIn(login: string, { name = 'N. Exempel', office, language = 'nl' }: { name?: string; office: string; language?: string }): Promise<{ account: string; code: string }> {
    const { account } = await this.does<{ account: string }>('administrator', 'account.create', { login, name, office, language, reason: 'Begins today' })
    return { account, code: String((await this.agreed()).code) }
  }

  /** Rows of any table, as the owner of the tables reads them. */
  rows<Row = Record<string, unknown>>(query: RawBuilder<unknown>): Promise<Row[]> {
    return asMigrator(this.door.db, async (tx) => (await query.execute(tx)).rows as Row[])
  }

  async count(table: string): Promise<number> {
    const [row] = await this.rows<{ count: number }>(sql`select count(*)::int as count from ${sql.raw(table)}`)
    return row?.count ?? -1
  }

  /** How many rows there are of all that an act may leave behind, but for the record of acts. */
  async traces(): Promise<Record<string, number>> {
    const tables = ['cases.file', 'cases.identity', 'cases.party', 'cases.clock', 'cases.timeline', 'referral.referral', 'referral.event', 'protection.procedure', 'protection.step', 'protection.document', 'detection.report', 'detection.notification', 'platform.once']
    const counts: Record<string, number> = {}
    for (const table of tables) counts[table] = await this.count(table)
    return counts
  }

  /** What a form says that has just been opened over a report. */
  async seen(report: string): Promise<{ version: number; by: string }> {
    const [row] = await this.rows<{ version: number }>(sql`select version from detection.report where id = ${report}`)
    return { version: row?.version ?? 0, by: crypto.randomUUID() }
  }

  /** Begins a report and fills every screen of it. */
  async fullReport(login: string, said: Record<string, unknown> = {}, asking?: Asking): Promise<string> {
    const { report } = await this.does<{ report: string }>(login, 'report.start', {}, asking)
    const all: Record<string, unknown> = {
      immediateDanger: 'no', contactBroken: 'yes', age: 'adult', consent: 'yes', unaccompanied: 'yes', seenOn: '2026-11-20', place: 'The cellar of Specimen street', district: 'brussels', sector: 'construction',
      signs: { 'no-free-movement': 'seen' }, language: 'vi', interpreterNeeded: 'yes', sex: 'female', familyName: 'Fictief', givenName: 'Mai', citizenships: ['VN'],
      exploitedWhere: 'here', exploitedDistrict: 'brussels', stay: 'neither', diplomaticHousehold: 'no', smuggling: 'no', ...said,
    }
    for (const [screen, fields] of Object.entries(screensWithFields)) {
      const part = Object.fromEntries(fields.flatMap((field) => (all[field] === undefined ? [] : [[field, all[field]]])))
      const outcome = await this.ask(login, 'report.save-screen', { report, screen, seen: await this.seen(report), said: part, finish: true }, asking)
      if (!outcome.answered && outcome.refusal.refused !== 'no-such-screen') throw new Error(`${screen}: ${JSON.stringify(outcome.refusal)}`)
    }
    return report
  }

  async office(login: string): Promise<string> {
    return (await this.actor(login)).office
  }

  /** A person handed on by the inspection to a centre; the referral waits for the answer. */
  async handedOn(said: Record<string, unknown> = {}, asking?: Asking): Promise<{ file: FileId; referral: string; report: string }> {
    const report = await this.fullReport('labour-inspector', said, asking)
    await this.does('labour-inspector', 'report.send', { report, centre: await this.office('caseworker-pag-asa') }, asking)
    const [row] = await this.rows<{ file: FileId; referral: string }>(sql`select id as referral, file from referral.referral where report = ${report}`)
    if (!row) throw new Error('no referral came of the report')
    return { ...row, report }
  }

  /** A person whom the centre has accepted. */
  async accompanied(said: Record<string, unknown> = {}, asking?: Asking): Promise<{ file: FileId; referral: string; report: string }> {
    const handed = await this.handedOn(said, asking)
    await this.does('caseworker-pag-asa', 'referral.accept', { referral: handed.referral, version: 0 }, asking)
    return handed
  }

  /** Takes steps one after another, each by its login, from the version that the file has. */
  async steps(file: string, ...taken: readonly (readonly [login: string, step: string, input?: object, more?: object])[]): Promise<number> {
    const [at] = await this.rows<{ steps: number }>(sql`select steps from protection.procedure where file = ${file}`)
    let version = at?.steps ?? 0
    for (const [login, step, input = { kind: 'plain' }, more = {}] of taken) {
      const done = await this.does<{ version: number }>(login, 'procedure.take-step', { file, step, version, input, ...more })
      version = done.version
    }
    return version
  }

  /** A person with the document of the reflection period. */
  async inReflection(): Promise<FileId> {
    const { file } = await this.accompanied()
    await this.steps(file, ...conditions, ['caseworker-pag-asa', 'apply-for-reflection-document', { kind: 'application' }], ['immigration-officer', 'issue-reflection-document', { kind: 'issue' }])
    return file
  }
}

const condition = (name: string, evidence: string) => ['caseworker-pag-asa', 'record-condition', { kind: 'condition', condition: name, met: 'yes', evidence }] as const
export const conditions = [condition('contact-broken', 'person-says-so'), condition('accompanied-by-centre', 'agreement-signed')] as const

const screensWithFields: Readonly<Record<string, readonly string[]>> = {
  safety: ['immediateDanger', 'contactBroken'], age: ['age', 'bornOn'], child: ['unaccompanied'], consent: ['consent'], place: ['seenOn', 'place', 'district', 'sector'],
  notification: ['seenOn', 'district', 'sector', 'sex', 'signs'], signs: ['signs'], language: ['language', 'interpreterNeeded'],
  person: ['sex', 'familyName', 'givenName', 'citizenships'], exploitation: ['exploitedWhere', 'exploitedDistrict', 'exploitedCountry'], stay: ['stay'], circumstances: ['diplomaticHousehold', 'smuggling'],
}

export const refusalOf = (outcome: Outcome<unknown>): string => (outcome.answered ? 'answered' : outcome.refusal.refused)
