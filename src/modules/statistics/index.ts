import type { ModuleDoors } from '#platform/doors/page'
import { countTableRoute, keepTable, listTables, showFacts } from './actions/table-acts.ts'
import type { CountingRules } from './domain/counting-rules.ts'
import { listFigures, showFigure } from './actions/figure-acts.ts'
import { proposeRelease, publishRelease, showProposal } from './actions/release-acts.ts'
import { stopGateWork, checkRelease } from './actions/check-release.ts'
import { showNumbers } from './actions/show-numbers.ts'
import { figureCsv, figureDictionary, figureExcel } from './pages/figure-files.ts'
import { figurePage, figuresPage, releaseForm } from './pages/figures-pages.tsx'
import { gateForm, stopForm } from './pages/gate-page.tsx'
import { factsPage, keepForm, keptPage, tablesPage } from './pages/tables-page.tsx'
import { numbersPage } from './pages/numbers-page.tsx'

export { faultsOf, flat, tabulate, type Cell, type CellState, type Code, type Dimension, type Table, type TableFault } from './domain/table.ts'
export { sensitiveCells, usualRule, type PrimaryRule } from './domain/sensitive-cells.ts'
export type { ProtectedTable, ShownCell } from './domain/protected-table.ts'
export type { EarlierRelease, GateAccount, GateAnswer, GateRequest } from './domain/gate.ts'
export { mergeCodes, type MergeAdvice } from './domain/advise-merges.ts'
export { askForMerges, GateFault, sendThroughGate, stopGate } from './store/gate-thread.ts'

export { readCountingRules } from './store/read-counting-rules.ts'

declare module '#platform/doors/call' {
  interface Installation {
    /** How this country counts, and how it makes its figures safe. */
    readonly counting: CountingRules
  }
}

/** Persons counted by coded facts, made safe by the gate, released under a number. */
export const statisticsDoors: ModuleDoors = {
  book: 'statistics',
  routes: [showNumbers, countTableRoute, keepTable, listTables, showFacts, checkRelease, stopGateWork, proposeRelease, showProposal, publishRelease, listFigures, showFigure],
  pages: [numbersPage, tablesPage, keptPage, factsPage, figuresPage, figurePage],
  forms: [keepForm, gateForm, stopForm, releaseForm],
  downloads: [figureCsv, figureDictionary, figureExcel],
}
