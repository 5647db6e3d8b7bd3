import { combinations, flat, tabulate, type Dimension, type Table } from '../../src/modules/statistics/domain/table.ts'

/** The same numbers for the same seed, on every machine. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const plain = (name: string, size: number): Dimension => flat(name, Array.from({ length: size }, (_, index) => `${name}${index}`))

/** Two groups, of so many codes each. */
export const grouped = (name: string, ...sizes: readonly number[]): Dimension => ({
  name,
  codes: [{ code: 'total', parent: null }, ...sizes.flatMap((size, group) => [
    { code: `${name}g${group}`, parent: 'total' }, ...Array.from({ length: size }, (_, index) => ({ code: `${name}g${group}c${index}`, parent: `${name}g${group}` })),
  ])],
})

export const leafCodes = ({ codes }: Dimension): readonly string[] => codes.filter(({ code }) => !codes.some(({ parent }) => parent === code)).map(({ code }) => code)

export type Shape = { readonly dimensions: readonly Dimension[]; readonly next: () => number; readonly upTo: number; readonly zeros: number; readonly name?: string }

/** A table whose innermost figures are drawn: a share of zeros, the rest small more often than large. */
export function randomTable({ dimensions, next, upTo, zeros, name = 'table' }: Shape): Table {
  const codes = dimensions.map(leafCodes)
  const leaves = combinations(codes.map((each) => [...each.keys()])).map((places) => ({
    at: places.map((place, index) => codes[index]?.[place] ?? ''), value: next() < zeros ? 0 : 1 + Math.floor(next() ** 2 * upTo),
  }))
  return tabulate({ name, population: 'invented', countedOn: '2026-01-01', dimensions, leaves })
}

/** Another table of the same people: the first dimension of a table kept, another beside it, and the shared figures equal. */
export function linkedTo(table: Table, dimension: Dimension, next: () => number): Table {
  const [kept] = table.dimensions
  if (!kept) throw new Error('a table without dimensions')
  const width = table.cells.length / kept.codes.length
  const inner = leafCodes(dimension)
  const leaves = leafCodes(kept).flatMap((code) => {
    const shares = inner.map(() => 0)
    const all = table.cells[kept.codes.findIndex((each) => each.code === code) * width]?.value ?? 0
    for (let person = 0; person < all; person += 1) {
      const place = Math.floor(next() * inner.length)
      shares[place] = (shares[place] ?? 0) + 1
    }
    return inner.map((each, index) => ({ at: [code, each], value: shares[index] ?? 0 }))
  })
  return tabulate({ name: 'linked', population: table.population, countedOn: table.countedOn, dimensions: [kept, dimension], leaves })
}
