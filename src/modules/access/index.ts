import type { ModuleDoors } from '#platform/doors/page'
import { listCompartments } from './actions/list-compartments.ts'
import { compartmentsPage } from './pages/compartments-page.tsx'

export { compartmentsAsMarkdown } from './pages/compartments-text.ts'

/** What decides beyond the relation who sees a file: the compartments themselves, and what shuts out, lets in or stands in. */
export const accessDoors: ModuleDoors = { book: 'access', routes: [listCompartments], pages: [compartmentsPage], forms: [] }
