import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let be: Belgium
let file: string
let reference: string
const [fresh, worker] = ['immigration-officer', 'caseworker-pag-asa']
const id = async (login: string) => (await be.actor(login)).account
const makeLead = async (login: string) => {
  await be.does('administrator', 'account.set-lead', { account: await id(login), lead: true, reason: 'the letter of the board' })
  await be.agreed()
}

beforeAll(async () => {
  be = await Belgium.open(base.db)
  const made = await be.accompanied()
  file = made.file
  reference = String((await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`))[0]?.reference)
})

describe('who becomes the lead of an office', () => {
  test('sees no file that was sealed before, lifts no such seal and names nobody to it, until somebody names her', async () => {
    const named = [await id('lead-pag-asa')]
    await be.does('lead-pag-asa', 'guard.seal', { reference, people: named, reason: 'a threat' })
    const seen = async (login: string) => refusalOf(await be.ask(login, 'procedure.show-file', { file }))
    expect([await seen('lead-pag-asa'), await seen(worker)]).toEqual(['answered', 'not-found'])
    await makeLead(worker)
    expect(await seen(worker)).toBe('not-found')
    expect(refusalOf(await be.ask(worker, 'guard.seal', { reference, people: [await id(worker)], reason: 'for me' }))).toBe('nothing-to-guard')
    expect(refusalOf(await be.ask(worker, 'guard.unseal', { reference }))).toBe('nothing-to-guard')
    await be.does('lead-pag-asa', 'guard.seal', { reference, people: [...named, await id(worker)], reason: 'both of us' })
    expect(await seen(worker)).toBe('answered')
    expect(refusalOf(await be.ask(worker, 'guard.unseal', { reference }))).toBe('answered')
  })

  test('sees what is sealed from then on by another office, where her own has named nobody', async () => {
    const other = (await be.accompanied()).file
    const [row] = await be.rows<{ reference: string; offices: string[] }>(sql`select reference, array(select office.key from cases.party join accounts.office on office.id = party.office where party.file = file.id and until is null) as offices from cases.file where id = ${other}`)
    expect(row?.offices.length).toBeGreaterThan(1)
    const immigration = await be.office(fresh)
    await be.rows(sql`update accounts.account set lead = false where office = ${immigration}`)
    await be.does('lead-pag-asa', 'guard.seal', { reference: row?.reference, people: [await id('lead-pag-asa')], reason: 'a threat' })
    await makeLead(fresh)
    const seen = async () => refusalOf(await be.ask(fresh, 'procedure.show-file', { file: other }))
    expect(await seen()).toBe('not-found')
    await be.does('lead-pag-asa', 'guard.unseal', { reference: row?.reference })
    await be.does('lead-pag-asa', 'guard.seal', { reference: row?.reference, people: [await id('lead-pag-asa')], reason: 'another threat' })
    expect(await seen()).toBe('answered')
  })

  test('does not name herself to a care team, by the program or past it; the file’s own caseworker may', async () => {
    const other = (await be.accompanied()).file
    expect(refusalOf(await be.ask('lead-pag-asa', 'care.name-member', { file: other, account: await id('lead-pag-asa') }))).toBe('care-cannot-join')
    expect(refusalOf(await be.ask('lead-pag-asa', 'medical.show', { file: other }))).not.toBe('answered')
    expect(refusalOf(await be.ask(worker, 'care.name-member', { file: other, account: await id(worker) }))).toBe('answered')
  })
})
