import type { ModuleDoors } from '#platform/doors/page'
import { listEmergenciesRoute, listOwnEmergencies, openEmergencyRoute, reviewEmergencyRoute, showEmergency } from './actions/emergency-acts.ts'
import { appointGuardianRoute, letInAgainRoute, sealRoute, showGuarded, shutOutRoute, unsealRoute } from './actions/guard-acts.ts'
import { askLettingInRoute, askLiftingRoute } from './actions/guard-by-two.ts'
import { listCompartments } from './actions/list-compartments.ts'
import { endReplacementRoute, movePerson, setReplacementRoute, showReplacements, workForRoute } from './actions/replacement-acts.ts'
import { compartmentsPage } from './pages/compartments-page.tsx'
import { emergencyForm, emergencyPage, reviewForm } from './pages/emergency-pages.tsx'
import { askLettingInForm, askLiftingForm, conflictForm, endConflictForm, guardedPage, guardianForm, sealForm, unsealForm } from './pages/guarded-page.tsx'
import { endReplacementForm, moveForm, replacementsPage, setReplacementForm, workAsOneselfForm, workForForm } from './pages/replacement-pages.tsx'

export { clearReasons, toldOfLifting } from './store/guard-rows.ts'
export { settleMemberships } from './store/replacement-rows.ts'
export { compartmentsAsMarkdown } from './pages/compartments-text.ts'

/** What decides beyond the relation who sees a file: the compartments themselves, and what shuts out, lets in or stands in. */
export const accessDoors: ModuleDoors = {
  book: 'access',
  routes: [
    listCompartments, showGuarded, shutOutRoute, letInAgainRoute, askLettingInRoute, sealRoute, unsealRoute, askLiftingRoute, appointGuardianRoute,
    listOwnEmergencies, openEmergencyRoute, showEmergency, listEmergenciesRoute, reviewEmergencyRoute,
    showReplacements, setReplacementRoute, endReplacementRoute, workForRoute, movePerson,
  ],
  pages: [compartmentsPage, guardedPage, emergencyPage, replacementsPage],
  forms: [conflictForm, endConflictForm, askLettingInForm, askLiftingForm, sealForm, unsealForm, guardianForm, emergencyForm, reviewForm, workAsOneselfForm, setReplacementForm, endReplacementForm, workForForm, moveForm],
}
