import type { Day } from '#vocabulary/day'
import { inForceOn, type Duties, type DutyOccasion } from '#law'
import type { Reason } from './reason.ts'

/** A duty by its key in the country's `duties.yaml`, with what points to it. */
export type DutyPointer = { readonly duty: string; readonly occasions: readonly DutyOccasion[]; readonly because: readonly Reason[] }

export type Occasion = { readonly occasion: DutyOccasion; readonly because: readonly Reason[] }

/** The duties in force on a day for these occasions, in the order of the country's table. */
export function dutiesOn(duties: Duties, today: Day, occasions: readonly Occasion[]): readonly DutyPointer[] {
  return duties.duties.flatMap((duty) => {
    const row = inForceOn(duty.rows, today)
    const met = occasions.filter(({ occasion }) => row?.occasions.includes(occasion))
    if (met.length === 0) return []
    return [{ duty: duty.key, occasions: met.map(({ occasion }) => occasion), because: met.flatMap(({ because }) => because) }]
  })
}
