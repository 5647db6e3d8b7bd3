import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { Belgium } from '../support/belgium.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
type Table = { wish: { rows: string; columns: string; from: number; to: number }; table: { dimensions: { name: string; codes: { code: string; parent: string | null }[] }[]; cells: (number | null)[]; notCollected: number[] } }
const persons = [...Array.from({ length: 9 }, () => ['woman', 'VN', ['labour']]), ...Array.from({ length: 7 }, () => ['man', 'RO', ['labour', 'sexual']]), ...Array.from({ length: 2 }, () => ['other', null, ['marriage']])] as const

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  for (const [sex, citizenship, forms] of persons) await be.does('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: citizenship === 'RO' ? 'eu' : 'other', ...(citizenship === 'RO' ? { hasResidenceTitle: 'no' } : {}) }, sex, citizenship, forms })
}, 60_000)
const numbers = (year = 2026) => be.does<{ year: number; countedOn: string; tables: Table[] }>('analyst', 'numbers.show', { year })
const personsAt = ({ table: { dimensions: [rows, sexes], cells } }: Table, row: string, sex: string) =>
  cells[(rows?.codes.findIndex(({ code }) => code === row) ?? -1) * (sexes?.codes.length ?? 0) + (sexes?.codes.findIndex(({ code }) => code === sex) ?? -1)]
const pageAt = async (url: string, language = 'en') => (await visitors.as('analyst', { url, cookies: { ariadne_language: language } })).body

describe('the overview of a year', () => {
  test('is for the analysis centre and for nobody else: everybody else reads what was released', async () => {
    expect((await numbers()).tables.map(({ wish }) => wish.rows)).toEqual(['form', 'sector', 'age-band', 'citizenship-group', 'district', 'state', 'month'])
    for (const login of ['coordinator', 'rapporteur', 'caseworker-pag-asa', 'immigration-officer', 'labour-auditor', 'guardian', 'labour-inspector', 'administrator', 'data-protection-officer', null]) {
      expect(await be.ask(login, 'numbers.show', {}), String(login)).toMatchObject({ answered: false, refusal: { status: 404 } })
    }
  })

  test('has the very figures of the tables that it leads to', async () => {
    for (const { wish, table } of (await numbers()).tables) expect(await be.does('analyst', 'table.count', wish), wish.rows).toMatchObject({ wish, table })
  })

  test('counts everybody once in each table, whoever was exploited in several forms or in one that is rare, women and men apart', async () => {
    const { tables } = await numbers()
    for (const table of tables) {
      expect([personsAt(table, table.table.dimensions[0]?.codes[0]?.code ?? '', 'total'), personsAt(table, table.table.dimensions[0]?.codes[0]?.code ?? '', 'woman'), personsAt(table, table.table.dimensions[0]?.codes[0]?.code ?? '', 'man')], table.wish.rows).toEqual([18, 9, 7])
      const { dimensions: [rows], cells } = table.table
      const leaves = rows?.codes.filter(({ code }) => !rows.codes.some(({ parent }) => parent === code)) ?? []
      // What no file could say is no zero, and in no sum.
      expect(leaves.reduce((sum, { code }) => sum + (personsAt(table, code, 'total') ?? 0), 0), table.wish.rows).toBe(18)
      expect(cells.every((cell, index) => Number.isInteger(cell) || table.table.notCollected.includes(index)), table.wish.rows).toBe(true)
    }
    const form = tables.find(({ wish }) => wish.rows === 'form')
    expect(['labour', 'several', 'sexual'].map((code) => form && personsAt(form, code, 'total'))).toEqual([9, 7, 0])
    expect(form?.table.dimensions[0]?.codes.map(({ code }) => code)).toContain('marriage')
  })

  test('says on its page that nothing of it may be handed on, who is counted, from where and when, and leads to each table with its files', async () => {
    const body = await pageAt('/numbers?year=2026')
    expect(Buffer.byteLength(body)).toBeLessThan(60 * 1024)
    // Small figures are true ones here.
    for (const said of ['data-heading="other">2</td>', 'Not for release.', 'A person is counted once', 'Source: the files of the services', 'Counted on 23 November 2026']) expect(body.includes(said), said).toBe(true)
    // A month without anybody stands there with its zero.
    expect(body).toMatch(/>March 2026<\/th><td[^>]*>0</)
    const links = [...body.matchAll(/href="(\/tables\?[^"]+)"/g)].map(([, href]) => (href ?? '').replaceAll('&amp;', '&'))
    expect(links).toHaveLength(7)
    for (const href of links) expect((await pageAt(href)).includes('figures.xlsx'), href).toBe(true)
    expect([...body.matchAll(/href="\/numbers\?year=(\d+)"/g)].map(([, year]) => year)).toEqual(['2022', '2023', '2024', '2025', '2026'])
    expect((await pageAt('/numbers?year=2020')).includes('href="/numbers?year=2019"')).toBe(true)
  })

  test('of a year without anybody has zeros, and of a year to come there is none', async () => {
    expect((await numbers(2019)).tables.every(({ table }) => table.cells.every((cell, index) => cell === 0 || table.notCollected.includes(index)))).toBe(true)
    expect(await be.ask('analyst', 'numbers.show', { year: 2027 })).toMatchObject({ refusal: { refused: 'year-in-future' } })
  })
})
