import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { filledFile, type Ids } from '../support/filled-file.ts'

/** What the certificate of destruction promises, asked of every table that there is: what still names her file, and what is left there in clear. */
const base = testDatabase()
let be: Belgium
let her: Ids
let beside: Ids
const later = '2036-12-01'
const officer = 'data-protection-officer'
/** Leads the centre since after the seals were asked about. */
const newLead = 'new-lead'

/** What stays by decision 0017: coded facts, the course of the procedure, the referral's days, the certificate, the emergency without its words. */
const stays: Readonly<Record<string, string>> = {
  'cases.file': 'reference, state and the coded facts', 'cases.clock': 'days, counted', 'cases.identity': 'sealed with a key that is gone', 'cases.timeline': 'sealed with a key that is gone',
  'protection.procedure': 'coded', 'protection.step': 'coded, its words sealed with a key that is gone', 'protection.document': 'number and days of what was issued', 'protection.document_holder': 'sealed with a key that is gone',
  'protection.decision': 'number and day of what was decided', 'protection.decision_holder': 'sealed with a key that is gone', 'referral.referral': 'offices and days, counted', 'referral.place_seen': 'sealed with a key that is gone',
  'access.emergency': 'who opened it and when', 'access.conflict': 'who was shut out, without the reason', 'access.former_seal': 'by which id a seal was called, so that a question about it stays closed', 'retention.hold': 'coded', 'retention.run_file': 'the certificate', 'statistics.coded_person': 'coded', 'audit.line': 'the record of acts',
}

/** Every table that names her file in a column of its own, with its rows. */
async function tablesWithHer(): Promise<Record<string, Record<string, unknown>[]>> {
  const tables = await be.rows<{ name: string }>(sql`select table_schema || '.' || table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where column_name = 'file' and data_type = 'uuid' and table_type = 'BASE TABLE' union select 'cases.file' order by 1`)
  const found: Record<string, Record<string, unknown>[]> = {}
  for (const { name } of tables) {
    const rows = await be.rows(sql`select * from ${sql.raw(name)} where ${sql.raw(name === 'cases.file' ? 'id' : 'file')} = ${her['file']}`)
    if (rows.length > 0) found[name] = rows
  }
  return found
}

/** Every figure of the analysis centre by every fact, and the coded persons themselves. */
async function figures(): Promise<unknown> {
  const dimensions = ['state', 'outcome', 'form', 'sector', 'sex', 'age', 'age-band', 'citizenship', 'district', 'month', 'detected-by', 'exploited-in']
  const counted: Record<string, unknown> = {}
  for (const dimension of dimensions) {
    const column = dimension === 'detected-by' ? 'detected_by' : dimension === 'age-band' ? 'age_band' : dimension === 'exploited-in' ? 'exploited_in' : dimension
    counted[dimension] = await be.rows(sql`select ${sql.raw(column)} as code, count(*)::int from statistics.coded_person group by 1 order by 1`)
  }
  counted['persons'] = await be.rows(sql`select * from statistics.coded_person order by file`)
  counted['clocks'] = await be.rows(sql`select key, owner_office, closed_on is null as open, closed_on > ends_on as late, count(*)::int from cases.clock group by 1, 2, 3, 4 order by 1, 2, 3, 4`)
  counted['steps'] = await be.rows(sql`select step, taken_on, count(*)::int from protection.step group by 1, 2 order by 1, 2`)
  counted['referrals'] = await be.rows(sql`select step, at, count(*)::int from referral.event group by 1, 2 order by 1, 2`)
  return counted
}

/** Handed on from a large operation, so that its row names her as well. */
async function fromOperation(file: string): Promise<void> {
  const { operation } = await be.does<{ operation: string }>('labour-inspector', 'operation.open', { name: 'Werf', place: 'Kade', district: 'brussels', on: '2026-11-22' })
  await be.rows(sql`insert into referral.operation_person (operation, number, referral, reference, centre) select ${operation}, 1, id, reference, to_office from referral.referral where file = ${file}`)
}

