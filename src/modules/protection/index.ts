import type { ModuleDoors } from '#platform/doors/page'
import { checkCode, showWorth } from './actions/check-code.ts'
import { printDecision } from './actions/print-decision.ts'
import { printDocument } from './actions/print-document.ts'
import { openFile } from './actions/open-file.ts'
import { showFile } from './actions/show-file.ts'
import { showProcedure } from './actions/show-procedure.ts'
import { showStep } from './actions/show-step.ts'
import { takeStep } from './actions/take-step.ts'
import { checkPage } from './pages/check-page.tsx'
import { decisionDownload, documentDownload } from './pages/document-download.ts'
import { filePage } from './pages/file-page.tsx'
import { newFilePage } from './pages/new-file-page.tsx'
import { stepPage } from './pages/step-page.tsx'

export * from './domain/front.ts'
export { clearPapers } from './store/clear-papers.ts'
export { openProcedureOf, takeFollowingStep, type FollowingStep } from './actions/open-procedure.ts'
export { documentPdf } from './store/document-pdf.ts'
export { DocumentText } from './domain/document-text.ts'
export { openFile } from './actions/open-file.ts'
export { takeStep } from './actions/take-step.ts'

/** What the legal procedure puts on the doors: the file at a glance, its steps, its documents. */
export const protectionDoors: ModuleDoors = {
  book: 'protection',
  routes: [openFile, printDecision, printDocument, showFile, showProcedure, showStep, takeStep, checkCode, showWorth],
  pages: [filePage, checkPage],
  forms: [newFilePage, stepPage],
  downloads: [documentDownload, decisionDownload],
}
