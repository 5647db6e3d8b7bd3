import { languages, type Language } from '#vocabulary/language'
import type { Codebook, Item, Variable } from './codebook-schema.ts'

/** A word as it is compared: without capitals, accents, and signs between words, so that `Sexuele_Uitbuiting` and `sexuele uitbuiting` are one. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/ß/g, 'ss').replaceAll(/[^\p{L}\p{N}+<>-]+/gu, ' ').replaceAll(/(?<=\p{L})-(?=\p{L})/gu, ' ').trim()

/** For each variable of an item, what its cells may say and which code that is. `words` takes what the source wrote. */
export type ColumnReader = {
  readonly key: string
  readonly required: boolean
  readonly headings: ReadonlySet<string>
  readonly read: (text: string) => string | undefined
  /** Codes to show beside a fault, each in the words of `choicesOf` for whoever reads it. */
  readonly examples: readonly string[]
}

/** The columns of an item, ready to read a sheet in any language and order. */
export function columnsOf(book: Codebook, item: Item): readonly ColumnReader[] {
  return item.variables.flatMap(({ key, required }) => {
    const variable = book.variables.find((each) => each.key === key)
    return variable ? [{ key, required, headings: headingsOf(variable), ...readerOf(book, variable) }] : []
  })
}

const headingsOf = ({ key, label, aliases }: Variable): ReadonlySet<string> => new Set([key, ...Object.values(label), ...aliases].map(folded))

function readerOf(book: Codebook, variable: Variable): Pick<ColumnReader, 'read' | 'examples'> {
  if (variable.kind === 'words') return { read: (text) => (text.length <= 200 ? text : undefined), examples: [] }
  const codes = variable.kind === 'country' ? countries() : new Map(
    (book.lists.find(({ key }) => key === variable.list)?.codes ?? []).flatMap(({ key, label, aliases }) => [key, ...Object.values(label), ...aliases].map((name) => [folded(name), key] as const)))
  if (variable.countries) {
    const named = [...countries()].filter(([, code]) => code.length === 2)
    // What could be a code of the list or a country, such as Luxembourg, is taken for neither.
    const all = new Map([...named, ...codes].filter(([name]) => !codes.has(name) || !named.some(([country]) => country === name)))
    return { read: (text) => all.get(folded(text)), examples: [...new Set(codes.values()), 'FR', 'RO'].slice(-12) }
  }
  return { read: (text) => codes.get(folded(text)), examples: variable.kind === 'country' ? ['BE', 'RO', 'unknown'] : [...new Set(codes.values())].slice(0, 12) }
}

/** A code and the word by which a sheet in that language writes it. */
export type Choice = { readonly code: string; readonly word: string }
const offered = new WeakMap<Variable, Map<Language, readonly Choice[]>>()

/** What a sheet in a language may write in a column: its label for each code, or where that could mean something else, another of its names. What is offered here is read back as that code. */
export function choicesOf(book: Codebook, variable: Variable, language: Language): readonly Choice[] {
  const made = offered.get(variable) ?? new Map<Language, readonly Choice[]>()
  offered.set(variable, made)
  const choices = made.get(language) ?? choicesIn(book, variable, language)
  made.set(language, choices)
  return choices
}

function choicesIn(book: Codebook, variable: Variable, language: Language): readonly Choice[] {
  if (variable.kind === 'words') return []
  const { read } = readerOf(book, variable)
  const named = countryIn(language)
  const codes = book.lists.find(({ key }) => key === variable.list)?.codes.map(({ key, label, aliases }) => ({ code: key, names: [label[language], ...Object.values(label), ...aliases, key] })) ?? []
  const withoutCountry = variable.kind === 'country' ? [{ code: 'unknown', names: [noCountry.unknown[language]] }, { code: 'stateless', names: [noCountry.stateless[language]] }] : []
  const all = variable.kind === 'country' || variable.countries ? countryCodes.map((code) => ({ code, names: [named.of(code) ?? code, code] })).toSorted((a, b) => (a.names[0] ?? '').localeCompare(b.names[0] ?? '', language)) : []
  return [...withoutCountry, ...codes, ...all].flatMap(({ code, names }) => {
    const word = names.find((name) => read(name) === code)
    return word === undefined ? [] : [{ code, word }]
  })
}

const countryIn = (language: Language): Intl.DisplayNames => new Intl.DisplayNames(language, { type: 'region' })
const noCountry = { unknown: { en: 'unknown', nl: 'onbekend', fr: 'inconnu', de: 'unbekannt' }, stateless: { en: 'stateless', nl: 'staatloos', fr: 'apatride', de: 'staatenlos' } } as const satisfies Record<string, Record<Language, string>>

let known: ReadonlyMap<string, string> | undefined

/** Countries by code and by their names in the four languages; `unknown` for a person whose citizenship was not recorded, `stateless` for who has none. */
function countries(): ReadonlyMap<string, string> {
  known ??= new Map([
    ...languages.flatMap((language) => { const names = countryIn(language); return countryCodes.flatMap((code) => [code, names.of(code) ?? code].map((name) => [folded(name), code] as const)) }),
    ...[...Object.values(noCountry.unknown), 'inconnue', '0', 'not recorded'].map((name) => [name, 'unknown'] as const),
    ...Object.values(noCountry.stateless).map((name) => [name, 'stateless'] as const),
  ])
  return known
}

// ISO 3166-1 alpha-2 as assigned, with XK, which the Union uses for Kosovo.
const countryCodes = 'AD AE AF AG AI AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW'.split(' ')
