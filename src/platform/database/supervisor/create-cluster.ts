import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseTrouble } from '../database-trouble.ts'
import type { Binaries } from './binaries.ts'
import { explainFailure } from './explain-failure.ts'
import { runProgram } from './run-program.ts'
import type { DatabaseUser } from './unprivileged-user.ts'

export const superuser = 'ariadne'

type Cluster = { readonly binaries: Binaries; readonly user: DatabaseUser; readonly data: string; readonly password: string; readonly sync: boolean }

/** Makes an empty database at `data`. It is made beside that place and moved there when whole, so that a start cut short leaves nothing half made. */
export async function createCluster({ binaries, user, data, password, sync }: Cluster): Promise<void> {
  const unfinished = `${data}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  try {
    mkdirSync(unfinished, { mode: 0o700 })
    const passwordFile = join(dirname(data), '.initial-password')
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    if (user) for (const path of [unfinished, passwordFile]) chownSync(path, user.uid, user.gid)
    try {
      await initdb(binaries, user, ['-D', unfinished, `--pwfile=${passwordFile}`, ...initialSettings])
    } finally {
      rmSync(passwordFile, { force: true })
    }
    if (sync) await initdb(binaries, user, ['-D', unfinished, '--sync-only', '--sync-method=syncfs'])
    renameSync(unfinished, data)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (error instanceof DatabaseTrouble) throw error
    throw new DatabaseTrouble(explainFailure(String(error)) ?? `The database could not be set up in ${data}: ${String(error)}`, { cause: error })
  }
}

const initialSettings = [
  `--username=${superuser}`, '--auth=scram-sha-256', '--encoding=UTF8', '--no-sync',
  '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C',
]

async function initdb(binaries: Binaries, user: DatabaseUser, options: readonly string[]): Promise<void> {
  const { ok, output } = await runProgram(binaries.initdb, options, user)
  if (!ok) throw new DatabaseTrouble(explainFailure(output) ?? `The database could not be set up: ${output.trim()}`)
}
