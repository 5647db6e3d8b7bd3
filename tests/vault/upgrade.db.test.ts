import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readIdentity } from '#cases'
import { migrate } from '#platform/database/migrate'
import { migrationsFolder } from '#platform/database/migration-files'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import { openVault } from '#platform/vault/open-vault'
import { keyOf, keyOfSubject, openSealed } from '#platform/vault/sealed-columns'
import { sealClearRows } from '#platform/vault/seal-clear-rows'
import { vaultOf } from '#platform/vault/vault'
import { FileId, OfficeId, ReferralId } from '#vocabulary/ids'
import { clearTables } from '../../src/main/clear-tables.ts'
import { findFilesByName } from '../../src/modules/cases/store/identity-rows.ts'
import { listEvents, findReferral } from '../../src/modules/referral/store/referral-rows.ts'
import { testDatabase } from '../support/database.ts'
import { saidInDump, saidInFiles } from '../support/dump.ts'

const base = testDatabase({ empty: true })
const folder = mkdtempSync(join(tmpdir(), 'ariadne-upgrade-'))
const home = join(folder, 'home')
const settings = { ARIADNE_HOME: home, ARIADNE_MODE: 'evaluation' as const, ARIADNE_KEY_FILE: undefined, ARIADNE_KEY_SERVICE: undefined, ARIADNE_KEY_SERVICE_TOKEN: undefined, DATABASE_URL: undefined }

const id = (n: number): string => `00000000-0000-4000-8000-00000000a${String(n).padStart(3, '0')}`
const [office, account, file, report, referral, operation, document, decision, token, erased, approval, delivery, waiting] = [id(1), id(2), FileId.parse(id(3)), id(4), ReferralId.parse(id(5)), id(6), id(7), id(8), id(9), id(10), id(11), id(12), FileId.parse(id(13))]
const centre = { account, office, officeKind: 'reception-centre' } as const
const words = ['Oudenhove', 'Zilverdael', '1991-04-17', 'Passnummer-774', '+32470001122', 'Codewoord Regenboog', 'Vertolker Wolkendek', 'Brievenbus Nachtegaal', 'Rapporttekst Kastanje', 'Kelder Vlierstraat', 'Antwoordnota Ginkgo', 'Operatie Meerval', 'Loods Zwanendreef', 'Rij Eikenblad', 'Opgezocht Distelvink', 'Annexnummer-99812', 'Bewaard Vuurdoorn', 'Achterneef Ridderspoor', 'Bedreigd Monnikskap', 'Nagekeken Boterbloem', 'Bevestigd Zonnedauw', 'Bestand Kievitsbloem', 'Verbeterd Wolfsmelk']

