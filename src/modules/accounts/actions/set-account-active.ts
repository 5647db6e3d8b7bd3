import { z } from 'zod'
import { route } from '#platform/doors/route'
import { AccountId } from '#vocabulary/ids'
import { notFound, refuse } from '#vocabulary/refusal'
import { writes } from '#vocabulary/place'
import { findAccount, setActive } from '../store/account-rows.ts'
import { endSessionsOf } from '../store/session-rows.ts'
import { openingOf } from './open-account.ts'

export const setAccountActive = route({
  name: 'account.set-active',
  kind: 'act',
  for: writes('accounts', 'charge'),
  about: 'Closes an account, which ends its sessions at once, or opens it again where nobody has to be asked.',
  asks: z.strictObject({ account: AccountId, active: z.union([z.boolean(), z.enum(['yes', 'no']).transform((word) => word === 'yes')]) }),
  gives: z.strictObject({ account: AccountId, active: z.boolean() }),
  async answers(call, { account, active }) {
    const { tx, actor, language, now } = call
    // Else the last administrator could shut everybody out, themselves included.
    if (account === actor.account) return refuse('own-account')
    const known = await findAccount(tx, account, language)
    if (!known) return notFound
    if (active && !['open', 'free'].includes(openingOf(call, known))) return refuse('opening-needs-second', { status: 409 })
    await setActive(tx, account, active)
    if (!active) await endSessionsOf(tx, account, now)
    return { account, active }
  },
})
