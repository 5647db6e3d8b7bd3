import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { migrationsFolder } from '#platform/database/migration-files'
import { inTransaction } from '#platform/database/transaction'
import type { FileId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

/** Sealing as an attack on a file's own centre, and a conflict of interest that somebody wants to get round: tried by everybody, at the doors and at the database's own functions. */
const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) }, 60_000)

const [worker, lead, officer, second] = ['caseworker-pag-asa', 'lead-pag-asa', 'data-protection-officer', 'second-data-protection-officer']
const account = async (login: string) => (await be.actor(login)).account
const referenceOf = async (file: FileId) => (await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`))[0]?.reference ?? ''
const isSealed = async (file: FileId) => (await be.rows(sql`select from access.seal where file = ${file}`)).length > 0
const seal = async (login: string, reference: string, named = login) => refusalOf(await be.ask(login, 'guard.seal', { reference, people: await account(named), reason: 'as few people as possible' }))
const put = async (file: FileId, login: string, relation: string) => be.rows(sql`insert into cases.party (file, office, relation, opened_on, since) select id, ${await be.office(login)}, ${relation}, opened_on, opened_on from cases.file where id = ${file}`)

/** The database's own function, past the doors. */
async function sealInside(login: string, reference: string): Promise<unknown> {
  const actor = await be.actor(login)
  const { rows } = await inTransaction(base.db, { actor, now: Instant.parse('2026-11-23T09:00:00Z') }, (tx) => sql<{ file: string | null }>`select access.seal(${reference}, array[${actor.account}]::uuid[], 'x', '2026-11-23T09:00:00Z') as file`.execute(tx))
  return rows[0]?.file ?? null
}
/** The yes of a second person to what was asked last. */
async function answers(login: string, act: string, answer = 'approve') {
  const [asked] = await be.rows<{ id: string }>(sql`select id from accounts.approval where answer is null and act = ${act} order by asked_at desc limit 1`)
  return refusalOf(await be.ask(login, 'approval.answer', { approval: asked?.id ?? crypto.randomUUID(), answer, reason: 'I read the same.' }))
}

describe('a file is sealed', () => {
  test('by no office that is asked, was the centre, or was told by consent, and by none without a relation', async () => {
    const waiting = await be.handedOn()
    const waits = await referenceOf(waiting.file)
    expect(await seal(lead, waits)).toBe('not-yours-to-seal')
    const { file } = await be.accompanied()
    const reference = await referenceOf(file)
    for (const relation of ['former-centre', 'consent-identity', 'consent-contact', 'asked-centre']) {
      await put(file, 'lead-payoke', relation)
      expect(await seal('lead-payoke', reference), relation).toBe('not-yours-to-seal')
      expect(await sealInside('lead-payoke', reference), relation).toBe(null)
      await be.rows(sql`update cases.party set until = since where file = ${file} and office = ${await be.office('lead-payoke')}`)
      await be.rows(sql`delete from cases.party where file = ${file} and office = ${await be.office('lead-payoke')}`)
    }
    for (const login of ['lead-payoke', 'lead-federal-police', 'prosecutor-antwerp']) expect(await seal(login, reference), login).toBe('nothing-to-guard')
    for (const login of ['administrator', officer]) expect(await seal(login, reference), login).toBe('not-found')
    expect(await seal(worker, reference)).toBe('nothing-to-guard')
    expect([await isSealed(waiting.file), await isSealed(file)]).toEqual([false, false])
    expect(refusalOf(await be.ask(worker, 'procedure.show-file', { file }))).toBe('answered')
  })

  test.each(['lead-pag-asa', 'lead-immigration', 'lead-prosecutor-brussels'])('by %s, who acts in it', async (login) => {
    const { file } = await be.accompanied()
    if (login === 'lead-prosecutor-brussels') await put(file, login, 'magistrate')
    expect(await seal(login, await referenceOf(file))).toBe('answered')
  })

  test('by whoever referred her until a centre has accepted: the seal is then the centre\'s, who opens it again', async () => {
    const { file, referral } = await be.handedOn()
    const reference = await referenceOf(file)
    expect(await seal('lead-labour-inspection', reference)).toBe('answered')
    expect(refusalOf(await be.ask('lead-labour-inspection', 'guard.seal', { reference, people: await account('labour-inspector'), reason: 'he follows her' }))).toBe('answered')
    expect(refusalOf(await be.ask(worker, 'referral.show', { referral }))).toBe('not-found')
    await be.does(lead, 'referral.accept', { referral, version: 0 })
    expect(refusalOf(await be.ask('lead-labour-inspection', 'guard.unseal', { reference }))).toBe('nothing-to-guard')
    expect(refusalOf(await be.ask(lead, 'guard.unseal', { reference }))).toBe('answered')
    expect(await seal('lead-labour-inspection', reference)).toBe('not-yours-to-seal')
    expect(await sealInside('lead-labour-inspection', reference)).toBe(null)
    expect(refusalOf(await be.ask(worker, 'procedure.show-file', { file }))).toBe('answered')
  })

  test('and whoever sent the referral still follows it, and takes it back, but opens nothing else', async () => {
    const waiting = await be.handedOn()
    expect(await seal('lead-immigration', await referenceOf(waiting.file))).toBe('answered')
    const shown = await be.does('labour-inspector', 'referral.show-status', { referral: waiting.referral })
    expect(JSON.stringify(shown)).not.toContain('Fictief')
    expect(JSON.stringify(await be.does('labour-inspector', 'referral.list-own', {}))).toContain(await referenceOf(waiting.file))
    for (const route of ['procedure.show-file', 'person.show']) expect(refusalOf(await be.ask('labour-inspector', route, { file: waiting.file })), route).toBe('not-found')
    expect(refusalOf(await be.ask('police-officer', 'referral.show-status', { referral: waiting.referral }))).toBe('not-found')
    expect(refusalOf(await be.ask('labour-inspector', 'referral.withdraw', { referral: waiting.referral, version: 0, note: 'Sent twice.' }))).toBe('answered')
  })
})

describe('data protection', () => {
  test('sees every seal by reference, office and day, without a name or a reason, and the record names the files', async () => {
    const { file } = await be.accompanied()
    const reference = await referenceOf(file)
    await seal(lead, reference)
    const { sealed } = await be.does<{ sealed: Record<string, unknown>[] }>(officer, 'guard.show', {})
    expect(sealed.find((one) => one['reference'] === reference)).toMatchObject({ office: 'PAG-ASA', people: [], reason: '', mayOpen: false })
    const [line] = await be.rows<{ shown: FileId[] }>(sql`select shown from audit.line where route = 'guard.show' and outcome = 'done' order by number desc limit 1`)
    expect(line?.shown).toContain(file)
    expect((await be.does<{ sealed: unknown[] }>('administrator', 'guard.show', {})).sealed).toEqual([])
  })

  test.each([[second], [lead]])('lifts one with the yes of %s, never alone, and the sealing office reads it', async (by) => {
    const { file } = await be.accompanied()
    const reference = await referenceOf(file)
    await seal(lead, reference)
    expect(refusalOf(await be.ask(worker, 'procedure.show-file', { file }))).toBe('not-found')
    const { sealed } = await be.does<{ sealed: { id: string; reference: string }[] }>(officer, 'guard.show', {})
    const id = sealed.find((one) => one.reference === reference)?.id
    for (const login of [lead, worker, 'administrator', 'coordinator']) expect(refusalOf(await be.ask(login, 'guard.ask-lifting', { seal: id, reason: 'let me in please' })), login).toBe('not-found')
    await be.does(officer, 'guard.ask-lifting', { seal: id, reason: 'her own centre cannot work' })
    expect(await isSealed(file)).toBe(true)
    for (const login of [officer, worker, 'administrator', 'lead-immigration', 'lead-payoke']) expect(await answers(login, 'lift-seal'), login).not.toBe('answered')
    expect(await isSealed(file)).toBe(true)
    const [asked] = await be.rows<{ id: string }>(sql`select id from accounts.approval where act = 'lift-seal' and answer is null`)
    // Whoever reads the list finds the question, and not a second way to ask it.
    const waits = async () => (await be.does<{ sealed: { id: string; waits: string | null }[] }>(officer, 'guard.show', {})).sealed.find((one) => one.id === id)
    expect((await waits())?.waits).toBe(asked?.id)
    expect((await be.does<{ about: string[] }>(by, 'approval.show', { approval: asked?.id })).about).toEqual([reference, 'PAG-ASA'])
    expect(await answers(by, 'lift-seal')).toBe('answered')
    expect(await isSealed(file)).toBe(false)
    expect(refusalOf(await be.ask(worker, 'procedure.show-file', { file }))).toBe('answered')
    const { lifted } = await be.does<{ lifted: { reference: string }[] }>(lead, 'guard.show', {})
    expect(lifted.map((one) => one.reference)).toContain(reference)
    const [line] = await be.rows<{ file: FileId }>(sql`select file from audit.line where route = 'approval.answer' and outcome = 'done' order by number desc limit 1`)
    expect(line?.file).toBe(file)
  })
})

describe('a conflict of interest', () => {
  test('binds data protection: the record, its lists, who saw a file and the report for the person are as if she had never been', async () => {
    const { file } = await be.accompanied()
    const reference = await referenceOf(file)
    await be.ask(worker, 'person.show', { file })
    const [unknownFile, unknownReference] = [crypto.randomUUID(), 'BE-1999-0001']
    const asked = (named: string, id: string) => Promise.all([
      be.ask(officer, 'act.list', { reference: named }), be.ask(officer, 'act.list-of-file', { file: id }), be.ask(officer, 'person.show-access', { file: id, language: 'nl' }),
    ])
    expect((await asked(reference, file)).map(refusalOf)).toEqual(['answered', 'answered', 'answered'])
    await be.does(second, 'guard.shut-out', { reference, account: await account(officer), reason: 'her former husband' })
    const withoutAsked = (text: string) => text.replaceAll(reference, unknownReference)
    expect(withoutAsked(JSON.stringify(await asked(reference, file)))).toBe(JSON.stringify(await asked(unknownReference, unknownFile)))
    const everything = JSON.stringify(await be.does(officer, 'act.list', {}))
    expect(everything).not.toContain(reference)
    expect(JSON.stringify(await be.does(officer, 'act.list', { subject: 'guard' }))).not.toContain('guard.shut-out')
    for (const route of ['guard.show', 'emergency.list', 'retention.show', 'approval.list', 'act.list-own']) expect(JSON.stringify(await be.ask(officer, route, {})), route).not.toContain(reference)
    const own = await be.does<{ acts: { route: string; byOthers: boolean }[] }>(officer, 'act.list-own', {})
    expect(own.acts.filter(({ route, byOthers }) => byOthers && route.startsWith('guard.'))).toEqual([])
    // Nor does she guard it, or let herself in.
    expect(refusalOf(await be.ask(officer, 'guard.shut-out', { reference, account: await account(worker), reason: 'a rival of mine' }))).toBe('nothing-to-guard')
    expect((await Promise.all(['act.list', 'act.list-of-file'].map((route) => be.ask(second, route, route === 'act.list' ? { reference } : { file })))).map((one) => one.answered && JSON.stringify(one.value).includes(reference))).toEqual([true, true])
  })

  test('closes the record of who saw a file for the centre\'s own people as well', async () => {
    const { file } = await be.accompanied()
    await be.does(lead, 'guard.shut-out', { reference: await referenceOf(file), account: await account(worker), reason: 'her brother is a suspect' })
    for (const route of ['act.list-of-file', 'person.show-access'] as const) {
      const more = route === 'person.show-access' ? { language: 'nl' } : {}
      expect(await be.ask(worker, route, { file, ...more })).toEqual(await be.ask(worker, route, { file: crypto.randomUUID(), ...more }))
    }
    // Her colleagues read who saw it, and not that somebody is shut out.
    const { seen } = await be.does<{ seen: { route: string }[] }>(lead, 'act.list-of-file', { file })
    expect(seen.some(({ route }) => route.startsWith('guard.'))).toBe(false)
    const all = await be.does<{ seen: { route: string }[] }>(officer, 'act.list-of-file', { file })
    expect(all.seen.some(({ route }) => route === 'guard.shut-out')).toBe(true)
  })

  test.each([[second], ['administrator']])('that data protection set ends with its question and the yes of %s, and with nothing less', async (by) => {
    const { file } = await be.accompanied()
    const reference = await referenceOf(file)
    // A superior's own conflict becomes data protection's.
    await be.does(lead, 'guard.shut-out', { reference, account: await account(worker), reason: 'her brother is a suspect' })
    await be.does(officer, 'guard.shut-out', { reference, account: await account(worker), reason: 'her brother is a suspect' })
    const [{ id: conflict } = { id: '' }] = await be.rows<{ id: string }>(sql`select id from access.conflict where file = ${file} and ended_at is null`)
    const stands = async () => refusalOf(await be.ask(worker, 'procedure.show-file', { file }))
    for (const login of ['administrator', 'second-administrator', lead, officer, second]) {
      expect(refusalOf(await be.ask(login, 'guard.let-in-again', { conflict })), login).toBe('conflict-of-data-protection')
      const actor = await be.actor(login)
      const { rows } = await inTransaction(base.db, { actor, now: Instant.parse('2026-11-23T09:00:00Z') }, (tx) => sql<{ file: string | null }>`select access.let_in_again(${conflict}, '2026-11-23T09:00:00Z') as file`.execute(tx))
      expect(rows[0]?.file ?? null, login).toBe(null)
    }
    for (const login of ['administrator', lead, worker]) expect(refusalOf(await be.ask(login, 'guard.ask-letting-in', { conflict, reason: 'it is over now' })), login).toBe('not-found')
    const waits = async () => (await be.does<{ conflicts: { id: string; waits: string | null }[] }>(officer, 'guard.show', {})).conflicts.find((one) => one.id === conflict)?.waits
    expect(await waits()).toBe(null)
    await be.does(officer, 'guard.ask-letting-in', { conflict, reason: 'the proceedings are over' })
    const [asked] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${conflict} and answer is null`)
    expect(await waits()).toBe(asked?.id)
    for (const login of [officer, worker, lead, 'coordinator']) expect(await answers(login, 'end-conflict'), login).not.toBe('answered')
    expect(await stands()).toBe('not-found')
    expect(await answers(by, 'end-conflict')).toBe('answered')
    expect(await stands()).toBe('answered')
  })

  test('in which somebody of data protection is shut out is neither read nor ended by her', async () => {
    const { file } = await be.accompanied()
    const reference = await referenceOf(file)
    await be.does(officer, 'guard.shut-out', { reference, account: await account(second), reason: 'she is the neighbour' })
    const { conflicts } = await be.does<{ conflicts: { id: string; reference: string }[] }>(officer, 'guard.show', {})
    const conflict = conflicts.find((one) => one.reference === reference)?.id
    await be.does(officer, 'guard.ask-letting-in', { conflict, reason: 'she has moved away' })
    expect(JSON.stringify(await be.does(second, 'approval.list', {}))).not.toContain('she has moved away')
    expect(await answers(second, 'end-conflict')).toBe('not-found')
    expect(refusalOf(await be.ask(second, 'guard.ask-letting-in', { conflict, reason: 'let me in again' }))).toBe('not-found')
    expect(await answers('administrator', 'end-conflict', 'refuse')).toBe('answered')
  })
})

