import type { ModuleDoors } from '#platform/doors/page'
import { accessDownload, accessPage } from './access-page.tsx'
import { showAccessReport } from './access-report.ts'
import { actsPage, ownActsPage, whoSawPage } from './acts-pages.tsx'
import { listActs, listOwnActs, listWhoSaw } from './list-acts.ts'
import './words.ts'

/** The record of acts: for data protection, for who accompanies a person, for everyone about themselves, and for the person concerned. */
export const recordDoors: ModuleDoors = {
  book: 'record',
  routes: [listActs, listWhoSaw, listOwnActs, showAccessReport],
  pages: [actsPage, whoSawPage, ownActsPage, accessPage],
  forms: [],
  downloads: [accessDownload],
}
