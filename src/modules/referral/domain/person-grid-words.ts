import { languages } from '#vocabulary/language'

/** The columns of a pasted grid, with the header names under which they are found in the four languages. */
export const gridColumns = {
  reference: ['reference', 'ref', 'number', 'no', 'nr', 'nummer', 'referentie', 'numero', 'referenz'],
  familyName: ['family name', 'surname', 'last name', 'achternaam', 'familienaam', 'nom', 'nom de famille', 'familienname', 'nachname'],
  givenName: ['given name', 'first name', 'voornaam', 'prenom', 'vorname'],
  sex: ['sex', 'gender', 'geslacht', 'sexe', 'geschlecht'],
  bornOn: ['born on', 'birth date', 'date of birth', 'geboortedatum', 'date de naissance', 'ne le', 'nee le', 'geburtsdatum'],
  age: ['age', 'adult or child', 'leeftijd', 'age group', 'alter', 'volwassene of kind', 'adulte ou enfant', 'erwachsen oder kind'],
  citizenship: ['citizenship', 'nationality', 'nationaliteit', 'nationalite', 'staatsangehorigkeit'],
  languages: ['languages', 'language', 'talen', 'taal', 'langues', 'langue', 'sprachen', 'sprache'],
  consent: ['consent', 'agrees', 'toestemming', 'akkoord', 'consentement', 'accord', 'einwilligung', 'zustimmung'],
} as const
export type GridColumn = keyof typeof gridColumns

/** A word without accents, case and surrounding space, so that Prénom and prenom are one. */
export const plain = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[_\s]+/g, ' ').trim()

/** The column of a header cell, or nothing. */
export const columnOf = (header: string): GridColumn | undefined =>
  (Object.keys(gridColumns) as GridColumn[]).find((column) => (gridColumns[column] as readonly string[]).includes(plain(header)))

const sexes = {
  female: ['f', 'female', 'woman', 'v', 'vrouw', 'vrouwelijk', 'femme', 'feminin', 'w', 'weiblich', 'frau'],
  male: ['m', 'male', 'man', 'mannelijk', 'h', 'homme', 'masculin', 'mannlich', 'mann'],
  other: ['x', 'other', 'anders', 'andere', 'autre', 'divers'],
  unknown: ['', '?', 'unknown', 'onbekend', 'inconnu', 'unbekannt'],
} as const
const ages = {
  adult: ['adult', 'volwassen', 'volwassene', 'meerderjarig', 'adulte', 'majeur', 'erwachsen', 'volljahrig'],
  child: ['child', 'minor', 'kind', 'minderjarig', 'minderjarige', 'enfant', 'mineur', 'minderjahrig'],
  unsure: ['', '?', 'unsure', 'not sure', 'onzeker', 'niet zeker', 'incertain', 'pas sur', 'unsicher'],
} as const
const agreements = {
  yes: ['yes', 'y', 'ja', 'j', 'oui', 'o', '1', 'x'],
  no: ['no', 'n', 'nee', 'non', 'nein', '0'],
  unknown: ['', '?', 'unknown', 'onbekend', 'inconnu', 'unbekannt'],
} as const

const find = <K extends string>(table: Readonly<Record<K, readonly string[]>>, word: string): K | undefined =>
  (Object.keys(table) as K[]).find((key) => table[key].includes(plain(word)))

export const sexOf = (word: string) => find(sexes, word)
export const ageOf = (word: string) => find(ages, word)
export const agreementOf = (word: string) => find(agreements, word)

const letters = [...'abcdefghijklmnopqrstuvwxyz']
const codes = letters.flatMap((first) => letters.map((second) => first + second))

function namesOf(type: 'region' | 'language', write: (code: string) => string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type, fallback: 'none' })
    for (const code of codes) {
      const name = display.of(write(code))
      if (!name) continue
      names.set(code, write(code))
      if (!names.has(plain(name))) names.set(plain(name), write(code))
    }
  }
  return names
}

let countries: ReadonlyMap<string, string> | undefined
let tongues: ReadonlyMap<string, string> | undefined

/** The ISO 3166-1 code of a country given by code or by name in one of the four languages. */
export const countryOf = (word: string): string | undefined => (countries ??= namesOf('region', (code) => code.toUpperCase())).get(plain(word))
/** The ISO 639-1 code of a language given by code or by name in one of the four languages. */
export const languageOf = (word: string): string | undefined => (tongues ??= namesOf('language', (code) => code)).get(plain(word))
