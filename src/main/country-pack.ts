import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readDetection, readIndicatorPacks, type Detection } from '#detection'
import { readPack, type Pack } from '#law'
import { textFolder } from '#platform/text-folder'

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
