import { parse } from 'yaml'
import { PackFault, type Pack, type PackFolder } from '#law'
import { CountingRules } from '../domain/counting-rules.ts'

/** Reads how a country counts from the YAML of its pack; throws a PackFault that names what is wrong. */
export function readCountingRules(folder: PackFolder, { procedure }: Pick<Pack, 'procedure'>): CountingRules {
  const text = folder.files['statistics.yaml']
  if (text === undefined) throw new PackFault(folder.name, ['statistics.yaml is missing'])
  const rules = CountingRules.safeParse(parse(text))
  if (!rules.success) throw new PackFault(folder.name, rules.error.issues.map(({ path, message }) => `statistics.yaml, at ${path.map(String).join(' › ')}: ${message}`))
  // A step that nobody can take would count nobody, and nobody would notice.
  const known = new Set(['opened', 'ended', ...procedure.steps.map(({ key }) => key)])
  const unknown = [...new Set(stepsIn(rules.data))].filter((step) => !known.has(step) && !step.startsWith('referral:'))
  if (unknown.length > 0) throw new PackFault(folder.name, unknown.map((step) => `statistics.yaml: there is no step ${step} in procedure.yaml`))
  return rules.data
}

const stepsIn = ({ milestones, way, waits }: CountingRules): readonly string[] => [
  ...Object.values(milestones).flat(), ...way.places.flatMap(({ steps }) => steps), ...way.beside, ...way.endings,
  ...waits.spans.flatMap(({ between }) => between.flatMap(({ from, to, stops = [] }) => [...from, ...to, ...stops])),
]
