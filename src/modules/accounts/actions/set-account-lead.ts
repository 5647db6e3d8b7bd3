import { z } from 'zod'
import { route } from '#platform/doors/route'
import { AccountId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { findAccount, officeOfAccount, setLead } from '../store/account-rows.ts'
import { ReasonToOpen } from './create-account.ts'
import { askApproval, needsApproval } from './four-eyes.ts'

const act = 'set-lead'

export const leadSubject = (account: AccountId, lead: boolean): string => `${account}/${lead ? 'yes' : 'no'}`

export const setAccountLead = route({
  name: 'account.set-lead',
  kind: 'act',
  for: writes('accounts', 'charge'),
  // Who leads sees what is sealed from now on, says yes to accounts and keys, and names care teams.
  grave: 'each',
  about: 'Says whether a person leads the office: the one who is told by name when its clocks run out. Where the country asks for four eyes it asks another administrator or who leads the office, and their yes does it; data protection is told.',
  asks: z.strictObject({ account: AccountId, lead: z.union([z.boolean(), z.enum(['yes', 'no']).transform((word) => word === 'yes')]), reason: ReasonToOpen }),
  gives: z.strictObject({ account: AccountId, lead: z.boolean(), waits: z.boolean() }),
  async answers(call, { account, lead, reason }) {
    const { tx, language } = call
    const person = await findAccount(tx, account, language)
    const office = person && (await officeOfAccount(tx, account))
    if (!person || !office) return notFound
    if (lead && !person.active) return refuse('closed-cannot-lead')
    call.concernsAccount(account)
    if (!needsApproval(call, act)) {
      await setLead(tx, account, lead)
      return { account, lead, waits: false }
    }
    if (person.lead === lead) return refuse('leads-already')
    if (reason === '') return refuse('input-missing', { field: 'reason' })
    const asked = await askApproval(call, { act, subject: leadSubject(account, lead), reason, beside: office, gains: account, shownAt: `/people/${account}` })
    return isRefusal(asked) ? asked : { account, lead, waits: true }
  },
})
