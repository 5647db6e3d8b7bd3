import type { Day } from '#vocabulary/day'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { inForceOn, isOneOf, type GroundRow, type Rule, type StepRow } from '#law'
import { openRound, type Procedure, type StepTaken } from './procedure.ts'
import type { InputOf } from './step-input.ts'
import { variantsFor } from './variants.ts'

/** Why what was said with a step does not fit it, beside the field that it is about. */
export function refuseInput(procedure: Procedure, row: StepRow, { input, by, on }: StepTaken): Refusal | undefined {
  if (input.kind !== row.input) return refuse('wrong-input', { with: { wanted: row.input, given: input.kind } })
  switch (input.kind) {
    case 'questions': {
      const asked = procedure.rules.questionSets.get(row.asks ?? '')?.row.askedOf ?? []
      return isOneOf(input.askedOf, asked) ? undefined : refuse('not-to-be-asked', { with: { askedOf: input.askedOf, among: asked.join(' ') }, field: 'askedOf' })
    }
    case 'answers':
      return refuseAnswers(procedure, row, input, by)
    case 'ground':
      return refuseGround(procedure, row, input)
    case 'identity':
      return procedure.rules.identityEvidence.has(input.evidence) ? undefined : refuse('unknown-evidence', { with: { evidence: input.evidence }, field: 'evidence' })
    case 'condition':
      return refuseEvidence(procedure, input)
    case 'judgment':
      return refuseArticle(procedure, input.article, on, input.factsOn, row.cites)
    case 'route':
      return procedure.rules.routes.has(input.route) ? undefined : refuse('unknown-route', { with: { route: input.route }, field: 'route' })
    case 'age':
      return refuseAge(procedure, input)
    default:
      return undefined
  }
}

function refuseAnswers(procedure: Procedure, row: StepRow, { answers }: InputOf<'answers'>, by: StepTaken['by']): Refusal | undefined {
  const questions = procedure.rules.questionSets.get(row.answers ?? '')?.row.questions.map(({ key }) => key) ?? []
  const strange = Object.keys(answers).find((key) => !questions.includes(key))
  if (strange !== undefined) return refuse('unknown-question', { with: { question: strange }, field: strange })
  const round = openRound(procedure, row.answers ?? '')
  if (round && !isOneOf(by, [round.askedOf])) return refuse('asked-of-another', { with: { askedOf: round.askedOf } })
  return undefined
}

function refuseGround({ rules, state }: Procedure, row: StepRow, { ground, elements }: InputOf<'ground'>): Refusal | undefined {
  const use = row.refuses ? 'refuse' : 'end'
  const allowed = groundsFor({ rules, state }, use)
  const rule = allowed.find(({ key }) => key === ground)
  if (!rule) return refuse('ground-not-allowed', { with: { ground, state, allowed: allowed.map(({ key }) => key).join(' ') }, field: 'ground' })
  const missing = rule.row.elements.filter((element) => !elements.includes(element.key)).map(({ key }) => key)
  return missing.length === 0 ? undefined : refuse('ground-incomplete', { with: { ground, missing: missing.join(' ') }, field: 'elements' })
}

/** The grounds that the law allows in the state where a procedure stands. */
export const groundsFor = ({ rules, state }: Pick<Procedure, 'rules' | 'state'>, use: GroundRow['use']): readonly Rule<GroundRow>[] =>
  [...rules.grounds.values()].filter(({ row }) => row.use === use && row.states.includes(state))

function refuseEvidence({ rules }: Procedure, { condition, evidence }: InputOf<'condition'>): Refusal | undefined {
  const rule = rules.conditions.get(condition)
  if (!rule) return refuse('unknown-condition', { with: { condition }, field: 'condition' })
  if (rule.row.evidence.some(({ key }) => key === evidence)) return undefined
  return refuse('unknown-evidence', { with: { evidence, allowed: rule.row.evidence.map(({ key }) => key).join(' ') }, field: 'evidence' })
}

/** A person found to be an adult leaves the path of a child; the path that she takes has to allow an adult. */
function refuseAge({ rules, facts, variant }: Procedure, { minor, variant: chosen }: InputOf<'age'>): Refusal | undefined {
  const path = rules.variants.get(chosen ?? variant)
  if (!path) return refuse('unknown-variant', { with: { variant: chosen ?? variant }, field: 'variant' })
  const known = { ...facts, minor }
  const allowed = Object.entries(path.row.when).every(([fact, values]) => values.includes(known[fact as keyof typeof known]))
  return allowed ? undefined : refuse('variant-not-for-these-facts', { with: { variant: path.key, allowed: variantsFor(rules, known).join(' ') }, field: 'variant' })
}

/** Whether an article may be cited for facts: it was in force on their day, or it is on the day of the decision (the milder law). */
export function refuseArticle({ rules }: Procedure, key: string, on: Day, factsOn: Day | undefined, cites?: readonly string[]): Refusal | undefined {
  const article = rules.articles.get(key)
  if (!article || (cites && !cites.includes(key))) return refuse('unknown-article', { with: { article: key }, field: 'article' })
  if (factsOn !== undefined && factsOn > on) return refuse('facts-after-decision', { with: { factsOn, on }, field: 'factsOn' })
  const isInForce = [on, ...(factsOn === undefined ? [] : [factsOn])].some((day) => inForceOn([article], day) !== undefined)
  if (isInForce) return undefined
  return refuse('article-not-in-force', { with: { article: key, from: article.from, to: article.to ?? '' }, field: 'article' })
}
