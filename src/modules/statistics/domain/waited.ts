import { cameAsFar } from './came-as-far.ts'
import { spans } from './fact-dimensions.ts'

/** The bands that a category of time stands for, where two were merged into one. */
export const bandsIn = (code: string): readonly string[] => code.split(/\+(?=[^+])/)

/** Whether the categories are the bands of time in their order, some of them perhaps as one: otherwise no sum of them is a time. */
export const areBands = (codes: readonly string[]): boolean => codes.flatMap(bandsIn).join() === spans.join()

/** How many had it by the end of each band, from how many had it in each; only what follows from the given figures. */
export const hadItBy = (bands: readonly (number | null)[], total: number | null): readonly (number | null)[] => cameAsFar(bands.toReversed(), total).toReversed()

/**
 * The band by whose end at least half of the persons had it, and before which fewer had: only where the given figures alone say so, whatever the others are.
 * Nothing where they leave it open, or where there is nobody.
 */
export function halfIn(bands: readonly (number | null)[], total: number | null): number | undefined {
  if (total === null || total === 0) return undefined
  const given = (some: readonly (number | null)[]): number => some.reduce((sum: number, figure) => sum + (figure ?? 0), 0)
  const by = hadItBy(bands, total)
  const least = (band: number): number => by[band] ?? given(bands.slice(0, band + 1))
  const most = (band: number): number => (band < 0 ? 0 : by[band] ?? total - given(bands.slice(band + 1)))
  const at = bands.findIndex((_, band) => 2 * least(band) >= total && 2 * most(band - 1) < total)
  return at < 0 ? undefined : at
}
