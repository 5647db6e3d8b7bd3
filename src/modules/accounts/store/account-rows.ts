import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import { asMigrator } from '#platform/database/transaction'
import { AccountId, type OfficeId } from '#vocabulary/ids'
import { instant, type Instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'
import type { OfficeKind } from '#vocabulary/office-kind'
import { writeInvitation } from './invitation-rows.ts'
import { officeByKey, syncOffices } from './office-rows.ts'

export type AccountRow = {
  readonly id: AccountId
  readonly login: string
  readonly name: string
  readonly officeName: string
  readonly lead: boolean
  readonly active: boolean
  readonly invitedUntil: Instant | null
  /** Whether a second person has been asked before it opens. */
  readonly waits: boolean
}

const rowsWhere = (language: Language, condition: ReturnType<typeof sql>, paging?: Paging) => sql<AccountRow>`
  select person.id, person.login, person.name, office.name ->> ${language} as "officeName", person.lead, person.active,
    (select max(until) from accounts.invitation where account = person.id and used_at is null) as "invitedUntil",
    not person.active and accounts.opening_waits(person.id, app.now()) as waits
  from accounts.account as person join accounts.office on office.id = person.office
  where (${condition}) and not person.machine order by office.key, person.name, person.login, person.id ${paging ? onPage(paging) : sql``}`

export async function listAccounts(tx: Tx, language: Language, paging: Paging): Promise<PageOf<AccountRow>> {
  return pageOf((await rowsWhere(language, sql`true`, paging).execute(tx)).rows, paging)
}

export async function findAccount(tx: Tx, id: AccountId, language: Language): Promise<AccountRow | undefined> {
  return (await rowsWhere(language, sql`person.id = ${id}`).execute(tx)).rows[0]
}

/** Whether somebody has any way to sign in, for those who keep the account. */
export async function canSignIn(tx: Tx, id: AccountId): Promise<boolean> {
  const { rows } = await sql<{ can: boolean }>`select accounts.can_sign_in(${id}) as can`.execute(tx)
  return rows[0]?.can === true
}

export async function officeOfAccount(tx: Tx, id: AccountId): Promise<OfficeId | undefined> {
  const { rows } = await sql<{ office: OfficeId }>`select office from accounts.account where id = ${id}`.execute(tx)
  return rows[0]?.office
}

/** Whether who acts leads the own office at this moment. */
export async function leadsOwnOffice(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ leads: boolean }>`select accounts.leads_own_office() as leads`.execute(tx)
  return rows[0]?.leads === true
}

export async function listColleagues(tx: Tx, office: OfficeId, language: Language, paging: Paging): Promise<PageOf<AccountRow>> {
  return pageOf((await rowsWhere(language, sql`person.office = ${office}`, paging).execute(tx)).rows, paging)
}

export async function findColleague(tx: Tx, id: AccountId, office: OfficeId, language: Language): Promise<AccountRow | undefined> {
  return (await rowsWhere(language, sql`person.id = ${id} and person.office = ${office}`).execute(tx)).rows[0]
}

export type NewAccount = {
  readonly login: string
  readonly name: string
  readonly office: OfficeId
  readonly profession: string | null
  readonly lead: boolean
  readonly language: Language
  /** Closed until a second person has agreed, where the country asks one. */
  readonly active: boolean
}

/** Answers undefined when the login is taken. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<AccountId | undefined> {
  const id = AccountId.parse(crypto.randomUUID())
  const { numAffectedRows } = await sql`
    insert into accounts.account (id, login, name, office, profession, lead, language, active)
    values (${id}, ${account.login}, ${account.name}, ${account.office}, ${account.profession}, ${account.lead}, ${account.language}, ${account.active})
    on conflict (login) do nothing`.execute(tx)
  return numAffectedRows === 1n ? id : undefined
}

export async function setActive(tx: Tx, id: AccountId, active: boolean): Promise<void> {
  await sql`update accounts.account set active = ${active} where id = ${id}`.execute(tx)
}

export async function setLead(tx: Tx, id: AccountId, lead: boolean): Promise<void> {
  await sql`update accounts.account set lead = ${lead} where id = ${id}`.execute(tx)
}

/** The offices in which people work and that nobody of them leads, of the kinds that have clocks to keep. */
export async function officesWithoutLead(tx: Tx, language: Language, kinds: readonly OfficeKind[]): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select office.name ->> ${language} as name from accounts.office
    where office.kind = any (${[...kinds]}) and exists (select from accounts.account as person where person.office = office.id and person.active)
      and accounts.superior_of(office.id) is null
    order by office.key`.execute(tx)
  return rows.map(({ name }) => name)
}

export async function setOwnLanguage(tx: Tx, language: Language): Promise<void> {
  await sql`select accounts.set_own_language(${language})`.execute(tx)
}

const administration = { en: 'Administration', nl: 'Beheer', fr: 'Administration', de: 'Verwaltung' }

/** Makes a person of the administration, the first or another, and answers the code of the invitation; asked again, it answers a new code. Who may run this on the server needs nobody's yes. */
export async function createFirstAdministrator(db: Database, asked: { readonly login: string; readonly name: string; readonly now: Date }): Promise<string> {
  const login = asked.login.toLowerCase()
  const known = await asMigrator(db, (tx) => officeByKey(tx, 'administration'))
  if (!known) await syncOffices(db, [{ key: 'administration', kind: 'administration', name: administration, languages: [], role: 'authority' }])
  return asMigrator(db, async (tx) => {
    const office = await officeByKey(tx, 'administration')
    if (!office) throw new Error('the office of the administration was not made')
    await insertAccount(tx, { login, name: asked.name, office: office.id, profession: null, lead: true, language: 'en', active: true })
    const { rows: [account] } = await sql<{ id: AccountId }>`select id from accounts.account where login = ${login} and office = ${office.id}`.execute(tx)
    if (!account) throw new Error(`The login ${login} belongs to somebody of another office. Choose another one.`)
    await setActive(tx, account.id, true)
    return writeInvitation(tx, account.id, instant(asked.now))
  })
}
