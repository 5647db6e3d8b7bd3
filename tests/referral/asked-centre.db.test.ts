import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { asked as inputOf } from '../support/plausible-input.ts'

/** A centre that is asked answers without knowing who she is; that opens when it accepts, in the same act. */
const base = testDatabase()
const [worker, other, sender] = ['caseworker-pag-asa', 'caseworker-payoke', 'labour-inspector']
const name = 'Naamloosspecimen'
const secrets = [name, 'Geheim-Thi', '1999-02-28', 'Kelderstraat Specimen 9', '"VN"']
const said = { familyName: name, givenName: 'Geheim-Thi', bornOn: '1999-02-28', place: 'Kelderstraat Specimen 9' }
let be: Belgium

beforeAll(async () => {
  be = await Belgium.open(base.db)
}, 60_000)

type Handed = Awaited<ReturnType<Belgium['handedOn']>>
const show = (login: string, { referral }: Handed) => be.ask(login, 'referral.show', { referral })
const referenceOf = async ({ file }: Handed) => String((await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`))[0]?.reference)
const partiesOf = async ({ file }: Handed) => be.rows<{ relation: string; ended: boolean }>(sql`select relation, until is not null as ended from cases.party join accounts.office on office.id = party.office
  where file = ${file} and office.kind = 'reception-centre' order by party.id`)
/** How many rows of each table with something of her an office reads. */
const tables = ['cases.file', 'cases.identity', 'cases.safe_contact', 'cases.contact_rule', 'cases.paper', 'cases.task', 'cases.timeline', 'cases.care_note', 'cases.disclosure', 'protection.procedure', 'protection.step', 'protection.document', 'referral.place_seen', 'reception.stay', 'retention.hold']
const read = async (login: string, { file }: Handed) => {
  const actor = await be.actor(login)
  return inTransaction(be.door.db, { actor }, async (tx) => {
    const seen: string[] = []
    for (const table of tables) if ((await sql`select from ${sql.raw(table)} where ${sql.raw(table === 'cases.file' ? 'id' : 'file')} = ${file} limit 1`.execute(tx)).rows.length > 0) seen.push(table)
    return seen
  })
}
/** Everything that the routes of a reading kind tell somebody of a file, as one text. */
const everythingTold = async (login: string, handed: Handed) => {
  const { officeKind } = await be.actor(login)
  const ids: Record<string, unknown> = { file: handed.file, referral: handed.referral, report: handed.report, reference: await referenceOf(handed), search: name }
  const told: string[] = []
  for (const route of routes.values()) {
    if (route.kind !== 'ask' || route.for === 'anyone' || (typeof route.for !== 'string' && !route.for.includes(officeKind))) continue
    const outcome = await be.ask(login, route.name, Object.fromEntries(inputOf(route).flatMap((field) => (field in ids ? [[field, ids[field]]] : []))))
    if (outcome.answered) told.push(`${route.name} ${JSON.stringify(outcome.value)}`)
  }
  return told
}

describe('a centre that is asked', () => {
  test('reads what it needs to answer, and nothing that tells who she is', async () => {
    const handed = await be.handedOn(said)
    const shown = await show(worker, handed)
    expect(shown).toMatchObject({ answered: true, value: {
      standing: 'asked', reference: await referenceOf(handed), isChild: false, sex: 'woman', ageGroup: '25-and-over', language: 'vi', district: 'brussels', forms: ['labour'], file: null, name: null, placeSeen: null,
      handedOn: { danger: 'no', interpreter: 'yes', contactBroken: 'yes', sector: 'construction', signs: ['no-free-movement'] }, steps: ['accept', 'decline', 'redirect', 'ask-more'],
    } })
    expect(secrets.filter((secret) => JSON.stringify(shown).includes(secret))).toEqual([])
    expect(await read(worker, handed)).toEqual([])
    for (const line of await everythingTold(worker, handed)) expect(secrets.filter((secret) => secret !== '"VN"' && line.includes(secret) && !line.includes('"searched"')), line.slice(0, 60)).toEqual([])
  })

  test('finds her neither by name nor by reference, and no list or number of files counts her', async () => {
    const before = await be.does<{ counts: { all: number; asked: number } }>(worker, 'file.list-waiting', {})
    const handed = await be.handedOn(said)
    for (const search of [name, 'Geheim-Thi', await referenceOf(handed)]) expect(await be.does(worker, 'file.list', { search })).toMatchObject({ lines: [] })
    const { counts, lines } = await be.does<{ counts: { all: number; asked: number }; lines: { id: string }[] }>(worker, 'file.list-waiting', {})
    expect(counts).toMatchObject({ all: before.counts.all, asked: before.counts.asked + 1 })
    expect(lines.map(({ id }) => id)).not.toContain(handed.file)
    for (const route of ['person.show', 'procedure.show', 'procedure.show-file', 'consent.list', 'attachment.list', 'care.show', 'act.list-of-file', 'stay.show-of-file']) expect(refusalOf(await be.ask(worker, route, { file: handed.file })), route).toBe('not-found')
    await be.does(worker, 'referral.accept', { referral: handed.referral, version: 0 })
    expect(await be.does(worker, 'file.list', { search: name })).toMatchObject({ lines: [{ id: handed.file }] })
  })

  test('does not let itself in by its own word in the database', async () => {
    const handed = await be.handedOn(said)
    const actor = await be.actor(worker)
    for (const relation of ['centre', 'former-centre', 'guardian', 'magistrate', 'consent-identity', 'consent-contact', 'reporter']) {
      const attempt = inTransaction(be.door.db, { actor }, (tx) => sql`insert into cases.party (file, office, relation, opened_on, since) values (${handed.file}, ${actor.office}, ${relation}, '2026-11-23', '2026-11-23')`.execute(tx))
      await expect(attempt, relation).rejects.toThrow(/row-level security/)
    }
    expect(await read(worker, handed)).toEqual([])
  })

  test('reads the answer to what it asked, and is named the clock of its own answer', async () => {
    const handed = await be.handedOn(said)
    await be.does(worker, 'referral.ask-more', { referral: handed.referral, version: 0, note: 'Is there a wheelchair?' })
    await be.does(sender, 'referral.answer-more', { referral: handed.referral, version: 1, note: 'No, she walks.' })
    expect(await show(worker, handed)).toMatchObject({ answered: true, value: { standing: 'asked', name: null, events: [{ step: 'answer-more', note: 'No, she walks.' }, { step: 'ask-more' }, { step: 'send' }], answer: { isOurs: true } } })
    expect(await be.rows(sql`insert into cases.notice (clock, key, kind, to_office, given_on) select id, 'late ' || ends_on, 'late', owner_office, '2026-11-30' from cases.clock where file = ${handed.file} and key = 'referral-answer' returning id`)).toHaveLength(1)
    const { clocks } = await be.does<{ clocks: object[] }>(worker, 'clock.list-own', {})
    expect(clocks).toEqual([expect.objectContaining({ reference: await referenceOf(handed), isAsked: true, notices: ['late'] })])
  })
})

describe('when it answers', () => {
  test('by accepting, all opens in the one act: the relation, who she is, where she was seen, and a line in the ledger', async () => {
    const handed = await be.handedOn(said)
    await be.does(worker, 'referral.accept', { referral: handed.referral, version: 0 })
    expect(await partiesOf(handed)).toEqual([{ relation: 'asked-centre', ended: true }, { relation: 'centre', ended: false }])
    expect(await show(worker, handed)).toMatchObject({ answered: true, value: { standing: 'centre', file: handed.file, name: `Geheim-Thi ${name}`, placeSeen: 'Kelderstraat Specimen 9', sex: 'woman' } })
    expect(await read(worker, handed)).toEqual(['cases.file', 'cases.identity', 'cases.timeline', 'cases.disclosure', 'protection.procedure', 'protection.step', 'referral.place_seen'])
    const ledger = await be.rows<{ fields: string[] }>(sql`select fields from cases.disclosure join accounts.office on office.id = to_office where file = ${handed.file} and office.kind = 'reception-centre' order by at, disclosure.id`)
    expect(ledger.map(({ fields }) => fields).toSorted((a, b) => b.length - a.length)).toEqual([expect.arrayContaining(['sex', 'language', 'signs']), ['identity', 'place']])
    for (const { fields } of ledger.filter((line) => line.fields.includes('sex'))) expect(fields.filter((field) => ['familyName', 'givenName', 'bornOn', 'citizenships', 'place'].includes(field))).toEqual([])
  })

  test('and a refusal further on leaves it asked, with nothing open', async () => {
    const handed = await be.handedOn(said)
    expect(refusalOf(await be.ask(worker, 'referral.accept', { referral: handed.referral, version: 0, place: 'minors' }))).not.toBe('answered')
    expect(await partiesOf(handed)).toEqual([{ relation: 'asked-centre', ended: false }])
    expect(await read(worker, handed)).toEqual([])
  })

  test('of two colleagues at once one opens her, and the other is told', async () => {
    const handed = await be.handedOn(said)
    const outcomes = await Promise.all([worker, 'lead-pag-asa'].map((login) => be.ask(login, 'referral.accept', { referral: handed.referral, version: 0 })))
    expect(outcomes.map(refusalOf).toSorted()).toEqual(['answered', 'colleague-first'])
    expect(await partiesOf(handed)).toEqual([{ relation: 'asked-centre', ended: true }, { relation: 'centre', ended: false }])
  })

  test.each([
    ['declining', worker, 'referral.decline', { reason: 'no-place' }, 'decline'],
    ['handing it to another centre', worker, 'referral.redirect', {}, 'redirect'],
    ['nothing, because the sender takes it back', sender, 'referral.withdraw', { note: 'She changed her mind.' }, 'withdraw'],
  ] as const)('by %s, nothing of her remains with it but that and when', async (_title, login, act, more, step) => {
    const handed = await be.handedOn(said)
    await be.does(login, act, { referral: handed.referral, version: 0, ...more, ...(step === 'redirect' ? { centre: await be.office(other) } : {}) })
    expect((await partiesOf(handed)).filter(({ ended }) => !ended)).toEqual(step === 'redirect' ? [{ relation: 'asked-centre', ended: false }] : [])
    expect(await show(worker, handed)).toEqual({ answered: true, repeated: false, value: { id: handed.referral, reference: await referenceOf(handed), step, at: expect.any(String) } })
    expect([await read(worker, handed), await read(other, handed)]).toEqual([[], []])
    const rows = await inTransaction(be.door.db, { actor: await be.actor(worker) }, async (tx) => (await sql`select from referral.referral where id = ${handed.referral}`.execute(tx)).rows.length)
    expect(rows).toBe(0)
    if (step === 'redirect') expect(await show(other, handed)).toMatchObject({ answered: true, value: { standing: 'asked', name: null, placeSeen: null } })
    else expect(refusalOf(await show(other, handed))).toBe('not-found')
  })
})

test('the record that she may take home says what each centre was told and when', async () => {
  const handed = await be.handedOn(said)
  type Shared = { text: { shared: { what: string; with: string }[] } }
  const centreLines = async () => (await be.does<Shared>(sender, 'report.show-record', { report: handed.report, language: 'en' })).text.shared.filter((line) => line.with === 'PAG-ASA').map(({ what }) => what)
  const [before] = await centreLines()
  expect(before).toMatch(/sex/)
  expect(before).not.toMatch(/name|birth|place/i)
  await be.does(worker, 'referral.accept', { referral: handed.referral, version: 0 })
  expect(await centreLines()).toEqual([before, expect.stringMatching(/family name.*given name/i)])
})
