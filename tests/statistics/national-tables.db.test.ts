import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { languages } from '#vocabulary/language'
import { checkHandOvers } from '../../src/modules/statistics/domain/hand-overs/hand-over-schema.ts'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
const deliver = async (login: string, item: string, text: string) => {
  const { draft, faults } = await be.does<{ draft: string; faults: number }>(login, 'delivery.check', { item, year: 2025, text })
  expect([item, faults]).toEqual([item, 0])
  await be.does(login, 'delivery.hand-over', { draft })
}

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  await deliver('police-officer', 'police-records', 'Phenomenon\tForm of exploitation\tFigure\ntrafficking\tsexual\t61\ntrafficking\tlabour\t48\nsmuggling\t\t297')
  // One file of smuggling: its sum would be that of one person's money.
  await deliver('police-officer', 'financial-reports', 'What was counted\tPhenomenon\tFigure\nfiles\ttrafficking\t53\nfiles\tsmuggling\t1\nfiles\tboth\t17\neuro\ttrafficking\t15987654\neuro\tsmuggling\t3456789\neuro\tboth\t1234567')
  await deliver('labour-inspector', 'suspects', 'Sex\tAge group\tCitizenship\tForm of exploitation\tFigure\nman\tadult\tBE\tlabour\t25\nman\tadult\tRO\tsexual\t12\nwoman\tadult\tBE\tlabour\t8\nwoman\tadult\tRO\tsexual\t9')
}, 120_000)
afterAll(() => stopGate())

