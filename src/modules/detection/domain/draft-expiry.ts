import { addDays, type Day } from '#vocabulary/day'

export type DraftPeriods = { readonly remindOnDay: number; readonly expireOnDay: number }
export type DraftExpiry = { readonly state: 'fresh' | 'reminded' | 'expired'; readonly remindOn: Day; readonly expiresOn: Day }

/** Where a draft stands: its owner is reminded on one day and it goes on another, counted from the day on which it was begun. */
export function draftExpiry(startedOn: Day, today: Day, periods: DraftPeriods): DraftExpiry {
  const remindOn = addDays(startedOn, periods.remindOnDay)
  const expiresOn = addDays(startedOn, periods.expireOnDay)
  return { state: today >= expiresOn ? 'expired' : today >= remindOn ? 'reminded' : 'fresh', remindOn, expiresOn }
}
