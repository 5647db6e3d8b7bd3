import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { migrationsFolder } from '#platform/database/migration-files'
import { inTransaction } from '#platform/database/transaction'
import { queueMail } from '#platform/mail/outbox-rows'
import { instant } from '#vocabulary/instant'
import type { FileId } from '#vocabulary/ids'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let be: Belgium
let file: FileId
const [centre, hospital] = ['caseworker-pag-asa', 'hospital-social-worker']

type Ledger = { consents: { id: string; purpose: string; recipient: string; state: string; how: string; scope: string[] }[]; disclosures: { about: string; recipient: string; fields: string[]; consent: string | null; law: string | null }[] }
const ledger = (login = centre) => be.does<Ledger>(login, 'consent.list', { file })
type Shared = { files: { file: FileId; reference: string; name: string | null; ways: { value: string }[] }[] }
const shared = async () => ({ files: (await be.does<Shared>(hospital, 'consent.list-shared', {})).files.filter((one) => one.file === file) })
const give = async (more: object = {}) => (await be.does<{ consent: string }>(centre, 'consent.give', { file, purpose: 'health', recipient: await be.office(hospital), scope: ['identity', 'contact'], explainedIn: 'vi', how: 'oral-with-interpreter', ...more })).consent
const withdraw = (consent: string) => be.does<{ had: { recipient: string }[] }>(centre, 'consent.withdraw', { file, consent, how: 'oral' })
const rule = { confirmedHow: 'in-person', weekdays: [1, 2, 3, 4, 5], from: '09:00', until: '17:00', answeredBy: 'herself', maySay: 'nothing' }

beforeAll(async () => { be = await Belgium.open(base.db) })
beforeEach(async () => {
  be.moment = new Date('2026-11-23T09:00:00Z')
  file = (await be.accompanied({ familyName: 'Specimen', givenName: 'Linh' })).file
})

describe('the ledger', () => {
  test('begins with what she answered to the report, and with everybody who was told with the referral and on what that rests', async () => {
    const { consents, disclosures } = await ledger()
    expect(consents).toMatchObject([{ purpose: 'To be handed on to a centre', recipient: 'a recognised centre', state: 'stands', how: 'oral' }])
    expect(disclosures.map(({ about, consent, law }) => [about, consent === consents[0]?.id, law].join(' ')).toSorted()).toEqual([
      'referral true ', 'referral true ', 'told-by-law false Aliens Act, art. 61/2 §1', 'told-by-law false Circular of 23 December 2016',
    ])
    // The centre was told what it needed to answer, and who she is when it accepted.
    const [asked, accepted] = disclosures.filter(({ about }) => about === 'referral').map(({ fields }) => fields).toSorted((a, b) => b.length - a.length)
    expect(asked?.filter((field) => ['family name', 'given name', 'birth date', 'citizenship', 'place'].includes(field))).toEqual([])
    expect(accepted).toEqual(['name, birth date and papers', 'place'])
  })

  test('has no consent of a child: the referral rests on the law alone', async () => {
    file = (await be.accompanied({ age: 'child', consent: undefined })).file
    const { consents, disclosures } = await ledger()
    expect(consents).toEqual([])
    expect(disclosures.every(({ law }) => law !== null)).toBe(true)
    expect(disclosures.length).toBeGreaterThanOrEqual(3)
  })

  test('is read by centre and guardian, found by nobody else, and changed by nobody', async () => {
    for (const login of ['immigration-officer', 'labour-inspector', 'labour-auditor', hospital, 'caseworker-payoke', 'administrator']) expect(refusalOf(await be.ask(login, 'consent.list', { file }))).toBe('not-found')
    file = (await be.accompanied({ age: 'child', consent: undefined })).file
    expect((await ledger('guardian')).disclosures.length).toBeGreaterThan(0)
    const actor = await be.actor(centre)
    for (const change of [sql`update cases.consent set until_on = '2030-01-01'`, sql`delete from cases.consent`, sql`update cases.disclosure set law = 'X'`, sql`delete from cases.disclosure`, sql`delete from cases.consent_withdrawn`]) {
      await expect(inTransaction(base.db, { actor }, (tx) => change.execute(tx))).rejects.toThrow('permission denied')
    }
  })

  test('takes nothing that the country does not know, nor a consent that is not yet given or already over', async () => {
    const said = async (more: object) => refusalOf(await be.ask(centre, 'consent.give', { file, purpose: 'health', recipient: 'doctor', scope: ['identity'], explainedIn: 'vi', how: 'written', ...more }))
    expect(await Promise.all([said({ purpose: 'curiosity' }), said({ scope: ['everything'] }), said({ recipient: 'neighbour' }), said({ fromOn: '2026-11-24' }), said({ untilOn: '2026-11-22' })]))
      .toEqual(['consent-purpose', 'consent-scope', 'consent-recipient', 'consent-in-future', 'consent-over'])
  })
})

