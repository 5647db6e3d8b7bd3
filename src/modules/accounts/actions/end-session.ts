import { z } from 'zod'
import { route } from '#platform/doors/route'
import { AccountId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { notFound } from '#vocabulary/refusal'
import { findAccount } from '../store/account-rows.ts'
import { isByProvider } from '../store/provider-rows.ts'
import { endSessionsOf } from '../store/session-rows.ts'
import { leaveOwnSession } from './opened-session.ts'

export const endOwnSession = route({
  name: 'session.end',
  kind: 'act',
  for: 'anyone',
  about: 'Signs out: the session ends and its token opens nothing any more.',
  asks: z.strictObject({}),
  /** With `provider` one is still signed in there, and with `known` this browser still says that somebody signed in with it: both count on a device that others use. */
  gives: z.strictObject({ token: z.null(), provider: z.boolean(), known: z.boolean() }),
  async answers(call) {
    const provider = call.actor !== null && (await isByProvider(call.tx, call.actor.session))
    await leaveOwnSession(call)
    return { token: null, provider, known: call.from?.browser !== undefined }
  },
})

export const endEverySession = route({
  name: 'session.end-all',
  kind: 'act',
  for: 'signed-in',
  about: 'Signs out everywhere: every session of one’s own ends, this one too.',
  asks: z.strictObject({}),
  gives: z.strictObject({ token: z.null(), ended: z.number().int() }),
  async answers({ tx, actor, now }) {
    return { token: null, ended: await endSessionsOf(tx, actor.account, now) }
  },
})

export const endSessionsOfPerson = route({
  name: 'account.end-sessions',
  kind: 'act',
  for: writes('accounts', 'charge'),
  about: 'Ends every session of somebody, such as of a telephone that was lost; the account stays open.',
  asks: z.strictObject({ account: AccountId }),
  gives: z.strictObject({ account: AccountId, ended: z.number().int() }),
  async answers({ tx, language, now }, { account }) {
    if (!(await findAccount(tx, account, language))) return notFound
    return { account, ended: await endSessionsOf(tx, account, now) }
  },
})
