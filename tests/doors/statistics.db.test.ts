import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { inTransaction } from '#platform/database/transaction'
import { officeKinds } from '#vocabulary/office-kind'
import { testDatabase } from '../support/database.ts'
import { Belgium } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium
type Table = { dimension: string; total: number | 'hidden'; figures: { category: string; shown: number | 'hidden' | 'not-known' }[] }
const persons = [...Array.from({ length: 9 }, () => ['woman', 'VN']), ...Array.from({ length: 7 }, () => ['man', 'RO']), ...Array.from({ length: 2 }, () => ['other', null])] as const

beforeAll(async () => {
  be = await Belgium.open(base.db)
  for (const [sex, citizenship] of persons) await be.does('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: citizenship === 'RO' ? 'eu' : 'other', ...(citizenship === 'RO' ? { hasResidenceTitle: 'no' } : {}) }, sex, citizenship, forms: ['labour'] })
}, 60_000)
const tables = async (login: string, year = 2026) => (await be.does<{ tables: Table[] }>(login, 'numbers.show', { year })).tables

describe('the numbers', () => {
  test('are for the analysis centre and for nobody else: everybody else reads what was released', async () => {
    expect((await tables('analyst')).length).toBeGreaterThan(0)
    for (const login of ['coordinator', 'rapporteur', 'caseworker-pag-asa', 'immigration-officer', 'labour-auditor', 'guardian', 'labour-inspector', 'administrator', 'data-protection-officer', null]) {
      expect(await be.ask(login, 'numbers.show', {}), String(login)).toMatchObject({ answered: false, refusal: { status: 404 } })
    }
  })

  test('are not given by the database itself to any other kind of office, and no file is seen by those who count', async () => {
    const actor = await be.actor('analyst')
    for (const officeKind of officeKinds) {
      const { counted, files } = await inTransaction(base.db, { actor: { ...actor, officeKind } }, async (tx) => ({
        counted: (await sql`select * from statistics.count_persons('sex', '2026-01-01', '2026-12-31')`.execute(tx)).rows.length,
        files: (await sql`select from cases.file`.execute(tx)).rows.length,
      }))
      expect([officeKind, counted > 0, files]).toEqual([officeKind, officeKind === 'analysis-centre', 0])
    }
  })

  test('hide a small one and a second beside it, from end to end', async () => {
    const sexes = (await tables('analyst')).find(({ dimension }) => dimension === 'sex')
    expect(sexes).toEqual({ dimension: 'sex', total: 18, figures: [{ category: 'woman', shown: 9 }, { category: 'man', shown: 'hidden' }, { category: 'other', shown: 'hidden' }] })
  })

  test('count nobody twice: what a table shows openly never exceeds its total, and the persons add up', async () => {
    for (const { dimension, total, figures } of await tables('analyst')) {
      const open = figures.reduce((sum, { shown }) => sum + (typeof shown === 'number' ? shown : 0), 0)
      expect(total, dimension).toBe(persons.length)
      expect(open, dimension).toBeLessThanOrEqual(persons.length)
      expect(figures.some(({ shown }) => typeof shown === 'number' && shown > 0 && shown < 5), dimension).toBe(false)
    }
  })

  test('of a year without anybody are zeros, and of a year to come there are none', async () => {
    expect((await tables('analyst', 2019)).every(({ total, figures }) => total === 0 && figures.every(({ shown }) => shown === 0))).toBe(true)
    expect(await be.ask('analyst', 'numbers.show', { year: 2027 })).toMatchObject({ refusal: { refused: 'year-in-future' } })
  })
})
