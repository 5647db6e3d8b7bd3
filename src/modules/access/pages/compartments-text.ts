import type { Route } from '#platform/doors/route'
import type { Compartment } from '#vocabulary/compartments'
import type { Language } from '#vocabulary/language'
import { compartmentRows, type CompartmentRow } from '../actions/list-compartments.ts'
import { words } from './words.ts'

export const compartmentTitle = ({ compartment }: CompartmentRow, language: Language): string => words(language)(`compartment.${compartment as Compartment}`)

/** "The centre of the file: reads, writes." */
export function standingSentence({ relation, rights }: CompartmentRow['offices'][number]['standings'][number], language: Language): string {
  const say = words(language)
  return `${say(`relation.${relation}`)}: ${rights.map((right) => say(`right.${right}`)).join(', ')}`
}

/** The table and the doors that stand in it as a page of the documentation; a test holds `docs/compartments.md` equal to it. */
export function compartmentsAsMarkdown(routes: readonly Route[]): string {
  const say = words('en')
  const parts = compartmentRows().flatMap((row) => [
    `## ${compartmentTitle(row, 'en')}`, '',
    `| ${say('compartments.kind')} | ${say('compartments.may')} |`, '|---|---|',
    ...row.offices.map(({ kind, standings }) => `| ${say(`kind.${kind}`)} | ${standings.map((standing) => standingSentence(standing, 'en')).join('; ')} |`),
    '', `Doors: ${doorsOf(row.compartment, routes)}.`, '',
  ])
  const open = (whom: Route['for']) => routes.filter((route) => route.for === whom).map(({ name }) => `\`${name}\``).toSorted().join(', ')
  return [
    '# Who may see what', '',
    'Made from `src/vocabulary/compartments.ts`; a test holds this page equal to it. What is not here is for nobody. Which files a relation reaches, `docs/decisions/0015-one-table-of-compartments.md` says.', '',
    ...parts,
    '## Doors outside the table', '',
    `For anyone signed in: ${open('signed-in')}.`, '', `For anyone at all: ${open('anyone')}.`, '',
  ].join('\n')
}

const doorsOf = (compartment: string, routes: readonly Route[]): string =>
  routes.filter(({ place }) => place?.entries.some((entry) => entry.compartment === compartment)).map(({ name }) => `\`${name}\``).toSorted().join(', ') || 'none yet'
