/**
 * How many came at least as far as each place, from how many came so far and no further. Only what follows from the given figures: the sum of this
 * place and all later ones, or the total less all earlier ones; where a figure is missing on both sides, nothing.
 */
export function cameAsFar(furthest: readonly (number | null)[], total: number | null): readonly (number | null)[] {
  const sum = (figures: readonly (number | null)[]): number | null => figures.reduce((all, figure) => (all === null || figure === null ? null : all + figure), 0 as number | null)
  return furthest.map((_, place) => {
    const earlier = sum(furthest.slice(0, place))
    return sum(furthest.slice(place)) ?? (total === null || earlier === null ? null : total - earlier)
  })
}
