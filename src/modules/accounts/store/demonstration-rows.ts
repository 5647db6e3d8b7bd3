import { sql } from 'kysely'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Database, Tx } from '#platform/database/connect'
import { asMigrator } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import { confirmedForStory } from '#platform/doors/confirmation'
import { SessionId } from '#vocabulary/ids'
import { Language } from '#vocabulary/language'
import type { OfficeKind } from '#vocabulary/office-kind'

export const DemonstrationAccount = z.strictObject({
  login: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,59}$/),
  name: z.string().min(1),
  /** The key of an office in the directory. */
  office: z.string(),
  profession: z.string().nullable().default(null),
  lead: z.boolean().default(false),
  language: Language,
  listed: z.boolean().default(true),
})
/** An invented person with whom the evaluation edition lets anybody sign in. */
export type DemonstrationAccount = z.output<typeof DemonstrationAccount>

const DemonstrationFile = z.strictObject({ accounts: z.array(DemonstrationAccount).min(1) })

/** Reads the invented people of a country; throws where the text is not what it should be. */
export const readDemonstrationAccounts = (text: string): readonly DemonstrationAccount[] => DemonstrationFile.parse(parse(text)).accounts

/** Brings in the invented people, again and again to the same effect; throws where one of them has no office. */
export async function addDemonstrationAccounts(db: Database, accounts: readonly DemonstrationAccount[]): Promise<void> {
  await asMigrator(db, async (tx) => {
    for (const [order, account] of accounts.entries()) await addOne(tx, account, order)
  })
}

async function addOne(tx: Tx, { login, name, office, profession, lead, language, listed }: DemonstrationAccount, order: number): Promise<void> {
  // The list on the sign-in page keeps the order of the file.
  const { numAffectedRows } = await sql`
    insert into accounts.account (login, name, office, profession, lead, language, listed, demonstration, created_at)
    select ${login}, ${name}, id, ${profession}, ${lead}, ${language}, ${listed}, true, date_trunc('day', now()) + ${order} * interval '1 millisecond'
    from accounts.office where key = ${office}
    on conflict (login) do update set name = excluded.name, office = excluded.office, profession = excluded.profession,
      lead = excluded.lead, listed = excluded.listed
    where account.demonstration`.execute(tx)
  if (numAffectedRows !== 1n) throw new Error(`The demonstration account ${login} cannot be added: there is no office ${office}, or the login is a real person's.`)
}

export type ListedAccount = {
  readonly login: string; readonly name: string; readonly officeName: string; readonly officeKind: OfficeKind; readonly profession: string; readonly language: Language
}

export async function listDemonstrationAccounts(tx: Tx, reader: Language): Promise<readonly ListedAccount[]> {
  const { rows } = await sql<ListedAccount>`
    select login, name, office_name as "officeName", office_kind as "officeKind", profession, language from accounts.demonstration_accounts(${reader})`.execute(tx)
  return rows
}

type Person = Omit<Actor, 'session' | 'sessionEndsAt'>

/** An invented person at the door without having signed in, for telling a case history again. */
export async function demonstrationActor(db: Database, login: string): Promise<Actor> {
  const { rows: [person] } = await asMigrator(db, (tx) => sql<Person>`
    select person.id as account, person.name, office.id as office, office.name ->> person.language as "officeName", office.kind as "officeKind",
      coalesce(person.profession, office.profession, office.kind) as profession, person.language
    from accounts.account as person join accounts.office on office.id = person.office
    where person.login = ${login} and person.demonstration`.execute(tx))
  if (!person) throw new Error(`There is no demonstration account ${login}.`)
  return { ...person, session: SessionId.parse(crypto.randomUUID()), sessionEndsAt: '9999-12-31T00:00:00.000Z', confirmedAt: confirmedForStory }
}
