import { z } from 'zod'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { AccountId } from '#vocabulary/ids'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { officeOfAccount, type AccountRow } from '../store/account-rows.ts'
import { writeInvitation } from '../store/invitation-rows.ts'
import { askApproval, needsApproval } from './four-eyes.ts'
import { whoElseAgrees } from './open-account.ts'

const act = 'invite-account'

/** With `waits` there is no code yet: the second person who agrees gets it to hand over, and who asked never sees it. */
export const Invitation = z.strictObject({ account: AccountId, code: z.string().nullable(), waits: z.boolean() })

type Why = { readonly reason: string; readonly shownAt?: string }

/** Whoever accepts an invitation is that person from then on, whether or not she ever came in: nobody asks for their own, and where the country asks for four eyes nobody gives one out alone. */
export async function inviteAnew(call: Call<Actor>, { id: account, active }: AccountRow, { reason, shownAt }: Why): Promise<z.infer<typeof Invitation> | Refusal> {
  const { tx, now } = call
  if (!active) return refuse('not-active')
  if ([call.actor.account, call.actor.standsFor?.account].includes(account)) return refuse('own-invitation')
  call.concernsAccount(account)
  if (!needsApproval(call, act)) {
    call.emit('sign-in.changed', { account })
    return { account, code: await writeInvitation(tx, account, now), waits: false }
  }
  if (reason === '') return refuse('input-missing', { field: 'reason' })
  const office = await officeOfAccount(tx, account)
  if (!office) return notFound
  const asked = await askApproval(call, { act, subject: account, reason, beside: await whoElseAgrees(call, office), gains: account, ...(shownAt ? { shownAt } : {}) })
  return isRefusal(asked) ? asked : { account, code: null, waits: true }
}
