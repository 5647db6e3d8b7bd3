import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { openSealed, sealedAt, sealFor } from '#platform/vault/sealed-columns'
import type { AccountId, SessionId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { OfficeKind } from '#vocabulary/office-kind'
import type { ByProvider } from './provider-rows.ts'
import { hashOfSecret, newSecret } from './secret.ts'
import type { Way } from './session-rows.ts'

/** What is missing before a sign-in opens a session. */
export type Needs = 'code' | 'enrolment'

/** Of which kind of office a login is and what its person has besides the password. */
export type Factors = { readonly officeKind: OfficeKind; readonly hasCode: boolean; readonly hasPasskey: boolean }

/** The factors of a login; undefined for one that opens nothing. */
export async function factorsOf(tx: Tx, login: string): Promise<Factors | undefined> {
  const { rows } = await sql<Factors>`
    select office_kind as "officeKind", has_code as "hasCode", has_passkey as "hasPasskey" from accounts.factors_of(${login})`.execute(tx)
  return rows[0]
}

const minutesToFinish = 10

type Starting = { readonly login: string; readonly needs: Needs; readonly way: Way; readonly now: Instant }

/** Notes that the first step was right; the token answered opens the second and nothing else. */
export async function startSignIn(tx: Tx, { login, needs, way, now }: Starting): Promise<string> {
  const token = newSecret()
  const until = new Date(Date.parse(now) + minutesToFinish * 60_000).toISOString()
  await sql`select accounts.start_sign_in(${login}, ${hashOfSecret(token)}, ${needs}, ${way}, ${until}, ${now})`.execute(tx)
  return token
}

/** Whose second factor is spoken of: who started the sign-in with this token, or without one whoever acts, in which session. */
export type Holder = { readonly started: string | null; readonly session?: SessionId | undefined; readonly now: Instant }

const hashed = ({ started }: Holder): Buffer | null => (started === null ? null : hashOfSecret(started))

/** A secret that waits belongs to the sign-in or the session that made it. */
const bonded = (holder: Holder) => sql`${hashed(holder)}, ${holder.session ?? null}::uuid`

export type SecondFactorRow = {
  readonly account: AccountId; readonly login: string; readonly name: string; readonly needs: Needs | null; readonly way: Way | null
  readonly sealed: Buffer | null; readonly key: Buffer | null; readonly confirmedAt: Instant | null; readonly codesLeft: number
}

export async function secondFactorFor(tx: Tx, holder: Holder): Promise<SecondFactorRow | undefined> {
  const { rows } = await sql<SecondFactorRow>`
    select holder as account, login, name, needs, way, sealed, (select wrapped from vault.data_key where subject = holder) as key,
      confirmed_at as "confirmedAt", codes_left as "codesLeft"
    from accounts.second_factor_for(${bonded(holder)}, ${holder.now}), accounts.factor_holder(${hashed(holder)}, ${holder.now}) as holder`.execute(tx)
  return rows[0]
}

const placeOf = (account: AccountId): string => sealedAt('accounts.second_factor', account)

/** The secret of the telephone; undefined where there is none, or where the key of its person was destroyed. */
export const openSecret = (tx: Tx, { account, sealed, key }: Pick<SecondFactorRow, 'account' | 'sealed' | 'key'>): Promise<string | undefined> =>
  openSealed<string>(tx, account, { sealed, key }, placeOf(account))

/** Keeps a secret that nobody has confirmed yet, sealed with the key of its person; false where a confirmed one stands. */
export async function proposeSecondFactor(tx: Tx, holder: Holder, secret: string): Promise<boolean> {
  const { rows } = await sql<{ account: AccountId | null }>`select accounts.factor_holder(${hashed(holder)}, ${holder.now}) as account`.execute(tx)
  const account = rows[0]?.account ?? null
  if (account === null) return false
  const sealed = await sealFor(tx, { id: account, kind: 'account' }, placeOf(account), secret)
  return answersYes(tx, sql`select accounts.propose_second_factor(${bonded(holder)}, ${sealed}, ${holder.now}) as yes`)
}

/** Takes a time step; false when it or a later one was taken before. */
export const takeStep = (tx: Tx, holder: Holder, step: number): Promise<boolean> =>
  answersYes(tx, sql`select accounts.take_step(${bonded(holder)}, ${step}, ${holder.now}) as yes`)

export const takeRecoveryCode = (tx: Tx, holder: Holder, code: string): Promise<boolean> =>
  answersYes(tx, sql`select accounts.take_recovery_code(${hashed(holder)}, ${hashOfSecret(code)}, ${holder.now}) as yes`)

export async function replaceRecoveryCodes(tx: Tx, holder: Holder, codes: readonly string[]): Promise<void> {
  await sql`select accounts.replace_recovery_codes(${hashed(holder)}, ${codes.map(hashOfSecret)}::bytea[], ${holder.now})`.execute(tx)
}

/** Through what a sign-in came whose waiting is over. */
type Finished = { readonly provider: ByProvider | undefined }

/** Ends the waiting, once; undefined where it is over already, such as when the provider has ended it at this moment. */
export async function finishSignIn(tx: Tx, holder: Holder): Promise<Finished | undefined> {
  const { rows: [row] } = await sql<ByProvider & { byProvider: boolean }>`select by_provider as "byProvider", sid from accounts.finish_sign_in(${hashed(holder)}, ${holder.now})`.execute(tx)
  return row && { provider: row.byProvider ? { sid: row.sid } : undefined }
}

/** One's own, or for the administration anybody's; false where there was none. */
export const removeSecondFactor = (tx: Tx, account: AccountId): Promise<boolean> => answersYes(tx, sql`select accounts.remove_second_factor(${account}) as yes`)

async function answersYes(tx: Tx, question: ReturnType<typeof sql>): Promise<boolean> {
  const { rows } = await question.execute(tx)
  return (rows[0] as { yes?: boolean } | undefined)?.yes === true
}
