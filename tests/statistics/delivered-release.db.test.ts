import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '#vocabulary/language'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
const week = '2026-11-30'

const victims = ['Status', 'Organisation', 'Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure', 'State']
const deliver = async (login: string, item: string, rows: readonly (readonly unknown[])[], { year, reason, on }: { year: number; reason?: string; on?: string }) => {
  const { draft, faults } = await be.does<{ draft: string; faults: number }>(login, 'delivery.check', { item, year, text: rows.map((row) => row.join('\t')).join('\n') }, on ? { on } : {})
  expect([item, faults]).toEqual([item, 0])
  await be.does(login, 'delivery.hand-over', { draft, ...(reason ? { reason } : {}) }, on ? { on } : {})
}
/** What two centres and an office hand in about a year: a figure that is kept back, one that is provisional, one that nobody has, and zeros. */
const ofPayoke = (year: number, more = 0) => [victims,
  ['identified', 'centre', 'woman', 'adult', 'RO', 'sexual', 20 + more, ''], ['presumed', 'centre', 'woman', 'adult', 'NG', 'labour', 12, 'provisional'], ['identified', 'centre', 'man', 'adult', 'VN', 'labour', 17, ''],
  ['identified', 'centre', 'man', 'adult', 'VN', 'sexual', 8, ''], ['identified', 'centre', 'woman', 'adult', 'RO', 'begging', ':c', ''], ['identified', 'centre', 'man', 'adult', 'RO', 'begging', 0, ''], ['identified', 'centre', 'man', 'adult', 'RO', 'organs', year % 2 === 0 ? 6 : ':', '']]

beforeAll(async () => {
  be = await Belgium.open(base.db)
  for (const year of [2024, 2025]) {
    await deliver('caseworker-payoke', 'victims', ofPayoke(year), { year })
    await deliver('immigration-officer', 'victims', [victims, ['identified', 'immigration', 'man', 'adult', 'VN', 'labour', 9, ''], ['identified', 'immigration', 'woman', 'adult', 'NG', 'sexual', 7, '']], { year })
  }
  visitors = await Visitors.open(be)
}, 120_000)
afterAll(() => stopGate())

type Shown = { dimensions: { name: string; codes: { code: string }[] }[]; cells: (number | string)[]; provisional?: number[] }
const at = ({ dimensions }: Pick<Shown, 'dimensions'>, ...codes: string[]) => dimensions.reduce((cell, each, index) => cell * each.codes.length + each.codes.findIndex(({ code }) => code === codes[index]), 0)
const wish = { item: 'victims', rows: 'form', columns: 'sex', from: 2025, to: 2025 }
const keep = (asked: object = wish) => be.does<{ table: string }>('analyst', 'delivery.keep', asked)

