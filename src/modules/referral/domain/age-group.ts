import type { Day } from '#vocabulary/day'

/** How old somebody is, as far as a centre needs to know before it says whether it takes her on. */
export const ageGroups = ['under-12', '12-17', '18-24', '25-and-over'] as const
export type AgeGroup = (typeof ageGroups)[number]

/** The group by the year of birth; null where it is not known, or contradicts that she is treated as a child or as an adult. */
export function ageGroupOf({ openedOn, birthYear, isChild }: { readonly openedOn: Day; readonly birthYear: number | null; readonly isChild: boolean }): AgeGroup | null {
  if (birthYear === null) return null
  const years = Number(openedOn.slice(0, 4)) - birthYear
  if (isChild) return years < 12 ? 'under-12' : years < 18 ? '12-17' : null
  return years < 18 ? null : years < 25 ? '18-24' : '25-and-over'
}
