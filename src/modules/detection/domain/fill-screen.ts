import { ReportDraft, isAnswered, screensOf, withinWhere, type ReportField, type ReportScreen, type ScreenKey } from './report.ts'

/**
 * The draft with what one screen's form says. An answer that was cleared is cleared; what other screens said stays as it is.
 * Fields of other screens that came along are not taken.
 */
export function fillScreen(draft: ReportDraft, screen: ReportScreen, said: Partial<ReportDraft>): ReportDraft {
  const kept = Object.fromEntries(Object.entries(draft).filter(([field]) => !(screen.fields as readonly string[]).includes(field)))
  const taken = Object.fromEntries(screen.fields.flatMap((field) => (said[field] === undefined ? [] : [[field, said[field]]])))
  const filled = ReportDraft.parse({ ...kept, ...taken })
  // Both lists stand on the screen, and only the one that fits the answer above them says something.
  const within = withinWhere[filled.exploitedWhere ?? 'unknown']
  return Object.fromEntries(Object.entries(filled).filter(([field]) => !(field === 'exploitedDistrict' || field === 'exploitedCountry') || field === within)) as ReportDraft
}

export const screenOf = (draft: ReportDraft, key: ScreenKey): ReportScreen | undefined => screensOf(draft).find((screen) => screen.key === key)

/** The required fields of a screen that still have no answer. */
export const missingOn = (draft: ReportDraft, screen: ReportScreen): readonly ReportField[] => screen.required.filter((field) => !isAnswered(draft, field))
