import type { z } from 'zod'
import { demonstrationActor } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import { perform, type Door } from '#platform/doors/perform'
import type { Route } from '#platform/doors/route'
import type { Day } from '#vocabulary/day'

/** Something that is told once, under its key. */
export type Act = { readonly key: string; readonly tell: () => Promise<void> }

/** The invented people of the demonstration: each acts through the doors like everybody else, on a day of the past. */
export class Cast {
  readonly door: Door
  readonly #actors = new Map<string, Actor>()

  constructor(door: Door) {
    this.door = door
  }

  async actor(login: string): Promise<Actor> {
    const known = this.#actors.get(login) ?? (await demonstrationActor(this.door.db, login))
    this.#actors.set(login, known)
    return known
  }

  async does<Asks extends z.ZodType, Gives extends z.ZodType>(login: string, on: Day, what: Route<Asks, Gives>, input: unknown): Promise<z.input<Gives>> {
    // What is told of today lies before the moment at which it is told.
    const door: Door = { ...this.door, clock: () => new Date(Math.min(Date.parse(`${on}T09:00:00Z`), this.door.clock().getTime())) }
    const outcome = await perform(door, what, { actor: await this.actor(login), language: 'en', input })
    if (!outcome.answered) throw new Error(`${login} could not ${what.name} on ${on}: ${JSON.stringify(outcome.refusal)}`)
    return outcome.value
  }
}