describe('a consent', () => {
  test('opens to the office that it names what it covers, and nothing else', async () => {
    await be.does(centre, 'person.set-safe-contact', { file, channel: 'call', value: '+32 000 17', isSafe: 'yes', ...rule })
    await be.does(centre, 'person.set-safe-contact', { file, channel: 'mail', value: 'linh@specimen.example', isSafe: 'yes' })
    expect((await shared()).files).toEqual([])
    await give({ scope: ['identity'] })
    expect((await shared()).files).toMatchObject([{ name: 'Linh Specimen', ways: [] }])
    await give()
    expect((await shared()).files).toMatchObject([{ name: 'Linh Specimen', ways: [{ value: '+32 000 17' }] }])
    expect(JSON.stringify(await shared())).not.toContain('linh@specimen')
    for (const route of ['person.show', 'consent.list', 'contact.show-letter']) expect(refusalOf(await be.ask(hospital, route, { file }))).toBe('not-found')
  })

  test('closes it in the act that withdraws it, says who had it, and drops the mail that waits on it', async () => {
    const consent = await give({ scope: ['identity'] })
    await be.does(centre, 'consent.hand-out', { file, recipient: await be.office(hospital), scope: ['identity'], basis: 'consent' })
    const actor = await be.actor(centre)
    await inTransaction(base.db, { actor }, (tx) => queueMail(tx, { kind: 'none', about: file, restsOn: consent, language: 'en', now: instant(be.moment) }))
    expect(await shared()).toMatchObject({ files: [{ name: 'Linh Specimen' }] })
    const { had } = await withdraw(consent)
    expect((had as { about?: string }[]).map(({ about }) => about).toSorted()).toEqual(['handed-out', 'read-by-consent'])
    expect((await shared()).files).toEqual([])
    expect(await be.rows(sql`select state from platform.mail where rests_on = ${consent}`)).toEqual([{ state: 'dropped' }])
    expect(refusalOf(await be.ask(centre, 'consent.hand-out', { file, recipient: await be.office(hospital), scope: ['identity'], basis: 'consent' }))).toBe('consent-missing')
    expect(refusalOf(await be.ask(centre, 'consent.withdraw', { file, consent, how: 'oral' }))).toBe('consent-was-withdrawn')
  })

  test('leaves open what another consent still opens', async () => {
    const [first, second] = [await give({ scope: ['identity'] }), await give({ purpose: 'wages', scope: ['identity'] })]
    await withdraw(first)
    expect((await shared()).files).toHaveLength(1)
    await withdraw(second)
    expect((await shared()).files).toEqual([])
  })

  test('ends by itself with its last day', async () => {
    await give({ scope: ['identity'], untilOn: '2026-11-25' })
    be.moment = new Date('2026-11-25T22:30:00Z')
    expect((await shared()).files).toHaveLength(1)
    be.moment = new Date('2026-11-25T23:30:00Z')
    expect((await shared()).files).toEqual([])
    expect((await ledger()).consents.map(({ state }) => state)).toContain('ended')
  })

  test('of one file is withdrawn in that file alone, and by its centre alone', async () => {
    const consent = await give()
    const other = (await be.accompanied()).file
    expect(refusalOf(await be.ask(centre, 'consent.withdraw', { file: other, consent, how: 'oral' }))).toBe('not-found')
    expect(refusalOf(await be.ask('caseworker-payoke', 'consent.withdraw', { file, consent, how: 'oral' }))).toBe('not-found')
    expect(refusalOf(await be.ask('caseworker-payoke', 'consent.give', { file, purpose: 'health', recipient: 'doctor', scope: ['identity'], explainedIn: 'vi', how: 'oral' }))).toBe('not-found')
  })
})

