import type { ModuleDoors } from '#platform/doors/page'
import { stopGateWork, checkRelease } from './actions/check-release.ts'
import { countDelivered } from './actions/delivered-acts.ts'
import { keepDelivered } from './actions/keep-delivered.ts'
import { checkDelivery, dropDraftDelivery, handOverDelivery, listDeliveries, showDelivery, showDeliveryProgress, showDraftDelivery, showItem } from './actions/delivery-acts.ts'
import { listFigures, showFigure } from './actions/figure-acts.ts'
import { showMasked, stopMasked } from './actions/masked-acts.ts'
import { checkRecords, listRecords, proposeRecords, releaseRecords, showRecords } from './actions/record-acts.ts'
import { showNationalReport } from './actions/report-acts.ts'
import { proposeRelease, publishRelease, showProposal } from './actions/release-acts.ts'
import { withdrawHandOver, withdrawRelease } from './actions/withdraw-acts.ts'
import { explainDelivery } from './actions/warning-acts.ts'
import { proposeHandOver, showHandOver, stopHandOver } from './actions/hand-over-acts.ts'
import { listHandOvers, releaseHandOver, showHandOverProposal, showReleasedHandOver } from './actions/hand-over-release-acts.ts'
import { showNumbers } from './actions/show-numbers.ts'
import { countTableRoute, keepTable, listTables } from './actions/table-acts.ts'
import { showFacts } from './actions/fact-acts.ts'
import { showClocks, showWaits, showWay } from './actions/way-acts.ts'
import type { CountingRules } from './domain/counting-rules.ts'
import type { HandOvers } from './domain/hand-overs/hand-over-schema.ts'
import { deliveredCsv, deliveredDictionary, deliveredExcel } from './pages/delivered-files.ts'
import { deliveredPage, keepDeliveredForm } from './pages/delivered-page.tsx'
import { deliveredPictures } from './pages/delivered-pictures.ts'
import { faultsDownload, templateDownload } from './pages/delivery-files.ts'
import { deliveriesPage, deliveryPage, draftForm, dropDraftForm, newDeliveryForm } from './pages/delivery-pages.tsx'
import { figureCsv, figureDictionary, figureExcel } from './pages/figure-files.ts'
import { figurePage, figuresPage, releaseForm } from './pages/figures-pages.tsx'
import { figurePicture, tablePicture } from './pages/picture-files.ts'
import { tableFiles } from './pages/table-files.ts'
import { gateForm, stopForm } from './pages/gate-page.tsx'
import { handOverCsv, handOverDictionary, handOverExcel } from './pages/hand-over-files.ts'
import { handOverForm, handOverProposalForm, handOversPage, releasedHandOverPage, stopHandOverForm } from './pages/hand-over-pages.tsx'
import { maskedPage, stopMaskedForm } from './pages/masked-page.tsx'
import { progressFiles } from './pages/progress-files.ts'
import { recordsCsv, recordsDictionary } from './pages/record-files.ts'
import { recordForm, recordsForm, recordsPage } from './pages/record-pages.tsx'
import { reportFiles } from './pages/report-files.ts'
import { reportPage } from './pages/report-page.tsx'
import { handOverSdmx, handOverSdmxDictionary } from './pages/sdmx-files.ts'
import { factsFiles } from './pages/facts-files.ts'
import { factsPage } from './pages/facts-page.tsx'
import { keepForm, keptPage, tablesPage } from './pages/tables-page.tsx'
import { numbersPage } from './pages/numbers-page.tsx'
import { explainForm } from './pages/warnings.tsx'
import { clocksPage, waitsPage } from './pages/waits-page.tsx'
import { takeHandOverBackForm, takeReleaseBackForm } from './pages/proposed.tsx'
import { wayPage } from './pages/way-page.tsx'