beforeAll(async () => {
  be = await Belgium.open(base.db)
  await be.rows(sql`insert into accounts.account (login, name, office, language, demonstration) select 'second-officer', 'B. Fictief', office, 'nl', true from accounts.account where login = ${officer}`)
  her = await filledFile(be, 'Verdwenen')
  beside = await filledFile(be, 'Gebleven')
  await fromOperation(String(her['file']))
  await be.does('administrator', 'guard.shut-out', { reference: her['reference'], account: (await be.actor('caseworker-payoke')).account, reason: 'a conflict for this test' })
  // One seal that data protection lifted, one that its own office opened while somebody was asked, and one that stands.
  for (const how of ['lifted', 'opened', 'stands']) {
    await be.does('lead-pag-asa', 'guard.seal', { reference: her['reference'], people: (await be.actor('lead-pag-asa')).account, reason: 'sealed for this test' })
    if (how !== 'stands') await askLifting(how)
    if (how === 'opened') await be.does('lead-pag-asa', 'guard.unseal', { reference: her['reference'] })
  }
  // Who led an office before she came to data protection destroys what was sealed before that as well.
  await be.rows(sql`insert into access.led_later (file, account) values (${her['file']}, ${(await be.actor(officer)).account})`)
  await be.rows(sql`insert into accounts.account (login, name, office, language, demonstration, lead) select ${newLead}, 'N. Fictief', office, 'nl', true, true from accounts.account where login = 'lead-pag-asa'`)
  await be.does(officer, 'guard.shut-out', { reference: her['reference'], account: (await be.actor('police-officer')).account, reason: 'a conflict of data protection' })
  const [conflict] = await be.rows<{ id: string }>(sql`select id from access.conflict where file = ${her['file']} and by_data_protection`)
  await be.does(officer, 'guard.ask-letting-in', { conflict: conflict?.id, reason: 'His cousin has moved away' })
  await yes(String(conflict?.id), '2026-11-23', 'refuse')
  await be.does('administrator', 'guard.shut-out', { reference: her['reference'], account: (await be.actor('second-data-protection-officer')).account, reason: 'a neighbour of hers' })
  await be.rows(sql`insert into access.emergency_refused (account, office, file, because, at) select id, office, ${her['file']}, 'person', '2026-11-23' from accounts.account where login = 'police-officer'`)
  await be.rows(sql`insert into cases.party (file, office, account, relation, opened_on, since) select ${her['file']}, office, id, 'guardian', '2026-11-23', '2026-11-23' from accounts.account where login = 'guardian'`)
  await be.rows(sql`insert into cases.care_member (id, file, office, account, named_by, named_at) select gen_random_uuid(), ${her['file']}, office, id, id, now() from accounts.account where login = 'caseworker-pag-asa'`)
  await be.rows(sql`insert into cases.notice (clock, key, kind, to_office, given_on) select id, 'in-a-test', 'warning', owner_office, '2026-11-23' from cases.clock where file = ${her['file']} limit 1`)
  await be.rows(sql`update cases.file set birth_year = 1991, outcome = 'ended-lapsed', state = 'ended-lapsed', state_since = '2026-11-23' where id = ${her['file']}`)
  await be.rows(sql`update cases.clock set closed_on = ends_on where file = ${her['file']} and closed_on is null`)
  await be.rows(sql`update retention.hold set lifted_on = since where file = ${her['file']}`)
  await be.does(officer, 'emergency.review', { emergency: her['emergency'], finding: 'justified', note: 'Why she was looked for' })
  await yes(String(her['emergency']), '2026-11-23')
}, 120_000)

/** Data protection asks to lift the seal that stands; a colleague says yes, or nobody has answered yet. */
async function askLifting(how: string): Promise<void> {
  const [seal] = await be.rows<{ id: string }>(sql`select id from access.seal where file = ${her['file']}`)
  await be.does(officer, 'guard.ask-lifting', { seal: seal?.id, reason: `Her sister asks for her: ${how}` })
  if (how === 'lifted') await yes(String(seal?.id), '2026-11-23')
}

/** Of how many questions about a seal or a conflict somebody reads. */
async function questions(login: string): Promise<number> {
  const { approvals } = await be.does<{ approvals: { act: string }[] }>(login, 'approval.list', {}, { on: later })
  return approvals.filter(({ act }) => act === 'lift-seal' || act === 'end-conflict').length
}

