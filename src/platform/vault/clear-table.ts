import type { Sealer, Subject, Vault } from './vault.ts'

/** What is sealed of one row that was in clear; without a value there was nothing in it. `also` fills one more column. */
export type RowToSeal = { readonly place: string; readonly value?: unknown; readonly also?: string }

/** A table that an earlier version filled in clear, and how its rows are sealed. */
export type ClearTable = {
  readonly name: string
  /** Says that nothing of it is in clear; validated when all is sealed. */
  readonly constraint: string
  /** Whose key seals a row, as a column; without it the installation's own key does. */
  readonly subject: { readonly column: string; readonly kind: Subject['kind'] } | null
  /** Which rows are still in clear. */
  readonly isClear: string
  readonly reads: string
  /** What the row is set to, beside `sealed`; `fresh.also` is what `seals` gave for the further column. */
  readonly sets: string
  readonly seals: (row: never, vault: Vault) => RowToSeal
}

/** A row as it is read to be sealed: by its place in the table, with the subject. */
export type ClearRow = { readonly at: string; readonly subject: string | null }

/** Tells how the rows of a table are sealed, with the row's own type. */
export const clearTable = <Row>(table: Omit<ClearTable, 'seals'> & { readonly seals: (row: Row, vault: Vault) => RowToSeal }): ClearTable => table

/** What the update of one row says, as JSON. */
export const sealedRow = (row: ClearRow, { place, value, also }: RowToSeal, sealer: Sealer | undefined): { at: string; sealed: string | null; also: string | null } =>
  ({ at: row.at, sealed: value === undefined || !sealer ? null : sealer.seal(place, value).toString('base64'), also: also ?? null })
