import { z } from 'zod'
import type { Call } from '#platform/doors/call'
import { AccountId } from '#vocabulary/ids'
import { OfficeKind } from '#vocabulary/office-kind'
import { endSession, type OpenedSession } from '../store/session-rows.ts'

export const OpenedSessionView = z.strictObject({
  account: AccountId, name: z.string(), office: z.string(), officeKind: OfficeKind, token: z.string(), endsAt: z.string(),
})

export const viewOfOpened = ({ token, actor }: OpenedSession): z.infer<typeof OpenedSessionView> => ({
  account: actor.account, name: actor.name, office: actor.officeName, officeKind: actor.officeKind, token, endsAt: actor.sessionEndsAt,
})

/** Whoever signs in over a session that still runs leaves it. */
export async function leaveOwnSession({ tx, actor, now }: Call): Promise<void> {
  if (actor) await endSession(tx, { session: actor.session, account: actor.account, now })
}
