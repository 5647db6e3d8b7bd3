import type { EmergencyRule } from '#law'
import type { Day } from '#vocabulary/day'
import { dayIn, instant, type Instant } from '#vocabulary/instant'
import type { OfficeKind } from '#vocabulary/office-kind'

/** When an emergency access was opened and when somebody looked into it, and whether it is the actor's and her office's. */
export type Access = { readonly openedAt: Instant; readonly reviewedAt: Instant | null; readonly isOwn: boolean; readonly ofOffice: boolean }

export const emergencyRuleOn = (rules: readonly EmergencyRule[], kind: OfficeKind, on: Day): EmergencyRule | undefined =>
  rules.find(({ kinds, from, to }) => kinds.includes(kind) && from <= on && (to === undefined || on <= to))

const hoursAfter = (at: Instant, hours: number): Instant => instant(new Date(Date.parse(at) + hours * 3_600_000))

export const endOf = (openedAt: Instant, { hours }: Pick<EmergencyRule, 'hours'>): Instant => hoursAfter(openedAt, hours)
export const reviewDueAt = (openedAt: Instant, { reviewWithinHours }: Pick<EmergencyRule, 'reviewWithinHours'>): Instant => hoursAfter(openedAt, reviewWithinHours)

/** Whether the review of an access did not come in time, whatever came later. */
const wasLate = ({ openedAt, reviewedAt }: Access, rule: EmergencyRule, now: Instant): boolean => Date.parse(reviewDueAt(openedAt, rule)) < Date.parse(reviewedAt ?? now)

/** Whether an office may open no other: one of its accesses was not reviewed in time, and is not yet or was not in this month. */
export function isBlocked(accesses: readonly Access[], rule: EmergencyRule, now: Instant, zone: string): boolean {
  const month = dayIn(zone, now).slice(0, 7)
  return accesses.some((access) => access.ofOffice && wasLate(access, rule, now)
    && (access.reviewedAt === null || (rule.blocks === 'month' && dayIn(zone, reviewDueAt(access.openedAt, rule)).slice(0, 7) === month)))
}

/** What stands in the way of another access: so many that nobody has reviewed, the oldest since then. */
export type Limit = { readonly because: 'person' | 'office'; readonly standing: number; readonly since: Instant }

/** The limit that has been reached, the person's own first; the database holds the same one when an access is opened. */
export function limitReached(accesses: readonly Access[], { unreviewed }: Pick<EmergencyRule, 'unreviewed'>, now: Instant): Limit | null {
  const from = Date.parse(now) - unreviewed.withinHours * 3_600_000
  const standing = accesses.filter(({ openedAt, reviewedAt }) => reviewedAt === null && Date.parse(openedAt) > from)
  return reached('person', standing.filter(({ isOwn }) => isOwn), unreviewed.perPerson) ?? reached('office', standing.filter(({ ofOffice }) => ofOffice), unreviewed.perOffice)
}

function reached(because: Limit['because'], standing: readonly Access[], most: number): Limit | null {
  const [oldest] = standing.map(({ openedAt }) => openedAt).toSorted()
  return oldest !== undefined && standing.length >= most ? { because, standing: standing.length, since: oldest } : null
}
