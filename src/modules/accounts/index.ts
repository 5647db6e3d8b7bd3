import type { FourEyesAct } from '#vocabulary/four-eyes'
import type { AccountId, ApprovalId } from '#vocabulary/ids'
import type { Language } from '#vocabulary/language'
import type { SignInSettings } from './actions/sign-in-settings.ts'
import type { FourEyesRule } from './domain/four-eyes.ts'
import type { OpenableByPack } from '#vocabulary/opened-to-programs'
import type { MachineRoute } from './domain/machine-route.ts'
import type { MatterWords } from './domain/matter.ts'

export { accountsDoors } from './pages/doors.ts'
export { accountMatters } from './pages/matters.ts'
export { actorOfSession, ownerOfEndedSession } from './store/session-rows.ts'
export { News, newsOfActor, readNews } from './store/news-rows.ts'
export { findOffice, listOfficeNames, listOffices, officeNameIn, officeByKey, superiorOf, syncOffices, type Office, type OfficeSeed } from './store/office-rows.ts'
export { signInSettings, type SignInSettings } from './actions/sign-in-settings.ts'
export { mailLanguageOf, markTold, noticeAddress, ownAddress, watchers, wishesDue } from './store/mail-wish-rows.ts'
export { forgetOldSessions } from './store/forget-sessions.ts'
export { whoElseAgrees } from './actions/open-account.ts'
export { createFirstAdministrator, officeOfAccount } from './store/account-rows.ts'
export { addDemonstrationAccounts, demonstrationActor, readDemonstrationAccounts, type DemonstrationAccount } from './store/demonstration-rows.ts'
export { mayBeOpened } from './domain/machine-route.ts'
export { actorOfKey } from './store/machine-rows.ts'
export { clearApprovals } from './store/approval-rows.ts'
export { approve, askApproval, isApproved, needsApproval, refuseApproval, SecondPerson, secondPersonOn, standingAmong, useApproval, waitingAmong, withdrawApproval, type ToApprove } from './actions/four-eyes.ts'
export { SecondPersonSaid } from './pages/second-person.tsx'
export type { MatterSaid } from './domain/matter.ts'
export { answerApproval } from './actions/answer-approval.ts'
export { listApprovals } from './actions/list-approvals.ts'

declare module '#platform/doors/call' {
  interface Installation {
    /** How people come in here. */
    readonly signIn: SignInSettings
    /** The acts for which this country asks a second person. */
    readonly fourEyes: readonly FourEyesRule[]
    /** How what is asked of a second person is worded, by its kind. */
    readonly wordsOfMatters: MatterWords<{ readonly language: Language; readonly installation: Installation }>
    /** Everything that stands on the doors, from which keys for programs are cut. */
    readonly routesForMachines: readonly MachineRoute[]
    /** What says who somebody is and this country opens to programs all the same. */
    readonly keysOpen: readonly OpenableByPack[]
  }
  interface Events {
    /** How somebody signs in has changed, by themselves or by a colleague: they are told. */
    'sign-in.changed': { readonly account: AccountId }
    'approval.asked': { readonly approval: ApprovalId; readonly act: FourEyesAct; readonly subject: string }
    'approval.answered': { readonly approval: ApprovalId; readonly act: FourEyesAct; readonly subject: string; readonly answer: 'approved' | 'refused' | 'withdrawn'; readonly isWatched: boolean }
  }
}
