import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Codebook } from '#codebook'
import { textFolder } from '#platform/text-folder'
import { checkHandOvers, NationalScheme, Scheme, type HandOvers } from '../domain/hand-overs/hand-over-schema.ts'

/** Reads to whom a country hands over which tables: the international schemes that it names, and its own. A country without the file hands over none. */
export function readHandOvers(international: string, country: string, book: Codebook): HandOvers {
  const own = join(country, 'hand-overs.yaml')
  const nothing = { recipients: [], counted: [], tables: [], columns: [], due: [], owed: [], report: [] }
  if (!existsSync(own)) return nothing
  const national = read(NationalScheme, textFolder(country, 'hand-overs.yaml').files['hand-overs.yaml'] ?? '', 'hand-overs.yaml')
  const schemes = Object.entries(textFolder(join(international, 'hand-overs'), '.yaml').files).toSorted().map(([name, text]) => read(Scheme, text, name))
  const recipients = [...schemes.flatMap((scheme) => scheme.recipients), ...national.own].toSorted((one, other) => national.recipients.indexOf(one.key) - national.recipients.indexOf(other.key))
  const made: HandOvers = {
    recipients: recipients.filter(({ key }) => national.recipients.includes(key)),
    counted: [...schemes.flatMap((scheme) => scheme.counted), ...national.counted], tables: [...schemes.flatMap((scheme) => scheme.tables), ...national.tables],
    columns: schemes.flatMap((scheme) => scheme.columns), due: national.due, owed: national.owed, report: national.report,
  }
  const faults = checkHandOvers(made, book)
  if (faults.length > 0) throw new Error(sentences(faults))
  return made
}

function read<Shape>(shape: { safeParse(value: unknown): { success: true; data: Shape } | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } } }, text: string, name: string): Shape {
  const parsed = shape.safeParse(parse(text))
  if (parsed.success) return parsed.data
  throw new Error(sentences(parsed.error.issues.map(({ path, message }) => `${name}, at ${path.map(String).join(' › ')}: ${message}`)))
}

const sentences = (faults: readonly string[]): string => ['The hand-overs cannot be used:', ...faults.map((fault) => `  - ${fault}`)].join('\n')
