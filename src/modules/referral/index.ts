import type { ModuleDoors } from '#platform/doors/page'
import type { FileId, OfficeId, ReferralId } from '#vocabulary/ids'
import { listOwnReferrals, listWaitingReferrals, showReferral, showStatus } from './actions/list-referrals.ts'
import { acceptReferral, answerMore, askMore, declineReferral, redirectReferral, sendAgain, withdrawReferral } from './actions/move-referral.ts'
import { arrivalsPage, ownReferralsPage } from './pages/referral-lists.tsx'
import { arrivalPage, referralForms, statusPage } from './pages/referral-page.tsx'

export { receiveReferral, type Received, type ReferralToReceive } from './actions/receive-referral.ts'
export { acceptReferral } from './actions/move-referral.ts'
export { audiences, Audience, rightsLanguages, rightsSheet, type Rights, type RightsSheet } from './domain/rights-sheet.ts'
export { readRights } from './store/read-rights.ts'
export { rightsPdf, type RightsPrint } from './store/rights-pdf.ts'

declare module '#platform/doors/call' {
  interface Events {
    'referral.accepted': { readonly referral: ReferralId; readonly file: FileId; readonly centre: OfficeId }
  }
}

/** Handing a person on and being answered. */
export const referralDoors: ModuleDoors = {
  book: 'referral',
  routes: [listWaitingReferrals, listOwnReferrals, showReferral, showStatus, acceptReferral, declineReferral, redirectReferral, askMore, answerMore, withdrawReferral, sendAgain],
  pages: [arrivalsPage, ownReferralsPage, arrivalPage, statusPage],
  forms: referralForms,
}
