import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import { Instant } from '#vocabulary/instant'
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

/** Somebody else of the centre. */
async function colleague(): Promise<string> {
  const [row] = await be.rows<{ id: string }>(sql`insert into accounts.account (login, name, office, language, demonstration)
    values (${`colleague-${crypto.randomUUID().slice(0, 8)}`}, 'N. Fictief', ${await be.office(worker)}, 'nl', true) returning id`)
  return String(row?.id)
}
const conflictOf = async () => (await be.rows<{ id: string }>(sql`select id from access.conflict where file = ${file} and ended_at is null`))[0]?.id

beforeAll(async () => {
  be = await Belgium.open(base.db)
  const made = await be.accompanied()
  file = made.file
  reference = String((await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`))[0]?.reference)
})

describe('who becomes the lead of an office', () => {
  test('sees no file that was sealed before, lifts no such seal and names nobody to it, until somebody names her', async () => {
    const named = [await id('lead-pag-asa')]
    await be.does('lead-pag-asa', 'guard.shut-out', { reference, account: await colleague(), reason: 'a rival' })
    await be.does('lead-pag-asa', 'guard.seal', { reference, people: named, reason: 'a threat' })
    const seen = async (login: string) => refusalOf(await be.ask(login, 'procedure.show-file', { file }))
    expect([await seen('lead-pag-asa'), await seen(worker)]).toEqual(['answered', 'not-found'])
    await makeLead(worker)
    expect(await seen(worker)).toBe('not-found')
    // What closes it is as if it were not there: the list, and every act that names the file.
    expect(JSON.stringify(await be.does('lead-pag-asa', 'guard.show', {}))).toContain(reference)
    const shown = JSON.stringify(await be.does(worker, 'guard.show', {}))
    for (const leaked of [reference, 'a threat', 'a rival']) expect(shown, leaked).not.toContain(leaked)
    const [line] = await be.rows<{ shown: string[] | null }>(sql`select shown from audit.line where route = 'guard.show' and account = ${await id(worker)} order by number desc limit 1`)
    expect(line?.shown ?? []).not.toContain(file)
    for (const act of ['guard.seal', 'guard.unseal', 'guard.shut-out']) {
      const on = async (named: string) => be.ask(worker, act, { reference: named, people: [await id(worker)], account: await id(worker), reason: 'for me alone' })
      const never = await on('BE-1999-0001')
      expect(await on(reference), act).toEqual(never)
    }
    // Nor do the database's own functions answer her as if something had been done.
    for (const asked of [sql`access.seal(${reference}, array[${await id(worker)}]::uuid[], 'x', now())`, sql`access.unseal(${reference})`, sql`nullif(access.may_seal(${file}), false)`]) {
      const { rows } = await inTransaction(base.db, { actor: await be.actor(worker), now: Instant.parse('2026-11-23T09:00:00Z') }, (tx) => sql<{ answer: unknown }>`select ${asked} as answer`.execute(tx))
      expect(rows).toEqual([{ answer: null }])
    }
    expect(refusalOf(await be.ask(worker, 'guard.let-in-again', { conflict: await conflictOf() }))).toBe('not-found')
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

  test('is asked about no older seal, and reads no question about one', async () => {
    const [other, later] = [(await be.accompanied()).file, await colleague()]
    const [row] = await be.rows<{ reference: string; login: string }>(sql`select reference, (select login from accounts.account where id = ${later}) as login from cases.file where id = ${other}`)
    await be.does('lead-pag-asa', 'guard.seal', { reference: row?.reference, people: [await id('lead-pag-asa')], reason: 'a threat' })
    const { sealed } = await be.does<{ sealed: { id: string; reference: string }[] }>('data-protection-officer', 'guard.show', {})
    await be.does('data-protection-officer', 'guard.ask-lifting', { seal: sealed.find((one) => one.reference === row?.reference)?.id, reason: 'nobody can work in it' })
    const [asked] = await be.rows<{ id: string }>(sql`select id from accounts.approval where act = 'lift-seal' and answer is null`)
    expect(JSON.stringify(await be.does('lead-pag-asa', 'approval.list', {}))).toContain('nobody can work in it')
    await be.rows(sql`update accounts.account set lead = true where id = ${later}`)
    expect(JSON.stringify(await be.does(String(row?.login), 'approval.list', {}))).not.toContain('nobody can work in it')
    for (const [route, input] of [['approval.show', {}], ['approval.answer', { answer: 'approve', reason: 'For me as well' }]] as const) {
      expect(refusalOf(await be.ask(String(row?.login), route, { approval: asked?.id, ...input })), route).toBe('not-found')
    }
  })

  test('sees no older seal either where she works in the place of a colleague', async () => {
    const [absent, stand] = [await colleague(), await be.actor(worker)]
    await be.rows(sql`insert into access.led_later (file, account) select file, ${stand.account} from access.seal on conflict do nothing`)
    const sealed = (actor: typeof stand) => inTransaction(base.db, { actor, now: Instant.parse('2026-11-23T09:00:00Z') }, async (tx) => (await sql<{ reference: string }>`select reference from access.sealed('nl')`.execute(tx)).rows)
    expect((await be.rows(sql`select from access.seal`)).length).toBeGreaterThan(0)
    expect(await sealed(stand)).toEqual([])
    expect(await sealed({ ...stand, standsFor: { account: absent as typeof stand.account, name: 'N. Fictief' } })).toEqual([])
  })

  test('names no guardian of a child whose file was sealed before', async () => {
    const { file: child } = await be.accompanied({ age: 'child', unaccompanied: 'yes', bornOn: '2011-05-01' })
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${child}`)
    await be.does('lead-pag-asa', 'guard.seal', { reference: row?.reference, people: [await id('lead-pag-asa')], reason: 'a threat' })
    await makeLead('guardian')
    const appoint = async (login: string, reference = row?.reference) => be.ask(login, 'guard.appoint-guardian', { reference, account: await id('guardian') })
    const never = await appoint('guardian', 'BE-1999-0001')
    expect(await appoint('guardian')).toEqual(never)
    expect(refusalOf(await appoint('lead-guardianship'))).toBe('answered')
  })

  test('is new again when her account was closed meanwhile and opens', async () => {
    const other = (await be.accompanied()).file
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${other}`)
    const account = await id('lead-immigration')
    await be.rows(sql`update accounts.account set lead = true where id = ${account}`)
    const seen = async () => refusalOf(await be.ask('lead-immigration', 'procedure.show-file', { file: other }))
    await be.does('administrator', 'account.set-active', { account, active: false })
    await be.does('lead-pag-asa', 'guard.seal', { reference: row?.reference, people: [await id('lead-pag-asa')], reason: 'a threat' })
    await be.does('administrator', 'account.ask-opening', { account, reason: 'She is back' })
    await be.agreed()
    expect(await seen()).toBe('not-found')
    expect(JSON.stringify(await be.does('lead-immigration', 'guard.show', {}))).not.toContain(String(row?.reference))
    await be.does('lead-pag-asa', 'guard.unseal', { reference: row?.reference })
    expect(await seen()).toBe('answered')
  })

  test('is not bound by a seal that she set herself, whatever became of her account; where nobody who leads is left to open one, data protection reads that', async () => {
    const other = (await be.accompanied()).file
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${other}`)
    const account = await id('lead-pag-asa')
    const nobodyLeft = async () => (await be.does<{ sealed: { reference: string; nobodyLeft: boolean }[] }>('data-protection-officer', 'guard.show', {})).sealed.find(({ reference: of }) => of === row?.reference)?.nobodyLeft
    await be.rows(sql`update accounts.account set lead = false where office = ${await be.office(worker)} and id <> ${account}`)
    await be.does('lead-pag-asa', 'guard.seal', { reference: row?.reference, people: [await id(worker)], reason: 'a threat' })
    expect(await nobodyLeft()).toBe(false)
    await be.does('administrator', 'account.set-active', { account, active: false })
    expect(await nobodyLeft()).toBe(true)
    // Who leads from now on is bound, and opens nothing.
    const next = await colleague()
    await be.rows(sql`update accounts.account set lead = true where id = ${next}`)
    expect(await nobodyLeft()).toBe(true)
    // Nobody else reads it, who may well see that there is a seal: it tells that a lead is shut out or new.
    const readers = (await be.rows<{ login: string }>(sql`select login from accounts.account where lead and active`)).map(({ login }) => login)
    const told = await Promise.all(readers.map(async (login) => { const seen = await be.ask(login, 'guard.show', {}); return seen.answered ? (seen.value as { sealed: { nobodyLeft: boolean }[] }).sealed.filter(({ nobodyLeft: is }) => is).length : 0 }))
    expect([readers.length > 3, told.filter((count) => count > 0)]).toEqual([true, []])
    await be.does('administrator', 'account.ask-opening', { account, reason: 'She is back' })
    await be.agreed()
    expect(await nobodyLeft()).toBe(false)
    expect(JSON.stringify(await be.does('lead-pag-asa', 'guard.show', {}))).toContain(String(row?.reference))
    await be.does('lead-pag-asa', 'guard.seal', { reference: row?.reference, people: [await id(worker), next], reason: 'both of them' })
    expect(refusalOf(await be.ask('lead-pag-asa', 'guard.unseal', { reference: row?.reference }))).toBe('answered')
  })

  test('leads also for what is handed to her office afterwards, though it was sealed before she led it', async () => {
    const { file: other } = await be.handedOn()
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${other}`)
    await be.rows(sql`update accounts.account set lead = true where id = ${await id('labour-inspector')}`)
    await be.does('labour-inspector', 'guard.seal', { reference: row?.reference, people: [await id('labour-inspector')], reason: 'a threat' })
    const later = await id('lead-payoke')
    for (const lead of [false, true]) await be.rows(sql`update accounts.account set lead = ${lead} where id = ${later}`)
    await be.rows(sql`insert into cases.party (file, office, relation, opened_on, since) select id, ${await be.office('lead-payoke')}, 'asked-centre', opened_on, opened_on from cases.file where id = ${other}`)
    expect(await be.rows(sql`select only_for from cases.party where file = ${other} and relation = 'asked-centre' and office = ${await be.office('lead-payoke')}`)).toEqual([{ only_for: [later] }])
  })

  test('does not name herself to a care team, by the program or past it; the file’s own caseworker may', async () => {
    const other = (await be.accompanied()).file
    expect(refusalOf(await be.ask('lead-pag-asa', 'care.name-member', { file: other, account: await id('lead-pag-asa') }))).toBe('care-cannot-join')
    expect(refusalOf(await be.ask('lead-pag-asa', 'medical.show', { file: other }))).not.toBe('answered')
    expect(refusalOf(await be.ask(worker, 'care.name-member', { file: other, account: await id(worker) }))).toBe('answered')
  })
})
