const keptForMs = 5 * 60_000
const mostKept = 20_000

type Kept = { readonly key: Promise<Buffer>; readonly until: number }

/**
 * Unwrapped data keys, for a few minutes and not too many. They are found by the wrapped key itself, which is always read from the
 * database beside what it opens: a key that was destroyed, or whose making was undone, is never asked for again.
 */
export class KeyCache {
  readonly #kept = new Map<string, Kept>()

  get(wrapped: Buffer, unwrap: () => Promise<Buffer>): Promise<Buffer> {
    const name = wrapped.toString('latin1')
    const now = performance.now()
    const known = this.#kept.get(name)
    if (known && known.until > now) return known.key
    const key = unwrap()
    this.#makeRoom(now)
    this.#kept.set(name, { key, until: now + keptForMs })
    key.catch(() => this.#kept.delete(name))
    return key
  }

  /** The oldest were put in first; those whose time is over go, and a tenth of all when there are still too many. */
  #makeRoom(now: number): void {
    if (this.#kept.size < mostKept) return
    let left = mostKept / 10
    for (const [name, { until }] of this.#kept) {
      if (until > now && left <= 0) return
      this.#kept.delete(name)
      left -= 1
    }
  }
}
