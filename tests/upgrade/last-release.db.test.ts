import { sql, type RawBuilder } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '#platform/database/migrate'
import { migrationsFolder, readMigrations } from '#platform/database/migration-files'
import { asMigrator, inTransaction, type DatabaseActor } from '#platform/database/transaction'
import { Instant } from '#vocabulary/instant'
import { testDatabase } from '../support/database.ts'

/** What a database of the last release holds of all that later migrations touch, by plain rows: one of each goes on under this version. */
const base = testDatabase({ empty: true })
const id = (n: number): string => `00000000-0000-4000-8000-00000000b${String(n).padStart(3, '0')}`
const [centre, protection, police, analysis] = [id(1), id(2), id(3), id(4)]
const [lead, worker, officer, second, constable, analyst] = [id(11), id(12), id(13), id(14), id(15), id(16)]
const files = { sealed: id(21), lifted: id(22), closed: id(23), destroyed: id(24) }
const seals = { standing: id(31), lifted: id(32), ofDestroyed: id(33), openedByItsOffice: id(34) }
const conflicts = { standing: id(41), ended: id(42) }
const [consent, kept, proposal, handOver] = [id(51), id(61), id(62), id(63)]
const at = '2026-01-05T12:00:00Z'

const rows = <Row>(query: RawBuilder<Row>): Promise<Row[]> => asMigrator(base.db, async (tx) => (await query.execute(tx)).rows)
const seenBy = <Row>(account: string, office: string, officeKind: DatabaseActor['officeKind'], query: RawBuilder<Row>): Promise<Row[]> =>
  inTransaction(base.db, { actor: { account, office, officeKind }, now: Instant.parse('2026-01-06T12:00:00Z') }, async (tx) => (await query.execute(tx)).rows)
const asOfficer = <Row>(query: RawBuilder<Row>) => seenBy(officer, protection, 'data-protection', query)

