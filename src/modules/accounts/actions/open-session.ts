import { z } from 'zod'
import { route } from '#platform/doors/route'
import { isRefusal, refuse } from '#vocabulary/refusal'
import { beginTry, forgiveTry, isPasswordOf } from '../store/password-rows.ts'
import { enterOrAskForCode, SignedIn, wrongSignIn } from './opened-session.ts'

export const openPasswordSession = route({
  name: 'session.open',
  kind: 'act',
  for: 'anyone',
  secret: true,
  slowed: { tries: 40, minutes: 15 },
  about: 'Signs in with a login and a password, or says that a code is missing; after five wrong ones the login has to wait, each time longer.',
  asks: z.strictObject({ login: z.string().trim().toLowerCase().min(1).max(60), password: z.string().min(1).max(200) }),
  gives: SignedIn,
  async answers(call, { login, password }) {
    const { tx, now } = call
    if (!/^[a-z0-9][a-z0-9.-]+$/.test(login)) return wrongSignIn
    const until = await beginTry(call, login)
    if (until !== null) return refuse('wait', { field: 'password', with: { count: Math.ceil((Date.parse(until) - Date.parse(now)) / 60_000) } })
    if (!(await isPasswordOf(tx, login, password))) return wrongSignIn
    const entered = await enterOrAskForCode(call, { login, way: 'password', ownTries: 1 })
    // The password was right: who then leaves the code for later has not failed.
    if (!isRefusal(entered) && 'started' in entered) await forgiveTry(tx, login)
    return entered
  },
})
