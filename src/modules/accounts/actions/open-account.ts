import { z } from 'zod'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { AccountId, ApprovalId, OfficeId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import type { Matter } from '../domain/matter.ts'
import { findAccount, findColleague, leadsOwnOffice, officeOfAccount, type AccountRow } from '../store/account-rows.ts'
import { officeByKey } from '../store/office-rows.ts'
import { waitsForApproval } from '../store/approval-rows.ts'
import { askApproval, needsApproval, type ToApprove } from './four-eyes.ts'

const act = 'open-account'

/** How far it is with something that one person does not do alone for somebody: nobody need be asked, a second person is to be, or has been. */
export const AskedState = z.enum(['free', 'to-ask', 'waiting'])

export async function askedState(call: Call<Actor>, wanted: ToApprove): Promise<z.infer<typeof AskedState>> {
  if (!needsApproval(call, wanted.act)) return 'free'
  return (await waitsForApproval(call.tx, wanted, call.now)) ? 'waiting' : 'to-ask'
}

/** How far it is with opening an account: it is open, whoever keeps it opens it, a second person is to be asked or has been. */
export const OpeningState = z.enum(['open', 'free', 'to-ask', 'waiting'])

export const openingOf = (call: Call<Actor>, { active, waits }: AccountRow): z.infer<typeof OpeningState> =>
  active ? 'open' : !needsApproval(call, act) ? 'free' : waits ? 'waiting' : 'to-ask'

/** The lead of the office that somebody enters may say yes beside the administration, and the administration where a lead asks. */
export const whoElseAgrees = async ({ tx, actor }: Call<Actor>, office: OfficeId): Promise<OfficeId | undefined> =>
  actor.officeKind === 'administration' ? office : (await officeByKey(tx, 'administration'))?.id

type Newcomer = { readonly account: AccountId; readonly office: OfficeId; readonly reason: string; readonly shownAt?: string; readonly about?: Matter }

/** Whether an account may open with the act that makes it; else a reason for the second person has to be there. */
export const opensAtOnce = (call: Call, reason: string): boolean | Refusal => {
  if (!needsApproval(call, act)) return true
  return reason === '' ? refuse('input-missing', { field: 'reason' }) : false
}

/** Whoever makes an account could walk in as that person, so nobody opens one alone: a second person is asked, the yes opens it, and who said it hands the code over. */
export async function askOpening(call: Call<Actor>, { account, office, ...asked }: Newcomer): Promise<ApprovalId | Refusal> {
  return askApproval(call, { act, subject: account, ...asked, beside: await whoElseAgrees(call, office), gains: account })
}

const Asked = z.strictObject({ account: AccountId, reason: z.string().trim().min(1).max(1_000) })
const Given = z.strictObject({ account: AccountId, approval: ApprovalId })

async function ask(call: Call<Actor>, known: AccountRow | undefined, reason: string, shownAt?: string): Promise<z.infer<typeof Given> | Refusal> {
  const office = known && (await officeOfAccount(call.tx, known.id))
  if (!known || !office) return notFound
  if (openingOf(call, known) === 'open') return refuse('is-open')
  call.concernsAccount(known.id)
  const approval = await askOpening(call, { account: known.id, office, reason, ...(shownAt ? { shownAt } : {}) })
  return isRefusal(approval) ? approval : { account: known.id, approval }
}

export const askToOpen = route({
  name: 'account.ask-opening',
  kind: 'act',
  for: writes('accounts', 'charge'),
  about: 'Asks a second person, of the administration or who leads the office, to agree that a closed account opens; the yes opens it.',
  asks: Asked,
  gives: Given,
  answers: async (call, { account, reason }) => ask(call, await findAccount(call.tx, account, call.language), reason, `/people/${account}`),
})

export const askToOpenColleague = route({
  name: 'colleague.ask-opening',
  kind: 'act',
  for: 'signed-in',
  about: 'The same for somebody of the office that one leads; a colleague of that office or the administration agrees.',
  asks: Asked,
  gives: Given,
  async answers(call, { account, reason }) {
    if (!(await leadsOwnOffice(call.tx))) return notFound
    return ask(call, await findColleague(call.tx, account, call.actor.office, call.language), reason)
  },
})
