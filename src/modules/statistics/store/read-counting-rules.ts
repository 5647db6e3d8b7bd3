import { parse } from 'yaml'
import { PackFault, type PackFolder } from '#law'
import { CountingRules } from '../domain/counting-rules.ts'

/** Reads how a country counts from the YAML of its pack; throws a PackFault that names what is wrong. */
export function readCountingRules(folder: PackFolder): CountingRules {
  const text = folder.files['statistics.yaml']
  if (text === undefined) throw new PackFault(folder.name, ['statistics.yaml is missing'])
  const rules = CountingRules.safeParse(parse(text))
  if (rules.success) return rules.data
  throw new PackFault(folder.name, rules.error.issues.map(({ path, message }) => `statistics.yaml, at ${path.map(String).join(' › ')}: ${message}`))
}
