import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { keyOf, openSealed, person, sealedAt, sealFor } from '#platform/vault/sealed-columns'
import type { FileId } from '#vocabulary/ids'
import type { ContactRule, Way } from '../domain/may-contact.ts'
import { listSafeContactsOf } from './safe-contact-rows.ts'

type RuleRow = Omit<ContactRule, 'codeWord'> & { readonly contact: string; readonly file: FileId; readonly sealed: Buffer | null; readonly key: Buffer | null }
const place = (contact: string): string => sealedAt('cases.contact_rule', contact, 'code_word')

/** The ways in which somebody might be reached, each with what she said of it. */
export const readWays = async (tx: Tx, file: FileId): Promise<readonly Way[]> => (await readWaysOf(tx, [file])).get(file) ?? []

/** The same of many files at once; a file without a way is not among them. */
export async function readWaysOf(tx: Tx, files: readonly FileId[]): Promise<ReadonlyMap<FileId, readonly Way[]>> {
  const contacts = await listSafeContactsOf(tx, files)
  if (contacts.length === 0) return new Map()
  const { rows } = await sql<RuleRow>`select contact, file, confirmed_on as "confirmedOn", confirmed_how as "confirmedHow", weekdays, from_time as "from", until_time as "until",
      answered_by as "answeredBy", may_say as "maySay", code_word as sealed, ${keyOf('contact_rule.file')} as key
    from cases.contact_rule where contact = any (${contacts.map(({ id }) => id)}::uuid[])`.execute(tx)
  const rules = new Map(await Promise.all(rows.map(async ({ contact, file, sealed, key, ...rule }): Promise<[string, ContactRule]> =>
    [contact, { ...rule, codeWord: (await openSealed<string>(tx, file, { sealed, key }, place(contact))) ?? '' }])))
  const ways = new Map<FileId, Way[]>()
  for (const { file, ...contact } of contacts) ways.set(file, [...(ways.get(file) ?? []), { ...contact, rule: rules.get(contact.id) ?? null }])
  return ways
}

/** Notes what she said of a way; the word that tells her who calls is sealed with her key. */
export async function insertRule(tx: Tx, { file, contact, rule }: { readonly file: FileId; readonly contact: string; readonly rule: ContactRule }): Promise<void> {
  const codeWord = rule.codeWord === '' ? null : await sealFor(tx, person(file), place(contact), rule.codeWord)
  await sql`insert into cases.contact_rule (contact, file, confirmed_on, confirmed_how, weekdays, from_time, until_time, answered_by, may_say, code_word)
    values (${contact}, ${file}, ${rule.confirmedOn}, ${rule.confirmedHow}, ${[...rule.weekdays]}::int[], ${rule.from}, ${rule.until}, ${rule.answeredBy}, ${rule.maySay}, ${codeWord})`.execute(tx)
}

export type ToCall = { readonly file: FileId; readonly reference: string; readonly tasks: number; readonly clocks: number }

/** The files that the actor's centre accompanies and in which something has to be said soon: a task of its own, or a clock of its own. */
export async function filesToCall(tx: Tx, { today, until, atMost }: { readonly today: string; readonly until: string; readonly atMost: number }): Promise<readonly ToCall[]> {
  const { rows } = await sql<ToCall>`
    select file.id as file, file.reference,
      (select count(*)::int from cases.task where task.file = file.id and task.office = app.office() and done_on is null and (due_on is null or due_on <= ${today})) as tasks,
      (select count(*)::int from cases.clock where clock.file = file.id and clock.owner_office = app.office() and closed_on is null and suspended_since is null and ends_on <= ${until}) as clocks
    from cases.party join cases.file on file.id = party.file
    where party.office = app.office() and party.relation = 'centre' and party.until is null and file.outcome is null
      and (exists (select from cases.task where task.file = file.id and task.office = app.office() and done_on is null and (due_on is null or due_on <= ${today}))
        or exists (select from cases.clock where clock.file = file.id and clock.owner_office = app.office() and closed_on is null and suspended_since is null and ends_on <= ${until}))
    order by file.due_on nulls last, file.reference limit ${atMost}`.execute(tx)
  return rows
}
