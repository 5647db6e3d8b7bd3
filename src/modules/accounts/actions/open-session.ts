import { z } from 'zod'
import { route } from '#platform/doors/route'
import { isPasswordOf } from '../store/password-rows.ts'
import { beginTry, forgiveTry } from '../store/try-rows.ts'
import { mustWait } from './must-wait.ts'
import { enterOrAskForCode, SignedIn, wrongSignIn } from './opened-session.ts'

export const openPasswordSession = route({
  name: 'session.open',
  kind: 'act',
  for: 'anyone',
  secret: true,
  slowed: { tries: 40, minutes: 15 },
  about: 'Signs in with a login and a password, or says that a code is missing; after five wrong ones whoever tries from the same address has to wait, each time longer, after twenty the whole network for a day, and after fifty everybody in a browser that this person has not used.',
  asks: z.strictObject({ login: z.string().trim().toLowerCase().min(1).max(60), password: z.string().min(1).max(200) }),
  gives: SignedIn,
  async answers(call, { login, password }) {
    const { tx, now } = call
    if (!/^[a-z0-9][a-z0-9.-]+$/.test(login)) return wrongSignIn
    const begun = await beginTry(call, login)
    if (begun.until !== null) return mustWait({ until: begun.until, now, field: 'password' })
    if (!(await isPasswordOf(tx, login, password))) return wrongSignIn
    // Who then leaves the code for later has not failed.
    await forgiveTry(tx, login, begun)
    return enterOrAskForCode(call, { login, way: 'password' })
  },
})
