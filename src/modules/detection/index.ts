import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import type { ModuleDoors } from '#platform/doors/page'
import type { OfficeId, ReportId } from '#vocabulary/ids'
import { saveLater, showLater } from './actions/later-acts.ts'
import { dropDraft, listOwnReports, type CameBack, saveScreen, sendReport, showReport, showSending, startReport } from './actions/report-acts.ts'
import { showNotification } from './actions/record-acts.ts'
import type { ReportDraft } from './domain/report.ts'
import type { Variant } from './domain/variant-of.ts'
import { laterForm } from './pages/later-page.tsx'
import { dropForm, reportsPage, sendForm, sentPage, startForm } from './pages/report-pages.tsx'
import { keepForm, screenForm } from './pages/screen-page.tsx'
import type { Detection } from './store/read-indicator-packs.ts'

export * from './domain/front.ts'
export { clearReports } from './store/clear-reports.ts'
export { readDetection, readIndicatorPacks, type Detection } from './store/read-indicator-packs.ts'
export { dropExpiredDrafts } from './store/report-rows.ts'
export { fieldsForCentre, fieldsGiven, recordOf, showNotification, type HandedOnRecord, type RecordedField } from './actions/record-acts.ts'
export { draftOf, noteReference, saveScreen, sendReport, startReport } from './actions/report-acts.ts'

declare module '#platform/doors/call' {
  interface Installation {
    /** The lists of signs, rules and questions of this country. */
    readonly detection: Detection
    /** What came back to the detector's office of what it sent, as the module of referrals knows it. */
    readonly cameBack: (call: Call<Actor>) => Promise<CameBack>
  }
  interface Events {
    'report.referred': { readonly report: ReportId; readonly draft: ReportDraft; readonly centre: OfficeId; readonly variant: Variant; readonly isUrgent: boolean }
  }
}

/** Noting what was seen, what it points to, and handing the person on. */
export const detectionDoors: ModuleDoors = {
  book: 'detection',
  routes: [startReport, showReport, saveScreen, listOwnReports, showSending, sendReport, dropDraft, showLater, saveLater, showNotification],
  pages: [reportsPage, sentPage],
  forms: [startForm, dropForm, sendForm, laterForm, screenForm, keepForm],
}
