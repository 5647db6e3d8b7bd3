import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import { sentenceOf } from '#platform/doors/sentence'
import { keyOf, openSealed, sealedAt } from '#platform/vault/sealed-columns'
import { testDatabase } from '../support/database.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium
/** Ten years and a day after the files below have ended. */
const later = '2036-12-01'
const officer = 'data-protection-officer'

type Shown = { over: { file: string }[]; held: { file: string }[]; ended: number; withoutRule: number }
const shown = (on: string) => be.does<Shown>(officer, 'retention.show', {}, { on })
const filesIn = (list: readonly { file: string }[]) => list.map(({ file }) => file).toSorted()

/** A colleague of the officer, who may approve what the officer asks. */
async function colleague(): Promise<string> {
  const login = 'second-officer'
  await be.rows(sql`insert into accounts.account (login, name, office, language, demonstration)
    select ${login}, 'B. Fictief', office, 'nl', true from accounts.account where login = ${officer} on conflict do nothing`)
  return login
}

/** A person whose file has ended: the reflection document was issued and then ended for a reason of the law. */
async function endedFile(name: string): Promise<{ file: string; reference: string }> {
  const { file } = await be.accompanied({ familyName: name })
  await be.rows(sql`update cases.file set outcome = 'ended-lapsed', state = 'ended-lapsed', state_since = '2026-11-23' where id = ${file}`)
  const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`)
  return { file, reference: row?.reference ?? '' }
}

const nameOf = async (login: string, file: string): Promise<string | undefined> => {
  const actor = await be.actor(login)
  return inTransaction(base.db, { actor }, async (tx) => {
    const { rows: [row] } = await sql<{ sealed: Buffer; key: Buffer | null }>`select sealed, ${keyOf('identity.file')} as key from cases.identity where file = ${file}`.execute(tx)
    return row && (await openSealed<{ familyNames: string }>(tx, file, row, sealedAt('cases.identity', file)))?.familyNames
  })
}

beforeAll(async () => { be = await Belgium.open(base.db) }, 60_000)

describe('keeping and destroying', () => {
  let [gone, held, running]: { file: string; reference: string }[] = []
  beforeAll(async () => {
    gone = await endedFile('Verleden')
    held = await endedFile('Aangehouden')
    running = { file: (await be.accompanied({ familyName: 'Lopend' })).file, reference: '' }
    await be.does('caseworker-pag-asa', 'retention.hold', { file: held.file, reason: 'civil-claim' })
    await colleague()
  }, 60_000)

  test('a file that has not ended is never over, and one that has not before its years', async () => {
    expect((await shown('2036-11-22')).over).toEqual([])
    const { over } = await shown(later)
    expect(filesIn(over)).toEqual([gone?.file])
    expect(filesIn(over)).not.toContain(running?.file)
  })

  test('a hold keeps a file beyond its time until it is lifted or its last day is over', async () => {
    expect(filesIn((await shown(later)).held)).toEqual([held?.file])
    expect(refusalOf(await be.ask('caseworker-pag-asa', 'retention.hold', { file: held?.file, reason: 'appeal', until: '2020-01-01' }))).toBe('hold-in-the-past')
  })

  test('who does not act in the file can neither see nor hold it', async () => {
    for (const login of ['caseworker-payoke', 'labour-inspector', 'analyst', 'coordinator', officer]) {
      expect(refusalOf(await be.ask(login, 'retention.show-file', { file: gone?.file })), login).toBe('not-found')
      expect(refusalOf(await be.ask(login, 'retention.hold', { file: gone?.file, reason: 'audit' })), login).toBe('not-found')
    }
  })

  test('nobody but data protection sees the list or a run', async () => {
    for (const login of ['caseworker-pag-asa', 'immigration-officer', 'administrator', 'coordinator', 'analyst']) expect(refusalOf(await be.ask(login, 'retention.show', {})), login).toBe('not-found')
  })

  test('destruction needs a second person, and then takes away who she was for everybody and for good', async () => {
    expect(await nameOf('caseworker-pag-asa', gone?.file ?? '')).toBe('Verleden')
    const before = await be.rows<{ state: string; forms: string[]; sex: string }>(sql`select state, forms, sex from cases.file where id = ${gone?.file}`)
    const { run } = await be.does<{ run: string }>(officer, 'retention.propose', { reason: 'The yearly round' }, { on: later })
    expect(refusalOf(await be.ask(officer, 'retention.destroy', { run }, { on: later }))).toBe('accounts:approval-missing')
    const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${run}`)
    expect(refusalOf(await be.ask(officer, 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Mine' }, { on: later }))).toBe('accounts:approval-own')
    await be.does('second-officer', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' }, { on: later })
    expect(await be.does(officer, 'retention.destroy', { run }, { on: later })).toMatchObject({ destroyed: 1, kept: 0 })
    expect(await nameOf('caseworker-pag-asa', gone?.file ?? '')).toBeUndefined()
    const [left] = await be.rows<{ key: Buffer | null; birth: number | null; contacts: number; parties: number }>(sql`
      select (select wrapped from vault.data_key where subject = ${gone?.file}) as key, birth_year as birth,
        (select count(*)::int from cases.safe_contact where file = ${gone?.file}) as contacts,
        (select count(*)::int from cases.party where file = ${gone?.file} and until is null) as parties
      from cases.file where id = ${gone?.file}`)
    expect(left).toEqual({ key: null, birth: null, contacts: 0, parties: 0 })
    expect(await be.rows(sql`select state, forms, sex from cases.file where id = ${gone?.file}`)).toEqual(before)
    expect(refusalOf(await be.ask('caseworker-pag-asa', 'procedure.show-file', { file: gone?.file }, { on: later }))).toBe('not-found')
    expect((await shown(later)).over).toEqual([])
    expect(await nameOf('caseworker-pag-asa', held?.file ?? '')).toBe('Aangehouden')
  })

  test('what is held after the list was drawn up is not destroyed with it', async () => {
    const third = await endedFile('Derde')
    const { run } = await be.does<{ run: string }>(officer, 'retention.propose', { reason: 'Another round' }, { on: later })
    await be.does('caseworker-pag-asa', 'retention.hold', { file: third.file, reason: 'her-request' }, { on: later })
    const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${run}`)
    await be.does('second-officer', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' }, { on: later })
    expect(await be.does(officer, 'retention.destroy', { run }, { on: later })).toMatchObject({ destroyed: 0, kept: 1 })
    expect(await nameOf('caseworker-pag-asa', third.file)).toBe('Derde')
  })

  test('whoever is shut out of a file neither counts it nor carries out a list that holds it; a colleague to whom all is open can', async () => {
    const [open, closed] = [await endedFile('Open'), await endedFile('Gesloten')]
    const { run } = await be.does<{ run: string }>(officer, 'retention.propose', { reason: 'A round of three' }, { on: later })
    const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${run}`)
    await be.does('second-officer', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' }, { on: later })
    const before = (await shown(later)).ended
    await be.does('administrator', 'guard.shut-out', { reference: closed.reference, account: (await be.actor(officer)).account, reason: 'her own neighbour' })
    expect((await shown(later)).ended).toBe(before - 1)
    // The first to end of all, and so the only one below the limit: a list is not shorter for what it leaves out.
    await be.rows(sql`update cases.file set state_since = '2026-11-24' where outcome is not null and id <> ${closed.file}`)
    const first = await inTransaction(base.db, { actor: await be.actor(officer) }, async (tx) => (await sql<{ file: string }>`select file from retention.ended_files('2036-12-01', 1)`.execute(tx)).rows)
    expect(first.map(({ file }) => file)).not.toContain(closed.file)
    expect(first).toHaveLength(1)

    const outcome = await be.ask(officer, 'retention.destroy', { run }, { on: later })
    expect(refusalOf(outcome)).toBe('run-closed-in-part')
    for (const language of ['en', 'nl', 'fr', 'de'] as const) expect(outcome.answered ? '' : sentenceOf(outcome.refusal, 'retention.destroy', language)).not.toMatch(/run-closed-in-part|BE-|^$/)
    expect(await nameOf('caseworker-pag-asa', open.file)).toBe('Open')
    const emptied = await inTransaction(base.db, { actor: await be.actor(officer) }, async (tx) => (await sql<{ emptied: boolean }>`select retention.empty_file(${closed.file}, ${run}, '2036-12-01') as emptied`.execute(tx)).rows[0]?.emptied)
    expect(emptied).toBe(false)
    // A list of her own holds what is open to her; the one that she cannot carry out a colleague carries out whole.
    const own = await be.does<{ run: string; files: number }>(officer, 'retention.propose', { reason: 'What is open' }, { on: later })
    expect(await be.rows(sql`select from retention.run_file where run = ${own.run} and file = ${closed.file}`)).toEqual([])
    expect(await be.does('second-officer', 'retention.destroy', { run }, { on: later })).toMatchObject({ kept: 0 })
    expect(await nameOf('caseworker-pag-asa', closed.file)).toBeUndefined()
    // It was hers to shut out before, and stays so: the certificate and the list name it to everybody else.
    expect(JSON.stringify(await be.does(officer, 'retention.show-run', { run }, { on: later }))).not.toContain(closed.reference)
    expect(JSON.stringify(await be.does('second-officer', 'retention.show-run', { run }, { on: later }))).toContain(closed.reference)
  })
})
