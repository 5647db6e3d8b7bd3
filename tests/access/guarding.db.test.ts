import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { FileId } from '#vocabulary/ids'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) })

const worker = 'caseworker-pag-asa'
const lead = 'lead-pag-asa'
const account = async (login: string) => (await be.actor(login)).account
const referenceOf = async (file: FileId) => (await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`))[0]?.reference ?? ''

/** Everything by which somebody of the centre could come across a file: each says whether it did, or how many it counts. */
async function traces(login: string, { file, referral }: { file: FileId; referral: string }, name: string) {
  const reference = await referenceOf(file)
  const text = async (route: string, input: unknown) => JSON.stringify(await be.ask(login, route, input))
  const waiting = await be.does<{ counts: { all: number }; lines: { id: string }[] }>(login, 'file.list-waiting', {})
  const places = await be.does<{ stays: { file: string }[] }>(login, 'place.show-own', {})
  return {
    list: (await text('file.list', {})).includes(reference),
    byName: (await text('file.list', { search: name })).includes(reference),
    byReference: (await text('file.list', { search: reference })).includes(`"${reference}"`) && (await be.does<{ lines: unknown[] }>(login, 'file.list', { search: reference })).lines.length > 0,
    waiting: waiting.lines.some(({ id }) => id === file),
    counted: waiting.counts.all,
    stays: places.stays.some((stay) => stay.file === file),
    clocks: (await text('clock.list-own', {})).includes(reference),
    referrals: (await text('referral.list-waiting', {})).includes(reference),
    opened: ['procedure.show-file', 'procedure.show', 'person.show', 'stay.show-of-file'].length
      - (await Promise.all(['procedure.show-file', 'procedure.show', 'person.show', 'stay.show-of-file'].map((route) => be.ask(login, route, { file })))).filter((outcome) => refusalOf(outcome) === 'not-found').length,
    referral: refusalOf(await be.ask(login, 'referral.show', { referral })),
  }
}
const nothing = { list: false, byName: false, byReference: false, waiting: false, stays: false, clocks: false, referrals: false, opened: 0, referral: 'not-found' }

async function housed(name: string) {
  await be.does(worker, 'place.set', { women: 5, men: 5, families: 5, minors: 5, versions: { women: 0, men: 0, families: 0, minors: 0 } }).catch(() => undefined)
  const person = await be.accompanied({ familyName: name })
  return person
}

describe('a conflict of interest', () => {
  test('shuts a person out of one file, whatever else she is, until it is ended', async () => {
    const person = await housed('Exempelbelang')
    const reference = await referenceOf(person.file)
    const before = await traces(worker, person, 'Exempelbelang')
    expect(before).toMatchObject({ list: true, byName: true, byReference: true, opened: 4, referral: 'answered' })
    expect(refusalOf(await be.ask(worker, 'guard.show', {}))).toBe('not-found')
    expect(refusalOf(await be.ask(worker, 'guard.shut-out', { reference, account: await account(lead), reason: 'she is my rival' }))).toBe('nothing-to-guard')
    await be.does(lead, 'guard.shut-out', { reference, account: await account(worker), reason: 'her brother is a suspect' })

    const during = await traces(worker, person, 'Exempelbelang')
    expect(during).toEqual({ ...nothing, counted: before.counted - (before.waiting ? 1 : 0) })
    expect(await traces(lead, person, 'Exempelbelang')).toMatchObject({ list: true, byName: true, opened: 4 })
    for (const [route, input] of [['task.add', { file: person.file, what: 'something' }], ['person.set-safe-contact', { file: person.file, channel: 'call', value: '+32', isSafe: 'yes' }]] as const) {
      expect(refusalOf(await be.ask(worker, route, input)), route).toMatch(/not-found|input/)
    }
    const { conflicts } = await be.does<{ conflicts: { id: string; reference: string }[] }>(lead, 'guard.show', {})
    expect(conflicts.map((one) => one.reference)).toContain(reference)
    await be.does('administrator', 'guard.let-in-again', { conflict: conflicts.find((one) => one.reference === reference)?.id })
    expect(await traces(worker, person, 'Exempelbelang')).toEqual(before)
  })

  test('is set for one\'s own office alone, and by those who keep accounts or watch over data for every office', async () => {
    const { file } = await be.accompanied()
    const reference = await referenceOf(file)
    expect(refusalOf(await be.ask('lead-payoke', 'guard.shut-out', { reference, account: await account('lead-payoke'), reason: 'not my file at all' }))).toBe('nothing-to-guard')
    expect(refusalOf(await be.ask(lead, 'guard.shut-out', { reference, account: await account('immigration-officer'), reason: 'another office' }))).toBe('nothing-to-guard')
    expect(refusalOf(await be.ask(lead, 'guard.shut-out', { reference: 'BE-1999-0001', account: await account(worker), reason: 'no such file' }))).toBe('nothing-to-guard')
    await be.does('data-protection-officer', 'guard.shut-out', { reference, account: await account('immigration-officer'), reason: 'a friend of the suspect' })
    expect(refusalOf(await be.ask('immigration-officer', 'procedure.show-file', { file }))).toBe('not-found')
  })

  test('is shown to nobody who may not set it, least of all to the person herself', async () => {
    const { file } = await be.accompanied()
    const reference = await referenceOf(file)
    await be.does('data-protection-officer', 'guard.shut-out', { reference, account: await account(lead), reason: 'she knows the person' })
    expect(JSON.stringify(await be.does(lead, 'guard.show', {}))).not.toContain(reference)
    expect(JSON.stringify(await be.does('administrator', 'guard.show', {}))).toContain(reference)
  })

  test('holds for the report of the office that met her, and for whoever joins the file later', async () => {
    const { file, report } = await be.accompanied()
    const reference = await referenceOf(file)
    await be.does('administrator', 'guard.shut-out', { reference, account: await account('labour-inspector'), reason: 'he is a cousin of hers' })
    expect(refusalOf(await be.ask('labour-inspector', 'report.show', { report }))).toBe('not-found')
    expect(refusalOf(await be.ask('lead-labour-inspection', 'report.show', { report }))).toBe('answered')
    await be.does('administrator', 'guard.shut-out', { reference, account: await account('caseworker-payoke'), reason: 'worked for the suspect' })
    const [row] = await be.rows<{ office: string }>(sql`select office from accounts.account where login = 'caseworker-payoke'`)
    await be.rows(sql`insert into cases.party (file, office, relation, opened_on, since) values (${file}, ${row?.office}, 'centre', '2026-11-23', '2026-11-23')`)
    expect(refusalOf(await be.ask('caseworker-payoke', 'procedure.show-file', { file }))).toBe('not-found')
    expect(refusalOf(await be.ask('lead-payoke', 'procedure.show-file', { file }))).toBe('answered')
  })
})

describe('a sealed file', () => {
  test('does not exist for the rest of the office: no list, count, search, name or error tells of it', async () => {
    const person = await housed('Verzegeldspecimen')
    const reference = await referenceOf(person.file)
    const before = await traces(worker, person, 'Verzegeldspecimen')
    await be.does(lead, 'guard.seal', { reference, people: await account(lead), reason: 'a colleague\'s address is known to them' })
    expect(await traces(worker, person, 'Verzegeldspecimen')).toEqual({ ...nothing, counted: before.counted - (before.waiting ? 1 : 0) })
    expect(await traces(lead, person, 'Verzegeldspecimen')).toMatchObject({ list: true, byName: true, opened: 4 })
    const unknown = crypto.randomUUID()
    for (const route of ['procedure.show-file', 'person.show', 'stay.show-of-file']) {
      expect(await be.ask(worker, route, { file: person.file }), route).toEqual(await be.ask(worker, route, { file: unknown }))
    }
    expect(refusalOf(await be.ask('caseworker-payoke', 'emergency.open', { reference, reason: 'she does not answer the telephone any more' }))).toBe('no-such-file')

    // Another office is left with whoever leads it.
    expect(refusalOf(await be.ask('immigration-officer', 'procedure.show-file', { file: person.file }))).toBe('not-found')
    expect(refusalOf(await be.ask('lead-immigration', 'procedure.show-file', { file: person.file }))).toBe('answered')
    expect(refusalOf(await be.ask('labour-inspector', 'report.show', { report: person.report }))).toBe('not-found')
    await be.does('lead-immigration', 'guard.seal', { reference, people: [await account('immigration-officer')], reason: 'he decides on her application' })
    expect(refusalOf(await be.ask('immigration-officer', 'procedure.show-file', { file: person.file }))).toBe('answered')
    expect(refusalOf(await be.ask('lead-immigration', 'guard.unseal', { reference }))).toBe('nothing-to-guard')

    await be.does(lead, 'guard.unseal', { reference })
    expect(await traces(worker, person, 'Verzegeldspecimen')).toEqual(before)
  })

  test('closes for the former superior and opens for a new one only where she is named before', async () => {
    const { file } = await be.accompanied()
    await be.does(lead, 'guard.seal', { reference: await referenceOf(file), people: await account(worker), reason: 'as few people as possible' })
    expect(refusalOf(await be.ask('lead-immigration', 'procedure.show-file', { file }))).toBe('answered')
    const led = (by: string) => be.rows(sql`update accounts.account set lead = (login = ${by}) where login in ('immigration-officer', 'lead-immigration')`)
    await led('immigration-officer')
    for (const login of ['lead-immigration', 'immigration-officer']) expect(refusalOf(await be.ask(login, 'procedure.show-file', { file })), login).toBe('not-found')
    await be.does(lead, 'guard.unseal', { reference: await referenceOf(file) })
    await be.does(lead, 'guard.seal', { reference: await referenceOf(file), people: await account(worker), reason: 'as few people as possible' })
    await be.does('immigration-officer', 'guard.seal', { reference: await referenceOf(file), people: [await account('immigration-officer'), await account('lead-immigration')], reason: 'who follows her' })
    await led('lead-immigration')
    expect(refusalOf(await be.ask('lead-immigration', 'procedure.show-file', { file }))).toBe('answered')
  })
})

test('a child has one guardian by name, and the rest of the guardianship no longer sees her', async () => {
  const { file } = await be.accompanied({ age: 'child', unaccompanied: 'yes', bornOn: '2011-05-01' })
  const reference = await referenceOf(file)
  expect(refusalOf(await be.ask('guardian', 'procedure.show-file', { file }))).toBe('answered')
  expect(refusalOf(await be.ask('guardian', 'guard.appoint-guardian', { reference, account: await account('guardian') }))).toBe('nothing-to-guard')
  await be.does('lead-guardianship', 'guard.appoint-guardian', { reference, account: await account('guardian') })
  expect(refusalOf(await be.ask('guardian', 'person.show', { file }))).toBe('answered')
  expect(refusalOf(await be.ask('lead-guardianship', 'person.show', { file }))).toBe('not-found')
  const { wards } = await be.does<{ wards: { reference: string; guardian: string }[] }>('lead-guardianship', 'guard.show', {})
  expect(wards.find((ward) => ward.reference === reference)?.guardian).toBe('G. Invented')
  await be.does('lead-guardianship', 'guard.appoint-guardian', { reference, account: await account('lead-guardianship') })
  expect(refusalOf(await be.ask('guardian', 'person.show', { file }))).toBe('not-found')
})
