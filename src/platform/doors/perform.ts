import { sql } from 'kysely'
import type { z } from 'zod'
import type { Database, Tx } from '#platform/database/connect'
import { DatabaseAway } from '#platform/database/database-trouble'
import { inTransaction } from '#platform/database/transaction'
import { writeActLine, type ActOutcome } from '#platform/audit/act-line'
import { dayIn, instant } from '#vocabulary/instant'
import type { FileId } from '#vocabulary/ids'
import type { Language } from '#vocabulary/language'
import { isRefusal, notFound, type Refusal } from '#vocabulary/refusal'
import type { Actor } from './actor.ts'
import type { Call, Events, Installation } from './call.ts'
import { refusalOfIssues, refusalOfText } from './input-refusal.ts'
import { claimOnce, keepAnswer } from './once.ts'
import { admits, type Route } from './route.ts'

/** What happens in other modules when something has happened: one table, written in `main/reactions.ts`. */
export type Reactions = { readonly [Name in keyof Events]?: (call: Call, what: Events[Name]) => Promise<Refusal | void> }

/** The one door through which everything is done: the database, the moment, the country and the reactions. */
export type Door = {
  readonly db: Database
  readonly installation: Installation
  readonly clock: () => Date
  readonly reactions: Reactions
}

export type Request = {
  readonly actor: Actor | null
  readonly language: Language
  readonly input: unknown
  /** Given by the form or the caller, so that the same act sent twice happens once. */
  readonly once?: string | undefined
}

export type Outcome<Value> =
  | { readonly answered: true; readonly value: Value; readonly repeated: boolean }
  | { readonly answered: false; readonly refusal: Refusal }

/**
 * Opens the only transactions there are: admits or denies, reads the input, answers, lets the reactions run and writes the line of record,
 * all or nothing. A refused act leaves its line and nothing else, unless the refusal says what it keeps. Throws only what should never happen.
 *
 * @example
 * const outcome = await perform(door, acceptReferral, { actor, language: 'nl', input: { referral } })
 */
export async function perform<Asks extends z.ZodType, Gives extends z.ZodType>(
  door: Door,
  route: Route<Asks, Gives>,
  request: Request,
): Promise<Outcome<z.input<Gives>>> {
  const { actor } = request
  return inTransaction(door.db, { actor }, (tx) => attemptIn(door, route, request, tx)).catch(async (fault: unknown) => {
    // A fault has undone its own line with everything else, so the line that says so is written apart.
    if (!(fault instanceof DatabaseAway)) {
      const line = { route: route.name, actor, now: instant(door.clock()), outcome: 'fault' as const }
      await inTransaction(door.db, { actor }, (tx) => writeActLine({ ...line, tx })).catch(() => undefined)
    }
    throw fault
  })
}

async function attemptIn<Asks extends z.ZodType, Gives extends z.ZodType>(door: Door, route: Route<Asks, Gives>, request: Request, tx: Tx): Promise<Outcome<z.input<Gives>>> {
  const { actor } = request
  const now = instant(door.clock())
  const line = { tx, route: route.name, actor, now }
  if (!admits(route, actor)) return refused(line, 'denied', notFound)
  const unkept = refusalOfText(request.input)
  if (unkept) return refused(line, 'refused', unkept)
  const parsed = route.asks.safeParse(request.input)
  if (!parsed.success) return refused(line, 'refused', refusalOfIssues(parsed.error.issues, request.input))
  const once = route.secret ? undefined : request.once
  const claim = route.kind === 'act' ? await claimOnce(line, once) : { first: true as const }
  if (!claim.first) return { answered: true, value: claim.answer as z.input<Gives>, repeated: true }

  if (route.kind === 'act') await sql`savepoint the_act`.execute(tx)
  const attempt = new Attempt(door, request, tx, now)
  const value = await attempt.run(route, parsed.data)
  if (isRefusal(value)) {
    if (route.kind === 'act' && !value.keeps) await sql`rollback to savepoint the_act`.execute(tx)
    if (once) await sql`delete from platform.once where token = ${once}`.execute(tx)
    return refused(line, value.status === 404 ? 'denied' : 'refused', value, attempt.file)
  }
  if (route.kind === 'act') await keepAnswer(line, once, value)
  await writeActLine({ ...line, actor: attempt.who ?? actor, outcome: 'done', file: attempt.file })
  return { answered: true, value: value as z.input<Gives>, repeated: false }
}

type Line = { readonly tx: Tx; readonly route: string; readonly actor: Actor | null; readonly now: ReturnType<typeof instant> }

async function refused(line: Line, outcome: ActOutcome, refusal: Refusal, file?: FileId): Promise<{ answered: false; refusal: Refusal }> {
  await writeActLine({ ...line, outcome, refusal: refusal.refused, file })
  return { answered: false, refusal }
}

type Happened = { readonly name: keyof Events; readonly what: Events[keyof Events] }

class Attempt {
  file: FileId | undefined
  /** Whoever the act itself let in: a sign-in is done by the person who is signed in after it. */
  who: Actor | undefined
  readonly #happened: Happened[] = []
  readonly #door: Door
  readonly #call: Call

  constructor(door: Door, request: Request, tx: Tx, now: ReturnType<typeof instant>) {
    this.#door = door
    this.#call = {
      tx, now,
      actor: request.actor,
      today: dayIn(door.installation.zone, now),
      language: request.language,
      installation: door.installation,
      emit: (name, what) => void this.#happened.push({ name, what }),
      concerns: (file) => { this.file = file },
      letsIn: (actor) => { this.who = actor },
    }
  }

  async run(route: Route, input: unknown): Promise<unknown> {
    const value = await route.run(this.#call, input)
    if (isRefusal(value)) return value
    // A reaction may make something else happen, so the list grows while it is walked.
    for (const { name, what } of this.#happened) {
      const reaction = this.#door.reactions[name] as ((call: Call, what: unknown) => Promise<Refusal | void>) | undefined
      const answer = await reaction?.(this.#call, what)
      if (isRefusal(answer)) return answer
    }
    return value
  }
}
