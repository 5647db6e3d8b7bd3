import { z } from 'zod'
import { route } from '#platform/doors/route'
import { AccountId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { notFound } from '#vocabulary/refusal'
import { findAccount } from '../store/account-rows.ts'
import { forgiveTriesOf } from '../store/try-rows.ts'

export const unlockAccount = route({
  name: 'account.unlock',
  kind: 'act',
  for: writes('accounts', 'charge'),
  about: 'Lets a login try again at once that has to wait after wrong tries, from wherever they came; the person is told of them all the same.',
  asks: z.strictObject({ account: AccountId }),
  gives: z.strictObject({ account: AccountId }),
  async answers({ tx, language }, { account }) {
    const known = await findAccount(tx, account, language)
    if (!known) return notFound
    await forgiveTriesOf(tx, known.login)
    return { account }
  },
})
