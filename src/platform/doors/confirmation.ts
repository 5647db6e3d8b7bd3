import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Instant } from '#vocabulary/instant'
import type { Refusal } from '#vocabulary/refusal'
import type { Actor } from './actor.ts'
import type { Installation } from './call.ts'
import type { Route } from './route.ts'

/** `true`: for five minutes after somebody has confirmed that it is them. `each`: one act for each time that they confirmed it. */
export type Grave = true | 'each'

const minutesConfirmed = 5

/** The key of the refusal that asks to confirm first; pages and programs answer it alike. */
export const confirmFirst = 'confirm-first'

type Attempted = { readonly tx: Tx; readonly route: Pick<Route, 'graveWith'>; readonly actor: Actor | null; readonly input: unknown; readonly installation: Installation; readonly now: Instant }

/**
 * Refuses a grave act of whoever has not confirmed within the last minutes that it is them. A confirmation that holds for one act is used up here,
 * inside the act's own savepoint: an act that is then refused gives it back, and of two acts that come together the second finds it gone.
 */
export async function refuseUnconfirmed({ tx, route, actor, input, installation, now }: Attempted): Promise<Refusal | undefined> {
  const grave = route.graveWith(input, installation)
  if (!grave || actor === null) return undefined
  if (actor.machine) return { refused: 'not-for-machines', status: 403 }
  if (!isConfirmed(actor, now)) return { refused: confirmFirst, status: 403 }
  // People of a told story have no session: nothing to use up.
  if (grave === true || actor.confirmedAt === confirmedForStory) return undefined
  const { rows } = await sql<{ spent: boolean }>`select app.spend_confirmation(${actor.session}, ${actor.confirmedAt}) as spent`.execute(tx)
  return rows[0]?.spent ? undefined : { refused: confirmFirst, status: 403 }
}

/** The same where the act was done and its answer is asked for again: a confirmation that it used up holds for this for as long as it would have. */
export function refuseRepeatUnconfirmed({ route, actor, input, installation, now }: Omit<Attempted, 'tx'>, doneAt: Instant): Refusal | undefined {
  const grave = route.graveWith(input, installation)
  if (!grave || actor === null || isConfirmed({ confirmedAt: grave === 'each' ? doneAt : (actor.confirmedAt ?? null) }, now)) return undefined
  return { refused: confirmFirst, status: 403 }
}

/** Whether somebody has confirmed it so lately that a grave act may follow. */
export const isConfirmed = ({ confirmedAt }: Pick<Actor, 'confirmedAt'>, now: Instant): boolean =>
  typeof confirmedAt === 'string' && Date.parse(now) - Date.parse(confirmedAt) < minutesConfirmed * 60_000

/** For the invented people whose histories the program itself tells again; nobody who came through a door has it. */
export const confirmedForStory = '9999-12-31T00:00:00.000Z'
