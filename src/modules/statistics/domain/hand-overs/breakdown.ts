import type { Codebook } from '#codebook'
import { citizenshipGroup, rootCode } from '../fact-dimensions.ts'
import type { Code, Dimension } from '../table.ts'
import { variableOf, type View } from './hand-over-schema.ts'

/** Where the figures of a table come from: what services handed in, or the files that are kept here. */
export type Source = 'deliveries' | 'files'

/** A breakdown of a table: its codes, groups above their members, and under which of them something counts that has a code of the codebook. `isApart`: its codes are never added up. */
export type Breakdown = { readonly view: View; readonly dimension: Dimension; readonly isApart: boolean; readonly codeOf: (code: string) => string
  /** The codes of which, or of a part of which, no file could say that it applies: finding nobody there is no zero. The total lacks nobody, since whoever it was counts elsewhere. */
  readonly lacks?: ReadonlyMap<string, 'all' | 'part'> }

/** A person who was reported and accompanied stands under both: these have no sum. */
const apart: ReadonlySet<View> = new Set(['document', 'reception-count', 'inspection-count'])

/** What the tables of files call a variable: figures of one population are known again by their names. */
const axisOfFiles: Readonly<Record<string, string>> = { 'age-group': 'age', organisation: 'detected-by' }

/** Which organisation of the codebook a service is that detected somebody. */
const organisationOf: Readonly<Record<string, string>> = {
  police: 'police', inspection: 'inspection', 'immigration-office': 'immigration', 'reception-centre': 'centre', magistrate: 'prosecutor', 'public-prosecutor': 'prosecutor', 'labour-auditor': 'prosecutor',
}

type Asked = { readonly view: View; readonly source: Source; readonly met: readonly string[]; readonly book: Codebook; readonly national: string; /** The only codes that are counted, where not all are. */ readonly only?: readonly string[] | undefined
  /** The codes that files could not say for all of the year. */ readonly notRecordable?: readonly string[] | undefined }

export function breakdownOf({ view, source, met, book, national, only, notRecordable = [] }: Asked): Breakdown {
  const variable = variableOf(view)
  const name = source === 'files' ? axisOfFiles[variable] ?? variable : variable
  const listed = book.lists.find(({ key }) => key === book.variables.find((each) => each.key === variable)?.list)?.codes.map(({ key }) => key) ?? []
  const known = [...new Set([...listed, ...met])].filter((code) => only === undefined || only.includes(code))
  const same = (code: string) => code
  if (apart.has(view)) return { view, dimension: { name, codes: known.map((code) => ({ code, parent: null })) }, isApart: true, codeOf: same }
  if (view === 'citizenship-group') return { view, dimension: { name, codes: under(['group:national', 'group:eu', 'group:other', 'group:unknown']) }, isApart: false, codeOf: (code) => citizenshipGroup(code, national) }
  const isOrganisation = view === 'organisation' && source === 'files'
  if (variable !== 'form' && !isOrganisation) return { view, dimension: { name, codes: under(known) }, isApart: false, codeOf: same }
  const leaves = isOrganisation ? met : known
  const target = (code: string) => (isOrganisation ? organisationOf[code] ?? 'other' : book.lists.find(({ key }) => key === 'form')?.coarser?.codes[code] ?? null)
  const groupOf = (code: string): string | null => {
    const own = target(code)
    // A group of one is that one.
    return own !== null && leaves.filter((other) => target(other) === own).length > 1 ? `group:${own}` : null
  }
  const groups = [...new Set(leaves.map((leaf) => groupOf(leaf) ?? leaf))]
  const lacks = new Map(notRecordable.filter((code) => leaves.includes(code)).flatMap((code) => [[code, 'all'] as const, ...groups.filter((group) => group === groupOf(code)).map((group) =>
    [group, leaves.every((leaf) => groupOf(leaf) !== group || notRecordable.includes(leaf)) ? 'all' : 'part'] as const)]))
  if (view === 'form-group') return { view, dimension: { name, codes: under(groups) }, isApart: false, codeOf: (code) => groupOf(code) ?? code, lacks }
  return { view, isApart: false, codeOf: same, lacks, dimension: { name, codes: [...under([]), ...groups.flatMap((group): Code[] => [{ code: group, parent: rootCode }, ...leaves.filter((leaf) => groupOf(leaf) === group).map((code) => ({ code, parent: group }))])] } }
}

const under = (codes: readonly string[]): Code[] => [{ code: rootCode, parent: null }, ...codes.map((code) => ({ code, parent: rootCode }))]
/** A code without the mark by which a group is told from a member of the same name. */
export const plainCode = (code: string): string => code.replace(/^group:/, '')