/** What the version before the vault left: every table that may hold something of a person, in clear. */
async function fillInClear(): Promise<void> {
  const date = '2026-01-05'
  await asMigrator(base.db, async (tx) => {
    await sql`insert into accounts.office (id, key, kind, name, role) values (${office}, 'old-centre', 'reception-centre', '{"en":"Old","nl":"Old","fr":"Old","de":"Old"}', 'sample')`.execute(tx)
    await sql`insert into accounts.account (id, login, name, office, language) values (${account}, 'old.sample', 'O. Sample', ${office}, 'en'), (${id(15)}, 'old.cousin', 'C. Sample', ${office}, 'en')`.execute(tx)
    await sql`insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, opened_by)
      select case n when 0 then ${file}::uuid when 1 then ${waiting}::uuid else gen_random_uuid() end, 'OLD-' || n, ${date}, 'ordinary', 'detected', ${date}, ${office}, 'woman', false, ${office} from generate_series(0, 5000) as n`.execute(tx)
    await sql`insert into cases.party (file, office, relation, opened_on, since) select id, ${office}, 'centre', ${date}, ${date} from cases.file`.execute(tx)
    await sql`insert into cases.identity (file, given_names, family_names, birth_date, birth_precision, identity_papers, found_as)
      select id, case id when ${file} then 'Zilverdael' else 'Sample' end, 'Oudenhove', '1991-04-17', 'day', 'Passnummer-774', 'oudenhove zilverdael' from cases.file`.execute(tx)
    await sql`insert into cases.safe_contact (file, channel, value, is_safe, note) values (${file}, 'call', '+32470001122', true, 'Codewoord Regenboog')`.execute(tx)
    await sql`insert into cases.task (file, office, what) values (${file}, ${office}, 'Vertolker Wolkendek')`.execute(tx)
    await sql`insert into cases.timeline (file, on_day, at, kind, words, gaps, office, account) values (${file}, ${date}, now(), 'note', 'noted', '{"said":"Brievenbus Nachtegaal"}', ${office}, ${account}), (${file}, ${date}, now(), 'step', 'plain', '{}', ${office}, ${account})`.execute(tx)
    await sql`insert into cases.saved_view (account, name, query) values (${account}, 'Opgezocht Distelvink', 'search=oudenhove')`.execute(tx)
    await sql`insert into detection.report (id, office, account, state, started_on, draft, saved_at) values (${report}, ${office}, ${account}, 'referred', ${date}, '{"startedOn":"2026-01-05","familyName":"Oudenhove","place":"Rapporttekst Kastanje"}', now())`.execute(tx)
    await sql`insert into referral.referral (id, file, reference, report, from_office, from_account, to_office, state, is_urgent, is_child, handed_on, sent_at)
      values (${referral}, ${file}, 'OLD-0', ${report}, ${office}, ${account}, ${office}, 'accepted', true, false, '{"place":"Kelder Vlierstraat"}', now()),
        (${id(14)}, ${waiting}, 'OLD-1', null, ${office}, ${account}, ${office}, 'waiting', true, false, '{"place":"Kelder Vlierstraat"}', now())`.execute(tx)
    await sql`insert into referral.event (referral, step, at, office, account, note) values (${referral}, 'send', now(), ${office}, ${account}, ''), (${referral}, 'ask-more', now(), ${office}, ${account}, 'Antwoordnota Ginkgo')`.execute(tx)
    await sql`insert into referral.operation (id, office, account, name, place, district, on_day, opened_at) values (${operation}, ${office}, ${account}, 'Operatie Meerval', 'Loods Zwanendreef', 'brussels', ${date}, now())`.execute(tx)
    await sql`insert into referral.operation_person (operation, number, cells) values (${operation}, 1, array['Rij Eikenblad', 'Oudenhove'])`.execute(tx)
    await sql`insert into referral.operation_person (operation, number, cells, referral, reference, centre) values (${operation}, 2, '{}', ${referral}, 'OLD-0', ${office})`.execute(tx)
    await sql`insert into protection.procedure (file, opened_on, variant, facts, steps, state) values (${file}, ${date}, 'ordinary', '{}', 1, 'detected')`.execute(tx)
    await sql`insert into protection.step (file, number, step, by, taken_on, input, account, office, recorded_at) values (${file}, 1, 'issue', 'immigration-office', ${date}, '{"kind":"issue","number":"Annexnummer-99812"}', ${account}, ${office}, now())`.execute(tx)
    await sql`insert into protection.document (id, file, step_number, document, number, code, issued_on, valid_from) values (${document}, ${file}, 1, 'annex', 'N-1', 'C-1', ${date}, ${date})`.execute(tx)
    await sql`insert into protection.document_holder (document, file, holder, birth_date) values (${document}, ${file}, 'Zilverdael Oudenhove', '1991-04-17')`.execute(tx)
    await sql`insert into protection.decision (id, file, step_number, kind, about, number, code, decided_on) values (${decision}, ${file}, 1, 'refusal', 'annex', 'N-2', 'C-2', ${date})`.execute(tx)
    await sql`insert into protection.decision_holder (decision, file, holder) values (${decision}, ${file}, 'Zilverdael Oudenhove')`.execute(tx)
    await sql`insert into platform.once (token, account, route, answer, at) values (${token}, ${account}, 'sample.act', '{"said":"Bewaard Vuurdoorn"}', now())`.execute(tx)
  })
  await sql`analyze`.execute(base.db)
}

/** What a later version, with the vault, still kept in clear: why files are closed, and one of a person who was erased meanwhile. */
async function fillReasonsInClear(): Promise<void> {
  await asMigrator(base.db, async (tx) => {
    await sql`insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, opened_by)
      values (${erased}, 'OLD-E', '2026-01-05', 'ordinary', 'detected', '2026-01-05', ${office}, 'woman', false, ${office})`.execute(tx)
    await sql`insert into vault.data_key (subject, kind, destroyed_at) values (${erased}, 'person', now())`.execute(tx)
    for (const each of [file, erased]) {
      await sql`insert into access.conflict (file, account, reason, set_by, set_at) values (${each}, ${id(15)}, 'Achterneef Ridderspoor', ${account}, now())`.execute(tx)
      await sql`insert into access.seal (file, office, reason, set_by, set_at) values (${each}, ${office}, 'Bedreigd Monnikskap', ${account}, now())`.execute(tx)
      await sql`insert into access.named (file, account) values (${each}, ${account})`.execute(tx)
    }
    await sql`insert into accounts.approval (id, act, subject, office, asked_by, asked_at, reason, until, answer, answered_by, answered_at, answer_reason)
      values (${approval}, 'destroy-records', 'x', ${office}, ${account}, now(), 'Nagekeken Boterbloem', now() + interval '1 day', 'withdrawn', ${account}, now(), 'Bevestigd Zonnedauw')`.execute(tx)
  })
  await sql`analyze`.execute(base.db)
}

