import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import type { FileId } from '#vocabulary/ids'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let web: Visitors
beforeAll(async () => {
  be = await Belgium.open(base.db)
  web = await Visitors.open(be)
})

const worker = 'caseworker-pag-asa'
const others = ['labour-inspector', 'caseworker-payoke', 'guardian', 'immigration-officer', 'labour-auditor',
  'coordinator', 'analyst', 'administrator', 'data-protection-officer']
const secrets = ['Zonnelicht-Fictief', 'Onvindbaarstraat', '9999 Nergenshuizen']

async function sheltered() {
  await be.does(worker, 'place.set', { women: 6, men: 6, families: 6, minors: 6, versions: { women: 0, men: 0, families: 0, minors: 0 } }).catch(() => undefined)
  const person = await be.accompanied({ familyName: 'Schuilspecimen' })
  const { id: stay } = await be.does<{ id: string }>(worker, 'stay.begin', { file: person.file, group: 'women' })
  const { shelters } = await be.does<{ shelters: { id: string; name: string }[] }>(worker, 'shelter.list', {})
  const shelter = shelters[0]?.id ?? (await be.does<{ shelter: string }>(worker, 'shelter.add', { name: secrets[0], address: `${secrets[1]} 7, ${secrets[2]}` })).shelter
  await be.does(worker, 'shelter.put-in', { stay, shelter })
  return { ...person, stay, shelter }
}

describe('where a shelter stands', () => {
  test('is on the screen of its own centre, and on no other screen, in no answer and in no error', async () => {
    const { file, referral, report, stay, shelter } = await sheltered()
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`)
    const inputs: readonly object[] = [{}, { file }, { referral }, { report }, { stay }, { shelter }, { search: secrets[0] }, { search: secrets[1] }, { search: row?.reference }, { reference: row?.reference }, { file, stay, shelter }]
    const asks = [...routes.values()].filter(({ kind }) => kind === 'ask')
    let answers = 0
    // What somebody typed herself may stand in the field where she typed it.
    const withoutEcho = (answer: string) => answer.replaceAll(/"searched":"[^"]*"/g, '')
    const holdsSecret = (answer: string) => [...secrets, shelter].some((secret) => withoutEcho(answer).includes(secret))
    for (const login of others) for (const route of asks) for (const input of inputs) {
      const outcome = await be.ask(login, route.name, input)
      answers += 1
      // Another centre has shelters of its own, and here none.
      if (route.name === 'shelter.list' && outcome.answered) expect(outcome.value).toEqual({ shelters: [] })
      else if (route.name.startsWith('shelter.')) expect(refusalOf(outcome), `${login} ${route.name}`).toMatch(/not-found|input/)
      expect(holdsSecret(JSON.stringify(outcome)), `${login} ${route.name} ${JSON.stringify(input)}`).toBe(false)
    }
    // In the own centre too: on the screens of the shelters and on no other.
    const own = new Set<string>()
    for (const route of asks) for (const input of inputs) if (holdsSecret(JSON.stringify(await be.ask(worker, route.name, input)))) own.add(route.name)
    expect([...own].toSorted()).toEqual(['shelter.list', 'shelter.show-of-stay'])
    console.info(`${answers} answers to others without the address`)
  }, 240_000)

  test('lies in no table in clear, nor in the record of what was done, and is read by no other office through the database', async () => {
    await sheltered()
    const { rows: tables } = await asMigrator(base.db, (tx) => sql<{ name: string }>`select quote_ident(nspname) || '.' || quote_ident(relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind in ('r', 'p') and nspname not in ('pg_catalog', 'information_schema')`.execute(tx))
    expect(tables.length).toBeGreaterThan(40)
    for (const { name } of tables) {
      const { rows } = await asMigrator(base.db, (tx) => sql<{ line: string }>`select line::text as line from ${sql.raw(name)} as line`.execute(tx))
      const text = rows.map(({ line }) => line).join('\n')
      for (const secret of secrets) {
        expect(text.includes(secret), `${name} holds ${secret}`).toBe(false)
        expect(text.includes(Buffer.from(secret).toString('hex')), `${name} holds ${secret} in bytes`).toBe(false)
      }
    }
  }, 60_000)

  test('and that somebody stays in it is gone for a colleague who is shut out of her file, though her place stays taken', async () => {
    const { file, stay } = await sheltered()
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`)
    await be.does('administrator', 'guard.shut-out', { reference: row?.reference, account: (await be.actor(worker)).account, reason: 'knows her former employer' })
    for (const [route, input] of [['stay.show', { stay }], ['shelter.show-of-stay', { stay }], ['stay.end', { stay }], ['stay.show-of-file', { file }]] as const) {
      expect(refusalOf(await be.ask(worker, route, input)), route).toBe('not-found')
    }
    expect(JSON.stringify(await be.ask(worker, 'place.show-own', {}))).not.toContain(row?.reference)
  })
})

