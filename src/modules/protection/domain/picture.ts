import type { Day } from '#vocabulary/day'
import type { Label } from '#vocabulary/language'
import type { ArticleKey, Rules } from '#law'
import type { Procedure } from './procedure.ts'

/** A place in the drawing of a procedure. */
export type PicturePlace = {
  readonly state: string
  readonly label: Label
  readonly entered?: Day
  readonly until?: Day
  readonly present: boolean
  readonly passed: boolean
  /** Never entered, although a later place of the path was. */
  readonly skipped: boolean
  readonly optional: boolean
}
/** A way out beside the path, from the present place. */
export type SideExit = { readonly step: string; readonly label: Label; readonly leadsTo: string; readonly stateLabel: Label; readonly law: readonly ArticleKey[] }
export type Picture = { readonly places: readonly PicturePlace[]; readonly sideExits: readonly SideExit[] }

/** The procedure as a row of places with the present one marked, and the ways out beside it. */
export function picture(rules: Rules, procedure: Procedure): Picture {
  const variant = rules.variants.get(procedure.variant)?.row
  const path = variant?.path ?? []
  const visited = procedure.places.map(({ state }) => state).filter((state) => !path.includes(state))
  const states = [...path, ...new Set(visited)]
  const isEntered = (state: string) => procedure.places.some((place) => place.state === state)
  const furthest = path.findLastIndex(isEntered)
  return {
    places: states.map((state, index) => ({ ...placeOf(rules, procedure, state, variant?.optional.includes(state) ?? false), skipped: index < furthest && !isEntered(state) })),
    sideExits: sideExitsOf(rules, procedure, states),
  }
}

function placeOf(rules: Rules, procedure: Procedure, state: string, optional: boolean): Omit<PicturePlace, 'skipped'> {
  const place = procedure.places.findLast((candidate) => candidate.state === state)
  const present = procedure.state === state
  return {
    state, label: labelOf(rules, 'states', state), present, passed: place !== undefined && !present, optional,
    ...(place === undefined ? {} : { entered: place.entered }),
    ...(place?.until === undefined ? {} : { until: place.until }),
  }
}

function sideExitsOf(rules: Rules, procedure: Procedure, drawn: readonly string[]): readonly SideExit[] {
  if (procedure.standing !== 'running') return []
  return (rules.stepsFrom.get(procedure.state) ?? []).flatMap(({ key, label, row }) => {
    const { leadsTo, law, variants } = row
    if (leadsTo === undefined || drawn.includes(leadsTo) || !(variants === 'all' || variants.includes(procedure.variant))) return []
    return [{ step: key, label, leadsTo, stateLabel: labelOf(rules, 'states', leadsTo), law }]
  })
}

type Labelled = 'states' | 'steps' | 'periods' | 'documents' | 'questionSets' | 'grounds' | 'variants' | 'conditions' | 'identityEvidence' | 'routes'

/** What the pack calls a thing; its key in every language when the rules do not know it. */
export function labelOf(rules: Rules, group: Labelled, key: string): Label {
  return rules[group].get(key)?.label ?? { en: key, nl: key, fr: key, de: key }
}
