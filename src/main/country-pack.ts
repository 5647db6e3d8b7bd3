import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readCodebook, type Codebook } from '#codebook'
import { readDetection, readIndicatorPacks, type Detection } from '#detection'
import { readPack, type Pack } from '#law'
import { textFolder } from '#platform/text-folder'
import { factEntries, readCountingRules } from '#statistics'
import type { Label } from '#vocabulary/language'
import { placesWithoutName } from '#vocabulary/place-of-exploitation'

/** The folder of a country's pack. */
export const packFolder = (country: string): string => join(import.meta.dirname, '..', 'countries', country)

/** Reads and checks the pack of a country; throws a PackFault with a sentence for each thing that is wrong in it. */
export const readCountry = (country: string): Pack => readPack(textFolder(packFolder(country), '.yaml'))

/** Where an installation keeps the lists of signs that an authority gave it. */
export const importedFolder = (home: string): string => join(home, 'indicators')

/** Reads what a country says about detection, with the international lists; a list imported into the home stands in place of the one of the same key. */
export function readCountryDetection(country: string, home?: string): Detection {
  const detection = readDetection(packFolder(country), packFolder('international'))
  if (home === undefined || !existsSync(importedFolder(home))) return detection
  const imported = readIndicatorPacks([home])
  return { ...detection, packs: [...detection.packs.filter(({ key }) => !imported.some((pack) => pack.key === key)), ...imported] }
}

const exploitedIn: Label = { en: 'Place of exploitation', nl: 'Plaats van uitbuiting', fr: "Lieu d'exploitation", de: 'Ort der Ausbeutung' }
const aboutExploitedIn: Label = {
  en: 'Districts of this country and what is neither a district nor a country; other countries stand under their two letters.', nl: 'Arrondissementen van dit land en wat geen arrondissement en geen land is; andere landen staan onder hun twee letters.',
  fr: "Arrondissements de ce pays et ce qui n'est ni un arrondissement ni un pays ; les autres pays figurent sous leurs deux lettres.", de: 'Bezirke dieses Landes und was weder Bezirk noch Land ist; andere Länder stehen unter ihren zwei Buchstaben.',
}
const unnamedPlaces: Readonly<Record<(typeof placesWithoutName)[number] | 'not-collected', Label>> = {
  'here-several': { en: 'several districts of this country', nl: 'meerdere arrondissementen van dit land', fr: 'plusieurs arrondissements de ce pays', de: 'mehrere Bezirke dieses Landes' },
  'here-unknown': { en: 'in this country, district not known', nl: 'in dit land, arrondissement niet bekend', fr: 'dans ce pays, arrondissement inconnu', de: 'in diesem Land, Bezirk nicht bekannt' },
  'abroad-several': { en: 'several countries abroad', nl: 'meerdere landen in het buitenland', fr: 'plusieurs pays étrangers', de: 'mehrere Länder im Ausland' },
  'abroad-unknown': { en: 'abroad, country not known', nl: 'buitenland, land niet bekend', fr: "à l'étranger, pays inconnu", de: 'im Ausland, Land nicht bekannt' },
  both: { en: 'here and abroad', nl: 'hier en in het buitenland', fr: "ici et à l'étranger", de: 'hier und im Ausland' },
  unknown: { en: 'place not known', nl: 'plaats niet bekend', fr: 'lieu inconnu', de: 'Ort nicht bekannt' },
  'not-collected': { en: 'not collected', nl: 'niet verzameld', fr: 'non collecté', de: 'nicht erhoben' },
}

/** What figures mean in a country: the international codebook, the country's own entries, its sectors and districts as code lists, and the facts of its files. */
export function readCountryCodebook(country: string, pack: Pack, detection: Detection): Codebook {
  const own = join(packFolder(country), 'codebook')
  const shape = { version: '1', from: '1995-01-01', source: `country pack ${country}`, verified: false }
  const unknown = { key: 'unknown', label: { en: 'not recorded', nl: 'niet opgetekend', fr: 'non noté', de: 'nicht festgehalten' }, aliases: ['unknown', 'onbekend', 'inconnu', 'unbekannt'] }
  const codes = (entries: readonly { readonly key: string; readonly label: Label }[]) => [...entries.filter(({ key }) => key !== unknown.key).map(({ key, label }) => ({ key, label })), unknown]
  const sector = { en: 'Sector', nl: 'Sector', fr: 'Secteur', de: 'Sektor' }
  const district = { en: 'Judicial district', nl: 'Gerechtelijk arrondissement', fr: 'Arrondissement judiciaire', de: 'Gerichtsbezirk' }
  const lists = [
    { ...shape, key: 'sector', label: sector, definition: sector, codes: codes(detection.questions.sectors) },
    { ...shape, key: 'district', label: district, definition: district, codes: codes(pack.offices.districts) },
    { ...shape, from: '2026-11-30', key: 'exploited-in', label: exploitedIn, definition: aboutExploitedIn, codes: [...pack.offices.districts.map(({ key, label }) => ({ key, label })), ...placesWithoutName.map((key) => ({ key, label: unnamedPlaces[key] })), { key: 'not-collected', label: unnamedPlaces['not-collected'] }] },
  ]
  // A country that does not count yet has no facts to tell of.
  const facts = existsSync(join(packFolder(country), 'statistics.yaml')) ? factEntries({ pack, counting: readCountingRules(textFolder(packFolder(country), '.yaml'), pack) }) : []
  return readCodebook([join(packFolder('international'), 'codebook'), ...(existsSync(own) ? [own] : [])], { lists, facts })
}
