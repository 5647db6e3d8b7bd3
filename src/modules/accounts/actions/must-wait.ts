import type { Instant } from '#vocabulary/instant'
import { refuse, type Refusal } from '#vocabulary/refusal'

type Waiting = { readonly until: Instant; readonly now: Instant; readonly field: string }

/** Says how long a try has to wait, in hours where minutes would be hard to read. */
export function mustWait({ until, now, field }: Waiting): Refusal {
  const minutes = Math.max(1, Math.ceil((Date.parse(until) - Date.parse(now)) / 60_000))
  return minutes > 90 ? refuse('wait-hours', { field, with: { count: Math.ceil(minutes / 60) } }) : refuse('wait', { field, with: { count: minutes } })
}