describe('what is denied', () => {
  const paths = (file: string) => [`/files/${file}`, `/files/${file}/person`, `/files/${file}/stay`, `/files/${file}/history`]

  test('answers byte for byte as what never was, on pages and in JSON', async () => {
    const { file, referral, report } = await be.accompanied()
    const unknown = crypto.randomUUID()
    const strip = (body: string, id: string) => body.replaceAll(id, 'ID').replaceAll(/name="once" value="[^"]*"/g, '')
    let compared = 0
    for (const login of ['caseworker-payoke', 'police-officer', 'guardian', 'auditor-antwerp']) {
      for (const route of [...routes.values()].filter(({ kind }) => kind === 'ask')) for (const [name, id] of [['file', file], ['referral', referral], ['report', report]] as const) {
        const ask = (value: string) => web.as(login, { method: 'POST', url: `/api/v1/${route.name}`, payload: { [name]: value } })
        const [theirs, nobodys] = [await ask(id), await ask(unknown)]
        expect(strip(theirs.body, id), `${login} ${route.name} ${name}`).toBe(strip(nobodys.body, unknown))
        expect(theirs.statusCode).toBe(nobodys.statusCode)
        compared += 1
      }
      for (const [index, url] of paths(file).entries()) {
        const [theirs, nobodys] = [await web.as(login, { url }), await web.as(login, { url: paths(unknown)[index] ?? '' })]
        expect(strip(theirs.body, file), url).toBe(strip(nobodys.body, unknown))
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(400)
    console.info(`${compared} pairs of answers compared`)
  }, 240_000)

  test('takes as long as what never was', async () => {
    const { file } = await be.accompanied()
    const unknown = crypto.randomUUID() as FileId
    const time = async (id: string): Promise<number> => {
      const began = process.hrtime.bigint()
      expect((await web.as('caseworker-payoke', { method: 'POST', url: '/api/v1/procedure.show-file', payload: { file: id } })).statusCode).toBe(404)
      return Number(process.hrtime.bigint() - began) / 1e6
    }
    for (let warm = 0; warm < 20; warm += 1) await time(warm % 2 ? file : unknown)
    const [theirs, nobodys]: [number[], number[]] = [[], []]
    for (let turn = 0; turn < 120; turn += 1) {
      // Whichever comes first in a pair changes, so that neither profits from the other.
      if (turn % 2) { theirs.push(await time(file)); nobodys.push(await time(unknown)) } else { nobodys.push(await time(unknown)); theirs.push(await time(file)) }
    }
    /** How often one of the first takes longer than one of the second: a half when they cannot be told apart. */
    const wins = theirs.flatMap((a) => nobodys.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)))
    const share = wins.reduce((sum, win) => sum + win, 0) / wins.length
    const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
    console.info(`denied ${median(theirs).toFixed(2)} ms, never was ${median(nobodys).toFixed(2)} ms, the first slower in ${(share * 100).toFixed(0)} of 100 pairs`)
    expect(share).toBeGreaterThan(0.25)
    expect(share).toBeLessThan(0.75)
  }, 60_000)
})
