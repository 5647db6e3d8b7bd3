import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { clearTable, type ClearTable } from '#platform/vault/clear-table'
import { sealedAt } from '#platform/vault/sealed-columns'
import { vaultOf } from '#platform/vault/vault'
import type { Instant } from '#vocabulary/instant'
import type { Actor } from './actor.ts'

type Line = { readonly tx: Tx; readonly route: string; readonly actor: Actor | null; readonly now: Instant }

/** What became of a token: the first to come acts, whoever comes after it may get the answer that was kept, where it is for the same input and she still stands where she stood. */
export type Claim =
  | { readonly first: true }
  | { readonly first: false; readonly isSame: boolean; readonly stands: boolean; readonly at: Instant; readonly file: string | null; readonly answer: () => unknown }

const answerPlace = (token: string): string => sealedAt('platform.once', token)

/** What somebody is by office and account, beside how she stands in a file. */
const standingOf = ({ office, officeKind, lead }: Actor): readonly string[] => [`office:${office}`, officeKind, ...(lead ? ['lead'] : [])]

/** Claims a token for this account, this act and this very input; a second claim waits for the first to commit. */
export async function claimOnce({ tx, route, actor, now }: Line, token: string | undefined, input: unknown): Promise<Claim> {
  if (!token || !actor) return { first: true }
  const mark = vaultOf(tx).mark(`once|${inOrder(input)}`)
  const claimed = await sql`
    insert into platform.once (token, account, route, mark, at) values (${token}, ${actor.account}, ${route}, ${mark}, ${now})
    on conflict (account, route, token) do nothing`.execute(tx)
  if (claimed.numAffectedRows === 1n) return { first: true }
  const { rows: [kept] } = await sql<{ sealed: Buffer | null; is_same: boolean; stands: boolean; at: Instant; file: string | null }>`
    select sealed, mark is not distinct from ${mark} as is_same, standing <@ (${standingOf(actor)}::text[] || app.standing_in(file)) as stands, at, file
    from platform.once where token = ${token} and account = ${actor.account} and route = ${route}`.execute(tx)
  if (!kept) throw new Error('a token was claimed by an act that left none')
  const { sealed, is_same: isSame, stands, at, file } = kept
  return { first: false, isSame, stands, at, file, answer: () => sealed && vaultOf(tx).own.open(answerPlace(token), sealed) }
}

/** Keeps the answer beside the token for whoever sends the same again, and as what she stood in the file when it was done. */
export async function keepAnswer({ tx, route, actor }: Line, token: string | undefined, { answer, file }: { readonly answer: unknown; readonly file: string | undefined }): Promise<void> {
  if (!token || !actor) return
  await sql`
    update platform.once set sealed = ${vaultOf(tx).own.seal(answerPlace(token), answer ?? null)}, file = ${file ?? null}, standing = ${standingOf(actor)}::text[] || app.standing_in(${file ?? null})
    where token = ${token} and account = ${actor.account} and route = ${route}`.execute(tx)
}

/** What was refused did not happen, so its own token is free again; those of other acts stay. */
export async function freeToken({ tx, route, actor }: Line, token: string | undefined): Promise<void> {
  if (!token || !actor) return
  await sql`delete from platform.once where token = ${token} and account = ${actor.account} and route = ${route}`.execute(tx)
}

/** The same text for the same input, in whatever order its fields came. */
const inOrder = (input: unknown): string => JSON.stringify(input, (_key, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))) : value) ?? ''

/** What the versions before the vault kept in clear of answers. */
export const clearAnswers: readonly ClearTable[] = [
  clearTable<{ readonly token: string; readonly answer: unknown }>({
    name: 'platform.once', constraint: 'an answer lies sealed', subject: null, isClear: 'answer is not null', reads: 'token, answer', sets: 'answer = null',
    seals: ({ token, answer }) => ({ place: answerPlace(token), value: answer }),
  }),
]
