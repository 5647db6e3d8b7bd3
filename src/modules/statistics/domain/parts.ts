/** By what the figures of the procedure may be told apart. */
export const partings = ['none', 'sex', 'age', 'year'] as const
export type Parting = (typeof partings)[number]

/** Everybody together. */
export const everybody = 'all'

/** The parts that stand in a figure, everybody first; who was never met but belongs to the list shows a zero. */
export function partsOf(by: Parting, met: readonly string[], { from, to }: { readonly from: number; readonly to: number }): readonly string[] {
  if (by === 'none') return [everybody]
  const known = by === 'sex' ? ['woman', 'man', 'other', 'unknown'] : by === 'age' ? ['child', 'adult'] : Array.from({ length: to - from + 1 }, (_, index) => String(from + index))
  return [everybody, ...known.filter((code) => (code !== 'other' && code !== 'unknown') || met.includes(code))]
}

/** The rows of a part; everybody's are all rows. */
export const inPart = <Row extends { readonly part: string }>(rows: readonly Row[], part: string): readonly Row[] => (part === everybody ? rows : rows.filter((row) => row.part === part))
