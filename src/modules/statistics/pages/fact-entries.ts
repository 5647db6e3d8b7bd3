import type { Fact } from '#codebook'
import type { Installation } from '#platform/doors/call'
import { languages, type Language } from '#vocabulary/language'
import { axisOf, factDimensions } from '../domain/fact-dimensions.ts'
import { aboutAxis } from './reading.ts'
import { words } from './words.ts'

type Entry = Omit<Fact, 'from' | 'earlier'> & { readonly from: string }

/** What each fact of the files is called and means, for the codebook: in the words of the tables that count by it. */
export const factEntries = (installation: Pick<Installation, 'pack' | 'counting'>): readonly Entry[] => factDimensions.map((fact) => ({
  key: fact, label: inEach((language) => words(language)(`fact.${fact}` as 'fact.sex')), definition: inEach((language) => sentence(aboutAxis({ language, installation }, axisOf(fact)))),
  version: '1', from: '2026-11-23', source: 'Ariadne; country pack', verified: false,
}))

const inEach = (said: (language: Language) => string) => Object.fromEntries(languages.map((language) => [language, said(language)])) as Record<Language, string>
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
