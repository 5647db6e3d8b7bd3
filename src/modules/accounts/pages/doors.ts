import type { ModuleDoors } from '#platform/doors/page'
import { acceptInvitation, showInvitation } from '../actions/accept-invitation.ts'
import { answerApproval } from '../actions/answer-approval.ts'
import { askColleagueReset, askReset } from '../actions/reset-sign-in.ts'
import { askToOpen, askToOpenColleague } from '../actions/open-account.ts'
import { changePassword, showPassword } from '../actions/change-password.ts'
import { beginConfirming, confirmAsInvented, confirmWithCode, confirmWithPasskey, confirmWithPassword, showConfirming } from '../actions/confirm-session.ts'
import { createColleague, inviteColleague, listOwnColleagues, setColleagueActive, showColleague } from '../actions/colleagues.ts'
import { createAccount, inviteAccount } from '../actions/create-account.ts'
import { endProviderSessions } from '../actions/end-provider-sessions.ts'
import { endEverySession, endOwnSession, endSessionsOfPerson } from '../actions/end-session.ts'
import { forgetBrowser, forgetThisBrowser } from '../actions/forget-browser.ts'
import { listPeople, showPerson } from '../actions/list-accounts.ts'
import { listApprovals, showApproval } from '../actions/list-approvals.ts'
import { listDemoAccounts } from '../actions/list-demonstration-accounts.ts'
import { listDirectory, listOfficesToJoin } from '../actions/list-offices.ts'
import { listOwnSessions } from '../actions/list-sessions.ts'
import { listMachines, listOpenable, makeMachine, revokeMachine, showMachine } from '../actions/machines.ts'
import { openDemoSession } from '../actions/open-demonstration-session.ts'
import { beginWithProvider, openProviderSession, showProviderExit } from '../actions/open-provider-session.ts'
import { openSessionByEnrolling, openSessionWithCode, showStartedSignIn } from '../actions/open-session-with-code.ts'
import { beginPasskeySignIn, openSessionWithPasskey } from '../actions/open-session-with-passkey.ts'
import { openPasswordSession } from '../actions/open-session.ts'
import { addPasskey, beginPasskey, listPasskeys, removePasskey, resetPasskeys } from '../actions/own-passkeys.ts'
import { revokeSession } from '../actions/revoke-session.ts'
import {
  confirmSecondFactor, proposeOwnSecondFactor, removeOwnSecondFactor, renewRecoveryCodes, resetSecondFactor, showSecondFactor,
} from '../actions/second-factor.ts'
import { setAccountActive } from '../actions/set-account-active.ts'
import { setAccountLead } from '../actions/set-account-lead.ts'
import { setMailWish, showMailWish } from '../actions/mail-wish.ts'
import { setLanguage } from '../actions/set-language.ts'
import { showSession } from '../actions/show-session.ts'
import { unlockAccount } from '../actions/unlock-account.ts'
import { accountPage, endEverySessionPage, forgetBrowserPage, revokeSessionPage } from './account-page.tsx'
import { approvalPage, approvalsPage } from './approvals-page.tsx'
import { confirmCodePage, confirmDemoPage, confirmPage, confirmPasskeyPage } from './confirm-page.tsx'
import { endSessionsPage, resetPasskeysPage, resetSecondFactorPage, unlockPage } from './person-keys-pages.tsx'
import { colleaguePage, colleaguesPage, inviteColleaguePage, newColleaguePage } from './colleagues-pages.tsx'
import { invitationPage } from './invitation-page.tsx'
import { invitePersonPage, leadPersonPage, newPersonPage, peoplePage, personPage } from './people-pages.tsx'
import { invitationByProviderPassage, providerPassage, providerReturnPassage } from './provider-pages.tsx'
import { newSecondFactorPage, recoveryCodesPage, removeSecondFactorPage, secondFactorPage } from './second-factor-page.tsx'
import { signInCodePage, signInEnrolPage } from './sign-in-code-pages.tsx'
import { machinePage, machinesPage, newMachinePage } from './machines-page.tsx'
import { passkeysPage, removePasskeyPage } from './passkeys-page.tsx'
import { demoSignInPage, passkeySignInPage, signInPage } from './sign-in-page.tsx'
import { mailWishPage } from './mail-wish-page.tsx'
import { askColleagueOpeningPage, askColleagueResetPage, askOpeningPage, askResetPage } from './ask-second-pages.tsx'
import { passwordPage } from './password-page.tsx'
import { signedOutPage } from './signed-out-page.tsx'
import { signOutPage } from './sign-out-page.tsx'
import './words.ts'

/** What the accounts module puts on the doors. */
export const accountsDoors: ModuleDoors = {
  book: 'accounts',
  routes: [
    showStartedSignIn, openSessionWithCode, openSessionByEnrolling, beginWithProvider, openProviderSession, showProviderExit, endProviderSessions, endEverySession, endSessionsOfPerson,
    listOwnColleagues, showColleague, createColleague, inviteColleague, setColleagueActive,
    showSecondFactor, proposeOwnSecondFactor, confirmSecondFactor, renewRecoveryCodes, removeOwnSecondFactor, resetSecondFactor, unlockAccount,
    openDemoSession, openPasswordSession, endOwnSession, showSession, listOwnSessions, revokeSession, forgetBrowser, forgetThisBrowser, listDemoAccounts,
    listPeople, showPerson, createAccount, inviteAccount, setAccountActive, setAccountLead, showInvitation, acceptInvitation, setLanguage, showMailWish, setMailWish, listDirectory, listOfficesToJoin,
    askReset, askColleagueReset, askToOpen, askToOpenColleague, showPassword, changePassword, listApprovals, showApproval, answerApproval,
    beginPasskeySignIn, openSessionWithPasskey, listPasskeys, beginPasskey, addPasskey, removePasskey, resetPasskeys,
    showConfirming, confirmWithPassword, confirmWithCode, confirmAsInvented, beginConfirming, confirmWithPasskey,
    listMachines, showMachine, listOpenable, makeMachine, revokeMachine,
  ],
  pages: [colleaguesPage, peoplePage, approvalsPage, machinesPage],
  passages: [providerPassage, invitationByProviderPassage, providerReturnPassage],
  forms: [signInPage, demoSignInPage, signInCodePage, signInEnrolPage, secondFactorPage, newSecondFactorPage, recoveryCodesPage, removeSecondFactorPage, signOutPage, signedOutPage, accountPage, endEverySessionPage, mailWishPage, passwordPage, revokeSessionPage, forgetBrowserPage, invitationPage, newPersonPage, personPage, invitePersonPage, newColleaguePage, colleaguePage, inviteColleaguePage, unlockPage, resetPasskeysPage, resetSecondFactorPage, endSessionsPage, leadPersonPage, askResetPage, askColleagueResetPage, askOpeningPage, askColleagueOpeningPage, approvalPage, passkeySignInPage, passkeysPage, removePasskeyPage, confirmPage, confirmCodePage, confirmDemoPage, confirmPasskeyPage, newMachinePage, machinePage],
}
