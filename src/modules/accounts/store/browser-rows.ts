import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { Call } from '#platform/doors/call'
import type { BrowserId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { keptIn } from './try-rows.ts'

export type BrowserRow = { readonly id: BrowserId; readonly device: string | null; readonly signedInAt: Instant; readonly current: boolean }

/** The browsers in which whoever acts is known, the newest first. */
export async function listOwnBrowsers({ tx, now, from }: Pick<Call, 'tx' | 'now' | 'from'>): Promise<readonly BrowserRow[]> {
  const { rows } = await sql<BrowserRow>`select id, device, at as "signedInAt", is_here as current from accounts.own_browsers(${keptIn(from)}, ${now})`.execute(tx)
  return rows
}

/** Forgets one of them, and ends the session that runs in it; false when it is not theirs. */
export async function forgetOwnBrowser(tx: Tx, browser: BrowserId, now: Instant): Promise<boolean> {
  const { rows } = await sql<{ forgotten: boolean }>`select accounts.forget_own_browser(${browser}, ${now}) as forgotten`.execute(tx)
  return rows[0]?.forgotten ?? false
}

/** Forgets everybody who is known in the browser that asks. */
export async function forgetThisBrowserRows({ tx, from, now }: Pick<Call, 'tx' | 'from' | 'now'>): Promise<void> {
  await sql`select accounts.forget_this_browser(${keptIn(from)}, ${now})`.execute(tx)
}
