import type { ModuleDoors } from '#platform/doors/page'
import { showNumbers } from './actions/show-numbers.ts'
import { numbersPage } from './pages/numbers-page.tsx'

export { faultsOf, flat, tabulate, type Cell, type CellState, type Code, type Dimension, type Table, type TableFault } from './domain/table.ts'
export { sensitiveCells, usualRule, type PrimaryRule } from './domain/sensitive-cells.ts'
export type { ProtectedTable, ShownCell } from './domain/protected-table.ts'
export type { EarlierRelease, GateAccount, GateAnswer, GateRequest } from './domain/gate.ts'
export { mergeCodes, type MergeAdvice } from './domain/advise-merges.ts'
export { askForMerges, GateFault, sendThroughGate, stopGate } from './store/gate-thread.ts'

/** The numbers that the services' files add up to, small ones hidden. */
export const statisticsDoors: ModuleDoors = { book: 'statistics', routes: [showNumbers], pages: [numbersPage], forms: [] }
