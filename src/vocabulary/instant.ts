import { z } from 'zod'
import { day, type Day } from './day.ts'

/** A moment in time as an ISO 8601 text in UTC. What the law counts are days; an instant only says when something was written down. */
export const Instant = z.iso.datetime({ offset: false }).brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

export const instant = (date: Date): Instant => date.toISOString() as Instant

/** The calendar day on which an instant falls in a zone such as `Europe/Brussels`. */
export function dayIn(zone: string, at: Instant): Day {
  const parts = formatterOf(zone).formatToParts(new Date(at))
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? ''
  return day(`${part('year')}-${part('month')}-${part('day')}`)
}

const formatters = new Map<string, Intl.DateTimeFormat>()
function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formatters.set(zone, made)
  return made
}
