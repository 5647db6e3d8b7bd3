/** Somebody to be placed, by a key of the caller's own; the order of the list breaks ties. */
export type PersonToPlace = { readonly key: string; readonly isChild: boolean; readonly languages: readonly string[]; readonly region?: string | undefined }

export type CentreWithPlaces = {
  readonly office: string
  readonly freePlaces: number
  readonly languages: readonly string[]
  readonly regions: readonly string[]
  readonly takesMinors: boolean
}

export type WhyPlaced = 'language-and-region' | 'language' | 'region' | 'free-place'
export type WhyUnplaced = 'no-free-place' | 'no-centre-for-minors' | 'no-free-place-for-minors'

export type Spread = {
  readonly placed: readonly { readonly key: string; readonly office: string; readonly why: WhyPlaced; readonly languages: readonly string[] }[]
  readonly unplaced: readonly { readonly key: string; readonly why: WhyUnplaced }[]
}

/**
 * Proposes a centre for each person and says why; the same input gives the same proposal.
 * Nobody stays without a place while one is free that may take her: children choose first, among centres that take minors.
 * Within that, those with the fewest centres that speak their language choose first; then language counts before region, and region before the emptier centre.
 */
export function spreadOverCentres(persons: readonly PersonToPlace[], centres: readonly CentreWithPlaces[]): Spread {
  const free = new Map(centres.map((centre) => [centre.office, Math.max(0, Math.floor(centre.freePlaces))]))
  const left = (centre: CentreWithPlaces) => free.get(centre.office) ?? 0
  const chosen = new Map<string, { person: PersonToPlace; centre: CentreWithPlaces }>()
  const children = byScarcity(persons.filter((person) => person.isChild), centres)
  const adults = byScarcity(persons.filter((person) => !person.isChild), centres)
  for (const person of [...children, ...adults]) {
    const open = centres.filter((centre) => left(centre) > 0 && (centre.takesMinors || !person.isChild))
    const best = open.toSorted((a, b) => fit(person, b) - fit(person, a) || left(b) - left(a) || (a.office < b.office ? -1 : 1))[0]
    if (!best) continue
    free.set(best.office, left(best) - 1)
    chosen.set(person.key, { person, centre: best })
  }
  return {
    placed: persons.flatMap((person) => {
      const found = chosen.get(person.key)
      return found ? [{ key: person.key, office: found.centre.office, why: reasonFor(person, found.centre), languages: shared(person, found.centre) }] : []
    }),
    unplaced: persons.filter((person) => !chosen.has(person.key)).map((person) => ({ key: person.key, why: whyNot(person, centres) })),
  }
}

const shared = (person: PersonToPlace, centre: CentreWithPlaces) => person.languages.filter((language) => centre.languages.includes(language))
const isNear = (person: PersonToPlace, centre: CentreWithPlaces) => person.region !== undefined && centre.regions.includes(person.region)
const fit = (person: PersonToPlace, centre: CentreWithPlaces) => (shared(person, centre).length > 0 ? 2 : 0) + (isNear(person, centre) ? 1 : 0)

function reasonFor(person: PersonToPlace, centre: CentreWithPlaces): WhyPlaced {
  const speaks = shared(person, centre).length > 0
  if (speaks && isNear(person, centre)) return 'language-and-region'
  return speaks ? 'language' : isNear(person, centre) ? 'region' : 'free-place'
}

/** Those with the fewest centres that speak their language come first; who has none is not helped by waiting or by choosing early, so comes last. */
function byScarcity(persons: readonly PersonToPlace[], centres: readonly CentreWithPlaces[]): readonly PersonToPlace[] {
  const choices = (person: PersonToPlace) => centres.filter((centre) => centre.freePlaces > 0 && shared(person, centre).length > 0).length || Infinity
  const counted = persons.map((person) => ({ person, choices: choices(person) }))
  return counted.toSorted((a, b) => (a.choices === b.choices ? 0 : a.choices - b.choices)).map(({ person }) => person)
}

function whyNot(person: PersonToPlace, centres: readonly CentreWithPlaces[]): WhyUnplaced {
  if (!person.isChild) return 'no-free-place'
  return centres.some((centre) => centre.takesMinors) ? 'no-free-place-for-minors' : 'no-centre-for-minors'
}
