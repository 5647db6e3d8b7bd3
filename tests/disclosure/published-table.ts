import { existsSync, readFileSync } from 'node:fs'
import { cellAt, sizeOf, type Cell, type Dimension, type Table } from '../../src/modules/statistics/domain/table.ts'

const folder = new URL('../../../shared/data/disclosure/', import.meta.url)

/** The status that the tool's output gives a cell: sensitive, hidden for another's sake, empty. */
const sensitive = ['3', '4', '5', '6']
const secondary = ['9', '11', '12']

/** The test table of τ-ARGUS as it was published with its own pattern; nothing where the data is not beside the project. */
export function publishedTable(): { readonly table: Table; readonly sensitive: readonly number[]; readonly secondary: readonly number[] } | undefined {
  if (!existsSync(folder)) return undefined
  const lines = readFileSync(new URL('Simple2D.txt', folder), 'utf8').trim().split(/\r?\n/).map((line) => line.split(',').map((each) => each.replaceAll('"', '')))
  const sizes = [...new Set(lines.map(([size = '']) => size))]
  const regions: { code: string; parent: string }[] = []
  for (const line of readFileSync(new URL('region2.hrc', folder), 'utf8').trim().split(/\r?\n/)) {
    const group = regions.findLast(({ parent }) => parent === 'Total')?.code ?? ''
    regions.push(line.startsWith('@') ? { code: line.slice(1).trim(), parent: group } : { code: line.trim(), parent: 'Total' })
  }
  const named = new Set(regions.map(({ code }) => code))
  const others = [...new Set(lines.map(([, region = '']) => region.trim()))].filter((code) => code !== 'Total' && !named.has(code)).map((code) => ({ code, parent: 'Total' }))
  const dimensions: Dimension[] = [
    { name: 'size', codes: sizes.map((size) => ({ code: size.trim(), parent: size === 'Total' ? null : 'Total' })) },
    { name: 'region', codes: [{ code: 'Total', parent: null }, ...regions, ...others] },
  ]
  const cells: Cell[] = Array.from({ length: sizeOf(dimensions) }, () => ({ value: null, state: 'not-applicable' }))
  const byStatus = new Map<string, number[]>()
  for (const [size = '', region = '', value = '', status = ''] of lines) {
    const cell = cellAt(dimensions, [size, region].map((code, index) => dimensions[index]?.codes.findIndex((each) => each.code === code.trim()) ?? 0))
    if (value !== '-') cells[cell] = { value: Number(value), state: 'measured' }
    byStatus.set(status, [...(byStatus.get(status) ?? []), cell])
  }
  const of = (statuses: readonly string[]) => statuses.flatMap((status) => byStatus.get(status) ?? [])
  return { table: { name: 'Simple2D', population: 'businesses', countedOn: 'published', dimensions, cells }, sensitive: of(sensitive), secondary: of(secondary) }
}
