import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { AccountId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { hashOfSecret, newSecret } from './secret.ts'
import { forgetTries } from './try-rows.ts'

const daysGood = 7

export const invitationEnd = (now: Instant): string => new Date(Date.parse(now) + daysGood * 86_400_000).toISOString()

/** Takes back what was not used and invites anew; the code is answered once and cannot be read again. */
export async function writeInvitation(tx: Tx, account: AccountId, now: Instant): Promise<string> {
  const code = newSecret()
  await sql`update accounts.invitation set used_at = ${now} where account = ${account} and used_at is null`.execute(tx)
  await sql`insert into accounts.invitation (code_hash, account, until) values (${hashOfSecret(code)}, ${account}, ${invitationEnd(now)})`.execute(tx)
  return code
}

export type Invited = { readonly login: string; readonly name: string }

export async function findInvited(tx: Tx, code: string, now: Instant): Promise<Invited | undefined> {
  const { rows } = await sql<Invited>`select login, name from accounts.invited(${hashOfSecret(code)}, ${now})`.execute(tx)
  return rows[0]
}

/** Answers the login, or null when the invitation is used, too old or unknown. */
export async function acceptInvitationRow(tx: Tx, code: string, passwordHash: string, now: Instant): Promise<string | null> {
  const { rows } = await sql<{ login: string | null }>`select accounts.accept_invitation(${hashOfSecret(code)}, ${passwordHash}, ${now}) as login`.execute(tx)
  const login = rows[0]?.login ?? null
  if (login !== null) await forgetTries(tx, login)
  return login
}
