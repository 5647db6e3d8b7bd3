import { z } from 'zod'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { AccountId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { notFound } from '#vocabulary/refusal'
import { reads, writes } from '#vocabulary/place'
import { findAccount, listAccounts, officesWithoutLead } from '../store/account-rows.ts'
import { News, readNews } from '../store/news-rows.ts'
import { keysOf } from '../store/try-rows.ts'
import { AskedState, askedState, openingOf, OpeningState } from './open-account.ts'
import { ResetState, resetStateOf } from './reset-sign-in.ts'
import { leadSubject } from './set-account-lead.ts'
import { whoCouldAgree } from '../store/approval-rows.ts'

export const AccountView = z.strictObject({
  id: AccountId, login: z.string(), name: z.string(), officeName: z.string(), lead: z.boolean(), active: z.boolean(),
  /** Until when an invitation waits to be accepted. */
  invitedUntil: Instant.nullable(),
  /** Whether it opens when a second person, who has been asked, agrees. */
  waits: z.boolean(),
})

export const PersonView = AccountView.extend({ waitsUntil: Instant.nullable(), placesWaitUntil: Instant.nullable(), hasCode: z.boolean(), hasProvider: z.boolean(), reset: ResetState, opening: OpeningState, inviting: AskedState, leading: AskedState })

const ownersOfClocks = ['first-line', 'reception-centre', 'immigration-office', 'magistrate', 'guardian'] as const

export const listPeople = route({
  name: 'account.list',
  kind: 'ask',
  for: reads('accounts', 'charge'),
  about: 'Lists everybody who can sign in, by office, and the offices that nobody leads, whose late clocks go to coordination at once.',
  asks: z.strictObject({ page: PageNumber }),
  gives: z.strictObject({ accounts: z.array(AccountView), withoutLead: z.array(z.string()),
    /** How many administrators there are: a single one is alone with what two should do, and who has the server makes the second. */
    administrators: z.number(), news: News, ...pageShape }),
  async answers({ tx, actor, language }, { page }) {
    const { rows, ...place } = await listAccounts(tx, language, { page, size: 50 })
    const { administrators } = await whoCouldAgree(tx)
    return { ...place, administrators: administrators + (actor.officeKind === 'administration' ? 1 : 0), news: await readNews(tx), accounts: [...rows], withoutLead: [...(await officesWithoutLead(tx, language, ownersOfClocks))] }
  },
})

export const showPerson = route({
  name: 'account.show',
  kind: 'ask',
  for: writes('accounts', 'charge'),
  about: 'Shows one account to those who keep them, how its person signs in, and until when the login has to wait.',
  asks: z.strictObject({ account: AccountId }),
  gives: PersonView,
  async answers(call, { account }) {
    const { tx, language } = call
    const known = await findAccount(tx, account, language)
    return known ? {
      ...known, ...(await keysOf(tx, known)), reset: await resetStateOf(call, account), opening: openingOf(call, known),
      inviting: await askedState(call, { act: 'invite-account', subject: account }), leading: await askedState(call, { act: 'set-lead', subject: leadSubject(account, !known.lead) }),
    } : notFound
  },
})
