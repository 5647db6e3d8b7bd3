import { refuse, type Refusal } from '#vocabulary/refusal'
import type { Rules } from '#law'
import type { Facts, Opening } from './opening.ts'
import { openProcedure, type Procedure } from './procedure.ts'

/** The paths that the law opens to a person of whom this is known, the most particular first. */
export const variantsFor = (rules: Rules, facts: Facts): readonly string[] =>
  [...rules.variants.values()]
    .filter(({ row }) => Object.entries(row.when).every(([fact, values]) => values.includes(facts[fact as keyof Facts])))
    .toSorted((a, b) => Object.keys(b.row.when).length - Object.keys(a.row.when).length)
    .map(({ key }) => key)

/** Opens a procedure, or says which paths the facts allow when the chosen one is not among them. */
export function openOn(rules: Rules, opening: Opening): Procedure | Refusal {
  const allowed = variantsFor(rules, opening.facts)
  if (!allowed.includes(opening.variant))
    return refuse('variant-not-for-these-facts', { with: { variant: opening.variant, allowed: allowed.join(' ') }, field: 'variant' })
  return openProcedure(rules, opening)
}
