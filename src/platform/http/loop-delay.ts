import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How long the process could not turn to anything else, at most, in this minute and the one before: whoever asks meanwhile waits as long. In seconds. */
export class LoopDelay {
  readonly #delay = monitorEventLoopDelay({ resolution: 20 })
  readonly #minutes: NodeJS.Timeout
  #before = 0

  constructor() {
    this.#delay.enable()
    this.#minutes = setInterval(() => {
      this.#before = this.#delay.max
      this.#delay.reset()
    }, 60_000)
    this.#minutes.unref()
  }

  longest(): number {
    return Math.max(this.#before, this.#delay.max) / 1e9
  }

  stop(): void {
    clearInterval(this.#minutes)
    this.#delay.disable()
  }
}
