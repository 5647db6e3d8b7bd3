import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { importIndicatorPack, type IndicatorPack } from '#detection'
import { readConfiguration } from '#platform/configuration'
import type { Command } from '../command-line.ts'
import { importedFolder, readCountryDetection } from '../country-pack.ts'

/** The list of a country that waits for its signs: a sheet has only rows, and this carries title, source and rule. */
const emptyListOf = (packs: readonly IndicatorPack[]): IndicatorPack | undefined => packs.find(({ items }) => items.length === 0)

/** Reads a list that an authority hands over and lays it down in the home of this installation; says how it went, one line a fault. */
export function importIndicators(file: string, { home, country, key, today }: { readonly home: string; readonly country: string; readonly key?: string | undefined; readonly today: string }): { readonly code: number; readonly says: readonly string[] } {
  const own = readCountryDetection(country).packs
  const onto = key === undefined ? emptyListOf(own) : own.find((pack) => pack.key === key)
  if (key !== undefined && !onto) return { code: 2, says: [`There is no list ${key}; there are: ${own.map((pack) => pack.key).join(', ')}.`] }
  const text = textOf(file)
  if (text === undefined) return { code: 1, says: [`The file ${file} cannot be read.`] }
  const imported = importIndicatorPack(text, onto)
  if ('faults' in imported) {
    return { code: 1, says: [...imported.faults.map(({ row, at, says }) => `${row === undefined ? '' : `row ${row}, `}${at}: ${says}`), `${imported.faults.length} faults: nothing was imported.`] }
  }
  // A sheet has no version of its own: the day on which it came tells it from the empty list and from the sheet before it.
  const pack = imported.pack.version === onto?.version ? { ...imported.pack, version: `imported ${today}` } : imported.pack
  const folder = importedFolder(home)
  const path = join(folder, `${pack.key}.yaml`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Written beside and moved: a server that starts at this moment reads the old list or the new one, never half of it.
  writeFileSync(`${path}.new`, stringify(pack), { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return { code: 0, says: [`${pack.items.length} signs of the list ${pack.key}, version ${pack.version}, are in ${path}. They count from the next start on.`] }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

export const importIndicatorsCommand: Command = {
  usage: 'indicators import <file> [list]',
  about: 'lay an authority\'s own list of signs, a sheet or YAML, over the empty one',
  run: ([file, key]) => {
    if (file === undefined) {
      console.error('Give a file: ariadne indicators import list.csv')
      return Promise.resolve(2)
    }
    const settings = readConfiguration()
    const { code, says } = importIndicators(file, { home: settings.ARIADNE_HOME, country: settings.ARIADNE_COUNTRY, key, today: new Date().toISOString().slice(0, 10) })
    for (const sentence of says) (code === 0 ? console.log : console.error)(sentence)
    return Promise.resolve(code)
  },
}
