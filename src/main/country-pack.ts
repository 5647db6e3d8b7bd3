import { join } from 'node:path'
import { readPack, type Pack } from '#law'
import { textFolder } from '#platform/text-folder'

/** The folder of a country's pack. */
export const packFolder = (country: string): string => join(import.meta.dirname, '..', 'countries', country)

/** Reads and checks the pack of a country; throws a PackFault with a sentence for each thing that is wrong in it. */
export const readCountry = (country: string): Pack => readPack(textFolder(packFolder(country), '.yaml'))
