import type { ModuleDoors } from '#platform/doors/page'
import { dropAnalysis, listAnalysisDrafts, showCitable, showCitableHandOver, showDraft, startAnalysis, writeAnalysis } from './actions/draft-acts.ts'
import { listAnalyses, proposeAnalysis, publishAnalysis, showAnalysis, showProposedAnalysis } from './actions/edition-acts.ts'
import { citableHandOverPage, citablePage, draftForm, draftsForm, dropDraftForm, proposeForm } from './pages/draft-pages.tsx'
import { analysesPage, analysisPage, proposalForm, reviseForm } from './pages/reading-pages.tsx'

/** Strategic analyses: texts whose figures cite themselves, approved by a second person, published for everybody. */
export const analysesDoors: ModuleDoors = {
  book: 'analyses',
  routes: [
    listAnalysisDrafts, startAnalysis, showDraft, writeAnalysis, dropAnalysis, showCitable, showCitableHandOver, proposeAnalysis, showProposedAnalysis, publishAnalysis, listAnalyses, showAnalysis,
  ],
  pages: [analysesPage, analysisPage, citablePage, citableHandOverPage],
  forms: [draftsForm, draftForm, dropDraftForm, proposeForm, proposalForm, reviseForm],
}
export { analysisMatters } from './pages/matters.ts'
