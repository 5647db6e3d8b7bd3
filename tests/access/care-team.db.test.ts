import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AttachmentFolder } from '#platform/attachments/attachment-folder'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import { perform } from '#platform/doors/perform'
import type { FileId } from '#vocabulary/ids'
import { languages } from '#vocabulary/language'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let web: Visitors
let file: FileId
const [nurse, worker, lead] = ['nurse', 'caseworker-pag-asa', 'lead-pag-asa']
const secret = 'Zwangerspecimen-Fictief'
const account = async (login: string) => (await be.actor(login)).account

beforeAll(async () => {
  be = await Belgium.open(base.db)
  Object.assign(be, { door: { ...be.door, installation: { ...be.door.installation, attachments: new AttachmentFolder(mkdtempSync(join(tmpdir(), 'ariadne-care-'))) } } })
  web = await Visitors.open(be)
  await be.rows(sql`insert into accounts.account (login, name, office, language, demonstration) select 'nurse', 'N. Zorgspecimen', office, 'nl', true from accounts.account where login = ${worker}`)
  ;({ file } = await be.accompanied())
  await be.does(lead, 'care.name-member', { file, account: await account(nurse) })
  await be.does(nurse, 'medical.add-note', { file, text: `${secret}: seen by the doctor` })
  await be.does(nurse, 'medical.add-paper', { file, name: `${secret}.txt`, content: Buffer.from(`${secret} in a paper`).toString('base64') })
})
afterAll(() => web.server.close())

const show = (login: string, of: FileId = file) => be.ask(login, 'medical.show', { file: of })
const paper = async () => String((await be.rows<{ id: string }>(sql`select id from cases.paper where compartment = 'medical' limit 1`))[0]?.id)

