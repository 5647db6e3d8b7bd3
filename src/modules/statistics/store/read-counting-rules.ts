import { parse } from 'yaml'
import { PackFault, type Pack, type PackFolder } from '#law'
import { clocksOfFact, CountingRules } from '../domain/counting-rules.ts'

/** Reads how a country counts from the YAML of its pack; throws a PackFault that names what is wrong. */
export function readCountingRules(folder: PackFolder, { procedure, country }: Pick<Pack, 'procedure' | 'country'>): CountingRules {
  const text = folder.files['statistics.yaml']
  if (text === undefined) throw new PackFault(folder.name, ['statistics.yaml is missing'])
  const rules = CountingRules.safeParse(parse(text))
  if (!rules.success) throw new PackFault(folder.name, rules.error.issues.map(({ path, message }) => `statistics.yaml, at ${path.map(String).join(' › ')}: ${message}`))
  // A step that nobody can take would count nobody, and nobody would notice.
  const known = new Set(['opened', 'ended', ...procedure.steps.map(({ key }) => key)])
  const unknown = [...new Set(stepsIn(rules.data))].filter((step) => !known.has(step) && !step.startsWith('referral:'))
  if (unknown.length > 0) throw new PackFault(folder.name, unknown.map((step) => `statistics.yaml: there is no step ${step} in procedure.yaml`))
  // A clock that stands nowhere would be kept or missed and nobody would be told of it; one that stands twice would be told of in two facts.
  const kinds = [...procedure.periods, country.referralAnswer].map(({ key }) => key)
  const told = clocksOfFact(rules.data, 'clocks')
  const faults = [
    ...told.filter((kind) => !kinds.includes(kind)).map((kind) => `statistics.yaml: there is no clock ${kind} in procedure.yaml or country.yaml`),
    ...kinds.filter((kind) => told.filter((each) => each === kind).length !== 1).map((kind) => `statistics.yaml: the clock ${kind} has to stand in one of clocks, once`),
  ]
  if (faults.length > 0) throw new PackFault(folder.name, faults)
  return rules.data
}

const stepsIn = ({ milestones, way, waits }: CountingRules): readonly string[] => [
  ...Object.values(milestones).flat(), ...way.places.flatMap(({ steps }) => steps), ...way.beside, ...way.endings,
  ...waits.spans.flatMap(({ between }) => between.flatMap(({ from, to, stops = [] }) => [...from, ...to, ...stops])),
]
