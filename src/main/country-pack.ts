import { join } from 'node:path'
import { readDetection, type Detection } from '#detection'
import { readPack, type Pack } from '#law'
import { textFolder } from '#platform/text-folder'

/** The folder of a country's pack. */
export const packFolder = (country: string): string => join(import.meta.dirname, '..', 'countries', country)

/** Reads and checks the pack of a country; throws a PackFault with a sentence for each thing that is wrong in it. */
export const readCountry = (country: string): Pack => readPack(textFolder(packFolder(country), '.yaml'))

/** Reads what a country says about detection, with the international lists of signs. */
export const readCountryDetection = (country: string): Detection => readDetection(packFolder(country), packFolder('international'))
