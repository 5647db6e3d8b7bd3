import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors

type Shown = { dimensions: { name: string; codes: { code: string; parent: string | null }[] }[]; cells: (number | string | null)[] }
const cellOf = ({ dimensions, cells }: Shown, ...codes: string[]) => cells[dimensions.reduce((at, each, index) => at * each.codes.length + each.codes.findIndex(({ code }) => code === codes[index]), 0)]
const inYear = { from: 2026, to: 2026 }
const counted = async (wish: object) => (await be.does<{ table: Shown }>('analyst', 'table.count', { ...inYear, ...wish })).table

/** People whom each service reported; the social service of the hospital is the small one. */
const reported = [['federal-police-djsoc', 'woman', 12], ['federal-police-djsoc', 'man', 9], ['labour-inspection', 'woman', 7], ['labour-inspection', 'man', 14], ['labour-law-control', 'man', 8], ['labour-law-control', 'woman', 6], ['asylum-hearings', 'woman', 9], ['asylum-hearings', 'man', 7], ['hospital-sample', 'woman', 2]] as const

beforeAll(async () => {
  be = await Belgium.open(base.db)
  for (const [service, sex, many] of reported) for (let each = 0; each < many; each += 1) {
    const { file } = await be.does<{ file: string }>(service === 'labour-inspection' ? 'caseworker-payoke' : 'caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex, citizenship: 'VN', forms: ['labour'] })
    await be.rows(sql`insert into cases.party (file, office, relation, opened_on, since) select ${file}, id, 'reporter', '2026-11-23', '2026-11-23' from accounts.office where key = ${service}`)
  }
  visitors = await Visitors.open(be)
}, 120_000)
afterAll(() => stopGate())

const publish = async (wish: object): Promise<{ number: number } | { refused: string }> => {
  const kept = await be.ask('analyst', 'table.keep', { ...inYear, ...wish })
  if (!kept.answered) return { refused: kept.refusal.refused }
  const { table } = kept.value as { table: string }
  for (let looks = 0; looks < 30 && (await be.does<{ state: string }>('analyst', 'release.check', { table })).state === 'working'; looks += 1);
  const proposed = await be.ask('analyst', 'release.propose', { table, reason: 'Yearly figures' })
  if (!proposed.answered) return { refused: proposed.refusal.refused }
  const { proposal } = proposed.value as { proposal: string }
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${proposal}`)
  await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' })
  return be.does<{ number: number }>('analyst', 'release.publish', { proposal })
}
const shownOf = async (number: number) => (await be.does<{ table: Shown }>('coordinator', 'figure.show', { number })).table

describe('the services that report', () => {
  test('are counted below their kinds, and the kinds count the same', async () => {
    const [fine, coarse] = [await counted({ rows: 'service', columns: 'sex' }), await counted({ rows: 'detected-by', columns: 'sex' })]
    expect(fine.dimensions[0]?.name).toBe(coarse.dimensions[0]?.name)
    expect(fine.dimensions[0]?.codes.filter(({ parent }) => parent === 'inspection').map(({ code }) => code)).toEqual(['inspection/labour-inspection', 'inspection/labour-law-control'])
    for (const { code } of coarse.dimensions[0]?.codes ?? []) for (const sex of ['total', 'woman', 'man']) expect(cellOf(fine, code, sex), `${code} ${sex}`).toBe(cellOf(coarse, code, sex))
    expect([cellOf(fine, 'first-line/hospital-sample', 'total'), cellOf(fine, 'first-line/asylum-hearings', 'total'), cellOf(fine, 'first-line', 'total')]).toEqual([2, 16, 18])
    expect(refusalOf(await be.ask('analyst', 'table.count', { ...inYear, rows: 'service', columns: 'detected-by' }))).toBe('same-twice')
    const { body } = await visitors.as('analyst', { url: '/tables?rows=service&from=2026&to=2026', cookies: { ariadne_language: 'fr' } })
    expect(body).toContain('Inspection sociale, équipe ECOSOC')
    expect(body).toContain('Hôpital, service social')
  })

  test('of a kind, of which one is small, leave without her row, and nothing that stands beside it gives it away', async () => {
    const kinds = await publish({ rows: 'detected-by', columns: 'sex' })
    if (!('number' in kinds)) throw new Error(kinds.refused)
    const services = await publish({ rows: 'service', columns: 'sex' })
    if (!('number' in services)) throw new Error(services.refused)
    const [before, after] = [await shownOf(kinds.number), await shownOf(services.number)]
    expect(after.cells.filter((cell) => typeof cell === 'number' && cell > 0 && cell < 5)).toEqual([])
    expect(cellOf(after, 'first-line/hospital-sample', 'woman')).toBe('hidden')
    for (const sex of ['total', 'woman']) {
      // What is left of the kind must not be the small service.
      const known = ['first-line', 'first-line/asylum-hearings'].map((code) => cellOf(after, code, sex)).filter((cell) => typeof cell === 'number')
      expect(known.length, sex).toBeLessThan(2)
      const asBefore = [cellOf(before, 'first-line', sex), cellOf(after, 'first-line/asylum-hearings', sex)].filter((cell) => typeof cell === 'number')
      expect(asBefore.length, sex).toBeLessThan(2)
    }
    for (const { code } of before.dimensions[0]?.codes ?? []) for (const { code: sex } of before.dimensions[1]?.codes ?? []) expect(cellOf(after, code, sex), `${code} ${sex}`).toBe(cellOf(before, code, sex))
  }, 120_000)
})

describe('the centre that accompanies', () => {
  test('is counted, the last one where nobody does any more, and none where none has accepted her', async () => {
    const waiting = await be.handedOn()
    const table = await counted({ rows: 'centre' })
    expect(['pag-asa', 'payoke', 'surya', 'none'].map((centre) => cellOf(table, centre))).toEqual([53, 21, 0, 1])
    await be.rows(sql`update cases.party set until = since where relation = 'centre' and file = (select min(file::text)::uuid from cases.party where relation = 'centre' and office = (select id from accounts.office where key = 'payoke'))`)
    expect(cellOf(await counted({ rows: 'centre' }), 'payoke')).toBe(21)
    await be.rows(sql`insert into cases.party (file, office, relation, opened_on, since) select ${waiting.file}, id, 'centre', '2026-11-23', '2026-11-23' from accounts.office where key = 'surya'`)
    const after = await counted({ rows: 'centre' })
    expect(['surya', 'none'].map((centre) => cellOf(after, centre))).toEqual([1, 0])
  })

  test('tells who was accepted, and so never stands beside how far people came or who reported them', async () => {
    for (const columns of ['state', 'status', 'to-acceptance', 'detected-by', 'service', 'clocks-referral']) expect(refusalOf(await be.ask('analyst', 'table.keep', { ...inYear, rows: 'centre', columns })), columns).toBe('tells-twice')
    expect(await publish({ rows: 'centre', columns: 'sex' })).toEqual({ refused: 'told-otherwise' })
  }, 60_000)
})