describe('medical notes', () => {
  test('are read and written by the care team, the newest first, and corrected by a note that follows', async () => {
    const { notes: [first], papers } = await be.does<{ notes: { id: string; text: string }[]; papers: { name: string }[] }>(nurse, 'medical.show', { file })
    expect(papers).toMatchObject([{ name: `${secret}.txt`, isOwn: true }])
    await be.does(nurse, 'medical.add-note', { file, text: 'It was the other doctor', corrects: first?.id })
    const { notes } = await be.does<{ notes: object[] }>(nurse, 'medical.show', { file })
    expect(notes).toMatchObject([{ text: 'It was the other doctor', corrects: first?.id, author: 'N. Zorgspecimen' }, { id: first?.id, isCorrected: true, text: first?.text }])
    const actor = await be.actor(nurse)
    for (const statement of [sql`update cases.care_note set kind = 'social'`, sql`delete from cases.care_note`, sql`insert into cases.care_member (id, file, office, account, named_by, named_at) values (gen_random_uuid(), ${file}, ${actor.office}, ${actor.account}, ${actor.account}, now())`]) {
      await expect(inTransaction(base.db, { actor }, (tx) => statement.execute(tx))).rejects.toThrow(/permission denied|row-level security/)
    }
    expect((await be.does<{ content: string }>(nurse, 'medical.download', { file, attachment: await paper() })).content).toBe(Buffer.from(`${secret} in a paper`).toString('base64'))
  })

  test('are closed to everybody else, the centre’s lead and caseworker among them, by the program and by the database', async () => {
    const attachment = await paper()
    const others = [worker, lead, 'caseworker-payoke', 'labour-inspector', 'immigration-officer', 'labour-auditor', 'guardian', 'coordinator', 'analyst', 'administrator', 'data-protection-officer']
    for (const login of others) {
      for (const [route, more] of [['medical.show', {}], ['medical.add-note', { text: 'x' }], ['medical.add-paper', { name: 'x.txt', content: 'eA==' }], ['medical.download', { attachment }], ['medical.remove-paper', { attachment }], ['attachment.download', { attachment }], ['attachment.remove', { attachment }]] as const) {
        expect([login, route, refusalOf(await be.ask(login, route, { file, ...more }))]).toEqual([login, route, 'not-found'])
      }
      const actor = await be.actor(login)
      for (const table of ['cases.care_note', 'cases.paper']) expect((await inTransaction(base.db, { actor }, (tx) => sql`select from ${sql.raw(table)} where file = ${file}`.execute(tx))).rows, `${login} ${table}`).toHaveLength(0)
      const writing = inTransaction(base.db, { actor }, (tx) => sql`insert into cases.care_note (id, file, office, account, kind, sealed, at) values (gen_random_uuid(), ${file}, ${actor.office}, ${actor.account}, 'medical', '\\x00', now())`.execute(tx))
      await expect(writing, login).rejects.toThrow(/row-level security/)
    }
  })

  test('are told of by no answer of any question to anybody else: not their words, not their number, not that they were read', async () => {
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`)
    const inputs = [{}, { file }, { search: secret }, { search: row?.reference }, { reference: row?.reference }, { file, language: 'en' }]
    const saying = async (login: string) => {
      const found = new Set<string>()
      for (const route of [...routes.values()].filter(({ kind }) => kind === 'ask')) for (const input of inputs) {
        const told = JSON.stringify(await be.ask(login, route.name, input)).replaceAll(/"searched":"[^"]*"/g, '').replaceAll(/"asked":\{[^}]*\}/g, '')
        if (told.includes(secret) || (route.name === 'act.list-of-file' && told.includes('"medical.'))) found.add(route.name)
      }
      return [...found]
    }
    for (const login of [worker, lead, 'guardian', 'immigration-officer', 'caseworker-payoke', 'analyst', 'administrator']) expect([login, await saying(login)]).toEqual([login, []])
    expect((await saying(nurse)).toSorted()).toEqual(['act.list-of-file', 'medical.show'])
    const before = JSON.stringify([await be.does(worker, 'attachment.list', { file }), await be.does(worker, 'care.show', { file })])
    await be.does(nurse, 'medical.add-note', { file, text: 'one more' })
    expect(JSON.stringify([await be.does(worker, 'attachment.list', { file }), await be.does(worker, 'care.show', { file })])).toBe(before)
  }, 120_000)

  test('lie in no table in clear', async () => {
    const { rows: tables } = await asMigrator(base.db, (tx) => sql<{ name: string }>`select quote_ident(nspname) || '.' || quote_ident(relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace where relkind in ('r', 'p') and nspname not in ('pg_catalog', 'information_schema')`.execute(tx))
    for (const { name } of tables) {
      const text = (await be.rows<{ line: string }>(sql`select line::text as line from ${sql.raw(name)} as line`)).map(({ line }) => line).join('\n')
      expect(text.includes(secret) || text.includes(Buffer.from(secret).toString('hex')), name).toBe(false)
    }
  })

  test('are closed in an emergency', async () => {
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`)
    expect(refusalOf(await be.ask('caseworker-payoke', 'emergency.open', { reference: row?.reference, reason: 'she is missing tonight' }))).toBe('answered')
    expect(refusalOf(await show('caseworker-payoke'))).toBe('not-found')
  })

  test('are in the report for the person as a sentence about her centre, without a number', async () => {
    const { services } = await be.does<{ services: { name: string; medical: boolean }[] }>(worker, 'person.show-access', { file, language: 'nl' })
    expect(services.map(({ name, medical }) => [name, medical])).toContainEqual(['PAG-ASA', true])
    expect(services.filter(({ medical }) => medical)).toHaveLength(1)
    expect((await web.as(worker, { url: `/files/${file}/access/nl` })).body).toContain('medische nota’s over u')
    const lines = await be.rows<{ account: string }>(sql`select distinct account from audit.line where route = 'medical.show' and outcome = 'done'`)
    expect(lines).toEqual([{ account: await account(nurse) }])
  })
})

