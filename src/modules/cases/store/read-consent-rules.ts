import { parse } from 'yaml'
import { PackFault, type PackFolder } from '#law'
import { ConsentRules } from '../domain/consent.ts'

/** Reads what a country says about consent from the YAML of its pack; throws a PackFault that names what is wrong. */
export function readConsentRules(folder: PackFolder): ConsentRules {
  const text = folder.files['consent.yaml']
  if (text === undefined) throw new PackFault(folder.name, ['consent.yaml is missing'])
  const rules = ConsentRules.safeParse(parse(text))
  if (rules.success) return rules.data
  throw new PackFault(folder.name, rules.error.issues.map(({ path, message }) => `consent.yaml, at ${path.map(String).join(' › ')}: ${message}`))
}