type Part = { of: string; dimensions: { name: string; codes: { code: string }[] }[]; cells: { value: number | null; leaves: boolean | null; why: string | null }[] }
type View = { state: string; waysAt: string; tables: { key: string; parts: Part[] }[]; origins: { of: string; missing: string[] }[] }
async function counted(): Promise<View> {
  for (let tries = 0; ; tries += 1) {
    const seen = await be.does<View>('analyst', 'handover.show', { recipient: 'national', year: 2025 })
    if ((seen.state !== 'working' && seen.waysAt !== 'working') || tries > 20) return seen
  }
}
async function release(recipient: string): Promise<number> {
  const { proposal } = await be.does<{ proposal: string }>('analyst', 'handover.propose', { recipient, year: 2025, reason: 'Figures of the year' })
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${proposal}`)
  await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' })
  return (await be.does<{ number: number }>('analyst', 'handover.release', { proposal })).number
}

test('facts of the police and files of the unit for financial information stand in the national tables, and who owes them is said', async () => {
  const { state, tables, origins } = await counted()
  expect(state).toBe('passed')
  const cells = (key: string) => Object.fromEntries((tables.find((each) => each.key === key)?.parts ?? []).flatMap(({ dimensions, cells: all }) => (dimensions[0]?.codes ?? []).map(({ code }, at) => [code, [all[at]?.value, all[at]?.leaves]])))
  expect(cells('national-police-records')).toEqual({ total: [406, true], trafficking: [109, true], smuggling: [297, true], both: [null, true] })
  // The one file is hidden, and with it a figure from which it would follow.
  expect(cells('national-financial-files')).toEqual({ total: [71, true], trafficking: [53, true], smuggling: [1, false], both: [17, false] })
  expect(origins.find(({ of }) => of === 'police-records')?.missing).toEqual([])
  expect(origins.find(({ of }) => of === 'financial-files')?.missing).toEqual(['financial-intelligence'])
}, 120_000)

test('they leave through the gate and stand in the report of the government in four languages; no sum of money leaves', async () => {
  const number = await release('national')
  const directive = await release('directive')
  const report = await be.ask(null, 'handover.show-report', { year: 2025 })
  if (!report.answered) throw new Error('no report')
  const { sections } = report.value as { sections: { key: string; released: { number: number } | null }[] }
  expect(Object.fromEntries(sections.map(({ key, released }) => [key, released?.number]))).toMatchObject({ 'police-records': number, 'financial-files': number, suspected: directive })
  const { pack, handOvers } = be.door.installation
  expect(pack.offices.offices.some(({ key }) => key === 'financial-intelligence')).toBe(true)
  const said: string[] = [JSON.stringify(report.value), JSON.stringify(await be.rows(sql`select to_jsonb(ledger) from statistics.hand_over_ledger ledger`))]
  for (const language of languages) {
    const cookies = { ariadne_language: language }
    const page = (await visitors.as(null, { url: '/hand-overs/report/2025', cookies })).body
    for (const key of ['national-police-records', 'national-financial-files', 'art19a-b-form']) expect(page, key).toContain(handOvers.tables.find((table) => table.key === key)?.label[language])
    expect(page).toContain('406')
    expect(page).toContain(handOvers.counted.find(({ key }) => key === 'financial-files')?.note?.[language])
    for (const file of ['', '/tables.csv', '/dictionary.csv']) said.push((await visitors.as(null, { url: `/hand-overs/released/${number}${file}`, cookies })).body)
    said.push(page)
  }
  // Nothing of it in any order of digits: whole, in groups, or as the sum of all.
  for (const sum of ['15987654', '3456789', '1234567', '20679010']) expect(said.map((text) => text.replaceAll(/[\s.,'’\u00A0\u202F]/g, '')).filter((text) => text.includes(sum)), sum).toEqual([])
}, 180_000)

test('whoever prepares a hand-over sees which rules were looked at for its deliveries, and what no service has answered', async () => {
  type Warned = { warnings: { rules: { rule: string; looked: number; found: number }[]; listed: { delivery: string; item: string; office: string; rule: string; year: number; at: Record<string, string> }[]; elsewhere: number }; services: Record<string, string> }
  const { draft } = await be.does<{ draft: string }>('labour-inspector', 'delivery.check', { item: 'suspects', year: 2024, text: 'Sex\tAge group\tCitizenship\tForm of exploitation\tFigure\nman\tadult\tBE\tlabour\t300' })
  await be.does('labour-inspector', 'delivery.hand-over', { draft })
  const look = () => be.does<Warned>('analyst', 'handover.show', { recipient: 'directive', year: 2025 })
  const { warnings: { rules, listed, elsewhere }, services } = await look()
  expect(rules.filter(({ looked }) => looked > 0).map(({ rule }) => rule)).toContain('jump-against-last-year')
  expect([...new Set(listed.map(({ item, office, year }) => `${item} ${services[office] ?? ''} ${year}`))]).toEqual(['suspects Social inspection, ECOSOC team 2025'])
  expect([listed.length, elsewhere]).toEqual([rules.reduce((sum, { found }) => sum + found, 0), 0])
  const cookies = { ariadne_language: 'de' }
  const page = (await visitors.as('analyst', { url: '/hand-overs/directive/2025', cookies })).body
  for (const said of ['Hinweise zu den Lieferungen', `/deliveries/${listed[0]?.delivery ?? ''}#warnings`]) expect(page).toContain(said)
  for (const { delivery, rule, year, at } of listed) await be.does('labour-inspector', 'delivery.explain', { delivery, rule, year, codes: JSON.stringify(Object.entries(at)), explanation: 'Fewer controls than before' })
  const answered = await look()
  expect([answered.warnings.listed, answered.warnings.elsewhere]).toEqual([[], listed.length])
  expect((await visitors.as('analyst', { url: '/hand-overs/directive/2025', cookies })).body).toContain('das noch offen ist')
  // Of the national tables the suspects are no part.
  expect((await be.does<Warned>('analyst', 'handover.show', { recipient: 'national', year: 2025 })).warnings.listed).toEqual([])
}, 60_000)

test('a country that would let a sum of money out cannot start', () => {
  const { handOvers, codebook } = be.door.installation
  const with_ = (only: Record<string, string[]>) => checkHandOvers({ ...handOvers, counted: handOvers.counted.map((each) => (each.key === 'financial-files' ? { ...each, only } : each)) }, codebook)
  expect(with_({ 'financial-count': ['files'] })).toEqual([])
  for (const only of [{}, { 'financial-count': ['files', 'euro'] }, { phenomenon: ['trafficking'] }]) expect(with_(only)).toEqual(['counted › financial-files: a sum of money never leaves; name in `only` the codes of financial-count without euro'])
})
