/** Upper ends of the classes in which durations are counted, in seconds. */
export const ends = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] as const

type Times = { readonly counts: number[]; count: number; sum: number }

/** How long requests took, by the address as it is declared: `/files/:file` and never a file's own. */
export class RequestTimes {
  readonly #times = new Map<string, Times>()

  note(labels: string, seconds: number): void {
    const times = this.#times.get(labels) ?? { counts: ends.map(() => 0), count: 0, sum: 0 }
    this.#times.set(labels, times)
    ends.forEach((end, index) => { if (seconds <= end) times.counts[index] = (times.counts[index] ?? 0) + 1 })
    times.count += 1
    times.sum += seconds
  }

  lines(name: string): readonly string[] {
    return [...this.#times].flatMap(([labels, { counts, count, sum }]) => [
      ...counts.map((below, index) => `${name}_bucket{${labels},le="${ends[index] ?? ''}"} ${below}`),
      `${name}_bucket{${labels},le="+Inf"} ${count}`, `${name}_sum{${labels}} ${sum.toFixed(6)}`, `${name}_count{${labels}} ${count}`,
    ])
  }
}
