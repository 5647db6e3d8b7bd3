import type { Tx } from '#platform/database/connect'
import { clearTable, type ClearTable } from '#platform/vault/clear-table'
import { sealedAt } from '#platform/vault/sealed-columns'
import { vaultOf } from '#platform/vault/vault'
import type { SheetFault } from '../domain/deliveries/check-sheet.ts'
import type { Remark } from '../domain/deliveries/sheet.ts'

/** What people typed beside the figures that a service handed over. */
export type Beside = { readonly fileName: string | null; readonly reason: string | null }
/** The same of a sheet that is checked, with what is wrong with it, which repeats its cells. */
export type BesideDraft = { readonly fileName: string | null; readonly remarks: readonly Remark[]; readonly faults: readonly SheetFault[] }

const placeOf = (id: string): string => sealedAt('statistics.delivery', id)
const draftPlace = (id: string): string => sealedAt('statistics.delivery_draft', id)

export const sealBeside = (tx: Tx, id: string, beside: Beside): Buffer => vaultOf(tx).own.seal(placeOf(id), beside)
export const openBeside = (tx: Tx, id: string, sealed: Buffer | null): Beside => (sealed ? vaultOf(tx).own.open<Beside>(placeOf(id), sealed) : { fileName: null, reason: null })
export const sealDraft = (tx: Tx, id: string, beside: BesideDraft): Buffer => vaultOf(tx).own.seal(draftPlace(id), beside)
export const openDraft = (tx: Tx, id: string, sealed: Buffer): BesideDraft => vaultOf(tx).own.open<BesideDraft>(draftPlace(id), sealed)

/** What an earlier version kept in clear of deliveries. */
export const clearDeliveries: readonly ClearTable[] = [
  clearTable<{ readonly id: string; readonly fileName: string | null; readonly reason: string | null }>({
    name: 'statistics.delivery', constraint: 'what is typed beside figures lies sealed', subject: null, isClear: 'num_nonnulls(file_name, reason) > 0',
    reads: 'id, file_name as "fileName", reason', sets: 'file_name = null, reason = null',
    seals: ({ id, fileName, reason }) => ({ place: placeOf(id), value: { fileName, reason } }),
  }),
]
