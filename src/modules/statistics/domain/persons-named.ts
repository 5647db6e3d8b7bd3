import type { Added } from './persons-more.ts'
import { codesAt, linesUpwards, type Table } from './table.ts'

/** So many persons of a population who are alike in everything by which its tables count. */
export type Persons = { readonly population: string; readonly persons: number; readonly codes: Readonly<Record<string, string>> }

/** Of each dimension a person's code and those above it. */
type Chains = ReadonlyMap<string, readonly string[]>
type Group = { readonly persons: number; readonly chains: Chains }

/**
 * Who has to be added, said once for all tables that count the same people: the woman of one table is the adult of another. Undefined where the
 * tables cannot be told of the same persons.
 */
export function personsNamed(tables: readonly Table[], added: readonly Added[]): readonly Persons[] | undefined {
  const populations = [...new Set(added.flatMap(({ table }) => tables[table]?.population ?? []))]
  const named: Persons[] = []
  // What is counted by two things together is heard before each of them alone.
  const order = [...tables.entries()].toSorted(([, a], [, b]) => b.dimensions.length - a.dimensions.length)
  for (const population of populations) {
    let groups: readonly Group[] | undefined
    for (const [index, table] of order) {
      if (table.population !== population) continue
      const own = added.filter((each) => each.table === index).map(({ cell, persons }): Group => ({ persons, chains: chainsOf(table, cell) }))
      groups = groups === undefined ? own : joined(groups, own)
      if (groups === undefined) return undefined
    }
    named.push(...(groups ?? []).map(({ persons, chains }) => ({ population, persons, codes: Object.fromEntries([...chains].map(([axis, [code = '']]) => [axis, code])) })))
  }
  return named
}

const chainsOf = ({ dimensions }: Table, cell: number): Chains => new Map(codesAt(dimensions, cell).flatMap((place, axis) => {
  const dimension = dimensions[axis]
  if (!dimension) return []
  const chain = (linesUpwards(dimension)[place] ?? []).flatMap((at) => { const each = dimension.codes[at]; return each && each.parent !== null ? [each.code] : [] })
  return chain.length > 0 ? [[dimension.name, chain] as const] : []
}))

/** The finer of two ways in which one dimension knows the same person; undefined where it is another. */
const finer = (one: readonly string[], other: readonly string[]): readonly string[] | undefined => (one.includes(other[0] ?? '') ? one : other.includes(one[0] ?? '') ? other : undefined)

function both(one: Chains, other: Chains): Chains | undefined {
  const chains = new Map(one)
  for (const [axis, chain] of other) {
    const known = one.get(axis)
    const same = known === undefined ? chain : finer(known, chain)
    if (same === undefined) return undefined
    chains.set(axis, same)
  }
  return chains
}

/** Each person of one table found again in the next. */
function joined(known: readonly Group[], next: readonly Group[]): readonly Group[] | undefined {
  const left = known.map(({ persons }) => persons)
  const found: Group[] = []
  for (const { persons, chains } of next) {
    let missing = persons
    for (const [index, group] of known.entries()) {
      const some = Math.min(missing, left[index] ?? 0)
      const together = some > 0 ? both(group.chains, chains) : undefined
      if (!together) continue
      found.push({ persons: some, chains: together })
      left[index] = (left[index] ?? 0) - some
      missing -= some
    }
    if (missing > 0) return undefined
  }
  return left.some((persons) => persons > 0) ? undefined : found
}
