import { z } from 'zod'
import { route } from '#platform/doors/route'
import { AccountId } from '#vocabulary/ids'
import { notFound, refuse } from '#vocabulary/refusal'
import { writes } from '#vocabulary/place'
import { findAccount, setActive } from '../store/account-rows.ts'
import { endSessionsOf } from '../store/session-rows.ts'

export const setAccountActive = route({
  name: 'account.set-active',
  kind: 'act',
  for: writes('accounts', 'charge'),
  about: 'Closes an account, which ends its sessions at once, or opens it again.',
  asks: z.strictObject({ account: AccountId, active: z.union([z.boolean(), z.enum(['yes', 'no']).transform((word) => word === 'yes')]) }),
  gives: z.strictObject({ account: AccountId, active: z.boolean() }),
  async answers({ tx, actor, language, now }, { account, active }) {
    // Else the last administrator could shut everybody out, themselves included.
    if (account === actor.account) return refuse('own-account')
    if (!(await findAccount(tx, account, language))) return notFound
    await setActive(tx, account, active)
    if (!active) await endSessionsOf(tx, account, now)
    return { account, active }
  },
})
