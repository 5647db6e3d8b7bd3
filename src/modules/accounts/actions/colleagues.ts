import { z } from 'zod'
import type { Call } from '#platform/doors/call'
import type { Actor } from '#platform/doors/actor'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { AccountId } from '#vocabulary/ids'
import { Language } from '#vocabulary/language'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { type AccountRow, findColleague, insertAccount, leadsOwnOffice, listColleagues, setActive } from '../store/account-rows.ts'
import { writeInvitation } from '../store/invitation-rows.ts'
import { endSessionsOf } from '../store/session-rows.ts'
import { Login, PersonName, ReasonToOpen } from './create-account.ts'
import { Invitation, inviteAnew } from './invite-anew.ts'
import { AccountView } from './list-accounts.ts'
import { needsApproval } from './four-eyes.ts'
import { AskedState, askedState, askOpening, openingOf, OpeningState, opensAtOnce } from './open-account.ts'
import { ResetState, resetStateOf } from './reset-sign-in.ts'

// Who leads is asked of the database each time and not of the session: a lead who is replaced has lost this at once.
// For everybody else these routes do not exist; the policies of the tables hold whatever is written here to the own office.

async function colleagueOf({ tx, language, actor }: Call<Actor>, account: AccountId): Promise<AccountRow | undefined> {
  return (await leadsOwnOffice(tx)) ? findColleague(tx, account, actor.office, language) : undefined
}

export const listOwnColleagues = route({
  name: 'colleague.list',
  kind: 'ask',
  for: 'signed-in',
  about: 'Lists the people of the office that one leads.',
  asks: z.strictObject({ page: PageNumber }),
  gives: z.strictObject({ accounts: z.array(AccountView), needsSecond: z.boolean(), ...pageShape }),
  async answers(call, { page }) {
    const { tx, actor, language } = call
    if (!(await leadsOwnOffice(tx))) return notFound
    const { rows, ...place } = await listColleagues(tx, actor.office, language, { page, size: 50 })
    return { ...place, accounts: [...rows], needsSecond: needsApproval(call, 'open-account') }
  },
})

export const createColleague = route({
  name: 'colleague.create',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  about: 'Makes an account in the office that one leads and answers the code of the invitation, once; where the country asks for four eyes it opens when a second person has agreed, who gets the code.',
  asks: z.strictObject({ login: Login, name: PersonName, language: Language, reason: ReasonToOpen }),
  gives: Invitation,
  async answers(call, { reason, ...person }) {
    const { tx, actor: { office }, now } = call
    if (!(await leadsOwnOffice(tx))) return notFound
    const active = opensAtOnce(call, reason)
    if (isRefusal(active)) return active
    const account = await insertAccount(tx, { ...person, office, profession: null, lead: false, active })
    if (!account) return refuse('login-taken', { field: 'login' })
    const asked = active ? null : await askOpening(call, { account, office, reason })
    return isRefusal(asked) ? asked : { account, code: active ? await writeInvitation(tx, account, now) : null, waits: !active }
  },
})

export const inviteColleague = route({
  name: 'colleague.invite',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  // Whoever accepts it sets a new password, so it opens the account to whom it is handed.
  grave: true,
  about: 'Invites somebody of the own office anew, who lost the invitation or the password; where the country asks for four eyes it asks a second person, who gets the code with the yes.',
  asks: z.strictObject({ account: AccountId, reason: ReasonToOpen }),
  gives: Invitation,
  async answers(call, { account, reason }) {
    const known = await colleagueOf(call, account)
    return known ? inviteAnew(call, known, { reason }) : notFound
  },
})

export const setColleagueActive = route({
  name: 'colleague.set-active',
  kind: 'act',
  for: 'signed-in',
  about: 'Closes an account of the own office, which ends its sessions at once, or opens it again where nobody has to be asked.',
  asks: z.strictObject({ account: AccountId, active: z.union([z.boolean(), z.enum(['yes', 'no']).transform((word) => word === 'yes')]) }),
  gives: z.strictObject({ account: AccountId, active: z.boolean() }),
  async answers(call, { account, active }) {
    if (account === call.actor.account && (await leadsOwnOffice(call.tx))) return refuse('own-account')
    const known = await colleagueOf(call, account)
    if (!known) return notFound
    if (active && !['open', 'free'].includes(openingOf(call, known))) return refuse('opening-needs-second', { status: 409 })
    await setActive(call.tx, account, active)
    if (!active) await endSessionsOf(call.tx, account, call.now)
    return { account, active }
  },
})

export const showColleague = route({
  name: 'colleague.show',
  kind: 'ask',
  for: 'signed-in',
  about: 'Shows one account of the office that one leads.',
  asks: z.strictObject({ account: AccountId }),
  gives: AccountView.extend({ reset: ResetState, opening: OpeningState, inviting: AskedState }),
  async answers(call, { account }) {
    const known = await colleagueOf(call, account)
    return known ? { ...known, reset: await resetStateOf(call, account), opening: openingOf(call, known), inviting: await askedState(call, { act: 'invite-account', subject: account }) } : notFound
  },
})
