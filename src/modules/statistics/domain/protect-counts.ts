/** A count as a service keeps it: known, with zero among them, or not known at all. */
export type Count = { readonly category: string; readonly persons: number | null }

declare const checked: unique symbol
/** A figure that may be shown: a number, a zero, hidden because it is small, or not known. */
export type SafeFigure = { readonly category: string; readonly shown: number | 'hidden' | 'not-known' }
/** A table that may be shown outside the services. Only {@link protectCounts} makes one. */
export type SafeCounts = { readonly total: number | 'hidden'; readonly figures: readonly SafeFigure[]; readonly [checked]: true }

/** Counts from 1 to one less than this are small enough to point at somebody. */
export const threshold = 5

/**
 * Hides small counts of a one-way table with its total, and as many others as it takes: whoever subtracts what is shown from the total
 * must be left, for each hidden figure, with everything from zero to the threshold.
 */
export function protectCounts(counts: readonly Count[]): SafeCounts {
  const known = counts.flatMap(({ category, persons }) => (persons === null ? [] : [{ category, persons }]))
  const hidden = new Set(known.filter(({ persons }) => persons > 0 && persons < threshold).map(({ category }) => category))
  if (hidden.size > 0) hideUntilSafe(known, hidden)
  const figures = counts.map(({ category, persons }): SafeFigure => ({
    category, shown: persons === null ? 'not-known' : hidden.has(category) ? 'hidden' : persons,
  }))
  const total = known.reduce((sum, { persons }) => sum + persons, 0)
  return { total: total > 0 && total < threshold ? 'hidden' : total, figures } as unknown as SafeCounts
}

type Known = { readonly category: string; readonly persons: number }

function hideUntilSafe(known: readonly Known[], hidden: Set<string>): void {
  const sumOfHidden = () => known.reduce((sum, { category, persons }) => sum + (hidden.has(category) ? persons : 0), 0)
  // The smallest that is not hidden costs the reader least. A zero hides nothing of the sum, but is a partner where nothing else is left.
  const candidates = known.filter(({ category }) => !hidden.has(category)).toSorted((a, b) => Number(a.persons === 0) - Number(b.persons === 0) || a.persons - b.persons)
  for (const { category } of candidates) {
    if (hidden.size >= 2 && sumOfHidden() >= threshold) return
    hidden.add(category)
  }
}
