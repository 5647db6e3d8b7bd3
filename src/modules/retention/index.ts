import type { ModuleDoors } from '#platform/doors/page'
import { holdFile, liftFileHold, showKeeping } from './actions/hold-acts.ts'
import { destroy, proposeDestruction, showRetention, showRun } from './actions/run-acts.ts'
import { keepingForm, liftForm } from './pages/keeping-page.tsx'
import { retentionForm, runForm } from './pages/retention-pages.tsx'

/** For how long a file is kept after it has ended, what holds it, and how it is destroyed by two persons. */
export const retentionDoors: ModuleDoors = {
  book: 'retention',
  routes: [showRetention, proposeDestruction, showRun, destroy, showKeeping, holdFile, liftFileHold],
  pages: [],
  forms: [retentionForm, runForm, keepingForm, liftForm],
}
