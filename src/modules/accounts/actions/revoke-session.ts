import { z } from 'zod'
import { route } from '#platform/doors/route'
import { SessionId } from '#vocabulary/ids'
import { notFound } from '#vocabulary/refusal'
import { endSession, forgetBrowsers } from '../store/session-rows.ts'

export const revokeSession = route({
  name: 'session.revoke',
  kind: 'act',
  for: 'signed-in',
  about: 'Ends one of one’s own sessions, such as one left open on another device; that browser is a stranger’s from then on.',
  asks: z.strictObject({ session: SessionId }),
  gives: z.strictObject({ session: SessionId }),
  async answers({ tx, actor, now }, { session }) {
    if (!(await endSession(tx, { session, account: actor.account, now }))) return notFound
    await forgetBrowsers(tx, actor.account, { of: session })
    return { session }
  },
})
