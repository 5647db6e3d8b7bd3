import { parse } from 'yaml'
import { textFolder } from '#platform/text-folder'
import { checkCodebook } from '../domain/check-codebook.ts'
import { Codebook } from '../domain/codebook-schema.ts'

/** Reads the codebook from folders of YAML, joined with lists that come from elsewhere, such as a country's districts; throws with a sentence for each thing that is wrong in it. */
export function readCodebook(folders: readonly string[], lists: readonly unknown[] = []): Codebook {
  const parts: unknown[] = folders.flatMap((folder) => Object.values(textFolder(folder, '.yaml').files).map((text): unknown => parse(text)))
  const of = (name: keyof Codebook): unknown[] => parts.flatMap((part): unknown[] => {
    const entries: unknown = typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined
    return Array.isArray(entries) ? entries : []
  })
  const joined = { standards: of('standards'), lists: [...of('lists'), ...lists], variables: of('variables'), items: of('items'), anomalyRules: of('anomalyRules'), referencePoints: of('referencePoints'), fields: of('fields') }
  const parsed = Codebook.safeParse(joined)
  if (!parsed.success) throw new Error(sentences(parsed.error.issues.map(({ path, message }) => `${path.map(String).join(' › ')}: ${message}`)))
  const faults = checkCodebook(parsed.data)
  if (faults.length > 0) throw new Error(sentences(faults))
  return parsed.data
}

const sentences = (faults: readonly string[]): string => ['The codebook cannot be used:', ...faults.map((fault) => `  - ${fault}`)].join('\n')
