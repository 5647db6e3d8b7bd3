import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ModuleDoors } from '#platform/doors/page'
import { modules } from '../../src/main/compose-site.tsx'
import { Belgium, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { asked, plausibleInput } from '../support/plausible-input.ts'
import { Visitors } from '../support/visitors.ts'

/**
 * A large operation belongs to an office, and each person handed on from it to those who may see her: whoever is shut out of her file reads the
 * operation as if she had never been typed, in every route and page that asks for one. It is compared with a second operation in which she never was.
 */
const base = testDatabase()
let be: Belgium
let web: Visitors
const [inspector, colleague, lead] = ['labour-inspector', 'second-inspector', 'lead-labour-inspection']

type View = { version: number; rows: { number: number; reference: string | null }[] }
const shown = (login: string, operation: string) => be.does<View>(login, 'operation.show', { operation })
const head = 'Achternaam;Voornaam;Geslacht;Leeftijd;Nationaliteit;Talen;Toestemming'
const typed = (name: string) => `${name};Proef;v;volwassene;VN;vi;ja`

/** An operation of four persons, of whom the last two are handed on; without the third where she is left out. */
async function operationOf(withHer: boolean): Promise<string> {
  const { operation } = await be.does<{ operation: string }>(inspector, 'operation.open', { name: 'Proefwerf', place: 'Kade 4', district: 'brussels', sector: 'construction', on: '2026-11-22' })
  const put = (more: object) => shown(inspector, operation).then(({ version }) => be.does(inspector, 'operation.add-persons', { operation, version, ...more }))
  await put({ pasted: [head, ...['Eersteling', 'Tweeling', 'Derdeling', 'Vierdeling'].map(typed)].join('\n') })
  await put(withHer ? { rows: [] } : { rows: [{ number: 3, cells: {} }] })
  const centre = await be.office('caseworker-pag-asa')
  const { version } = await shown(inspector, operation)
  await be.does(inspector, 'operation.refer-all', { operation, version, choices: [...(withHer ? [3] : []), 4].map((number) => ({ number, centre })) })
  return operation
}
type Handed = { number: number; file: string; reference: string }
const rowsOf = (operation: string) => be.rows<Handed>(sql`
  select number, file, referral.reference from referral.operation_person join referral.referral on referral.id = operation_person.referral where operation = ${operation} order by number`)

let operation: string
let without: string
let her: Handed
let beside: Handed
let besideOfTwin: Handed

beforeAll(async () => {
  be = await Belgium.open(base.db)
  await be.rows(sql`insert into accounts.account (login, name, office, language, demonstration) select ${colleague}, 'K. Fictief', office, 'nl', true from accounts.account where login = ${inspector}`)
  web = await Visitors.open(be)
  without = await operationOf(false)
  besideOfTwin = (await rowsOf(without)).at(-1) as Handed
  operation = await operationOf(true)
  const handed = await rowsOf(operation)
  her = handed[0] as Handed
  beside = handed[1] as Handed
}, 120_000)
afterAll(() => web.server.close())

const onOperation = [...routes.values()].filter((route) => asked(route).includes('operation'))
const pages = (modules as readonly ModuleDoors[]).flatMap(({ pages: own, forms, downloads = [] }) => [...own, ...forms, ...downloads].map(({ at }) => at)).filter((at) => at.includes(':operation') || at === '/operations')

/** Whatever somebody is told of an operation at the interface and on its pages, but for its own id, the receipt of the other person, and the token of a form. */
async function told(login: string, id: string, reference: string): Promise<Record<string, string>> {
  const answers: Record<string, string> = {}
  const keep = (name: string, status: number, body: string) => {
    answers[name] = `${status} ${body}`.replaceAll(id, 'OPERATION').replaceAll(reference, 'BESIDE').replaceAll(/name="once" value="[^"]*"/g, '')
  }
  for (const route of onOperation.filter(({ kind }) => kind === 'ask')) {
    const { statusCode, body } = await web.as(login, { method: 'POST', url: `/api/v1/${route.name}`, payload: plausibleInput(route, { operation: id }) })
    keep(route.name, statusCode, body)
  }
  for (const at of pages.filter((each) => each.includes(':operation'))) {
    const { statusCode, body } = await web.as(login, { method: 'GET', url: at.replace(':operation', id) })
    keep(at, statusCode, body)
  }
  const { operations } = await be.does<{ operations: { id: string }[] }>(login, 'operation.list-own', {})
  keep('operation.list-own', 200, JSON.stringify(operations.find((one) => one.id === id)))
  return answers
}

describe('whoever is shut out of a file that came of a large operation', () => {
  test('asks an operation in more than one way', () => {
    expect(onOperation.map(({ name }) => name).toSorted()).toEqual(['operation.add-persons', 'operation.propose-spread', 'operation.refer-all', 'operation.show'])
    expect(pages).toHaveLength(3)
  })

  test('sees her row as long as nothing shuts her out, and the record names the file', async () => {
    expect((await shown(colleague, operation)).rows.map(({ reference }) => reference)).toContain(her.reference)
    const [line] = await be.rows<{ shown: string[] }>(sql`select shown from audit.line where route = 'operation.show' order by number desc limit 1`)
    expect(line?.shown).toContain(her.file)
    const [handed] = await be.rows<{ shown: string[] }>(sql`select shown from audit.line where route = 'operation.refer-all' order by number desc limit 1`)
    expect(handed?.shown).toContain(her.file)
  })

  test('reads after a conflict of interest what she would read had the person never been there', async () => {
    await be.does('administrator', 'guard.shut-out', { reference: her.reference, account: (await be.actor(inspector)).account, reason: 'a conflict for this test' })
    const answers = await told(inspector, operation, beside.reference)
    expect(answers).toEqual(await told(inspector, without, besideOfTwin.reference))
    expect(JSON.stringify(answers)).not.toContain(her.reference)
    const [line] = await be.rows<{ shown: string[] }>(sql`select shown from audit.line where route = 'operation.show' order by number desc offset 1 limit 1`)
    expect(line?.shown ?? []).not.toContain(her.file)
    expect((await shown(colleague, operation)).rows.map(({ reference }) => reference)).toContain(her.reference)
  })

  test('can neither put a row in her place, nor take hers out, nor hand her on again', async () => {
    const { version, rows } = await shown(inspector, operation)
    await be.does(inspector, 'operation.add-persons', { operation, version, rows: [{ number: 3, cells: { familyName: 'Nieuweling', age: 'kind' } }] })
    const after = await shown(inspector, operation)
    expect(after.rows.map(({ number }) => number)).toEqual([...rows.map(({ number }) => number), 5])
    expect((await rowsOf(operation)).map(({ number }) => number)).toEqual([3, 4])
    const again = await be.ask(inspector, 'operation.refer-all', { operation, version: after.version, choices: [{ number: 3, centre: await be.office('caseworker-pag-asa') }] })
    expect(again).toMatchObject({ answered: false, refusal: { refused: 'row-not-good' } })
  })

  test('is as blind where the file is sealed for others, and the one named is not', async () => {
    await be.does(lead, 'guard.seal', { reference: beside.reference, people: (await be.actor(lead)).account, reason: 'sealed for this test' })
    for (const login of [inspector, colleague]) expect(JSON.stringify(await told(login, operation, 'none'))).not.toContain(beside.reference)
    expect((await shown(lead, operation)).rows.map(({ reference }) => reference)).toContain(beside.reference)
    const { operations } = await be.does<{ operations: { id: string; referred: number }[] }>(inspector, 'operation.list-own', {})
    expect(operations.find(({ id }) => id === operation)?.referred).toBe(0)
  })
})