async function fill(): Promise<void> {
  const words = Buffer.from('words')
  for (const [office, kind] of [[centre, 'reception-centre'], [protection, 'data-protection'], [police, 'first-line'], [analysis, 'analysis-centre']] as const) {
    await rows(sql`insert into accounts.office (id, key, kind, name, role) values (${office}, ${kind}, ${kind}, '{"en":"O","nl":"O","fr":"O","de":"O"}', 'sample')`)
  }
  for (const [account, office, leads] of [[lead, centre, true], [worker, centre, false], [officer, protection, false], [second, protection, false], [constable, police, false], [analyst, analysis, false]] as const) {
    await rows(sql`insert into accounts.account (id, login, name, office, language, lead) values (${account}, ${`p${account.slice(-3)}`}, 'Somebody', ${office}, 'en', ${leads})`)
  }
  for (const [index, file] of Object.values(files).entries()) {
    await rows(sql`insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, opened_by) values (${file}, ${`BE-2026-000${index}`}, '2026-01-01', 'ordinary', 'detected', '2026-01-01', ${centre}, 'woman', false, ${centre})`)
    if (file !== files.destroyed) await rows(sql`insert into cases.party (file, office, relation, opened_on, since) values (${file}, ${centre}, 'centre', '2026-01-01', '2026-01-01')`)
  }
  // A seal whose lead came back, one that data protection lifted, and one of a file that was destroyed meanwhile.
  await rows(sql`insert into access.seal (file, office, set_by, set_at, sealed, id) values (${files.sealed}, ${centre}, ${lead}, ${at}, ${words}, ${seals.standing})`)
  await rows(sql`insert into access.named (file, account) values (${files.sealed}, ${worker})`)
  await rows(sql`insert into access.led_later (file, account) values (${files.sealed}, ${lead})`)
  for (const [seal, file] of [[seals.lifted, files.lifted], [seals.ofDestroyed, files.destroyed]]) {
    await rows(sql`insert into access.lifted (id, file, office, sealed_at, asked_by, agreed_by, lifted_at) values (${seal}, ${file}, ${centre}, ${at}, ${officer}, ${second}, ${at})`)
  }
  for (const [conflict, account, ended] of [[conflicts.standing, second, null], [conflicts.ended, constable, at]] as const) {
    await rows(sql`insert into access.conflict (id, file, account, set_by, set_at, ended_at, sealed, by_data_protection) values (${conflict}, ${files.closed}, ${account}, ${officer}, ${at}, ${ended}, ${words}, true)`)
  }
  for (const [act, subject, office, answer] of [
    ['lift-seal', seals.standing, protection, null], ['lift-seal', seals.lifted, protection, 'approved'], ['lift-seal', seals.ofDestroyed, protection, null], ['lift-seal', seals.openedByItsOffice, protection, null],
    ['end-conflict', conflicts.standing, protection, null], ['end-conflict', conflicts.ended, protection, 'approved'], ['publish-numbers', proposal, analysis, null], ['publish-numbers', handOver, analysis, null],
  ] as const) {
    const asks = office === analysis ? analyst : officer
    await rows(sql`insert into accounts.approval (id, act, subject, office, asked_by, asked_at, until, sealed, answer, answered_by, answered_at, used_at)
      values (gen_random_uuid(), ${act}, ${subject}, ${office}, ${asks}, ${at}, '2026-02-01', ${words}, ${answer}, ${answer && second}, ${answer && at}, ${answer && at})`)
  }
  await rows(sql`insert into retention.run (id, number, made_on, made_by, office, destroyed_at, destroyed_by) values (${id(71)}, 'D-1', '2026-01-05', ${officer}, ${protection}, ${at}, ${officer})`)
  await rows(sql`insert into retention.run_file (run, file, reference, outcome, ended_on, rule, over_on, destroyed_at) values (${id(71)}, ${files.destroyed}, 'BE-2026-0003', 'ended-lapsed', '2026-01-02', 'x', '2026-01-03', ${at})`)
  await rows(sql`insert into access.emergency_refused (account, office, file, because, at) values (${constable}, ${police}, ${files.destroyed}, 'person', ${at})`)
  // Read at midnight and in the morning of one day of the country, which are two of the server.
  await rows(sql`insert into cases.consent (id, file, purpose, to_office, scope, explained_in, how, from_on, at, office, account) values (${consent}, ${files.closed}, 'health', ${police}, '{identity}', 'vi', 'written', '2026-01-01', '2026-01-01', ${centre}, ${worker})`)
  for (const read of ['2026-01-05T23:30:00Z', '2026-01-06T09:00:00Z']) {
    await rows(sql`insert into audit.line (at, account, office, route, kind, outcome, shown) values (${read}, ${constable}, ${police}, 'consent.list-shared', 'ask', 'done', array[${files.closed}::uuid])`)
    await rows(sql`insert into cases.disclosure (id, file, about, to_office, fields, consent, at, office, account, read_on) values (gen_random_uuid(), ${files.closed}, 'read-by-consent', ${police}, '{identity}', ${consent}, ${read}, ${police}, ${constable}, ${read.slice(0, 10)})`)
  }
  await rows(sql`insert into accounts.replacement (absent, stand_in, first_on, last_on, zone, set_by, set_at) values (${lead}, ${worker}, '2025-01-01', '2025-01-02', 'Europe/Brussels', ${lead}, '2025-01-01')`)
  await rows(sql`insert into accounts.session (account, token_hash, started_at, last_used_at, way) values (${worker}, '\\x01', ${at}, ${at}, 'password')`)
  // Through the provider straight, and with a code of ours after it.
  await rows(sql`insert into accounts.provider_subject (account, issuer, subject, bound_at) values (${analyst}, 'https://id.example', 'hers', ${at})`)
  for (const [hash, way] of [['\\x11', 'provider'], ['\\x12', 'code']]) await rows(sql`insert into accounts.session (account, token_hash, started_at, last_used_at, way) values (${analyst}, ${hash}, ${at}, ${at}, ${way})`)
  await rows(sql`insert into accounts.wrong_try (mark, tries, last_at, wait_until, untold) values ('\\x02', 9, ${at}, '2026-01-07', 9)`)
  await rows(sql`insert into accounts.started_sign_in (token_hash, account, needs, way, until) values ('\\x03', ${constable}, 'enrolment', 'password', '2026-01-07')`)
  for (const [account, confirmed, madeFor] of [[worker, null, null], [constable, null, Buffer.from([3])], [lead, at, null]] as const) {
    await rows(sql`insert into accounts.second_factor (account, sealed, confirmed_at, made_for) values (${account}, ${words}, ${confirmed}, ${madeFor})`)
  }
  await rows(sql`insert into statistics.counted_table (id, wish, counted_on, counted, kept_by, office, kept_at) values (${kept}, '{}', '2026-01-05', '{}', ${analyst}, ${analysis}, ${at})`)
  await rows(sql`insert into statistics.proposal (id, counted_table, method, shown, ledger, hidden, cost, proposed_by, office, proposed_at) values (${proposal}, ${kept}, '{}', '{}', '{}', 0, 0, ${analyst}, ${analysis}, ${at})`)
  await rows(sql`insert into statistics.hand_over_proposal (id, recipient, year, counted, shown, about, ledger, hidden, cost, proposed_by, office, proposed_at) values (${handOver}, 'eurostat', 2025, '{}', '{}', '{}', '{}', 0, 0, ${analyst}, ${analysis}, ${at})`)
}

beforeAll(async () => {
  await migrate(base.db, { only: (await readMigrations(migrationsFolder)).filter(({ name }) => name < '0362') })
  await fill()
  await migrate(base.db)
}, 120_000)

