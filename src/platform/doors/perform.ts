import { sql } from 'kysely'
import type { z } from 'zod'
import type { Database, Tx } from '#platform/database/connect'
import { collided, DatabaseAway } from '#platform/database/database-trouble'
import { inTransaction } from '#platform/database/transaction'
import { writeActLine, type ActOutcome, type Concerned } from '#platform/audit/act-line'
import { SubjectErased } from '#platform/vault/vault'
import { dayIn, instant } from '#vocabulary/instant'
import { AccountId, FileId, isId, ReportId } from '#vocabulary/ids'
import type { Language } from '#vocabulary/language'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import type { Actor } from './actor.ts'
import type { Call, Events, Installation, Origin } from './call.ts'
import { refuseRepeatUnconfirmed, refuseUnconfirmed } from './confirmation.ts'
import { refusalOfIssues, refusalOfText } from './input-refusal.ts'
import { claimOnce, freeToken, keepAnswer, type Claim } from './once.ts'
import type { Fields } from './page.ts'
import { admits, type Route } from './route.ts'
import { refusalOfFile } from './search-file.ts'
import { beginTryFrom, forgiveTryFrom } from './slow-down.ts'

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
  readonly from?: Origin | undefined
  /** What came with the address; only the names of its fields are looked at. */
  readonly address?: Fields
}

export type Outcome<Value> =
  | { readonly answered: true; readonly value: Value; readonly repeated: boolean }
  | { readonly answered: false; readonly refusal: Refusal }

/**
 * Opens the only transactions there are: admits or denies, reads the input, answers, lets the reactions run and writes the line of record,
 * all or nothing. Where two acts stood in each other's way the database has undone one of them whole and nothing was answered yet, so that
 * one is tried again, twice at most. A refused act leaves its line and nothing else, unless the refusal says what it keeps. Throws only what should never happen.
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
  let concerned = new Concerning(actor)
  const ready = await prepare(door, route, request)
  const attempt = () => {
    concerned = new Concerning(actor)
    return inTransaction(door.db, { actor, now: instant(door.clock()) }, (tx) => attemptIn(door, route, { ...request, concerned, ...ready }, tx))
  }
  return thriceIfCollided(attempt).catch(async (fault: unknown) => {
    // A fault has undone its own line with everything else, so the line that says so is written apart.
    if (!(fault instanceof DatabaseAway)) {
      const line = { route: route.name, kind: route.kind, actor, now: instant(door.clock()), outcome: 'fault' as const }
      await inTransaction(door.db, { actor }, (tx) => writeActLine({ ...line, ...concerned, shown: [], tx })).catch(() => undefined)
    }
    throw fault
  })
}

async function thriceIfCollided<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = 2; left > 0; left -= 1) {
    try {
      return await attempt()
    } catch (fault) {
      if (!collided(fault)) throw fault
    }
  }
  return attempt()
}

/** A visitor whose session opens nothing any more, or never did, has come to a door that admits nobody unknown: that leaves its line too. */
export const refuseStranger = (door: Door, route: Pick<Route, 'name' | 'kind'>): Promise<void> => inTransaction(door.db, { actor: null }, (tx) =>
  writeActLine({ tx, route: route.name, kind: route.kind, actor: null, now: instant(door.clock()), outcome: 'refused', refusal: 'sign-in-first' }))

/** Only for whom the door admits and with an input that it accepts; the refusals themselves come in the transaction, with their line. */
async function prepare(door: Door, route: Route, { actor, input }: Request): Promise<Ready> {
  if (!(route.prepares || route.holdsFile) || !admits(route, actor) || refusalOfText(input)) return {}
  const parsed = route.asks.safeParse(input)
  if (!parsed.success) return {}
  const unsafe = await refusalOfFile(route, door.installation, parsed.data)
  return unsafe ? { unsafe } : { prepared: await route.prepares?.(door.installation, parsed.data, dayIn(door.installation.zone, instant(door.clock()))) }
}

/** What was asked outside before the transaction, or why the file that was sent is not to be read. */
type Ready = { readonly prepared?: unknown; readonly unsafe?: Refusal }

/** Which files and whose account an act turns out to be about, while it runs. */
class Concerning implements Concerned {
  file: FileId | undefined
  shown: FileId[] = []
  /** Whoever works in somebody's place does each act for that person, and the line says so. */
  aboutAccount: AccountId | undefined

  constructor(actor: Actor | null) {
    this.aboutAccount = actor?.standsFor?.account
  }
  report: ReportId | undefined

  /** What is asked for by its id stands in the line also when the asker is told that there is none. */
  asked(input: unknown): void {
    if (typeof input !== 'object' || input === null) return
    this.file = 'file' in input ? FileId.safeParse(input.file).data : undefined
    this.report = 'report' in input ? ReportId.safeParse(input.report).data : undefined
    this.aboutAccount = ('account' in input ? AccountId.safeParse(input.account).data : undefined) ?? this.aboutAccount
  }

  /** An act that answers with somebody else's account has made or changed it. */
  makes(value: unknown, who: Actor | null): void {
    const account = typeof value === 'object' && value !== null && 'account' in value ? AccountId.safeParse(value.account).data : undefined
    if (account !== who?.account) this.aboutAccount = account
  }
}

