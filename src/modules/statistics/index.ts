import type { ModuleDoors } from '#platform/doors/page'
import { showNumbers } from './actions/show-numbers.ts'
import { numbersPage } from './pages/numbers-page.tsx'

export { protectCounts, threshold, type Count, type SafeCounts } from './domain/protect-counts.ts'

/** The numbers that the services' files add up to, small ones hidden. */
export const statisticsDoors: ModuleDoors = { book: 'statistics', routes: [showNumbers], pages: [numbersPage], forms: [] }