describe('what a service reads by consent', () => {
  const police = 'police-officer'
  const readings = async () => (await ledger()).disclosures.filter(({ about }) => about === 'read-by-consent').toReversed()
  const reads = (login = police) => be.does<Shared>(login, 'consent.list-shared', {})
  const asCentre = async <Row>(query: ReturnType<typeof sql>) => inTransaction(base.db, { actor: await be.actor(centre), now: instant(be.moment) }, async (tx) => (await query.execute(tx)).rows as Row[])

  test('stands in the ledger with the service, the parts and the consent, and whoever withdraws it hears who had it', async () => {
    await be.does(centre, 'person.set-safe-contact', { file, channel: 'call', value: '+32 000 17', isSafe: 'yes', ...rule })
    const consent = await give({ recipient: await be.office(police) })
    expect(await readings()).toEqual([])
    expect((await reads()).files.map((one) => one.file)).toContain(file)
    expect(await readings()).toMatchObject([{ consent, fields: ['how to be reached', 'name, birth date and papers'], recipient: expect.stringMatching(/Police/) }])
    const { had } = await withdraw(consent)
    expect(had).toMatchObject([{ about: 'read-by-consent', recipient: expect.stringMatching(/Police/) }])
    // Nothing is written by whoever reads no more.
    await reads()
    expect(await readings()).toHaveLength(1)
    const [row] = await be.rows<{ account: string; office: string }>(sql`select account, office from cases.disclosure where consent = ${consent}`)
    expect(row).toEqual({ account: (await be.actor(police)).account, office: await be.office(police) })
  })

  test('has one line a day and service, however often it reads, and another for parts that were not open before', async () => {
    await give({ recipient: await be.office(police), scope: ['identity'] })
    await Promise.all([reads(), reads(), reads('lead-police').catch(() => reads())])
    expect(await readings()).toMatchObject([{ fields: ['name, birth date and papers'] }])
    be.moment = new Date('2026-11-23T22:30:00Z')
    await reads()
    expect(await readings()).toHaveLength(1)
    be.moment = new Date('2026-11-23T23:30:00Z')
    await reads()
    expect(await readings()).toHaveLength(2)
    await be.does(centre, 'person.set-safe-contact', { file, channel: 'call', value: '+32 000 17', isSafe: 'yes', ...rule })
    const wider = await give({ recipient: await be.office(police), scope: ['identity', 'contact'] })
    await reads()
    expect((await readings()).filter((line) => line.consent === wider)).toMatchObject([{ fields: ['how to be reached', 'name, birth date and papers'] }])
  })

  test('names nothing that was not there to be read', async () => {
    const consent = await give({ recipient: await be.office(police), scope: ['contact'] })
    await reads()
    expect((await readings()).filter((line) => line.consent === consent)).toEqual([])
  })

  test('is told by "who saw", by her report and by her paper as any other reading, whichever service it is', async () => {
    await give({ recipient: await be.office(police), scope: ['identity'] })
    await reads()
    const seen = await asCentre<{ office: string; route: string; listed: boolean; who: string | null }>(sql`select office, route, listed, who from audit.who_saw(${file}, 'en', 50, 0)`)
    expect(seen.filter(({ route }) => route === 'consent.list-shared')).toMatchObject([{ office: expect.stringMatching(/Police/), listed: false, who: null }])
    const months = await asCentre<{ office: string; read: number; listed: number; written: number }>(sql`select office, read, listed, written from audit.for_the_person(${file}, 'en')`)
    expect(months.filter(({ office }) => /Police/.test(office))).toMatchObject([{ read: 1, listed: 0, written: 0 }])
    const told = await asCentre<{ office: string; fields: string[]; consented: boolean }>(sql`select office, fields, consented from audit.shared_of_file(${file}, 'en')`)
    expect(told.filter(({ office }) => /Police/.test(office ?? ''))).toMatchObject([{ fields: ['identity'], consented: true }])
    const { text } = await be.does<{ text: { shared: { what: string; with: string; why: string }[] } }>(centre, 'consent.show-record', { file, language: 'en' })
    expect(text.shared).toContainEqual(expect.objectContaining({ with: expect.stringMatching(/Police/), what: 'name, birth date and papers' }))
  })

  test('from before that was written stands on the day of the country, whatever zone its server keeps', async () => {
    const consent = await give({ recipient: await be.office(police), scope: ['identity'] })
    const [reader, office] = [(await be.actor(police)).account, await be.office(police)]
    // Read on the evening of the 23rd of the server, which is the 24th where she lives, and once more later that day.
    for (const at of ['2026-11-23T12:00:00Z', '2026-11-23T23:30:00Z', '2026-11-24T09:00:00Z']) {
      await be.rows(sql`insert into audit.line (at, account, office, route, kind, outcome, shown) values (${at}, ${reader}, ${office}, 'consent.list-shared', 'ask', 'done', array[${file}::uuid])`)
    }
    await be.rows(sql`insert into cases.disclosure (id, file, about, to_office, fields, consent, at, office, account, read_on)
      values (gen_random_uuid(), ${file}, 'read-by-consent', ${office}, '{identity}', ${consent}, '2026-11-23T23:30:00Z', ${office}, ${reader}, '2026-11-23'),
        (gen_random_uuid(), ${file}, 'read-by-consent', ${office}, '{identity}', ${consent}, '2026-11-24T09:00:00Z', ${office}, ${reader}, '2026-11-24')`)
    await be.rows(sql`insert into accounts.replacement (absent, stand_in, first_on, last_on, zone, set_by, set_at)
      select a.id, b.id, '2020-01-01', '2020-01-02', 'Europe/Brussels', a.id, '2020-01-01' from accounts.account as a, accounts.account as b where a.login = ${centre} and b.login = 'lead-pag-asa'`)
    const days = () => be.rows(sql`select read_on::text as day, at from cases.disclosure where consent = ${consent} order by read_on`)
    for (let times = 0; times < 2; times += 1) {
      await be.rows(sql.raw(readFileSync(join(migrationsFolder, '0375-days-of-the-country.sql'), 'utf8')))
      expect(await days()).toMatchObject([{ day: '2026-11-23', at: '2026-11-23T12:00:00.000Z' }, { day: '2026-11-24', at: '2026-11-23T23:30:00.000Z' }])
    }
  })

  test('is written by nobody for a file or a part that is not open to her', async () => {
    const consent = await give({ recipient: await be.office(police), scope: ['identity'] })
    const note = async (login: string, parts: string[]) => inTransaction(base.db, { actor: await be.actor(login), now: instant(be.moment) }, (tx) =>
      sql`select cases.note_read_by_consent(${JSON.stringify([{ file, parts }])}::jsonb, '2026-11-23', ${instant(be.moment)})`.execute(tx))
    for (const [login, parts] of [[hospital, ['identity']], [police, ['contact']], [police, ['health']], ['immigration-officer', ['identity']]] as const) await note(login, [...parts])
    expect((await be.rows(sql`select from cases.disclosure where consent = ${consent}`))).toHaveLength(0)
    await expect(inTransaction(base.db, { actor: await be.actor(police) }, (tx) => sql`insert into cases.disclosure (id, file, about, to_office, fields, consent, at) values (gen_random_uuid(), ${file}, 'x', app.office(), '{identity}', ${consent}, now())`.execute(tx))).rejects.toThrow('row-level security')
  })
})