async function approve(proposal: string) {
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${proposal}`)
  await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Compared with the deliveries' })
}
async function release(table: string, method: object = {}): Promise<number> {
  const { proposal } = await be.does<{ proposal: string }>('analyst', 'release.propose', { table, reason: 'Asked for by parliament', ...method })
  expect(refusalOf(await be.ask('analyst', 'release.publish', { proposal }))).toBe('accounts:approval-missing')
  await approve(proposal)
  return (await be.does<{ number: number }>('analyst', 'release.publish', { proposal })).number
}
/** What a stranger reads. */
async function read<Value>(route: string, asked: object): Promise<Value> {
  const answer = await be.ask(null, route, asked)
  if (!answer.answered) throw new Error(answer.refusal.refused)
  return answer.value as Value
}
const shown = async (number: number) => read<{ table: Shown; wish: { origin: { deliveries: { office: string; revision: number }[]; missing: string[] } } }>('figure.show', { number })

describe('a table of delivered figures', () => {
  let number: number

  test('goes through the gate, to a colleague and to everybody, as it was when it was kept', async () => {
    const { table } = await keep()
    number = await release(table)
    const { table: left, wish: { origin } } = await shown(number)
    expect(left.cells[at(left, 'labour', 'man')]).toBe(26)
    expect(left.cells[at(left, 'total', 'man')]).toBe(34)
    expect(origin.deliveries.map(({ office, revision }) => [office, revision])).toEqual([['immigration-victims', 1], ['payoke', 1]])
    expect(origin.missing).toEqual(['pag-asa', 'surya'])
  }, 120_000)

  test('keeps the states of its figures: hidden for what its service keeps to itself, not known for what nobody handed in, a zero only where somebody wrote one', async () => {
    const { table: left } = await shown(number)
    expect([left.cells[at(left, 'begging', 'woman')], left.cells[at(left, 'begging', 'man')], left.cells[at(left, 'organs', 'man')], left.cells[at(left, 'organs', 'woman')]]).toEqual(['hidden', 0, 'not-available', 'not-available'])
    const provisional = left.provisional?.map((cell) => cell) ?? []
    expect(provisional).toContain(at(left, 'labour', 'woman'))
    // A sum of which a part is kept back or provisional is not final either.
    expect(provisional).toContain(at(left, 'total', 'woman'))
    expect(provisional).not.toContain(at(left, 'labour', 'man'))
    // Nothing that leaves tells what a service keeps to itself from what the gate hides.
    expect(JSON.stringify(await shown(number))).not.toMatch(/keptBack|kept_back|confidential/)
  })

  test.each(languages)('says in %s whose figures they are, what they do not count and which are provisional, on the page and in its files', async (language) => {
    const cookies = { ariadne_language: language }
    const page = await visitors.as(null, { url: `/figures/${number}`, cookies })
    expect(page.statusCode).toBe(200)
    const notCounted = { en: 'holds no Belgian victims', nl: 'geen Belgische slachtoffers', fr: 'ne contient pas de victimes belges', de: 'keine belgischen Opfer' }[language]
    for (const body of [page.body, (await visitors.as(null, { url: `/figures/${number}/dictionary.csv`, cookies })).body, (await visitors.as(null, { url: `/figures/${number}/bars.svg`, cookies })).body.replaceAll(/<\/text><text[^>]*>/g, ' ')]) {
      expect(body).toContain('Payoke')
      expect(body).toContain(notCounted)
      expect(body).not.toMatch(/undefined|delivered\.[a-z]|fact\.[a-z]|handover\.[a-z]/)
    }
    expect(page.body).toMatch(/12 <abbr[^>]*>p<\/abbr>/)
    const csv = (await visitors.as(null, { url: `/figures/${number}/table.csv`, cookies })).body
    expect(csv).toMatch(/labour,[^,]*,woman,[^,]*,12,provisional/)
    expect(csv).toMatch(/begging,[^,]*,woman,[^,]*,,hidden/)
    expect((await visitors.as('analyst', { url: '/tables/kept', cookies })).body).toContain(`/figures/${number}`)
    for (const url of ['/figures', '/hand-overs/report/2025']) expect((await visitors.as('analyst', { url, cookies })).statusCode).toBe(200)
  })

  test('is kept by the analysis centre alone, and only as the gate can look at it', async () => {
    for (const login of ['coordinator', 'rapporteur', 'caseworker-payoke', null]) expect(refusalOf(await be.ask(login, 'delivery.keep', wish)), String(login)).toBe('not-found')
    for (const [asked, why] of [[{ from: 2024 }, 'one-year-to-gate'], [{ rows: 'service', columns: 'sex' }, 'all-services-to-gate'], [{ only: ['age-group:adult'] }, 'nobody-left-out-to-gate']] as const) {
      expect(refusalOf(await be.ask('analyst', 'delivery.keep', { ...wish, ...asked })), why).toBe(why)
      const { shown: view } = await be.does<{ shown: { toGate: string } }>('analyst', 'delivery.count', { ...wish, ...asked })
      expect(view.toGate).toBe(why)
    }
    await deliver('labour-inspector', 'inspections', [['What was counted', 'Figure'], ['controls', 210]], { year: 2025 })
    expect(refusalOf(await be.ask('analyst', 'delivery.keep', { item: 'inspections', rows: 'inspection-count' }))).toBe('no-persons-to-gate')
    const { table } = await keep()
    expect(refusalOf(await be.ask('analyst', 'record.check', { table }))).toBe('no-record-field')
    for (const url of ['/delivered?item=victims&rows=form&columns=sex&from=2025&to=2025', '/delivered?item=victims&rows=form&columns=sex', `/tables/${table}/release`]) expect((await visitors.as('analyst', { url })).statusCode, url).toBe(200)
  })

  test('of what is never added up leaves with the one category that was chosen', async () => {
    await deliver('caseworker-payoke', 'reception', [['Step of reception', 'Sex', 'Age group', 'Form of exploitation', 'Figure'], ['accompanied', 'woman', 'adult', 'sexual', 31], ['accompanied', 'man', 'adult', 'labour', 22], ['housed', 'woman', 'adult', 'sexual', 12]], { year: 2025 })
    const reception = { item: 'reception', rows: 'form', columns: 'sex', from: 2025, to: 2025 }
    const { shown: view } = await be.does<{ shown: { toGate: string; wish: { only: string[] } } }>('analyst', 'delivery.count', reception)
    expect([view.toGate, view.wish.only.length]).toEqual(['', 1])
    const { table } = await keep({ ...reception, only: ['reception-count:accompanied'] })
    const seen = await be.does<{ state: string; table: Shown & { cells: { value: number | null }[] } }>('analyst', 'release.check', { table })
    expect([seen.table.cells[at(seen.table, 'total', 'total')]?.value, seen.table.cells[at(seen.table, 'labour', 'man')]?.value]).toEqual([53, 22])
    expect((await visitors.as('analyst', { url: `/tables/${table}/release` })).statusCode).toBe(200)
    expect(refusalOf(await be.ask('analyst', 'delivery.keep', { ...reception, rows: 'reception-count' }))).toBe('no-such-axis-to-gate')
  })

  test('is held against what left of the same deliveries, a revision by one person later too', async () => {
    const before = await shown(number)
    const { table: again } = await keep({ ...wish, columns: 'age-group' })
    expect((await visitors.as('analyst', { url: `/tables/${again}/release` })).statusCode).toBe(200)
    await deliver('caseworker-payoke', 'victims', ofPayoke(2025, 1), { year: 2025, reason: 'One was forgotten', on: week })
    const { table } = await be.does<{ table: string }>('analyst', 'delivery.keep', wish, { on: week })
    const answer = await be.ask('analyst', 'release.propose', { table, reason: 'A correction' }, { on: week })
    expect(refusalOf(answer)).toBe('would-open')
    expect((await shown(number)).table).toEqual(before.table)
  }, 120_000)
})

describe('beside a hand-over of the same deliveries', () => {
  type Handed = { tables: { key: string; parts: { of: string; table: Shown }[] }[] }

  test('a table shows nothing that the hand-over hides, and agrees with it in every figure', async () => {
    const { proposal } = await be.does<{ proposal: string }>('analyst', 'handover.propose', { recipient: 'directive', year: 2024, reason: 'Article 19a' })
    await approve(proposal)
    const { number: handed } = await be.does<{ number: number }>('analyst', 'handover.release', { proposal })
    const { tables } = await read<Handed>('handover.show-released', { number: handed })
    const byForm = tables.find(({ key }) => key === 'art19a-a-form')?.parts[0]?.table
    if (!byForm) throw new Error('the directive asks for victims by form and sex')
    const { table } = await keep({ ...wish, from: 2024, to: 2024 })
    const left = (await shown(await release(table))).table
    expect(left.dimensions.map(({ codes }) => codes)).toEqual(byForm.dimensions.map(({ codes }) => codes))
    expect(left.cells).toEqual(byForm.cells)
    // Another breakdown of the same people leaves together with it, or not at all.
    const { table: finer } = await keep({ ...wish, rows: 'form', columns: 'sex', layers: 'status', from: 2024, to: 2024 })
    const seen = await be.ask('analyst', 'release.propose', { table: finer, reason: 'Finer' })
    if (seen.answered) {
      const proposed = await be.does<{ table: Shown }>('analyst', 'release.show', seen.value as object)
      const hidden = byForm.cells.flatMap((cell, index) => (cell === 'hidden' ? [index] : []))
      for (const cell of hidden) expect(proposed.table.cells[cell * 3]).toBe('hidden')
    } else expect(['would-open', 'nothing-is-safe', 'auditor-refuses', 'gate-works']).toContain(refusalOf(seen))
  }, 240_000)

  test('rounded or with categories shown as one it does not leave', async () => {
    const { table } = await keep({ ...wish, from: 2024, to: 2024 })
    expect(refusalOf(await be.ask('analyst', 'release.propose', { table, how: 'round', reason: 'Rounded' }))).toBe('rounded-beside')
    expect(refusalOf(await be.ask('analyst', 'release.propose', { table, merges: ['sex:woman+man'], reason: 'Merged' }))).toBe('merged-otherwise')
  })
})
