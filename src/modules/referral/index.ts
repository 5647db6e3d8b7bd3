import type { ModuleDoors } from '#platform/doors/page'
import type { FileId, OfficeId, ReferralId } from '#vocabulary/ids'
import { listOwnReferrals, listWaitingReferrals, showReferral, showStatus } from './actions/list-referrals.ts'
import { acceptReferral, answerMore, askMore, declineReferral, redirectReferral, sendAgain, withdrawReferral } from './actions/move-referral.ts'
import { addPersons, chooseOperation, listOwnOperations, openOperation, showOperation } from './actions/operation-acts.ts'
import type { Rights } from './domain/rights-sheet.ts'
import { showRights } from './actions/show-rights.ts'
import { neutralRightsPage, printRights, rightsPage, shortRightsPage } from './pages/rights-page.tsx'
import { proposeSpread, referAll, type ForOperations, type PersonReferred } from './actions/operation-spread.ts'
import type { PlaceToGive } from './domain/referral-steps.ts'
import { openOperationForm, operationsPage } from './pages/operation-list-page.tsx'
import { operationPage } from './pages/operation-page.tsx'
import { spreadPage } from './pages/operation-spread-page.tsx'
import { arrivalsPage, ownReferralsPage } from './pages/referral-lists.tsx'
import { arrivalPage, referralForms, statusPage } from './pages/referral-page.tsx'

export { clearReferrals } from './store/clear-referrals.ts'
export { receiveReferral, type Received, type ReferralToReceive } from './actions/receive-referral.ts'
export { acceptReferral } from './actions/move-referral.ts'
export { waitingForSender, type WaitingForSender } from './actions/waiting-for-sender.ts'
export { centresTold, type CentresTold } from './actions/centres-told.ts'
export { addPersons, openOperation } from './actions/operation-acts.ts'
export { proposeSpread, referAll, settlePersonReferred, type ForOperations, type PersonFound, type PersonReferred } from './actions/operation-spread.ts'
export { audiences, Audience, rightsLanguages, rightsSheet, type Rights, type RightsSheet } from './domain/rights-sheet.ts'
export { destinationOf, forgetAddresses, insertSending, listSendings } from './store/rights-sending-rows.ts'
export { dropExpiredOperations } from './store/operation-rows.ts'
export { latestReferrals } from './store/latest-referrals.ts'
export { readRights } from './store/read-rights.ts'
export { rightsPdf, type RightsPrint } from './store/rights-pdf.ts'

declare module '#platform/doors/call' {
  interface Installation {
    /** What a large operation needs of modules on the same level: free places, sectors. */
    readonly forOperations: ForOperations
    /** What the person's rights sheet says, in each of its languages. */
    readonly rights: Rights
  }
  interface Events {
    'operation.person-referred': PersonReferred
    'referral.accepted': { readonly referral: ReferralId; readonly file: FileId; readonly centre: OfficeId; readonly place: PlaceToGive | null }
  }
}

/** Handing a person on and being answered. */
export const referralDoors: ModuleDoors = {
  book: 'referral',
  routes: [showRights, listWaitingReferrals, listOwnReferrals, showReferral, showStatus, acceptReferral, declineReferral, redirectReferral, askMore, answerMore, withdrawReferral, sendAgain, chooseOperation, openOperation, listOwnOperations, showOperation, addPersons, proposeSpread, referAll],
  pages: [arrivalsPage, ownReferralsPage, arrivalPage, statusPage, operationsPage, rightsPage, neutralRightsPage, shortRightsPage],
  forms: [...referralForms, openOperationForm, operationPage, spreadPage],
  downloads: [printRights],
}