describe('that somebody is shut out or a file was sealed', () => {
  type Seen = { seen: { route: string; number: number }[]; hasMore: boolean }
  const many = 60
  const inside = async <Row>(login: string, query: ReturnType<typeof sql>): Promise<Row[]> => inTransaction(base.db, { actor: await be.actor(login), now: Instant.parse('2026-11-23T09:00:00Z') }, async (tx) => (await query.execute(tx)).rows as Row[])

  test('stands in no line of who saw a file and makes no page of it shorter; the yes of a second person neither', async () => {
    const { file } = await be.accompanied()
    const reference = await referenceOf(file)
    for (let time = 0; time < 3; time += 1) await be.ask(worker, 'person.show', { file })
    const before = await be.does<Seen>(lead, 'act.list-of-file', { file })
    await seal(lead, reference)
    const { sealed } = await be.does<{ sealed: { id: string; reference: string }[] }>(officer, 'guard.show', {})
    await be.does(officer, 'guard.ask-lifting', { seal: sealed.find((one) => one.reference === reference)?.id, reason: 'her own centre cannot work' })
    expect(await answers(lead, 'lift-seal')).toBe('answered')
    await be.rows(sql`insert into audit.line (at, account, office, route, kind, outcome, file) select '2026-11-23', ${await account(lead)}::uuid, ${await be.office(lead)}::uuid, 'guard.shut-out', 'act', 'done', ${file}::uuid from generate_series(1, ${many})`)
    const withoutAsking = ({ seen, hasMore }: Seen) => ({ seen: seen.filter(({ route }) => route !== 'act.list-of-file'), hasMore })
    expect(withoutAsking(await be.does<Seen>(lead, 'act.list-of-file', { file }))).toEqual(withoutAsking(before))
    const read: string[] = []
    for (const page of [1, 2]) read.push(...(await be.does<Seen>(officer, 'act.list-of-file', { file, page })).seen.map(({ route }) => route))
    expect(read).toEqual(expect.arrayContaining(['guard.shut-out', 'guard.seal', 'guard.ask-lifting', 'approval.answer', 'person.show']))
  })

  test('is counted nowhere in what the person is told, nor are its days', async () => {
    const { file } = await be.accompanied()
    const told = async () => inside(worker, sql`select * from audit.for_the_person(${file}, 'nl')`)
    const before = await told()
    await be.rows(sql`insert into audit.line (at, account, office, route, kind, outcome, file) select '2026-12-24', ${await account(officer)}::uuid, ${await be.office(officer)}::uuid, route, 'act', 'done', ${file}::uuid from unnest(array['guard.shut-out', 'guard.ask-letting-in', 'approval.answer']) as route`)
    expect(await told()).toEqual(before)
    await be.rows(sql`insert into audit.line (at, account, office, route, kind, outcome, file) values ('2026-12-24', ${await account(officer)}, ${await be.office(officer)}, 'guard.appoint-guardian', 'act', 'done', ${file})`)
    expect(await told()).toHaveLength(before.length + 1)
  })

  test('is nothing that she reads of herself, and makes no page of it shorter', async () => {
    type Own = { acts: { route: string; byOthers: boolean }[]; hasMore: boolean }
    const own = async () => be.does<Own>(worker, 'act.list-own', {})
    const lines = async (by: string, route: string) => be.rows(sql`insert into audit.line (at, account, office, route, kind, outcome, about_account)
      select '2026-11-23', ${await account(by)}::uuid, ${await be.office(by)}::uuid, ${route}, 'act', 'done', ${await account(worker)}::uuid from generate_series(1, ${many})`)
    await lines(worker, 'account.set-language')
    await lines(lead, 'guard.shut-out')
    const { acts, hasMore } = await own()
    expect(hasMore).toBe(true)
    expect(acts).toHaveLength(50)
    expect(acts.some(({ route }) => route.startsWith('guard.'))).toBe(false)
  })

  test('is told where it names the guardian of a child', async () => {
    const { file } = await be.accompanied({ age: 'child', unaccompanied: 'yes', bornOn: '2011-05-01' })
    await be.does('lead-guardianship', 'guard.appoint-guardian', { reference: await referenceOf(file), account: await account('guardian') })
    for (const login of [worker, 'guardian']) expect((await be.does<Seen>(login, 'act.list-of-file', { file })).seen.map(({ route }) => route), login).toContain('guard.appoint-guardian')
  })
})

