import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Actor } from '#platform/doors/actor'
import type { Instant } from '#vocabulary/instant'
import { hashOfSecret, newSecret } from './secret.ts'
import { forgetBrowsers } from './session-rows.ts'

export type WaysToConfirm = { readonly login: string; readonly demonstration: boolean; readonly hasPassword: boolean; readonly hasPasskey: boolean }

/** By what whoever acts can show that it is them; undefined when the account is closed. */
export async function waysToConfirm(tx: Tx): Promise<WaysToConfirm | undefined> {
  const { rows } = await sql<WaysToConfirm>`
    select login, demonstration, has_password as "hasPassword", has_passkey as "hasPasskey" from accounts.ways_to_confirm()`.execute(tx)
  return rows[0]
}

/** Notes that it is them, and gives the session a new token; null when the session has ended meanwhile. */
export async function confirmSessionRow(tx: Tx, actor: Actor, now: Instant): Promise<string | null> {
  const token = newSecret()
  const { rows } = await sql<{ confirmed: boolean }>`select accounts.confirm_session(${actor.session}, ${hashOfSecret(token)}, ${now}) as confirmed`.execute(tx)
  return rows[0]?.confirmed ? token : null
}

/** When the way in which somebody signs in has changed, the devices that came in by the old one are out. */
export async function endOtherSessions(tx: Tx, { account, session }: Actor, now: Instant): Promise<void> {
  await sql`update accounts.session set ended_at = ${now} where account = ${account} and id <> ${session} and ended_at is null`.execute(tx)
  await forgetBrowsers(tx, account, { but: session })
}
