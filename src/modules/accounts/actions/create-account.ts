import { z } from 'zod'
import { route } from '#platform/doors/route'
import { AccountId, OfficeId } from '#vocabulary/ids'
import { Language } from '#vocabulary/language'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { writes } from '#vocabulary/place'
import { findAccount, insertAccount } from '../store/account-rows.ts'
import { writeInvitation } from '../store/invitation-rows.ts'
import { findOffice } from '../store/office-rows.ts'
import { askOpening, opensAtOnce } from './open-account.ts'
import { beginReset } from './reset-sign-in.ts'

/** With `waits` the code opens nothing before a second person has agreed. */
export const Invitation = z.strictObject({ account: AccountId, code: z.string(), waits: z.boolean() })
/** Who it is and why she is let in, for the second person; asked for where the country wants one. */
export const ReasonToOpen = z.string().trim().max(1_000).default('')

export const Login = z.string().trim().toLowerCase().min(2).max(60).regex(/^[a-z0-9][a-z0-9.-]*$/)
export const PersonName = z.string().trim().min(1).max(120)

export const createAccount = route({
  name: 'account.create',
  kind: 'act',
  for: writes('accounts', 'charge'),
  secret: true,
  about: 'Makes an account for a person in an office and answers the code of the invitation, once; where the country asks for four eyes it opens when a second person has agreed.',
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
    return isRefusal(asked) ? asked : { account, code: await writeInvitation(tx, account, now), waits: !active }
  },
})

export const inviteAccount = route({
  name: 'account.invite',
  kind: 'act',
  for: writes('accounts', 'charge'),
  secret: true,
  // Whoever accepts it sets a new password, so it opens the account to whom it is handed.
  grave: true,
  about: 'Invites a person anew, who lost the invitation or the password; an invitation that waited is taken back. For an account in use a colleague has to have agreed.',
  asks: z.strictObject({ account: AccountId }),
  gives: Invitation,
  async answers(call, { account }) {
    const { tx, language, now } = call
    const known = await findAccount(tx, account, language)
    if (!known) return notFound
    if (!known.active) return refuse('not-active')
    const missing = await beginReset(call, account)
    if (missing) return missing
    return { account, code: await writeInvitation(tx, account, now), waits: false }
  },
})
