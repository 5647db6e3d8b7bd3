import { clearTable, type ClearTable } from '#platform/vault/clear-table'
import { draftPlace } from './report-rows.ts'

/** What the versions before the vault kept in clear of a report. */
export const clearReports: readonly ClearTable[] = [
  clearTable<{ readonly subject: string; readonly draft: object }>({
    name: 'detection.report', constraint: 'what was typed lies sealed', subject: { column: 'id', kind: 'report' }, isClear: 'sealed is null', reads: 'draft', sets: 'draft = null',
    seals: ({ subject, draft }) => ({ place: draftPlace(subject), value: draft }),
  }),
]
