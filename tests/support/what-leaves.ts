import type { Download, ModuleDoors } from '#platform/doors/page'
import { modules } from '../../src/main/compose-site.tsx'

const downloads: readonly Download[] = (modules as readonly ModuleDoors[]).flatMap(({ downloads = [] }) => downloads)

type Leaving = 'sheet' | 'document' | 'picture' | 'paper'

/** Addresses that do not end in what they give. */
const whatLeaves: Readonly<Record<string, Leaving>> = {
  '/deliveries/templates/:item': 'sheet', '/deliveries/drafts/:draft/faults': 'sheet', '/hand-overs/released/:number/sdmx/:table': 'sheet',
  '/documents/:document/:language': 'document', '/decisions/:decision/:language': 'document', '/rights/:format/:audience/:language': 'document', '/files/:file/access/:language/pdf': 'document',
  '/files/:file/record/:language': 'document', '/reports/:report/record/:language': 'document', '/reports/:report/notification/:language': 'document',
  '/figures/:number/:picture': 'picture', '/tables/:picture': 'picture', '/files/:file/papers/:attachment': 'paper', '/files/:file/medical/papers/:attachment': 'paper',
}
const kindOf = (at: string): Leaving | undefined => whatLeaves[at] ?? (/\.(?:csv|xlsx)$/.test(at) ? 'sheet' : /\.(?:svg|png)$/.test(at) ? 'picture' : undefined)

/** The addresses of what leaves as one kind of file, from the site's own doors. A download of which nobody has said what it gives counts as every kind, so that each kind's test asks for it. */
export const addressesOf = (kind: Leaving): readonly string[] => downloads.map(({ at }) => at as string).filter((at) => (kindOf(at) ?? kind) === kind).toSorted()
