import type { Country } from './country-schema.ts'
import type { Law } from './articles-schema.ts'
import type { Offices } from './offices-schema.ts'
import type { ProcedureTable } from './procedure-schema.ts'
import type { Offences } from './offences-schema.ts'
import type { Duties } from './duties-schema.ts'

/** A country as data: everything in which its law and its services differ from another's. */
export type Pack = {
  readonly country: Country
  readonly law: Law
  readonly offices: Offices
  readonly procedure: ProcedureTable
  readonly offences: Offences
  readonly duties: Duties
}

type GroupName = keyof ProcedureTable
type RowOf<G extends GroupName> = ProcedureTable[G][number]['rows'][number]

/** The same pack with one row of its procedure changed: what an amendment of the law does, and nothing else. */
export function amendRow<G extends GroupName>(pack: Pack, group: G, key: string, rowIndex: number, change: Partial<RowOf<G>>): Pack {
  const amended = (pack.procedure[group] as readonly { key: string; rows: readonly object[] }[]).map((item) =>
    item.key === key ? { ...item, rows: item.rows.map((row, index) => (index === rowIndex ? { ...row, ...change } : row)) } : item,
  )
  return { ...pack, procedure: { ...pack.procedure, [group]: amended } as ProcedureTable }
}
