import { z } from 'zod'
import type { Pack } from '#law'
import { warningLevel } from '../domain/clock.ts'
import { Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import type { Language } from '#vocabulary/language'
import type { WaitingRow } from '../store/waiting-rows.ts'

/** One line of a list of files: who it is about without naming her, what waits, for whom, until when. */
export const FileLine = z.strictObject({
  id: FileId,
  reference: z.string(),
  openedOn: Day,
  sex: z.string(),
  isChild: z.boolean(),
  /** The lists do not open who somebody is, so they know the year of birth alone. */
  bornIn: z.number().nullable(),
  citizenship: z.string().nullable(),
  state: z.string(),
  variant: z.string(),
  waitsFor: z.string().nullable(),
  because: z.string().nullable(),
  subject: z.string().nullable(),
  since: Day.nullable(),
  dueOn: Day.nullable(),
  level: z.enum(['quiet', 'warning', 'due', 'late', 'suspended']).nullable(),
  days: z.number(),
})
export type FileLine = z.infer<typeof FileLine>

type Reading = { readonly pack: Pack; readonly offices: ReadonlyMap<string, string>; readonly language: Language; readonly today: Day }

/** The line of a file in the reader's language; names of the law come from the pack. */
export function lineOf(row: WaitingRow, { pack, offices, language, today }: Reading): FileLine {
  const { procedure, country } = pack
  const label = (group: 'states' | 'variants' | 'documents' | 'questionSets' | 'steps' | 'periods', key: string) => procedure[group].find((item) => item.key === key)?.label[language] ?? key
  const level = row.dueOn === null ? null : warningLevel({ startsOn: row.openedOn, endsOn: row.dueOn, warnings: country.warnings.filter((days) => days <= 14), escalation: country.escalation }, today)
  const subjectGroup = row.waitingBecause === 'questions' ? 'questionSets' : row.waitingBecause === 'next-step' ? 'steps' : 'documents'
  return {
    id: row.id, reference: row.reference, openedOn: row.openedOn, sex: row.sex, isChild: row.isChild, citizenship: row.citizenship,
    bornIn: row.birthYear,
    state: label('states', row.state),
    variant: label('variants', row.variant),
    waitsFor: row.waitingOffice === null ? null : (offices.get(row.waitingOffice) ?? null),
    because: row.waitingBecause,
    subject: row.waitingSubject === null ? null : label(subjectGroup, row.waitingSubject),
    since: row.waitingSince,
    dueOn: row.dueOn,
    level: level?.level ?? null,
    days: level === null ? 0 : level.level === 'late' ? level.daysLate : level.level === 'due' ? 0 : level.daysLeft,
  }
}