export { faultsOf, flat, tabulate, type Cell, type CellState, type Code, type Dimension, type Table, type TableFault } from './domain/table.ts'
export { sensitiveCells, type PrimaryRule } from './domain/sensitive-cells.ts'
export type { ProtectedTable, ShownCell } from './domain/protected-table.ts'
export type { EarlierRelease, GateAccount, GateAnswer, GateRequest } from './domain/gate.ts'
export { mergeCodes, type MergeAdvice } from './domain/advise-merges.ts'
export { askForMerges, sendThroughGate, stopGate } from './store/gate-thread.ts'

export { Figure, readFigure } from './actions/figure-acts.ts'
export { HandedOver, readHandedOver } from './actions/hand-over-release-acts.ts'
export { marksOf, type Mark } from './domain/hand-overs/hand-over.ts'
export { hiddenInHandOvers, listHandedOver } from './store/hand-over-rows.ts'
export { HandedTable, HandOverGrid, Origins, saysOfHanded } from './pages/hand-over-tables.tsx'
export { countedLabel, gridsOf, handOverTableTitle, recipientLabel } from './pages/hand-over-words.ts'
/** What the demonstration does in the name of its analysts and services. */
export { checkDelivery, checkRelease, handOverDelivery, keepTable, listFigures, proposeRelease, publishRelease }
export { hiddenIn, listReleases } from './store/release-rows.ts'
export { cellCited, codesOfCell, provenAt, type ProvenCell, type ProvenTable } from './domain/proven-table.ts'
export { ReleasedTable, saysOf } from './pages/figures-pages.tsx'
export { FigureTable } from './pages/figure-table.tsx'
export { titleOf } from './pages/code-names.ts'
export { factEntries } from './pages/fact-entries.ts'
export { releaseMatters } from './pages/matters.ts'
export { dropAbandonedDeliveries, listCountingFigures, type CountingFigure } from './store/delivery-rows.ts'
export { readCountingRules } from './store/read-counting-rules.ts'
export { readHandOvers } from './store/read-hand-overs.ts'

declare module '#platform/doors/call' {
  interface Installation {
    /** How this country counts, and how it makes its figures safe. */
    readonly counting: CountingRules
    /** To whom the country hands over which tables each year, by when, and who owes it what. */
    readonly handOvers: HandOvers
  }
}

/** Persons counted by coded facts, made safe by the gate, released under a number; and what services hand over each year. */
export const statisticsDoors: ModuleDoors = {
  book: 'statistics',
  routes: [
    listDeliveries, showItem, checkDelivery, showDeliveryProgress, showDraftDelivery, handOverDelivery, dropDraftDelivery, showDelivery, countDelivered, keepDelivered, showMasked, stopMasked, explainDelivery,
    showNumbers, countTableRoute, keepTable, listTables, showFacts, checkRelease, stopGateWork, proposeRelease, showProposal, publishRelease, withdrawRelease, listFigures, showFigure,
    showWay, showWaits, showClocks,
    listHandOvers, showHandOver, stopHandOver, proposeHandOver, showHandOverProposal, releaseHandOver, withdrawHandOver, showReleasedHandOver, showNationalReport,
    checkRecords, proposeRecords, showRecords, releaseRecords, listRecords,
  ],
  pages: [numbersPage, tablesPage, keptPage, factsPage, figuresPage, figurePage, deliveriesPage, deliveryPage, deliveredPage, maskedPage, wayPage, waitsPage, clocksPage, handOversPage, releasedHandOverPage, reportPage, recordsPage],
  forms: [keepForm, gateForm, stopForm, releaseForm, newDeliveryForm, draftForm, dropDraftForm, explainForm, keepDeliveredForm, handOverForm, stopHandOverForm, stopMaskedForm, handOverProposalForm, takeReleaseBackForm, takeHandOverBackForm, recordsForm, recordForm],
  downloads: [figureCsv, figureDictionary, figureExcel, figurePicture, tablePicture, ...tableFiles, ...factsFiles, templateDownload, faultsDownload, deliveredCsv, deliveredDictionary, deliveredExcel, ...deliveredPictures, ...progressFiles, handOverCsv, handOverDictionary, handOverExcel, handOverSdmx, handOverSdmxDictionary, ...reportFiles, recordsCsv, recordsDictionary],
}
export { clearDeliveries } from './store/sealed-delivery.ts'