describe('what is told to another', () => {
  test('rests on a consent that covers it or on an article, else it is refused', async () => {
    const hand = async (more: object) => refusalOf(await be.ask(centre, 'consent.hand-out', { file, recipient: 'lawyer', scope: ['identity'], basis: 'consent', ...more }))
    expect([await hand({}), await hand({ basis: 'law' })]).toEqual(['consent-missing', 'article-missing'])
    await give({ recipient: 'lawyer', purpose: 'legal-help', scope: ['identity', 'claims'] })
    expect([await hand({}), await hand({ scope: ['identity', 'health'] })]).toEqual(['answered', 'consent-missing'])
    expect(await hand({ recipient: await be.office('immigration-officer'), basis: 'law' })).toBe('answered')
    await expect(inTransaction(base.db, { actor: await be.actor(centre) }, (tx) => sql`insert into cases.disclosure (id, file, about, to_kind, fields, at) values (gen_random_uuid(), ${file}, 'x', 'lawyer', '{identity}', now())`.execute(tx))).rejects.toThrow('rests on her consent or on an article')
  })
})

describe('a referral that waits', () => {
  test('is taken back by its sender when she takes her consent back, and goes to no other centre', async () => {
    const handed = await be.handedOn()
    await be.does('labour-inspector', 'referral.withdraw', { referral: handed.referral, version: 0, note: 'She does not want it any more.' })
    for (const route of ['consent.list', 'person.show']) expect(refusalOf(await be.ask(centre, route, { file: handed.file }))).toBe('not-found')
    expect(refusalOf(await be.ask('labour-inspector', 'referral.send-again', { referral: handed.referral, version: 1, centre: await be.office('caseworker-payoke'), note: '' }))).toBe('not-from-here')
  })

  test('opens to no centre, and goes to none, once her consent is taken back in the ledger', async () => {
    const handed = await be.handedOn()
    const { office, account } = await be.actor('labour-inspector')
    await be.rows(sql`insert into cases.consent_withdrawn (consent, file, on_day, how, at, office, account) select id, file, '2026-11-23', 'oral', now(), ${office}, ${account} from cases.consent where file = ${handed.file}`)
    expect(refusalOf(await be.ask(centre, 'referral.accept', { referral: handed.referral, version: 0 }))).toBe('cases:consent-withdrawn')
    expect(refusalOf(await be.ask(centre, 'referral.redirect', { referral: handed.referral, version: 0, centre: await be.office('caseworker-payoke'), note: '' }))).toBe('cases:consent-withdrawn')
    expect(refusalOf(await be.ask(centre, 'person.show', { file: handed.file }))).toBe('not-found')
  })

  test('leaves a line for each centre to which it is redirected, on the same consent', async () => {
    const handed = await be.handedOn()
    file = handed.file
    await be.does(centre, 'referral.redirect', { referral: handed.referral, version: 0, centre: await be.office('caseworker-payoke'), note: '' })
    await be.does('caseworker-payoke', 'referral.accept', { referral: handed.referral, version: 1 })
    const { disclosures, consents } = await ledger('caseworker-payoke')
    const told = disclosures.filter(({ about }) => about === 'referral')
    expect(told.map(({ consent }) => consent)).toEqual([consents[0]?.id, consents[0]?.id, consents[0]?.id])
    expect(told.filter(({ fields }) => fields.includes('name, birth date and papers')).map(({ recipient }) => recipient)).toEqual(['Payoke'])
  })
})

test('what a destroyed person agreed to, was told of her and said of her ways is destroyed with her', async () => {
  await be.does(centre, 'person.set-safe-contact', { file, channel: 'call', value: '+32 000 18', isSafe: 'yes', ...rule })
  const consent = await give()
  await withdraw(consent)
  await be.rows(sql`delete from cases.safe_contact where file = ${file}`)
  await be.rows(sql`update vault.data_key set master = null, wrapped = null, destroyed_at = now() where subject = ${file}`)
  for (const table of ['contact_rule', 'consent', 'consent_withdrawn', 'disclosure']) expect(await be.rows(sql`select from ${sql.table(`cases.${table}`)} where file = ${file}`)).toEqual([])
})
