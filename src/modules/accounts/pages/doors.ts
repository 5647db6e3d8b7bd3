import type { ModuleDoors } from '#platform/doors/page'
import { acceptInvitation, showInvitation } from '../actions/accept-invitation.ts'
import { answerApproval } from '../actions/answer-approval.ts'
import { createAccount, inviteAccount } from '../actions/create-account.ts'
import { endOwnSession } from '../actions/end-session.ts'
import { listPeople, showPerson } from '../actions/list-accounts.ts'
import { listApprovals, showApproval } from '../actions/list-approvals.ts'
import { listDemoAccounts } from '../actions/list-demonstration-accounts.ts'
import { listDirectory, listOfficesToJoin } from '../actions/list-offices.ts'
import { listOwnSessions } from '../actions/list-sessions.ts'
import { openDemoSession } from '../actions/open-demonstration-session.ts'
import { openPasswordSession } from '../actions/open-session.ts'
import { revokeSession } from '../actions/revoke-session.ts'
import { setAccountActive } from '../actions/set-account-active.ts'
import { setAccountLead } from '../actions/set-account-lead.ts'
import { setMailWish, showMailWish } from '../actions/mail-wish.ts'
import { setLanguage } from '../actions/set-language.ts'
import { showSession } from '../actions/show-session.ts'
import { accountPage, revokeSessionPage } from './account-page.tsx'
import { approvalPage, approvalsPage } from './approvals-page.tsx'
import { invitationPage } from './invitation-page.tsx'
import { invitePersonPage, leadPersonPage, newPersonPage, peoplePage, personPage } from './people-pages.tsx'
import { demoSignInPage, signInPage } from './sign-in-page.tsx'
import { mailWishPage } from './mail-wish-page.tsx'
import { signOutPage } from './sign-out-page.tsx'
import './words.ts'

/** What the accounts module puts on the doors. */
export const accountsDoors: ModuleDoors = {
  book: 'accounts',
  routes: [
    openDemoSession, openPasswordSession, endOwnSession, showSession, listOwnSessions, revokeSession, listDemoAccounts,
    listPeople, showPerson, createAccount, inviteAccount, setAccountActive, setAccountLead, showInvitation, acceptInvitation, setLanguage, showMailWish, setMailWish, listDirectory, listOfficesToJoin,
    listApprovals, showApproval, answerApproval,
  ],
  pages: [peoplePage, approvalsPage],
  forms: [signInPage, demoSignInPage, signOutPage, accountPage, mailWishPage, revokeSessionPage, invitationPage, newPersonPage, personPage, invitePersonPage, leadPersonPage, approvalPage],
}
