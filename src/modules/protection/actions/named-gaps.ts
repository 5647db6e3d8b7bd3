import { ActorKind, actorNames, type Rules } from '#law'
import type { Label, Language } from '#vocabulary/language'
import type { Refusal } from '#vocabulary/refusal'
import { factNames } from '../domain/fact-names.ts'
import { labelOf } from '../domain/picture.ts'

type Gaps = Readonly<Record<string, string | number>>
type Naming = (rules: Rules, key: string, gaps: Gaps) => Label | undefined

const actor: Naming = (_, key) => {
  const kind = ActorKind.safeParse(key)
  return kind.success ? actorNames[kind.data] : undefined
}
const evidence: Naming = ({ conditions, identityEvidence }, key) =>
  identityEvidence.get(key)?.label ?? [...conditions.values()].flatMap(({ row }) => row.evidence).find((known) => known.key === key)?.label
const element: Naming = ({ grounds }, key, { ground }) => grounds.get(String(ground))?.row.elements.find((known) => known.key === key)?.label
const among = (group: Parameters<typeof labelOf>[1]): Naming => (rules, key) => labelOf(rules, group, key)

/** What stands in each gap: a thing of the law, or several with spaces between them. */
const namings: Readonly<Record<string, Naming>> = {
  document: among('documents'), condition: among('conditions'), set: among('questionSets'), clock: among('periods'), step: among('steps'),
  state: among('states'), states: among('states'), variant: among('variants'), variants: among('variants'), ground: among('grounds'), route: among('routes'),
  article: ({ articles }, key) => articles.get(key)?.title,
  needs: actor, among: actor, fact: (_, key) => (key in factNames ? factNames[key as keyof typeof factNames] : undefined), askedOf: actor, evidence, missing: element,
  // What is allowed is of the kind of what was refused beside it.
  allowed: (rules, key, gaps) => {
    if ('ground' in gaps) return labelOf(rules, 'grounds', key)
    return 'evidence' in gaps ? evidence(rules, key, gaps) : labelOf(rules, 'variants', key)
  },
}

/** Puts the law's names where a need or a refusal carries its keys. */
export function namedGaps(rules: Rules, gaps: Gaps, language: Language): Record<string, string | number> {
  return Object.fromEntries(Object.entries(gaps).map(([name, value]) => {
    const naming = namings[name]
    if (!naming || typeof value !== 'string') return [name, value]
    const keys = value.split(' ').filter(Boolean)
    return [name, keys.map((key) => naming(rules, key, gaps)?.[language] ?? key).join(', ') || '—']
  }))
}

/** A refusal of the engine with the law's names in place of its keys. */
export function named(rules: Rules, refusal: Refusal, language: Language): Refusal {
  const one = (part: Refusal): Refusal => ({ ...part, ...(part.with ? { with: namedGaps(rules, part.with, language) } : {}) })
  return { ...one(refusal), ...(refusal.also ? { also: refusal.also.map(one) } : {}) }
}
