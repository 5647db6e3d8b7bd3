import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTable } from '#platform/read-table'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { realFile, withRealFile } from '../support/real-files.ts'

const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) })
afterAll(() => stopGate())

type Draft = { faults: unknown[]; figures: number; sheetRows: number; remarks: { remark: string }[] }
/** Checks a real file at the door of any service's sheet and hands it over; what the check said comes back. */
async function handIn(item: string, name: string): Promise<Draft & { delivery: string }> {
  const { draft, faults } = await be.does<{ draft: string; faults: number }>('analyst', 'delivery.check', { item, series: 'As published', fileName: name.split('/').at(-1), content: realFile(name).toString('base64') })
  expect(faults).toBe(0)
  const seen = await be.does<Draft>('analyst', 'delivery.show-draft', { draft })
  return { ...seen, ...await be.does<{ delivery: string }>('analyst', 'delivery.hand-over', { draft }) }
}
/** The file as lines, read without any of what is being proven. */
const linesOf = (name: string) => {
  const [head, ...rows] = readTable(realFile(name).toString('utf8').replace(/^\uFEFF/, ''))
  return rows.map(({ cells }) => Object.fromEntries((head?.cells ?? []).map((field, at) => [field, cells[at] ?? ''])))
}

type Cell = { value: number | null; figures: number; missing: { state: string; figures: number }[] }
type Shown = { shown: { wish: { from: number; to: number }; table: { dimensions: { name: string; codes: { code: string }[] }[]; cells: Cell[] } } }

withRealFile('glotip/glotip_belgium.csv', () => {
  let lines: ReturnType<typeof linesOf> = []
  let handed: Awaited<ReturnType<typeof handIn>>
  beforeAll(async () => {
    lines = linesOf('glotip/glotip_belgium.csv')
    handed = await handIn('unodc', 'glotip/glotip_belgium.csv')
  }, 60_000)

  test('goes through the door of any sheet, whole and without a fault', () => {
    expect([handed.sheetRows, handed.figures, handed.faults]).toEqual([lines.length, lines.length, []])
  })

  test('is browsed from 2003 to 2021, each year as the file itself has it, and a masked figure is no number', async () => {
    const years = lines.map((line) => Number(line['Year']))
    const { shown } = await be.does<Shown>('analyst', 'delivery.count', { item: 'unodc', rows: 'year', only: ['unodc-indicator:detected'], from: 2003, to: 2021 })
    expect([shown.wish.from, shown.wish.to]).toEqual([2003, 2021])
    expect([Math.min(...years) >= 2003, Math.max(...years) <= 2021]).toEqual([true, true])
    const all = lines.filter((line) => line['Indicator'] === 'Detected trafficking victims' && line['Dimension'] === 'Total' && line['Sex'] === 'Total' && line['Age'] === 'Total')
    expect(all.length).toBeGreaterThan(3)
    const [first] = shown.table.dimensions
    // A year of which the file says nothing has no figure, and no zero.
    const silent = first?.codes.findIndex(({ code }) => !years.includes(Number(code))) ?? -1
    if (silent >= 0) expect(shown.table.cells[silent]).toMatchObject({ value: null, figures: 0 })
    for (const line of all) {
      const cell = shown.table.cells[first?.codes.findIndex(({ code }) => code === line['Year']) ?? -1]
      expect([line['Year'], cell?.value]).toEqual([line['Year'], line['txtVALUE'] === '<5' ? null : Number(line['txtVALUE'])])
    }
  })

  test('keeps each figure that its source masks, and our auditor says how many of them follow from the others', async () => {
    const masked = lines.filter((line) => line['txtVALUE'] === '<5').length
    expect(masked).toBeGreaterThan(0)
    type Masked = { followed: { masked: number; alone: { exact: number }; together: { exact: number } } | null }
    let view = await be.does<Masked>('analyst', 'delivery.show-masked', { delivery: handed.delivery })
    for (let times = 0; view.followed === null && times < 40; times += 1) view = await be.does<Masked>('analyst', 'delivery.show-masked', { delivery: handed.delivery })
    expect(view.followed?.masked).toBe(masked)
    expect(view.followed?.together.exact).toBeGreaterThanOrEqual(view.followed?.alone.exact ?? Infinity)
  }, 60_000)
})

withRealFile('ctdc/victims_k_anonymised.csv', () => {
  test('comes through the import of records: every record is counted once, and only how many are alike is kept', async () => {
    const lines = linesOf('ctdc/victims_k_anonymised.csv')
    expect(lines).toHaveLength(14_299)
    const { sheetRows, figures, faults } = await handIn('ctdc', 'ctdc/victims_k_anonymised.csv')
    expect([sheetRows, faults]).toEqual([14_299, []])
    expect(figures).toBe(new Set(lines.map((line) => JSON.stringify(Object.values(line)))).size)
    const years = lines.map((line) => Number(line['yearOfRegistration']))
    const { shown } = await be.does<Shown>('analyst', 'delivery.count', { item: 'ctdc', rows: 'year', from: Math.min(...years), to: Math.max(...years) })
    const [first] = shown.table.dimensions
    for (const year of new Set(years)) expect([year, shown.table.cells[first?.codes.findIndex(({ code }) => code === String(year)) ?? -1]?.value]).toEqual([year, years.filter((each) => each === year).length])
  }, 60_000)
})