describe('a database of the last release, under this one', () => {
  test('keeps each seal: the one that stands is its own lead’s again, those that were lifted are known by their ids', async () => {
    expect(await seenBy(lead, centre, 'reception-centre', sql`select id, may_open, nobody_left from access.sealed('en')`)).toEqual([{ id: seals.standing, may_open: true, nobody_left: false }])
    expect(await rows(sql`select only_for from cases.party where file = ${files.sealed}`)).toEqual([{ only_for: [worker] }])
    expect(await rows(sql`select id, file from access.former_seal order by id`)).toEqual([{ id: seals.lifted, file: files.lifted }, { id: seals.ofDestroyed, file: files.destroyed }])
  })

  test('keeps conflicts, and every question open to those to whom its file is', async () => {
    expect(await asOfficer(sql`select id from access.conflicts('en')`)).toEqual([{ id: conflicts.standing }])
    const questions = sql<{ subject: string; answer: string | null; erased: boolean }>`select subject, answer, sealed is null as erased from accounts.approval where act in ('lift-seal', 'end-conflict') order by subject`
    const ofSeals = [
      { subject: seals.standing, answer: null, erased: false }, { subject: seals.lifted, answer: 'approved', erased: false }, { subject: seals.ofDestroyed, answer: 'expired', erased: true },
    ]
    expect(await asOfficer(questions)).toEqual([...ofSeals, { subject: conflicts.standing, answer: null, erased: false }, { subject: conflicts.ended, answer: 'approved', erased: false }])
    expect(await seenBy(second, protection, 'data-protection', questions)).toEqual(ofSeals)
    // Nobody can tell of which file it was.
    expect((await rows(questions)).filter(({ subject }) => subject === seals.openedByItsOffice)).toEqual([{ subject: seals.openedByItsOffice, answer: 'expired', erased: true }])
  })

  test('keeps nothing more of a file that was destroyed', async () => {
    expect(await rows(sql`select (select count(*)::int from access.lifted where file = ${files.destroyed}) as lifted, (select count(*)::int from access.emergency_refused) as refused`)).toEqual([{ lifted: 0, refused: 0 }])
  })

  test('tells of what was read by consent once a day of the country, from the first reading on', async () => {
    expect(await rows(sql`select read_on::text as day, at, fields from cases.disclosure where consent = ${consent}`)).toEqual([{ day: '2026-01-06', at: '2026-01-05T23:30:00.000Z', fields: ['identity'] }])
  })

  test('keeps sessions and telephones; nobody waits, and what was being set up from inside is made anew', async () => {
    expect(await rows(sql`select account, ended_at from accounts.session where account = ${worker}`)).toEqual([{ account: worker, ended_at: null }])
    expect(await rows(sql`select tries, wait_until, untold from accounts.wrong_try`)).toEqual([{ tries: 0, wait_until: null, untold: 9 }])
    expect((await rows(sql<{ account: string }>`select account from accounts.second_factor order by account`)).map(({ account }) => account)).toEqual([lead, constable])
    expect(await rows(sql`select account from accounts.started_sign_in`)).toEqual([{ account: constable }])
  })

  test('has the provider end what was opened straight through it; where a code of ours followed, nothing says so and it runs on', async () => {
    const sessions = () => rows(sql`select way, by_provider, provider_sid, ended_at is null as runs from accounts.session where account = ${analyst} order by token_hash`)
    const before = [{ way: 'provider', by_provider: true, provider_sid: null, runs: true }, { way: 'code', by_provider: false, provider_sid: null, runs: true }]
    expect(await sessions()).toEqual(before)
    const end = (sid: string | null) => rows(sql`select ended from accounts.end_by_provider('https://id.example', 'hers', '\\x21', ${sid}, gen_random_uuid()::text::bytea, 1, '2026-01-07', '2026-01-06')`)
    expect(await end('\\x22')).toEqual([{ ended: 1 }])
    expect(await sessions()).toEqual(before.map((session) => ({ ...session, runs: session.way === 'code' })))
    expect(await end(null)).toEqual([{ ended: 0 }])
  })

  test('keeps what was proposed and waits for a colleague, of which no second one is made', async () => {
    expect(await seenBy(analyst, analysis, 'analysis-centre', sql`select proposal from statistics.on_its_way(${kept}, false, '2026-01-06')`)).toEqual([{ proposal }])
    expect(await seenBy(analyst, analysis, 'analysis-centre', sql`select statistics.hand_over_on_its_way('eurostat', 2025, false, '2026-01-06') as proposal`)).toEqual([{ proposal: handOver }])
    expect(await rows(sql`select taken_back_at from statistics.proposal union all select taken_back_at from statistics.hand_over_proposal`)).toEqual([{ taken_back_at: null }, { taken_back_at: null }])
  })
})
