import type { ModuleDoors } from '#platform/doors/page'
import { showCodebook } from './actions/show-codebook.ts'
import type { Codebook } from './domain/codebook-schema.ts'
import { codebookPage } from './pages/codebook-page.tsx'

export * from './domain/front.ts'
export { readCodebook } from './store/read-codebook.ts'

declare module '#platform/doors/call' {
  interface Installation {
    /** What every figure means in this installation: lists, variables, items and their names elsewhere. */
    readonly codebook: Codebook
  }
}

/** What every figure means, for whoever reads figures. */
export const codebookDoors: ModuleDoors = { book: 'codebook', routes: [showCodebook], pages: [codebookPage], forms: [] }
