import { download, type Download, type PageCall } from '#platform/doors/page'
import { csvOf, csvType, type Line } from '#platform/sheets/write-sheets'
import { showFacts, shownFacts, type Persons } from '../actions/fact-acts.ts'
import { axisOf } from '../domain/fact-dimensions.ts'
import { nameOfCode } from './code-names.ts'
import { factsIn } from './facts-page.tsx'
import { nameOfStep } from './way-names.ts'

/** One line for each person: her pseudonym, each fact as a code and in words, and how many steps she took. */
const personsOf = (call: PageCall, { persons }: Persons): readonly Line[] => [
  ['pseudonym', ...shownFacts.flatMap((fact) => [`${fact}_code`, fact]), 'steps'],
  ...persons.map(({ pseudonym, facts, steps }): Line => [pseudonym, ...shownFacts.flatMap((fact) => { const code = facts[fact] ?? 'unknown'; return [code, nameOfCode(call, axisOf(fact), code)] }), steps.length]),
]

/** One line for each step of each person, in order. */
const stepsOf = (call: PageCall, { persons }: Persons): readonly Line[] => [
  ['pseudonym', 'place', 'step_code', 'step', 'days_since_opening'],
  ...persons.flatMap(({ pseudonym, steps }) => steps.map(({ step, days }, place): Line => [pseudonym, place + 1, step, nameOfStep(call, step), days])),
]

const asked: Pick<Download, 'asks' | 'input' | 'grave'> = { asks: showFacts, input: ({ query }) => { const { filter: _, ...asked } = factsIn(query); return { ...asked, page: 1, all: 'yes' } }, grave: true }

/** Persons and their steps to take into a program, for the analysis centre alone: the two files are joined by the pseudonym. */
export const factsFiles: readonly Download[] = [
  download({ at: '/tables/facts.csv', ...asked, file: async (call, value) => ({ bytes: csvOf(personsOf(call, value as Persons)), type: csvType, name: 'not-for-release-persons.csv' }) }),
  download({ at: '/tables/facts-steps.csv', ...asked, file: async (call, value) => ({ bytes: csvOf(stepsOf(call, value as Persons)), type: csvType, name: 'not-for-release-steps.csv' }) }),
]
