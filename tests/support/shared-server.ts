import { spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { clientSettings, connect, type ServerSettings } from '#platform/database/connect'
import { migrate } from '#platform/database/migrate'
import { prepareBinaries } from '#platform/database/supervisor/binaries'
import { createCluster, superuser } from '#platform/database/supervisor/create-cluster'
import { databaseEnvironment } from '#platform/database/supervisor/run-program'
import { as, databaseUser } from '#platform/database/supervisor/unprivileged-user'

type Ready = { readonly settings: ServerSettings; readonly template: string } | { readonly trouble: string }

/** The server of this run with its migrated template; the first test file that asks starts it and the others wait for it. */
export async function sharedServer(folder: string): Promise<{ readonly settings: ServerSettings; readonly template: string }> {
  if (isFirst(folder)) await prepare(folder)
  for (;;) {
    const ready = read(folder)
    if (ready && 'trouble' in ready) throw new Error(`the database for the tests did not start: ${ready.trouble}`)
    if (ready) return ready
    await pause(20)
  }
}

/** The same server, another database of it. */
export function onDatabase(settings: ServerSettings, database: string): ServerSettings {
  if (!('url' in settings)) return { ...settings, database }
  const url = new URL(settings.url)
  url.pathname = `/${database}`
  return { url: url.toString() }
}

/** Runs one statement outside any transaction, as `create database` asks. */
export async function command(settings: ServerSettings, text: string): Promise<void> {
  const client = new pg.Client(clientSettings(settings))
  await client.connect()
  await client.query(text).finally(() => client.end())
}

/** On a server of one's own the run leaves nothing behind. */
export async function dropRunDatabases(folder: string): Promise<void> {
  const ready = read(folder)
  if (ready && 'template' in ready && 'url' in ready.settings) await command(ready.settings, `drop database if exists ${ready.template} with (force)`)
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'taken'))
    return true
  } catch {
    return false
  }
}

function read(folder: string): Ready | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'ready.json'), 'utf8')) as Ready
  } catch {
    return undefined
  }
}

async function prepare(folder: string): Promise<void> {
  const say = (ready: Ready): void => {
    writeFileSync(join(folder, 'ready.json.new'), JSON.stringify(ready))
    renameSync(join(folder, 'ready.json.new'), join(folder, 'ready.json'))
  }
  try {
    const url = process.env['TEST_DATABASE_URL']
    const settings = url ? { url } : await startInMemory(folder)
    const template = `ariadne_template_${basename(folder).toLowerCase().replace(/[^a-z0-9]/g, '_')}`
    await command(settings, `create database ${template}`)
    const db = connect({ ...onDatabase(settings, template), poolSize: 2 })
    await migrate(db).finally(() => db.destroy())
    say({ settings, template })
  } catch (error) {
    say({ trouble: error instanceof Error ? error.message : String(error) })
  }
}

/** PostgreSQL with everything that protects data turned off: these data live for one run. */
async function startInMemory(folder: string): Promise<ServerSettings> {
  const user = databaseUser()
  if (user) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const binaries = prepareBinaries(user, folder)
  const data = join(folder, 'data')
  await createCluster({ binaries, user, data, password: 'test', sync: false })
  const quick = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off', 'jit=off', 'max_connections=200', 'shared_buffers=64MB', 'dynamic_shared_memory_type=mmap', 'listen_addresses=']
  const log = openSync(join(folder, 'log'), 'a')
  spawn(binaries.postgres, ['-D', data, '-k', folder, ...quick.flatMap((setting) => ['-c', setting])], {
    ...as(user), cwd: '/', env: databaseEnvironment, detached: true, stdio: ['ignore', log, log],
  }).unref()
  const settings = { host: folder, port: 5432, user: superuser, password: 'test', database: 'postgres' }
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (isReady(data)) return settings
    await pause(20)
  }
  throw new Error(readFileSync(join(folder, 'log'), 'utf8').slice(-2_000))
}

function isReady(data: string): boolean {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready'
  } catch {
    return false
  }
}
