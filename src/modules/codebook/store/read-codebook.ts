import { parse } from 'yaml'
import { z } from 'zod'
import { textFolder } from '#platform/text-folder'
import { checkCodebook } from '../domain/check-codebook.ts'
import { AddedMapping, Codebook } from '../domain/codebook-schema.ts'

/** Reads the codebook from folders of YAML, joined with lists and facts that come from elsewhere, such as a country's districts; throws with a sentence for each thing that is wrong in it. */
export function readCodebook(folders: readonly string[], { lists = [], facts = [] }: { readonly lists?: readonly unknown[]; readonly facts?: readonly unknown[] } = {}): Codebook {
  const parts: unknown[] = folders.flatMap((folder) => Object.values(textFolder(folder, '.yaml').files).map((text): unknown => parse(text)))
  const of = (name: keyof Codebook | 'mappings'): unknown[] => parts.flatMap((part): unknown[] => {
    const entries: unknown = typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined
    return Array.isArray(entries) ? entries : []
  })
  const joined = { standards: of('standards'), lists: [...of('lists'), ...lists], variables: of('variables'), items: of('items'), anomalyRules: of('anomalyRules'), referencePoints: of('referencePoints'), fields: of('fields'), facts }
  const parsed = Codebook.safeParse(joined)
  if (!parsed.success) throw new Error(sentences(parsed.error.issues.map(({ path, message }) => `${path.map(String).join(' › ')}: ${message}`)))
  const added = z.array(AddedMapping).safeParse(of('mappings'))
  if (!added.success) throw new Error(sentences(added.error.issues.map(({ path, message }) => `mappings › ${path.map(String).join(' › ')}: ${message}`)))
  const nowhere = added.data.filter(({ list }) => !parsed.data.lists.some(({ key }) => key === list)).map(({ list }) => `mappings: there is no list ${list}; add it or correct the name`)
  const book = { ...parsed.data, lists: parsed.data.lists.map((list) => ({ ...list, maps: [...list.maps, ...added.data.filter((each) => each.list === list.key).map(({ list: _, ...mapping }) => mapping)] })) }
  const faults = [...nowhere, ...checkCodebook(book)]
  if (faults.length > 0) throw new Error(sentences(faults))
  return book
}

const sentences = (faults: readonly string[]): string => ['The codebook cannot be used:', ...faults.map((fault) => `  - ${fault}`)].join('\n')
