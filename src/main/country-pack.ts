import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readCodebook, type Codebook } from '#codebook'
import { readDetection, readIndicatorPacks, type Detection } from '#detection'
import { readPack, type Pack } from '#law'
import { textFolder } from '#platform/text-folder'
import type { Label } from '#vocabulary/language'

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

/** What figures mean in a country: the international codebook, the country's own entries, and its sectors and districts as code lists. */
export function readCountryCodebook(country: string, pack: Pack, detection: Detection): Codebook {
  const own = join(packFolder(country), 'codebook')
  const shape = { version: '1', from: '1995-01-01', source: `country pack ${country}`, verified: false }
  const unknown = { key: 'unknown', label: { en: 'not recorded', nl: 'niet opgetekend', fr: 'non noté', de: 'nicht festgehalten' }, aliases: ['unknown', 'onbekend', 'inconnu', 'unbekannt'] }
  const codes = (entries: readonly { readonly key: string; readonly label: Label }[]) => [...entries.filter(({ key }) => key !== unknown.key).map(({ key, label }) => ({ key, label })), unknown]
  const sector = { en: 'Sector', nl: 'Sector', fr: 'Secteur', de: 'Sektor' }
  const district = { en: 'Judicial district', nl: 'Gerechtelijk arrondissement', fr: 'Arrondissement judiciaire', de: 'Gerichtsbezirk' }
  return readCodebook([join(packFolder('international'), 'codebook'), ...(existsSync(own) ? [own] : [])], [
    { ...shape, key: 'sector', label: sector, definition: sector, codes: codes(detection.questions.sectors) },
    { ...shape, key: 'district', label: district, definition: district, codes: codes(pack.offices.districts) },
  ])
}
