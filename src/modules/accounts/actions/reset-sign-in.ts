import { z } from 'zod'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { AccountId, ApprovalId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { canSignIn, findAccount, findColleague, leadsOwnOffice } from '../store/account-rows.ts'
import { waitsForApproval } from '../store/approval-rows.ts'
import { askApproval, isApproved, needsApproval, useApproval } from './four-eyes.ts'

const act = 'reset-sign-in'

/** How far it is with giving somebody a new way in: nothing to take over yet, a colleague must be asked, is being asked, or has said yes. */
export const ResetState = z.enum(['free', 'to-ask', 'waiting', 'approved'])

/** Whoever gives somebody else a new way in could walk in there: for an account that is in use a second person has to agree. */
export async function resetStateOf(call: Call<Actor>, account: AccountId): Promise<z.infer<typeof ResetState>> {
  if (!needsApproval(call, act) || !(await canSignIn(call.tx, account))) return 'free'
  if (await isApproved(call, { act, subject: account })) return 'approved'
  return (await waitsForApproval(call.tx, { act, subject: account }, call.now)) ? 'waiting' : 'to-ask'
}

/** Uses the colleague's yes up, one for each reset, and lets the person know; refuses where there is none. */
export async function beginReset(call: Call<Actor>, account: AccountId): Promise<Refusal | undefined> {
  if (!(await canSignIn(call.tx, account))) return undefined
  const approved = await useApproval(call, { act, subject: account })
  if (isRefusal(approved)) return refuse('reset-needs-colleague', { status: 409 })
  call.emit('sign-in.changed', { account })
  return undefined
}

const Asked = z.strictObject({ account: AccountId, reason: z.string().trim().min(1).max(1_000) })
const Given = z.strictObject({ account: AccountId, approval: ApprovalId })

async function ask(call: Call<Actor>, { account, reason }: z.infer<typeof Asked>, shownAt?: string): Promise<z.infer<typeof Given> | Refusal> {
  if ((await resetStateOf(call, account)) === 'free') return refuse('reset-is-free')
  call.concernsAccount(account)
  const approval = await askApproval(call, { act, subject: account, reason, ...(shownAt ? { shownAt } : {}) })
  return isRefusal(approval) ? approval : { account, approval }
}

export const askReset = route({
  name: 'account.ask-reset',
  kind: 'act',
  for: writes('accounts', 'charge'),
  about: 'Asks a colleague of the administration to agree that somebody gets a new way in: passkeys or a second factor taken away.',
  asks: Asked,
  gives: Given,
  answers: async (call, asked) => ((await findAccount(call.tx, asked.account, call.language)) ? ask(call, asked, `/people/${asked.account}`) : notFound),
})

export const askColleagueReset = route({
  name: 'colleague.ask-reset',
  kind: 'act',
  for: 'signed-in',
  about: 'The same for somebody of the office that one leads; a colleague of that office agrees.',
  asks: Asked,
  gives: Given,
  async answers(call, asked) {
    const known = (await leadsOwnOffice(call.tx)) && (await findColleague(call.tx, asked.account, call.actor.office, call.language))
    return known ? ask(call, asked) : notFound
  },
})
