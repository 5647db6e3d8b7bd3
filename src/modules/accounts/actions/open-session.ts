import { z } from 'zod'
import { route } from '#platform/doors/route'
import { refuse } from '#vocabulary/refusal'
import { beginTry, isPasswordOf } from '../store/password-rows.ts'
import { openSession } from '../store/session-rows.ts'
import { leaveOwnSession, OpenedSessionView, viewOfOpened } from './opened-session.ts'

export const openPasswordSession = route({
  name: 'session.open',
  kind: 'act',
  for: 'anyone',
  secret: true,
  about: 'Signs in with a login and a password; after five wrong ones the login has to wait, each time longer.',
  asks: z.strictObject({ login: z.string().trim().toLowerCase().min(1).max(60), password: z.string().min(1).max(200) }),
  gives: OpenedSessionView,
  async answers(call, { login, password }) {
    const { tx, now } = call
    // One sentence for a login that nobody has and for a wrong password: it does not tell who works here.
    const wrong = refuse('wrong-sign-in', { field: 'password', keeps: true })
    if (!/^[a-z0-9][a-z0-9.-]+$/.test(login)) return wrong
    const until = await beginTry(tx, login, now)
    if (until !== null) return refuse('wait', { field: 'password', with: { count: Math.ceil((Date.parse(until) - Date.parse(now)) / 60_000) } })
    if (!(await isPasswordOf(tx, login, password))) return wrong
    const opened = await openSession(tx, login, now)
    if (!opened) return wrong
    await leaveOwnSession(call)
    call.letsIn(opened.actor)
    return viewOfOpened(opened)
  },
})
