import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { endOtherSessions } from '../store/confirmation-rows.ts'
import { rotateToken } from '../store/session-rows.ts'

/** After a change of how somebody signs in: other sessions end, the own one has a new token, and the person is told. Null when the session has ended meanwhile. */
export async function renewSession({ tx, actor, now, emit }: Call<Actor>): Promise<string | null> {
  await endOtherSessions(tx, actor, now)
  emit('sign-in.changed', { account: actor.account })
  return rotateToken(tx, actor.session)
}
