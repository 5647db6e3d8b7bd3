/** Chance that falls the same way in every run (mulberry32), so that what it found is found again. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A number from 0 to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number below another. */
  below(most: number): number {
    return Math.floor(this.next() * most)
  }

  /** Yes, this often out of once. */
  falls(share: number): boolean {
    return this.next() < share
  }

  pick<Value>(choices: readonly [Value, ...Value[]] | readonly Value[]): Value {
    const chosen = choices[this.below(choices.length)]
    if (chosen === undefined && choices.length === 0) throw new Error('nothing to choose from')
    return chosen as Value
  }

  /** An id that stands for nothing. */
  uuid(): string {
    const digits = Array.from({ length: 32 }, () => this.below(16).toString(16)).join('')
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`
  }

  /** One of several makers, each as often as its weight says. */
  weighed<Value>(makers: readonly (readonly [weight: number, make: () => Value])[]): Value {
    let left = this.next() * makers.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, make] of makers) {
      left -= weight
      if (left < 0) return make()
    }
    const last = makers.at(-1)
    if (!last) throw new Error('nothing to choose from')
    return last[1]()
  }
}
