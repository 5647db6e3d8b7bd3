import { clearTable, type ClearTable } from '#platform/vault/clear-table'
import { letterPlace } from './decision-rows.ts'
import { holderPlace } from './document-rows.ts'
import { stepPlace } from './procedure-rows.ts'

const person = { column: 'file', kind: 'person' } as const
type Held = { readonly paper: string; readonly holder: string; readonly birthDate: string | null }

/** What the versions before the vault kept in clear of papers and steps. */
export const clearPapers: readonly ClearTable[] = [
  clearTable<Held>({
    name: 'protection.document_holder', constraint: 'the holder lies sealed', subject: person, isClear: 'sealed is null', reads: 'document as paper, holder, birth_date as "birthDate"', sets: 'holder = null, birth_date = null',
    seals: ({ paper, holder, birthDate }) => ({ place: holderPlace(paper), value: { holder, birthDate } }),
  }),
  clearTable<Held>({
    name: 'protection.decision_holder', constraint: 'the holder lies sealed', subject: person, isClear: 'sealed is null', reads: 'decision as paper, holder, birth_date as "birthDate"', sets: 'holder = null, birth_date = null',
    seals: ({ paper, holder, birthDate }) => ({ place: letterPlace(paper), value: { holder, birthDate } }),
  }),
  clearTable<{ readonly subject: string; readonly number: number; readonly typed: string }>({
    name: 'protection.step', constraint: 'what is typed with a step lies sealed', subject: person, isClear: `input ? 'number'`, reads: `number, input ->> 'number' as typed`, sets: `input = clear.input - 'number'`,
    seals: ({ subject, number, typed }) => ({ place: stepPlace(subject, number), value: { number: typed } }),
  }),
]
