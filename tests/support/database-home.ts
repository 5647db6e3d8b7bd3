import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { clientSettings, type ServerSettings } from '#platform/database/connect'

/** A new folder, closed to everybody but its owner, as `mktemp -d` makes them. */
export const aFolder = (): string => mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ariadne-home-'))

/** An exact copy of a home that nobody is running, to be damaged. */
export function copyOf(home: string): string {
  const copy = aFolder()
  execFileSync('cp', ['-a', `${home}/.`, copy])
  return copy
}

/** Ends what a test may have left running on a home, and removes it. */
export function removeHome(home: string): void {
  const noted = join(home, 'database-folder')
  const other = existsSync(noted) ? readFileSync(noted, 'utf8').trim() : undefined
  for (const folder of [home, other]) {
    if (!folder) continue
    const pid = postmasterOf(folder)
    if (pid && existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) {
      process.kill(pid, 'SIGCONT')
      process.kill(pid, 'SIGQUIT')
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

export function postmasterOf(home: string): number | undefined {
  const file = join(home, 'database', 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

/** Another process that runs the database on this home, ready to be killed. */
export async function anotherProcess(home: string): Promise<{ readonly child: ChildProcess; readonly connection: ServerSettings }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'start-and-be-killed.ts'), home], { stdio: ['ignore', 'pipe', 'ignore'] })
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (text) => resolve(String(text)))
    child.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
  })
  return { child, connection: JSON.parse(line) as ServerSettings }
}

/** Kills a process as the system does when memory is short, and waits until it is gone. */
export const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })

/** One statement on a connection of its own. */
export async function ask<Row>(settings: ServerSettings, text: string): Promise<readonly Row[]> {
  const client = new pg.Client(clientSettings(settings))
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query(text).finally(() => client.end())
  return rows as Row[]
}
