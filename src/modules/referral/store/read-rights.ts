import { parse } from 'yaml'
import { PackFault, type PackFolder } from '#law'
import { gapsOf, RightsTable, RightsWords, type Rights } from '../domain/rights-sheet.ts'

const place = 'rights/'
const tableFile = `${place}sheet.yaml`

/** Reads the rights sheet of a country from the YAML of its pack; throws a PackFault that names every file, place and missing sentence. */
export function readRights(folder: PackFolder): Rights {
  const faults: string[] = []
  const read = <T>(file: string, schema: { safeParse: (value: unknown) => { success: true; data: T } | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } } }): T | undefined => {
    const parsed = schema.safeParse(yamlOf(folder.files[file], file, faults))
    if (parsed.success) return parsed.data
    faults.push(...parsed.error.issues.map((issue) => `${file}, at ${issue.path.map(String).join(' › ') || 'the top'}: ${issue.message}`))
    return undefined
  }
  const table = read(tableFile, RightsTable)
  const files = Object.keys(folder.files).filter((file) => file.startsWith(place) && file !== tableFile).sort()
  const words = files.flatMap((file) => {
    const sheet = read(file, RightsWords)
    if (!sheet) return []
    if (file !== `${place}${sheet.language}.yaml`) faults.push(`${file} says that its language is ${sheet.language}`)
    if (table) faults.push(...gapsOf(table, sheet).map((gap) => `${file}: ${gap}`))
    return [[sheet.language, sheet] as const]
  })
  if (!table || faults.length > 0) throw new PackFault(folder.name, faults)
  return { table, words: new Map(words) }
}

function yamlOf(text: string | undefined, file: string, faults: string[]): unknown {
  try {
    return text === undefined ? undefined : parse(text)
  } catch (fault) {
    faults.push(`${file} is not YAML: ${fault instanceof Error ? fault.message : String(fault)}`)
    return undefined
  }
}