/** What stood in clear beside the figures that a service handed over. */
async function fillDeliveryInClear(): Promise<void> {
  await asMigrator(base.db, (tx) => sql`insert into statistics.delivery (id, office, account, at, item, slot, revision, first_year, last_year, codebook_version, file_name, digest, figures, reason)
    values (${delivery}, ${office}, ${account}, now(), 'x', 'x', 2, 2025, 2025, '1', 'Bestand Kievitsbloem', decode(repeat('00', 32), 'hex'), 0, 'Verbeterd Wolfsmelk')`.execute(tx))
  await sql`analyze`.execute(base.db)
}

/** Brings the database to the last version whose number is smaller. */
async function migrateBefore(number: string): Promise<void> {
  const until = join(folder, `before-${number}`)
  for (const name of readdirSync(migrationsFolder).filter((each) => each < number && each.endsWith('.sql'))) cpSync(join(migrationsFolder, name), join(until, name), { recursive: true })
  await migrate(base.db, { folder: until })
}

beforeAll(async () => {
  await migrateBefore('0090')
  await fillInClear()
  await migrateBefore('0121')
  await fillReasonsInClear()
  await migrateBefore('0155')
  await fillDeliveryInClear()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a database of the version before the vault', () => {
  test('says every one of these words, or this test proves nothing', async () => {
    const said = await saidInDump(base.db, words)
    expect(words.filter((word) => !said.some((place) => place.endsWith(`: ${word}`)))).toEqual([])
    expect((await saidInFiles(base.db, words)).length).toBeGreaterThan(10)
  })

  test('is sealed at the start, goes on after a stop in the middle, and then says none of them, not even where rows were deleted', async () => {
    await migrate(base.db)
    await openVault(base.db, settings, () => {})
    expect(statSync(join(home, 'keys', 'master-keys.json')).mode & 0o777).toBe(0o600)
    let batches = 0
    await expect(sealClearRows(base.db, clearTables, { afterBatch: () => { if ((batches += 1) === 2) throw new Error('killed') } })).rejects.toThrow('killed')
    expect(await saidInDump(base.db, ['Oudenhove'])).not.toEqual([])
    await sealClearRows(base.db, clearTables, { afterBatch: (table) => { if (table === 'cases.task') throw new Error('killed') } }).catch(() => {})
    expect(await sealClearRows(base.db, clearTables)).toBeGreaterThan(0)
    expect(await saidInDump(base.db, words)).toEqual([])
    expect(await saidInFiles(base.db, words)).toEqual([])
    expect(await sealClearRows(base.db, clearTables)).toBe(0)
  })

  test('opens who somebody is to no centre that has not answered yet, though it could read that before', async () => {
    const { rows } = await asMigrator(base.db, (tx) => sql`select party.relation, party.until, file.guarded, referral.told_at_once as "toldAtOnce"
      from cases.party join cases.file on file.id = party.file join referral.referral on referral.file = file.id order by file.reference`.execute(tx))
    expect(rows).toEqual([
      { relation: 'centre', until: null, guarded: true, toldAtOnce: true },
      { relation: 'asked-centre', until: null, guarded: true, toldAtOnce: true },
    ])
    const read = await inTransaction(base.db, { actor: centre }, async (tx) => [await readIdentity(tx, waiting), (await sql`select from referral.referral where file = ${waiting}`.execute(tx)).rows.length])
    expect(read).toEqual([undefined, 1])
    expect((await inTransaction(base.db, { actor: centre }, (tx) => findFilesByName(tx, 'oudenhove'))).map((found) => found.file)).not.toContain(waiting)
  })

  test('reads as before through the vault, and is found by name', async () => {
    await asMigrator(base.db, async (tx) => {
      expect(await readIdentity(tx, file)).toEqual({ givenNames: 'Zilverdael', familyNames: 'Oudenhove', birthDate: '1991-04-17', birthPrecision: 'day', identityPapers: 'Passnummer-774' })
      expect(await findReferral(tx, referral)).toMatchObject({ handedOn: { place: 'Kelder Vlierstraat' } })
      expect((await listEvents(tx, { id: referral, file })).map(({ note }) => note)).toEqual(['Antwoordnota Ginkgo', ''])
      const { rows: [task] } = await sql<{ id: string; sealed: Buffer; key: Buffer }>`select id, sealed, ${keyOf('task.file')} as key from cases.task`.execute(tx)
      expect(await openSealed(tx, file, task ?? { sealed: null, key: null }, `cases.task.sealed|${task?.id ?? ''}`)).toBe('Vertolker Wolkendek')
      const { rows: [step] } = await sql<{ input: object; sealed: Buffer; key: Buffer }>`select input, sealed, ${keyOfSubject(file)} as key from protection.step`.execute(tx)
      expect(step?.input).toEqual({ kind: 'issue' })
      expect(await openSealed(tx, file, step ?? { sealed: null, key: null }, `protection.step.sealed|${file}/1`)).toEqual({ number: 'Annexnummer-99812' })
      const { rows: conflicts } = await sql<{ id: string; sealed: Buffer | null; key: Buffer | null }>`select id, sealed, ${keyOf('conflict.file')} as key from access.conflict order by file = ${file} desc`.execute(tx)
      expect(await Promise.all(conflicts.map((each) => openSealed(tx, file, each, `access.conflict.sealed|${each.id}`)))).toEqual(['Achterneef Ridderspoor', undefined])
      const { rows: [sealing] } = await sql<{ sealed: Buffer; key: Buffer }>`select sealed, ${keyOf('seal.file')} as key from access.seal where file = ${file}`.execute(tx)
      expect(await openSealed(tx, file, sealing ?? { sealed: null, key: null }, `access.seal.sealed|${file}`)).toBe('Bedreigd Monnikskap')
      const { rows: [asked] } = await sql<{ sealed: Buffer; answer: Buffer }>`select sealed, answer_sealed as answer from accounts.approval`.execute(tx)
      expect([asked?.sealed, vaultOf(base.db).own.open(`accounts.approval.answer_sealed|${approval}`, asked?.answer ?? Buffer.of())]).toEqual([expect.any(Buffer), 'Bevestigd Zonnedauw'])
      expect(vaultOf(base.db).own.open(`accounts.approval.sealed|${approval}`, asked?.sealed ?? Buffer.of())).toBe('Nagekeken Boterbloem')
      const { rows: [handed] } = await sql<{ sealed: Buffer }>`select sealed from statistics.delivery`.execute(tx)
      expect(vaultOf(base.db).own.open(`statistics.delivery.sealed|${delivery}`, handed?.sealed ?? Buffer.of())).toEqual({ fileName: 'Bestand Kievitsbloem', reason: 'Verbeterd Wolfsmelk' })
      const { rows: [kept] } = await sql<{ sealed: Buffer }>`select sealed from platform.once`.execute(tx)
      expect(vaultOf(base.db).own.open(`platform.once.sealed|${token}`, kept?.sealed ?? Buffer.of())).toEqual({ said: 'Bewaard Vuurdoorn' })
    })
    const found = await inTransaction(base.db, { actor: centre }, (tx) => findFilesByName(tx, 'silverdaal oudenhove'))
    expect(found).toEqual([{ file, fits: 2 }])
    const stranger = { ...centre, office: OfficeId.parse(crypto.randomUUID()) }
    expect(await inTransaction(base.db, { actor: stranger }, (tx) => findFilesByName(tx, 'oudenhove'))).toEqual([])
  })

  test('takes nothing in clear any more', async () => {
    const writes = asMigrator(base.db, (tx) => sql`update cases.identity set family_names = 'Oudenhove' where file = ${file}`.execute(tx))
    await expect(writes).rejects.toThrow('who she is lies sealed')
    const { rows } = await sql`select conname from pg_constraint where not convalidated`.execute(base.db)
    expect(rows).toEqual([])
  })

  test('does not open without the keys that belong to it', async () => {
    await expect(openVault(base.db, { ...settings, ARIADNE_HOME: join(folder, 'elsewhere') }, () => {})).rejects.toThrow('is not there. Put it back')
  })
})
