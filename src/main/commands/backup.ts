import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keysOfHome } from '#platform/audit/key-files'
import { writeCommandLine } from '#platform/audit/own-line'
import { verifyChain } from '#platform/audit/verify-chain'
import { layPoint } from '#platform/backup/restore-point'
import { writeBase } from '#platform/backup/write-base'
import { restoreBackup, type Restored } from '#platform/backup/restore-backup'
import { newBackupKey } from '#platform/backup/sealed-stream'
import { writeBackup } from '#platform/backup/write-backup'
import { ConfigurationFault, readConfiguration } from '#platform/configuration'
import { connect, type Database, type ServerSettings } from '#platform/database/connect'
import { DatabaseTrouble } from '#platform/database/database-trouble'
import { startEmbeddedPostgres } from '#platform/database/supervisor/embedded-postgres'
import { rootOf, runningDatabase } from '#platform/database/supervisor/running-database'
import { instant } from '#vocabulary/instant'
import type { Command } from '../command-line.ts'

export const backupKeyCommand: Command = {
  usage: 'backup keygen <file>',
  about: 'make the key of the backups: keep the file away from this machine',
  run: async ([file]) => {
    if (file === undefined) return wrongUse('Give the file that the private key is written to: ariadne backup keygen backup.key')
    if (existsSync(file)) return wrongUse(`${file} is there already; a key is never written over another.`)
    const { publicText, privateText } = newBackupKey()
    writeFileSync(file, `${privateText}\n`, { mode: 0o600, flag: 'wx' })
    console.log(`Set ARIADNE_BACKUP_RECIPIENT=${publicText}\nKeep ${file} on another machine, twice. Without it no backup can be read, also not by you.`)
    return 0
  },
}

export const backupCommand: Command = {
  usage: 'backup <file>',
  about: 'write all data and keys into a sealed file, while Ariadne runs',
  run: async ([file]) => {
    if (file === undefined) return wrongUse('Give the file that the backup is written to: ariadne backup /safe/ariadne-2026-11-23.backup')
    const settings = readConfiguration()
    const recipient = settings.ARIADNE_BACKUP_RECIPIENT
    if (recipient === undefined) throw new ConfigurationFault('ARIADNE_BACKUP_RECIPIENT: a backup is sealed to a key. Make one with "ariadne backup keygen" and set its public part here.')
    const began = performance.now()
    const written = await withDatabase(async (from) => {
      await inRecord(from)
      return writeBackup({ from, home: settings.ARIADNE_HOME, file, recipient, now: new Date(), say: console.log })
    })
    console.log(`${file}: ${written.tables} tables, ${written.files} files, ${megabytes(written.bytes)} sealed into ${megabytes(written.sealedBytes)}, in ${seconds(began)}.`)
    return 0
  },
}

export const backupBaseCommand: Command = {
  usage: 'backup base <file>',
  about: 'copy the embedded database while Ariadne runs, as the base from which its journal leads on',
  run: async ([file]) => {
    if (file === undefined) return wrongUse('Give the file that the base is written to: ariadne backup base /safe/2026-11-23.base')
    const settings = readConfiguration()
    const { ARIADNE_HOME: home, ARIADNE_BACKUP_RECIPIENT: recipient } = settings
    if (recipient === undefined) throw new ConfigurationFault('ARIADNE_BACKUP_RECIPIENT: a backup is sealed to a key. Make one with "ariadne backup keygen" and set its public part here.')
    const from = settings.DATABASE_URL === undefined ? runningDatabase(home) : undefined
    if (!from) return wrongUse('A base is made of the embedded database while Ariadne runs on this ARIADNE_HOME with ARIADNE_JOURNAL set. With a server of your own, its own tools do this.')
    const began = performance.now()
    await inRecord(from)
    const { files, bytes } = await writeBase({ from, home, data: join(rootOf(home), 'database'), file, recipient, now: new Date() })
    console.log(`${file}: ${files} files, ${megabytes(bytes)}, in ${seconds(began)}. Keep it with the journal from now on.`)
    return 0
  },
}

