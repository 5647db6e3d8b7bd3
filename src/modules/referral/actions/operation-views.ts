import { z } from 'zod'
import type { Call } from '#platform/doors/call'
import { sentenceOf } from '#platform/doors/sentence'
import { addDays, Day } from '#vocabulary/day'
import { dayIn } from '#vocabulary/instant'
import { refuse, type Refusal } from '#vocabulary/refusal'
import type { Language } from '#vocabulary/language'
import { columns, readRows, type ReadRow } from '../domain/operation.ts'
import { OperationId, type OperationPerson, type OperationRow } from '../store/operation-rows.ts'

/** A row of an operation as its page shows it: what was typed and what would be right, or the receipt of whoever was handed on. */
export const PersonLine = z.strictObject({
  number: z.number(),
  state: z.enum(['good', 'faulty', 'referred']),
  typed: z.record(z.string(), z.string()),
  surplus: z.string(),
  faults: z.array(z.strictObject({ column: z.string(), sentence: z.string() })),
  name: z.string(),
  isChild: z.boolean(),
  languages: z.array(z.string()),
  reference: z.string().nullable(),
  centre: z.string().nullable(),
})
export type PersonLine = z.infer<typeof PersonLine>

export const OperationView = z.strictObject({
  id: OperationId, name: z.string(), place: z.string(), district: z.string(), on: Day, expiresOn: Day, version: z.number(),
  good: z.number(), faulty: z.number(), referred: z.number(), rows: z.array(PersonLine),
})
export type OperationView = z.infer<typeof OperationView>

type Reading = { readonly language: Language; readonly today: Day; readonly expiresOn: Day; readonly offices: ReadonlyMap<string, string>; readonly districts: readonly { readonly key: string; readonly label: Readonly<Record<Language, string>> }[] }

/** The rows that are not handed on yet, read. */
export const readWaiting = (persons: readonly OperationPerson[], today: Day): readonly ReadRow[] =>
  readRows(persons.filter(({ referral }) => referral === null), today)

/** The day on which what nobody handed on goes, with the name of the operation. */
export const expiryOf = ({ installation: { forOperations, zone } }: Pick<Call, 'installation'>, { openedAt }: Pick<OperationRow, 'openedAt'>): Day => addDays(dayIn(zone, openedAt), forOperations.expireOnDay)

/** Why nothing can be added or handed on any more, once its time is over. */
export const refusalIfOver = (call: Pick<Call, 'installation' | 'today'>, row: OperationRow): Refusal | undefined =>
  call.today >= expiryOf(call, row) ? refuse('operation-over', { status: 409, with: { on: expiryOf(call, row) } }) : undefined

export function viewOfOperation(row: OperationRow, persons: readonly OperationPerson[], { language, today, expiresOn, offices, districts }: Reading): OperationView {
  const read = new Map(readWaiting(persons, today).map((each) => [each.number, each]))
  const rows = persons.map((person): PersonLine => {
    const waiting = read.get(person.number)
    return waiting ? waitingLine(waiting, language) : {
      number: person.number, state: 'referred', typed: {}, surplus: '', faults: [], name: '', isChild: false, languages: [],
      reference: person.reference, centre: person.centre === null ? null : (offices.get(person.centre) ?? null),
    }
  })
  const count = (state: PersonLine['state']) => rows.filter((line) => line.state === state).length
  return {
    id: row.id, name: row.name, place: row.place, on: row.on, expiresOn, version: row.version,
    district: districts.find(({ key }) => key === row.district)?.label[language] ?? row.district,
    good: count('good'), faulty: count('faulty'), referred: count('referred'), rows,
  }
}

function waitingLine({ number, cells, person, refusals }: ReadRow, language: Language): PersonLine {
  const typed = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']))
  return {
    number, typed, state: person ? 'good' : 'faulty',
    surplus: cells.slice(columns.length).filter(Boolean).join(' '),
    faults: refusals.map((refusal) => ({ column: refusal.field ?? '', sentence: sentenceOf({ ...refusal, refused: `referral:${refusal.refused}` }, 'operation.show', language) })),
    name: [typed['familyName'], typed['givenName']].filter(Boolean).join(', ') || (typed['reference'] ?? ''),
    isChild: person !== null && person.age !== 'adult', languages: [...(person?.languages ?? [])], reference: null, centre: null,
  }
}
