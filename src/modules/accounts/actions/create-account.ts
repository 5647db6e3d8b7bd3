import { z } from 'zod'
import { route } from '#platform/doors/route'
import { AccountId, OfficeId } from '#vocabulary/ids'
import { Language } from '#vocabulary/language'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { writes } from '#vocabulary/place'
import { findAccount, insertAccount } from '../store/account-rows.ts'
import { writeInvitation } from '../store/invitation-rows.ts'
import { findOffice } from '../store/office-rows.ts'
import { Invitation, inviteAnew } from './invite-anew.ts'
import { askOpening, opensAtOnce } from './open-account.ts'

/** Who it is and why she is let in, for the second person; asked for where the country wants one. */
export const ReasonToOpen = z.string().trim().max(1_000).default('')

export const Login = z.string().trim().toLowerCase().min(2).max(60).regex(/^[a-z0-9][a-z0-9.-]*$/)
export const PersonName = z.string().trim().min(1).max(120)

export const createAccount = route({
  name: 'account.create',
  kind: 'act',
  for: writes('accounts', 'charge'),
  secret: true,
  about: 'Makes an account for a person in an office and answers the code of the invitation, once; where the country asks for four eyes it opens when a second person has agreed, who gets the code.',
  asks: z.strictObject({
    login: Login,
    name: PersonName,
    office: OfficeId,
    language: Language,
    /** Whether the person leads the office and is told of clocks that run out. */
    lead: z.enum(['yes', 'no']).default('no'),
    reason: ReasonToOpen,
  }),
  gives: Invitation,
  async answers(call, { lead, reason, ...person }) {
    const { tx, now } = call
    if (!(await findOffice(tx, person.office))) return refuse('input-not-a-choice', { field: 'office' })
    const active = opensAtOnce(call, reason)
    if (isRefusal(active)) return active
    const account = await insertAccount(tx, { ...person, profession: null, lead: lead === 'yes', active })
    if (!account) return refuse('login-taken', { field: 'login' })
    const asked = active ? null : await askOpening(call, { account, office: person.office, reason, shownAt: `/people/${account}` })
    return isRefusal(asked) ? asked : { account, code: active ? await writeInvitation(tx, account, now) : null, waits: !active }
  },
})

export const inviteAccount = route({
  name: 'account.invite',
  kind: 'act',
  for: writes('accounts', 'charge'),
  secret: true,
  // Whoever accepts it sets a new password, so it opens the account to whom it is handed.
  grave: true,
  about: 'Invites a person anew, who lost the invitation or the password; an invitation that waited is taken back. Where the country asks for four eyes it asks a second person, who gets the code with the yes.',
  asks: z.strictObject({ account: AccountId, reason: ReasonToOpen }),
  gives: Invitation,
  async answers(call, { account, reason }) {
    const known = await findAccount(call.tx, account, call.language)
    return known ? inviteAnew(call, known, { reason, shownAt: `/people/${account}` }) : notFound
  },
})
