import { clearTable, type ClearTable } from '#platform/vault/clear-table'
import { cellsPlace, operationPlace } from './operation-rows.ts'
import { eventPlace, referralPlace } from './referral-rows.ts'

const operation = { column: 'operation', kind: 'operation' } as const

/** What the versions before the vault kept in clear of a referral and of a large operation. */
export const clearReferrals: readonly ClearTable[] = [
  clearTable<{ readonly id: string; readonly handed: object }>({
    name: 'referral.referral', constraint: 'what is handed on lies sealed', subject: { column: 'file', kind: 'person' }, isClear: 'sealed is null', reads: 'id, handed_on as handed', sets: 'handed_on = null',
    seals: ({ id, handed }) => ({ place: referralPlace(id), value: handed }),
  }),
  clearTable<{ readonly referral: string; readonly step: string; readonly moment: string; readonly note: string }>({
    name: 'referral.event', constraint: 'a note lies sealed', subject: { column: '(select file from referral.referral where id = event.referral)', kind: 'person' },
    isClear: 'note is not null', reads: 'referral, step, at as moment, note', sets: 'note = null',
    seals: ({ referral, step, moment, note }) => ({ place: eventPlace({ referral, step, at: moment }), ...(note === '' ? {} : { value: note }) }),
  }),
  clearTable<{ readonly subject: string; readonly name: string; readonly place: string }>({
    name: 'referral.operation', constraint: 'what an operation is called lies sealed', subject: { ...operation, column: 'id' }, isClear: 'sealed is null', reads: 'name, place', sets: 'name = null, place = null',
    seals: ({ subject, name, place }) => ({ place: operationPlace(subject), value: { name, place } }),
  }),
  clearTable<{ readonly subject: string; readonly number: number; readonly cells: readonly string[] }>({
    name: 'referral.operation_person', constraint: 'what was typed lies sealed', subject: operation, isClear: 'cells is not null', reads: 'number, cells', sets: 'cells = null',
    seals: ({ subject, number, cells }) => ({ place: cellsPlace(subject, number), ...(cells.length === 0 ? {} : { value: cells }) }),
  }),
]