type Prepared = Request & Ready & { readonly concerned: Concerning }

async function attemptIn<Asks extends z.ZodType, Gives extends z.ZodType>(door: Door, route: Route<Asks, Gives>, request: Prepared, tx: Tx): Promise<Outcome<z.input<Gives>>> {
  const { actor, concerned } = request
  const now = instant(door.clock())
  const line = { tx, route: route.name, kind: route.kind, actor, now, concerned }
  if (!admits(route, actor)) return refused(line, 'denied', notFound)
  const inAddress = fieldInAddress(route, request.address)
  if (inAddress) return refused(line, 'refused', refuse('not-in-address', { field: inAddress }))
  const unkept = refusalOfText(request.input)
  if (unkept) return refused(line, 'refused', unkept)
  if (route.kind === 'act' && request.once !== undefined && !isId(request.once)) return refused(line, 'refused', refuse('key-not-an-id'))
  const parsed = route.asks.safeParse(request.input)
  if (!parsed.success) return refused(line, 'refused', refusalOfIssues(parsed.error.issues, request.input))
  concerned.asked(parsed.data)
  const slow = await beginTryFrom({ tx, route, from: request.from, now })
  if (slow) return refused(line, 'refused', slow)
  const once = route.kind !== 'act' || route.secret || route.repeats ? undefined : request.once
  const claim: Claim = await claimOnce(line, once, parsed.data)
  if (!claim.first) {
    const refusal = claim.isSame ? (claim.stands ? refuseRepeatUnconfirmed({ route, actor, input: parsed.data, installation: door.installation, now }, claim.at) : notFound) : refuse(sentOtherwise, { status: 409 })
    if (refusal) return refused(line, refusal === notFound ? 'denied' : 'refused', refusal)
    concerned.file ??= FileId.safeParse(claim.file).data
    await writeActLine({ ...line, ...concerned, outcome: 'repeated' })
    return { answered: true, value: claim.answer() as z.input<Gives>, repeated: true }
  }

  if (route.kind === 'act') await sql`savepoint the_act`.execute(tx)
  const attempt = new Attempt(door, request, tx, now)
  const value = request.unsafe ?? (await refuseUnconfirmed({ tx, route, actor, input: parsed.data, installation: door.installation, now })) ?? (await attempt.run(route, parsed.data, request.prepared).catch(refuseErased))
  if (isRefusal(value)) {
    if (route.kind === 'act' && !value.keeps) await sql`rollback to savepoint the_act`.execute(tx)
    await freeToken(line, once)
    return refused(line, value.status === 404 ? 'denied' : 'refused', value)
  }
  await forgiveTryFrom({ tx, route, from: request.from, now }, value)
  await keepAnswer(line, once, { answer: value, file: concerned.file })
  const who = attempt.who ?? actor
  if (route.kind === 'act' && concerned.aboutAccount === undefined) concerned.makes(value, who)
  await writeActLine({ ...line, ...concerned, actor: who, outcome: 'done' })
  return { answered: true, value: value as z.input<Gives>, repeated: false }
}

/** The key of the refusal of a token that was good for something else that was sent; a form that hears it gets a new one. */
export const sentOtherwise = 'sent-otherwise'

/** A field of the address that no address may carry. */
const fieldInAddress = ({ notInAddress = [] }: Route, address: Fields = {}): string | undefined => notInAddress.find((field) => Object.hasOwn(address, field) && address[field] !== '')

type Line = Pick<Parameters<typeof writeActLine>[0], 'tx' | 'route' | 'kind' | 'actor' | 'now'> & { readonly concerned: Concerning }

async function refused({ concerned, ...line }: Line, outcome: ActOutcome, refusal: Refusal): Promise<{ answered: false; refusal: Refusal }> {
  await writeActLine({ ...line, ...concerned, shown: [], outcome, refusal: refusal.refused })
  return { answered: false, refusal }
}

/** Nothing can be written about somebody whose key was destroyed. */
function refuseErased(fault: unknown): Refusal {
  if (fault instanceof SubjectErased) return refuse('erased', { status: 409 })
  throw fault
}

type Happened = { readonly name: keyof Events; readonly what: Events[keyof Events] }

class Attempt {
  /** Whoever the act itself let in: a sign-in is done by the person who is signed in after it. */
  who: Actor | undefined
  readonly #happened: Happened[] = []
  readonly #door: Door
  readonly #call: Call

  constructor(door: Door, request: Prepared, tx: Tx, now: ReturnType<typeof instant>) {
    this.#door = door
    this.#call = {
      tx, now,
      actor: request.actor,
      from: request.from,
      today: dayIn(door.installation.zone, now),
      language: request.language,
      installation: door.installation,
      emit: (name, what) => void this.#happened.push({ name, what }),
      concerns: (file) => { request.concerned.file = file },
      shows: (files) => void request.concerned.shown.push(...files),
      concernsAccount: (account) => { request.concerned.aboutAccount = account },
      letsIn: (actor) => { this.who = actor },
    }
  }

  async run(route: Route, input: unknown, prepared: unknown): Promise<unknown> {
    const value = await route.run(this.#call, input, prepared)
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
