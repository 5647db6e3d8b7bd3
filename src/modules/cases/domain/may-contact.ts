import type { Day } from '#vocabulary/day'
import type { Instant } from '#vocabulary/instant'

export const channels = ['call', 'text-message', 'letter', 'mail', 'through-somebody', 'in-person'] as const
export type Channel = (typeof channels)[number]
export const confirmations = ['in-person', 'with-interpreter', 'by-known-number', 'in-writing'] as const
export const answerers = ['herself', 'somebody-who-knows', 'somebody-who-does-not'] as const
export const sayings = ['everything', 'who-calls', 'nothing'] as const

/** What she said of a way: when and how she said it is safe, on which days (1 is Monday) and hours, who may answer, what may be said. */
export type ContactRule = {
  readonly confirmedOn: Day
  readonly confirmedHow: (typeof confirmations)[number]
  readonly weekdays: readonly number[]
  readonly from: string
  readonly until: string
  readonly answeredBy: (typeof answerers)[number]
  readonly maySay: (typeof sayings)[number]
  readonly codeWord: string
}
/** A way in which somebody might be reached; without a rule of hers it is used by nobody. */
export type Way = { readonly id: string; readonly channel: Channel; readonly value: string; readonly isSafe: boolean; readonly note: string; readonly rule: ContactRule | null }
export type AgreedWay = Way & { readonly rule: ContactRule }

export type MayContact = { readonly may: true; readonly way: AgreedWay } | { readonly may: false; readonly because: 'unknown' | 'not-safe' | 'unconfirmed' | 'not-now'; readonly way: Way | undefined }
export type LocalMoment = { readonly weekday: number; readonly time: string }

/** The day of the week and the time on the wall of a zone. */
export function localMoment(zone: string, at: Instant): LocalMoment {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(new Date(at))
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? ''
  return { weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')) + 1, time: `${part('hour')}:${part('minute')}` }
}

/** Hours that go over midnight belong to the day on which they begin. */
function isWithin({ weekdays, from, until }: ContactRule, { weekday, time }: LocalMoment): boolean {
  if (from < until) return weekdays.includes(weekday) && time >= from && time < until
  const dayBefore = weekday === 1 ? 7 : weekday - 1
  return (weekdays.includes(weekday) && time >= from) || (weekdays.includes(dayBefore) && time < until)
}

/** A letter lies there whenever it is found, and whoever meets her sees her: for these two there are no hours. */
const hasHours = (channel: Channel): boolean => channel !== 'letter' && channel !== 'in-person'

/** Whether she may be reached this way at this moment. What is not known, not confirmed by her, or not said to be safe, is not safe. */
export function mayContactBy(way: Way | undefined, at: LocalMoment): MayContact {
  if (!way) return { may: false, because: 'unknown', way }
  if (!way.isSafe) return { may: false, because: 'not-safe', way }
  const { rule } = way
  if (!rule) return { may: false, because: 'unconfirmed', way }
  if (hasHours(way.channel) && !isWithin(rule, at)) return { may: false, because: 'not-now', way }
  return { may: true, way: { ...way, rule } }
}

/** Whether a way is safe at some hour of this day of the week. */
export const isSafeOn = (way: Way | undefined, weekday: number): way is AgreedWay => way?.isSafe === true && way.rule !== null && way.rule.weekdays.includes(weekday)
