import type { z } from 'zod'
import type { Day } from '#vocabulary/day'
import type { OfficeKind } from '#vocabulary/office-kind'
import { kindsAt, type Place } from '#vocabulary/place'
import type { Refusal } from '#vocabulary/refusal'
import type { Actor } from './actor.ts'
import type { Call, Installation } from './call.ts'
import type { Grave } from './confirmation.ts'

/** Whom a route lets in: anyone at all, anyone signed in, or the offices named. There is no default. */
export type Admits = 'anyone' | 'signed-in' | readonly OfficeKind[]

/** What a route says of it: its place in the compartment table (`reads('identity', 'centre')`), from which the offices follow. */
export type Within = 'anyone' | 'signed-in' | Place

type CallerOf<For extends Within> = For extends 'anyone' ? Actor | null : Actor

/** How many wrong tries one address has, and in how many minutes. */
export type Slowed = {
  readonly tries: number
  readonly minutes: number
  /** Whether an answer was a miss all the same; without it only refusals are. */
  readonly misses?: (value: unknown) => boolean
}

/** Where a file comes in, in base64: the field of the input, and the field of the form beside which a refusal stands. */
export type HeldFile = { readonly in: string; readonly field: string }

export type RouteSpecification<For extends Within, Asks extends z.ZodType, Gives extends z.ZodType, Prepared = unknown> = {
  /** `module.verb-object`: the permission, the entry in the record of acts, the address in the API and the test's title. */
  readonly name: `${string}.${string}`
  /** An `ask` changes nothing; an `act` is undone whole when it is refused. */
  readonly kind: 'ask' | 'act'
  readonly for: For
  /** One sentence for the API's documentation. */
  readonly about: string
  /** The answer holds a secret, so it is not kept beside the form's token; the same form sent twice is done twice. */
  readonly secret?: true
  /** What is sent takes the place of what was sent before, as a draft that saves itself: the same form sent again is done again. */
  readonly repeats?: true
  /** How somebody signs in changes by it: the session goes on under a new token, which the answer holds. */
  readonly renewsSession?: true
  /** Fields that hold what people search for, a name or a reference: no address may carry them, since browsers and proxies keep addresses. */
  readonly notInAddress?: readonly string[]
  /** What is sent holds a file: it is searched for viruses before anything of it is read. */
  readonly holdsFile?: HeldFile
  /** What it asks could be guessed, so wrong tries from one address are counted, and too many have to wait. */
  readonly slowed?: Slowed
  /** The act is so grave that whoever does it confirms first that it is them; a route of many acts says of which. */
  readonly grave?: Grave | ((input: z.output<Asks>, installation: Installation) => Grave | false)
  readonly asks: Asks
  readonly gives: Gives
  /** What has to be asked of somebody outside, before the transaction opens: nobody who is slow to answer may hold one. */
  readonly prepares?: (installation: Installation, input: z.output<Asks>, today: Day) => Promise<Prepared>
  readonly answers: (call: Call<CallerOf<For>>, input: z.output<Asks>, prepared: Prepared) => Promise<z.input<Gives> | Refusal>
}

/** A thing that somebody can do or ask, whatever the door: page, form or JSON. */
export type Route<Asks extends z.ZodType = z.ZodType, Gives extends z.ZodType = z.ZodType> = {
  readonly name: string
  readonly kind: 'ask' | 'act'
  readonly for: Admits
  /** Its place in the compartment table; null where no office is named because anybody may come. */
  readonly place: Place | null
  readonly about: string
  readonly secret?: true
  readonly repeats?: true
  readonly renewsSession?: true
  readonly notInAddress?: readonly string[]
  readonly holdsFile?: HeldFile
  readonly slowed?: Slowed
  readonly grave?: Grave | 'at-times'
  /** How grave it is to do this with this very input; the door has read the input. */
  readonly graveWith: (input: unknown, installation: Installation) => Grave | false
  readonly asks: Asks
  readonly gives: Gives
  readonly prepares?: (installation: Installation, input: unknown, today: Day) => Promise<unknown>
  readonly run: (call: Call, input: unknown, prepared?: unknown) => Promise<unknown>
}

export type ValueOf<R> = R extends Route<z.ZodType, infer Gives> ? z.output<Gives> : never

/** Names what can be done, by whom, what it asks and what it answers; without all of that it cannot be reached. */
export function route<const For extends Within, Asks extends z.ZodType, Gives extends z.ZodType, Prepared = unknown>(
  specification: RouteSpecification<For, Asks, Gives, Prepared>,
): Route<Asks, Gives> {
  const { answers, prepares, grave, for: within, ...rest } = specification
  const place = isPlace(within) ? within : null
  // The door has checked the caller against `for` and the input against `asks` before it calls.
  return {
    ...rest,
    ...(grave === undefined ? {} : { grave: typeof grave === 'function' ? 'at-times' : grave }),
    graveWith: (input, installation) => (typeof grave === 'function' ? grave(input as z.output<Asks>, installation) : (grave ?? false)),
    place, for: isPlace(within) ? kindsAt(within) : within, run: (call, input, prepared) => answers(call as Call<CallerOf<For>>, input as z.output<Asks>, prepared as Prepared),
    ...(prepares === undefined ? {} : { prepares: (installation: Installation, input: unknown, today: Day) => prepares(installation, input as z.output<Asks>, today) }),
  }
}

const isPlace = (within: Within): within is Place => typeof within === 'object'

/** Whether a route lets this actor in: nobody gets through a door that does not name them, and a program through none that its key does not name. */
export const admits = (door: Pick<Route, 'for' | 'name'>, actor: Actor | null): boolean =>
  (actor?.machine?.routes.includes(door.name) ?? true) && admitsKind(door, actor)

const admitsKind = (door: Pick<Route, 'for'>, actor: Actor | null): boolean =>
  door.for === 'anyone' || (actor !== null && (door.for === 'signed-in' || door.for.includes(actor.officeKind)))