export const restorePointCommand: Command = {
  usage: 'restore point <base> <key-file> <journal> <moment>',
  about: 'bring the embedded database back as it was at a moment, such as 2026-11-23T14:05:00Z',
  run: async ([base, keyFile, journal, moment = '']) => {
    const until = new Date(moment)
    if (base === undefined || keyFile === undefined || journal === undefined || Number.isNaN(until.getTime())) {
      return wrongUse('Give the base, the file with its private key, the folder of the journal and the moment: ariadne restore point 2026-11-23.base backup.key /safe/journal 2026-11-23T14:05:00Z')
    }
    const { ARIADNE_HOME: home } = readConfiguration()
    const began = performance.now()
    const laid = await layPoint({ base: readable(base), privateKey: readFileSync(readable(keyFile), 'utf8'), journal: readable(journal), until, home })
    const own = await startEmbeddedPostgres({ home, log: console.log })
    try {
      laid.forget()
      await inRecord(own.connection)
      await proveRecord(own.connection, home)
      console.log(`The database is as it was at ${until.toISOString()}, by ${laid.pieces} pieces of its journal, in ${seconds(began)}. Make a new base before you go on.`)
    } finally {
      await own.stop()
    }
    return 0
  },
}

export const restoreCommand: Command = {
  usage: 'restore <file> <key-file>',
  about: 'bring a backup back into an empty ARIADNE_HOME or DATABASE_URL',
  run: async ([file, keyFile]) => {
    if (file === undefined || keyFile === undefined) return wrongUse('Give the backup and the file with its private key: ariadne restore ariadne-2026-11-23.backup backup.key')
    const settings = readConfiguration()
    const began = performance.now()
    const restored = await withDatabase((into) => bringBack(file, keyFile, into, settings.ARIADNE_HOME))
    console.log(`The data of ${restored.at} are back: ${restored.tables} tables, ${restored.files} files, ${megabytes(restored.bytes)}, read back and equal, in ${seconds(began)}.`)
    return 0
  },
}

export const backupDrillCommand: Command = {
  usage: 'backup drill <file> <key-file>',
  about: 'prove that a backup can be restored: into a folder of its own, which then goes',
  run: async ([file, keyFile]) => {
    if (file === undefined || keyFile === undefined) return wrongUse('Give the backup and the file with its private key: ariadne backup drill ariadne-2026-11-23.backup backup.key')
    const home = mkdtempSync(join(tmpdir(), 'ariadne-drill-'))
    const began = performance.now()
    try {
      const own = await startEmbeddedPostgres({ home, log: console.log })
      try {
        const restored = await bringBack(file, keyFile, own.connection, home)
        console.log(`The data of ${restored.at} came back whole: ${restored.tables} tables, ${restored.files} files, ${megabytes(restored.bytes)}, in ${seconds(began)}.`)
      } finally {
        await own.stop()
      }
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
    return 0
  },
}

/** Restores, notes it in the record, and works the record's chain out again: data that came back with a broken record have not come back. */
async function bringBack(file: string, keyFile: string, into: ServerSettings, home: string): Promise<Restored> {
  const restored = await restoreBackup({ file: readable(file), privateKey: readFileSync(readable(keyFile), 'utf8'), into, home, say: console.log })
  await inRecord(into)
  await proveRecord(into, home)
  return restored
}

const proveRecord = (at: ServerSettings, home: string): Promise<void> => withConnection(at, async (db) => {
  const verified = await verifyChain(db, { keys: keysOfHome(home) })
  if (!verified.isWhole) throw new DatabaseTrouble(`The data are back, and the record of acts among them is not whole: ${verified.fault}`)
  console.log(`The record of acts is whole: ${verified.lines} sealed lines, ${verified.waiting} wait for their seal.`)
})

const inRecord = (at: ServerSettings): Promise<void> => withConnection(at, (db) => writeCommandLine(db, instant(new Date())))

async function withConnection<T>(at: ServerSettings, work: (db: Database) => Promise<T>): Promise<T> {
  const db = connect({ ...at, poolSize: 2 })
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

/** The database that the settings name: a server of one's own, Ariadne's own that runs already, or started for this command alone. */
async function withDatabase<T>(work: (at: ServerSettings) => Promise<T>): Promise<T> {
  const settings = readConfiguration()
  if (settings.DATABASE_URL !== undefined) return work({ url: settings.DATABASE_URL })
  const running = runningDatabase(settings.ARIADNE_HOME)
  if (running) return work(running)
  const own = await startEmbeddedPostgres({ home: settings.ARIADNE_HOME, log: console.log })
  try {
    return await work(own.connection)
  } finally {
    await own.stop()
  }
}

function readable(file: string): string {
  if (!existsSync(file)) throw new DatabaseTrouble(`${file} is not there.`)
  return file
}

function wrongUse(sentence: string): number {
  console.error(sentence)
  return 2
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
const seconds = (began: number): string => `${((performance.now() - began) / 1000).toFixed(1)} s`
