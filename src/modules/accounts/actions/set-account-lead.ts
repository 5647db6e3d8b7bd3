import { z } from 'zod'
import { route } from '#platform/doors/route'
import { AccountId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { notFound, refuse } from '#vocabulary/refusal'
import { findAccount, setLead } from '../store/account-rows.ts'

export const setAccountLead = route({
  name: 'account.set-lead',
  kind: 'act',
  for: writes('accounts', 'charge'),
  about: 'Says whether a person leads the office: the one who is told by name when its clocks run out.',
  asks: z.strictObject({ account: AccountId, lead: z.union([z.boolean(), z.enum(['yes', 'no']).transform((word) => word === 'yes')]) }),
  gives: z.strictObject({ account: AccountId, lead: z.boolean() }),
  async answers({ tx, language }, { account, lead }) {
    const person = await findAccount(tx, account, language)
    if (!person) return notFound
    if (lead && !person.active) return refuse('closed-cannot-lead')
    await setLead(tx, account, lead)
    return { account, lead }
  },
})