/** A colleague of the officer says yes to whatever was asked about this. */
async function yes(subject: string, on: string, answer: 'approve' | 'refuse' = 'approve'): Promise<void> {
  const asked = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject like ${`${subject}%`} and answer is null`)
  for (const { id } of asked) await be.does('second-officer', 'approval.answer', { approval: id, answer, reason: 'Seen by a colleague' }, { on })
}

describe('a file that was destroyed', () => {
  let before: unknown
  let other: unknown
  const ofBeside = () => be.rows(sql`select (select count(*)::int from cases.party where file = ${beside['file']}) as parties, (select count(*)::int from reception.stay where file = ${beside['file']}) as stays,
    (select count(reason)::int from access.emergency where file = ${beside['file']}) as reasons, (select count(language)::int from referral.referral where file = ${beside['file']}) as languages`)

  test('was named in many tables, and counted by its age', async () => {
    expect(Object.keys(await tablesWithHer())).toEqual(expect.arrayContaining(['access.conflict', 'access.emergency_refused', 'access.former_seal', 'access.lifted', 'access.seal', 'cases.care_member', 'cases.party', 'cases.task', 'reception.stay', 'referral.referral']))
    before = await figures()
    other = await ofBeside()
    expect((await be.rows(sql`select from accounts.approval where act in ('end-conflict', 'lift-seal') and sealed is not null`)).length).toBe(3)
    expect([await questions(officer), await questions('second-data-protection-officer'), await questions(newLead)]).toEqual([3, 0, 0])
    expect((await be.rows(sql`select age_band from statistics.coded_person where file = ${her['file']}`))).toEqual([{ age_band: '35-49' }])
    const { run } = await be.does<{ run: string }>(officer, 'retention.propose', { reason: 'The yearly round' }, { on: later })
    await yes(run, later)
    expect(await be.does(officer, 'retention.destroy', { run }, { on: later })).toMatchObject({ destroyed: 1 })
  })

  test('is named by nothing but what decision 0017 keeps', async () => {
    expect(Object.keys(await tablesWithHer()).filter((table) => !(table in stays))).toEqual([])
    for (const [what, query] of Object.entries({
      'rows of an operation': sql`select from referral.operation_person where reference = ${her['reference']}`,
      'stays in a shelter': sql`select from reception.shelter_stay where stay = ${her['stay']}`,
      warnings: sql`select from cases.notice join cases.clock on clock.id = notice.clock where clock.file = ${her['file']}`,
    })) expect(await be.rows(query), what).toEqual([])
  })

  test('says nothing in clear of who she was, nor why somebody looked for her', async () => {
    const [file] = await be.rows(sql`select birth_year, language from cases.file where id = ${her['file']}`)
    expect(file).toEqual({ birth_year: null, language: null })
    expect(await be.rows(sql`select language, sex, age_group, district, forms from referral.referral where file = ${her['file']}`)).toEqual([{ language: null, sex: null, age_group: null, district: null, forms: [] }])
    expect(await be.rows(sql`select reason, note from access.emergency where file = ${her['file']}`)).toEqual([{ reason: null, note: null }])
    expect(await be.rows(sql`select from accounts.approval where subject like ${`${her['emergency']}%`} and num_nonnulls(sealed, answer_sealed) > 0`)).toEqual([])
    expect(await be.rows(sql`select from accounts.approval where act in ('end-conflict', 'lift-seal') and num_nonnulls(sealed, answer_sealed, about_sealed) > 0`)).toEqual([])
    expect((await be.rows(sql`select reason, sealed from access.conflict where file = ${her['file']}`))).toEqual(Array.from({ length: 3 }, () => ({ reason: null, sealed: null })))
    const { emergencies } = await be.does<{ emergencies: { id: string; reason: string }[] }>(officer, 'emergency.list', {}, { on: later })
    expect(emergencies.find(({ id }) => id === her['emergency'])?.reason).toBe('[erased]')
    const { approvals } = await be.does<{ approvals: { reason: string }[] }>(officer, 'approval.list', {}, { on: later })
    expect(approvals.map(({ reason }) => reason)).not.toContain('Why she was looked for')
    expect(JSON.stringify(approvals)).not.toMatch(/sister|cousin/)
  })

  test('stays closed to whom it was closed', async () => {
    const [closed, open] = await Promise.all(['second-data-protection-officer', officer].map((login) => be.ask(login, 'act.list', { reference: her['reference'] }, { on: later })))
    expect(closed?.answered && closed.value['acts']).toEqual([])
    expect(open?.answered && open.value['acts']).not.toEqual([])
    expect([await questions(officer), await questions('second-data-protection-officer'), await questions(newLead)]).toEqual([3, 0, 0])
    // Nor is a question open to anybody where nothing tells any more of which file it was.
    await be.rows(sql`delete from access.former_seal where id::text in (select subject from accounts.approval where act = 'lift-seal' and answer = 'approved')`)
    expect([await questions(officer), await questions('second-data-protection-officer')]).toEqual([2, 0])
  })

  test('is nobody’s to guard any more: nothing of it is listed to act on', async () => {
    for (const login of [officer, 'administrator', 'lead-pag-asa']) expect(JSON.stringify(await be.does(login, 'guard.show', {}, { on: later })), login).not.toContain(her['reference'])
    const [conflict] = await be.rows<{ id: string }>(sql`select id from access.conflict where file = ${her['file']} and by_data_protection and ended_at is null`)
    expect(refusalOf(await be.ask(officer, 'guard.ask-letting-in', { conflict: conflict?.id, reason: 'He has moved away' }, { on: later }))).toBe('not-found')
    expect(refusalOf(await be.ask(officer, 'guard.shut-out', { reference: her['reference'], account: (await be.actor('police-officer')).account, reason: 'a cousin' }, { on: later }))).toBe('nothing-to-guard')
  })

  test('counts as it counted, in every figure', async () => {
    expect(await figures()).toEqual(before)
  })

  test('took nothing of anybody else with it', async () => {
    expect(await ofBeside()).toEqual(other)
  })

  test('is named by the record where the list of what is over and the certificate showed it', async () => {
    const [run] = await be.rows<{ run: string }>(sql`select run from retention.run_file where file = ${her['file']}`)
    await be.does(officer, 'retention.show-run', { run: run?.run }, { on: later })
    const [line] = await be.rows<{ shown: string[] }>(sql`select shown from audit.line where route = 'retention.show-run' order by number desc limit 1`)
    expect(line?.shown).toEqual([her['file']])
  })
})