describe('a care team', () => {
  test('is named by who leads the centre or by the file’s caseworker, of colleagues alone, and known to the whole centre by name', async () => {
    const { file: other } = await be.accompanied()
    expect((await be.does<{ team: object[]; inTeam: boolean }>(worker, 'care.show', { file: other })).team).toEqual([])
    expect(refusalOf(await show(worker, other))).toBe('not-found')
    expect(refusalOf(await be.ask(nurse, 'care.name-member', { file: other, account: await account(nurse) }))).toBe('care-not-hers-to-name')
    expect(refusalOf(await be.ask('lead-payoke', 'care.name-member', { file: other, account: await account('lead-payoke') }))).toBe('not-found')
    expect(refusalOf(await be.ask(worker, 'care.name-member', { file: other, account: await account('caseworker-payoke') }))).toBe('care-cannot-join')
    await be.does(worker, 'care.name-member', { file: other, account: await account(nurse) })
    for (const route of ['medical.download', 'medical.remove-paper']) expect(refusalOf(await be.ask(nurse, route, { file: other, attachment: await paper() }))).toBe('not-found')
    expect(refusalOf(await be.ask(worker, 'care.name-member', { file: other, account: await account(nurse) }))).toBe('care-cannot-join')
    expect((await be.does<{ team: object[]; mayName: boolean }>(lead, 'care.show', { file: other }))).toMatchObject({ team: [{ name: 'N. Zorgspecimen' }], mayName: true, inTeam: false })
    expect(refusalOf(await show(nurse, other))).toBe('answered')
    for (const login of ['immigration-officer', 'labour-auditor', 'guardian', 'caseworker-payoke']) expect([login, refusalOf(await be.ask(login, 'care.show', { file: other }))]).toEqual([login, 'not-found'])
  })

  test('is nobody’s who is shut out of the file', async () => {
    const { file: other } = await be.accompanied()
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${other}`)
    await be.does(lead, 'care.name-member', { file: other, account: await account(nurse) })
    await be.does('administrator', 'guard.shut-out', { reference: row?.reference, account: await account(nurse), reason: 'her cousin' })
    expect(refusalOf(await show(nurse, other))).toBe('not-found')
    const { team } = await be.does<{ team: { id: string }[] }>(lead, 'care.show', { file: other })
    await be.does(lead, 'care.end-member', { file: other, member: team[0]?.id })
    expect(refusalOf(await be.ask(lead, 'care.name-member', { file: other, account: await account(nurse) }))).toBe('care-cannot-join')
  })

  test('is lost at once: taken out, standing in for somebody, moved, closed, or the centre no longer the file’s', async () => {
    const losing: readonly (readonly [string, (of: FileId) => Promise<unknown>, (() => Promise<unknown>)?])[] = [
      ['taken out', async (of) => be.does(lead, 'care.end-member', { file: of, member: (await be.does<{ team: { id: string }[] }>(lead, 'care.show', { file: of })).team[0]?.id })],
      ['left by herself', async (of) => be.does(nurse, 'care.end-member', { file: of, member: (await be.does<{ team: { id: string }[] }>(nurse, 'care.show', { file: of })).team[0]?.id })],
      ['closed and open again', async () => { await be.rows(sql`update accounts.account set active = false where login = 'nurse'`); await be.rows(sql`update accounts.account set active = true where login = 'nurse'`) }],
      ['moved and back', async () => { await be.rows(sql`update accounts.account set office = ${await be.office('caseworker-payoke')} where login = 'nurse'`); await be.rows(sql`update accounts.account set office = ${await be.office(worker)} where login = 'nurse'`) }],
      ['the centre ended and come back', async (of) => {
        await be.rows(sql`update cases.party set until = '2026-11-23' where file = ${of} and relation = 'centre' and until is null`)
        await be.rows(sql`insert into cases.party (file, office, relation, opened_on, since) values (${of}, ${await be.office(worker)}, 'centre', '2026-11-23', '2026-11-23')`)
      }],
    ]
    for (const [name, lose] of losing) {
      const { file: of } = await be.accompanied()
      await be.does(lead, 'care.name-member', { file: of, account: await account(nurse) })
      expect([name, refusalOf(await show(nurse, of))]).toEqual([name, 'answered'])
      await lose(of)
      expect([name, refusalOf(await show(nurse, of))]).toEqual([name, 'not-found'])
    }
    const [member, absent] = [await be.actor(nurse), await be.actor(lead)]
    await be.does(lead, 'care.name-member', { file, account: member.account }).catch(() => undefined)
    const showing = routes.get('medical.show')
    if (!showing) throw new Error('medical.show')
    const as = async (actor: typeof member) => refusalOf(await perform(be.door, showing, { actor, language: 'en', input: { file } }))
    expect(await as(member)).toBe('answered')
    expect(await as({ ...member, standsFor: { account: absent.account, name: absent.name } })).toBe('not-found')
    expect(await as({ ...absent, standsFor: { account: member.account, name: member.name } })).toBe('not-found')
  })

  test('has nothing left of what it wrote once her key is destroyed', async () => {
    const { file: of } = await be.accompanied()
    await be.does(lead, 'care.name-member', { file: of, account: await account(nurse) })
    await be.does(nurse, 'medical.add-note', { file: of, text: secret })
    await be.does(worker, 'care.add-note', { file: of, kind: 'social', text: secret })
    await be.rows(sql`update vault.data_key set wrapped = null, master = null, destroyed_at = now() where subject = ${of}`)
    expect(await be.rows(sql`select from cases.care_note where file = ${of}`)).toEqual([])
  })
})

test('social and psychological notes are the centre’s, and its alone', async () => {
  await be.does(worker, 'care.add-note', { file, kind: 'psychological', text: 'Sleeps badly' })
  expect((await be.does<{ notes: object[] }>(nurse, 'care.show', { file })).notes).toMatchObject([{ kind: 'psychological', text: 'Sleeps badly', author: 'C. Fictif' }])
  for (const login of ['immigration-officer', 'labour-auditor', 'guardian', 'labour-inspector', 'caseworker-payoke', 'administrator', 'data-protection-officer']) {
    const actor = await be.actor(login)
    expect((await inTransaction(base.db, { actor }, (tx) => sql`select from cases.care_note where file = ${file}`.execute(tx))).rows, login).toHaveLength(0)
    for (const [route, more] of [['care.show', {}], ['care.add-note', { kind: 'social', text: 'x' }]] as const) expect([login, refusalOf(await be.ask(login, route, { file, ...more }))]).toEqual([login, 'not-found'])
  }
  expect(refusalOf(await be.ask(worker, 'care.add-note', { file, kind: 'social', text: 'x', corrects: crypto.randomUUID() }))).toBe('note-not-there')
})

test('the pages hold in every language: the medical one for the team, the others for the centre', async () => {
  await be.does(lead, 'care.name-member', { file, account: await account(nurse) }).catch(() => undefined)
  for (const language of languages) {
    const page = async (login: string, at: string) => web.as(login, { url: `/files/${file}/${at}`, cookies: { ariadne_language: language } })
    for (const [login, at] of [[nurse, 'medical'], [nurse, 'notes'], [worker, 'notes'], [worker, 'care-team'], [lead, 'care-team']] as const) {
      const { statusCode, body } = await page(login, at)
      expect([login, at, statusCode]).toEqual([login, at, 200])
      expect(body.replace(/<[^>]+>/g, ' ')).not.toMatch(/\{\{|undefined|\[object|\b(?:care|medical|tab)\.[a-z]/)
    }
    expect((await page(worker, 'medical')).statusCode).toBe(404)
    expect((await page(worker, 'notes')).body).not.toContain('/medical')
  }
})
