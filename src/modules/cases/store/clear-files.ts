import { tokensOfName } from '#platform/names/blind-names'
import { clearTable, type ClearTable } from '#platform/vault/clear-table'
import { identityPlace, type Identity } from './identity-rows.ts'
import { contactPlace } from './safe-contact-rows.ts'
import { taskPlace } from './task-rows.ts'
import { linePlace } from './timeline-rows.ts'
import { viewPlace } from './view-rows.ts'

const person = { column: 'file', kind: 'person' } as const

/** What the versions before the vault kept in clear of a file. */
export const clearFiles: readonly ClearTable[] = [
  clearTable<Identity & { readonly subject: string }>({
    name: 'cases.identity', constraint: 'who she is lies sealed', subject: person, isClear: 'sealed is null',
    reads: `coalesce(given_names, '') as "givenNames", coalesce(family_names, '') as "familyNames", birth_date as "birthDate", coalesce(birth_precision, 'unknown') as "birthPrecision", coalesce(identity_papers, '') as "identityPapers"`,
    sets: 'tokens = fresh.also::bigint[], given_names = null, family_names = null, birth_date = null, birth_precision = null, identity_papers = null, found_as = null',
    seals: ({ subject, givenNames, familyNames, birthDate, birthPrecision, identityPapers }, vault) => ({
      place: identityPlace(subject), value: { givenNames, familyNames, birthDate, birthPrecision, identityPapers } satisfies Identity,
      also: `{${tokensOfName(vault, givenNames, familyNames).join(',')}}`,
    }),
  }),
  clearTable<{ readonly id: string; readonly value: string; readonly note: string }>({
    name: 'cases.safe_contact', constraint: 'a contact lies sealed', subject: person, isClear: 'sealed is null', reads: 'id, value, note', sets: 'value = null, note = null',
    seals: ({ id, value, note }) => ({ place: contactPlace(id), value: { value, note } }),
  }),
  clearTable<{ readonly id: string; readonly what: string }>({
    name: 'cases.task', constraint: 'a task lies sealed', subject: person, isClear: 'sealed is null', reads: 'id, what', sets: 'what = null',
    seals: ({ id, what }) => ({ place: taskPlace(id), value: what }),
  }),
  clearTable<{ readonly subject: string; readonly kind: string; readonly words: string; readonly moment: string; readonly gaps: object }>({
    name: 'cases.timeline', constraint: 'what fills the gaps of a line lies sealed', subject: person, isClear: 'gaps is not null', reads: 'kind, words, at as moment, gaps', sets: 'gaps = null',
    seals: ({ subject, kind, words, moment, gaps }) => ({ place: linePlace({ file: subject, kind, words, at: moment }), ...(Object.keys(gaps).length > 0 ? { value: gaps } : {}) }),
  }),
  clearTable<{ readonly subject: string; readonly name: string; readonly query: string }>({
    name: 'cases.saved_view', constraint: 'a view lies sealed', subject: { column: 'account', kind: 'account' }, isClear: 'sealed is null', reads: 'name, query', sets: `mark = decode(fresh.also, 'hex'), name = null, query = null`,
    seals: ({ subject, name, query }, vault) => {
      const mark = vault.mark(`view|${subject}|${name}`)
      return { place: viewPlace(mark), value: { name, query }, also: mark.toString('hex') }
    },
  }),
]
