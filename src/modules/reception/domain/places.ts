import type { Day } from '#vocabulary/day'
import { refuse, type Refusal } from '#vocabulary/refusal'

/** For whom a centre keeps a place. */
export const placeGroups = ['women', 'men', 'families', 'minors'] as const
export type PlaceGroup = (typeof placeGroups)[number]

export type PlaceCount = { readonly group: PlaceGroup; readonly places: number; readonly taken: number }

/** Places that nobody stays in; a centre that counts down below who is there has none. */
export const freeOf = ({ places, taken }: Pick<PlaceCount, 'places' | 'taken'>): number => Math.max(0, places - taken)

/** Why a centre cannot count so few places, if it cannot: those who stay are not counted away. */
export const refusePlaces = ({ group, places, taken }: PlaceCount): Refusal | undefined =>
  places < taken ? refuse('fewer-than-stay', { field: group, with: { taken } }) : undefined

/** Why nobody can be taken in, if so: a child stays among minors or with her family, and only a free place can be taken. */
export function refuseStay(count: PlaceCount | undefined, { group, isChild }: { readonly group: PlaceGroup; readonly isChild: boolean }): Refusal | undefined {
  if (isChild && group !== 'minors' && group !== 'families') return refuse('child-among-adults', { field: 'group' })
  if (!isChild && group === 'minors') return refuse('adult-among-minors', { field: 'group' })
  if (!count || freeOf(count) === 0) return refuse('no-free-place', { field: 'group', status: 409 })
  return undefined
}

/** Why a stay cannot begin or end on a day, if it cannot. */
export function refuseStayDay(on: Day, { today, notBefore, field }: { readonly today: Day; readonly notBefore: Day; readonly field: string }): Refusal | undefined {
  if (on > today) return refuse('day-in-future', { field, with: { today } })
  if (on < notBefore) return refuse('day-too-early', { field, with: { from: notBefore } })
  return undefined
}