test('what is new counts only what its reader sees: a closed referral is not among it', async () => {
  const fresh = async () => {
    const actor = await be.actor('labour-inspector')
    const { rows } = await inTransaction(base.db, { actor, now: Instant.parse('2026-11-24T12:00:00Z') }, (tx) => sql<{ fresh: number }>`select fresh from accounts.news(100)`.execute(tx))
    return rows[0]?.fresh
  }
  await be.rows(sql`insert into accounts.looked (account, at, before) values (${await account('labour-inspector')}, '2026-11-24T11:59:30Z', '2026-11-22T00:00:00Z')
    on conflict (account) do update set at = excluded.at, before = excluded.before`)
  const before = await fresh()
  const { file } = await be.accompanied()
  expect(await fresh()).toBe((before ?? 0) + 1)
  await be.does('administrator', 'guard.shut-out', { reference: await referenceOf(file), account: await account('labour-inspector'), reason: 'he is a cousin of hers' })
  expect(await fresh()).toBe(before)
})

test('what is new is mended where an earlier version counted what its reader does not see', async () => {
  const news = async () => (await be.rows<{ text: string }>(sql`select pg_get_functiondef('accounts.news(int)'::regprocedure) as text`))[0]?.text ?? ''
  const whole = await news()
  const asks = ` and cases.sees(referral.file, array['reporter'])`
  expect(whole).toContain(asks)
  await be.rows(sql.raw(whole.replace(asks, '')))
  expect(await news()).not.toContain(asks)
  await be.rows(sql.raw(readFileSync(join(migrationsFolder, '0371-hours-without-end.sql'), 'utf8')))
  expect(await news()).toBe(whole)
})
