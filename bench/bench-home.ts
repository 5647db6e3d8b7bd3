import { existsSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { connect, type Database, type ServerSettings } from '#platform/database/connect'
import { migrate } from '#platform/database/migrate'
import { startEmbeddedPostgres } from '#platform/database/supervisor/embedded-postgres'
import { readConfiguration } from '#platform/configuration'
import { openVault } from '#platform/vault/open-vault'
import { sealClearRows } from '#platform/vault/seal-clear-rows'
import { clearTables } from '../src/main/clear-tables.ts'
import type { Door } from '#platform/doors/perform'
import { composeDoor } from '../src/main/compose-site.tsx'
import { readCountry } from '../src/main/country-pack.ts'
import { loadDemonstration } from '../src/main/demonstration/load-demonstration.ts'
import { keepOffices } from '../src/main/keep-offices.ts'

export const silent = pino({ level: 'silent' })

/** A home for measuring: Ariadne's own PostgreSQL as it is shipped, with the invented people of the stories told into it. */
export type BenchHome = { readonly folder: string; readonly db: Database; readonly connection: ServerSettings; readonly door: Door; readonly close: () => Promise<void> }

/** The value of an option such as `--files 10000`. */
export function option(name: string, otherwise: string): string {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise)
}

export const numberOption = (name: string, otherwise: number): number => Number(option(name, String(otherwise)))

export const folderFor = (files: number): string => option('home', join(tmpdir(), `ariadne-bench-${files}`))

export async function openBenchHome(folder: string): Promise<BenchHome> {
  const isNew = !existsSync(folder)
  const own = await startEmbeddedPostgres({ home: folder, log: () => {} })
  const db = connect({ ...own.connection, poolSize: 20 })
  await migrate(db)
  await openVault(db, { ...readConfiguration({}), ARIADNE_HOME: folder }, () => {})
  await sealClearRows(db, clearTables)
  const pack = readCountry('be')
  const door = composeDoor(db, readConfiguration({}), pack)
  await keepOffices(db, pack)
  if (isNew) console.error(`telling the stories into ${folder} ...`)
  await loadDemonstration(door, 'be', silent)
  return { folder, db, connection: own.connection, door, close: async () => { await db.destroy(); await own.stop() } }
}

/** How busy the machine was, since others may work on it. */
export const load = (): string => loadavg().map((value) => value.toFixed(1)).join(' ')

export const median = (values: readonly number[]): number => at(values, 0.5)
export const p95 = (values: readonly number[]): number => at(values, 0.95)

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const ms = (value: number): string => (Number.isNaN(value) ? '—' : value < 10 ? value.toFixed(1) : value.toFixed(0))

/** A table as Markdown writes it. */
export function printTable(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  console.log(`| ${heads.join(' | ')} |\n|${heads.map((_, index) => (index === 0 ? '---' : '---:')).join('|')}|`)
  for (const row of rows) console.log(`| ${row.join(' | ')} |`)
}
