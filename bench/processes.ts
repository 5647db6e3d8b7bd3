import { fork, spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Database, ServerSettings } from '#platform/database/connect'
import type { Job, Sample } from './load.ts'

const root = join(import.meta.dirname, '..')

/** Runs a job of requests in a process of its own, so that asking does not slow what answers. */
export function runLoad(job: Job): Promise<readonly Sample[]> {
  const child = fork(join(import.meta.dirname, 'load.ts'), { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.send(job)
  return new Promise((resolve, reject) => {
    child.once('message', (samples) => resolve(samples as readonly Sample[]))
    child.once('error', reject)
    child.once('exit', (code) => { if (code !== 0) reject(new Error(`the load ended with ${code}`)) })
  })
}

export type Running = { readonly port: number; readonly child: ChildProcess; readonly stop: () => Promise<void> }

/** Starts Ariadne as it is shipped, and waits for the sentence that says where it is. */
export function startAriadne(environment: Readonly<Record<string, string>>): Promise<Running> {
  const child = spawn(process.execPath, [join(root, 'bin', 'ariadne.js'), 'serve'], { cwd: root, env: { ...process.env, PORT: '0', LOG_LEVEL: 'error', ...environment }, stdio: ['ignore', 'pipe', 'inherit'] })
  const stop = () => new Promise<void>((resolve) => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Ariadne ended with ${code} before it was ready`)))
    let said = ''
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString()
      const port = /ready at http:\/\/localhost:(\d+)/.exec(said)?.[1]
      if (port) resolve({ port: Number(port), child, stop })
    })
  })
}

/** The address of a database that another process opened, as DATABASE_URL says it. */
export function urlOf(settings: ServerSettings): string {
  if ('url' in settings) return settings.url
  const { host, port, user, password, database } = settings
  return `postgres://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
}

/** Megabytes of memory that a process holds now, as Linux counts them. */
export const megabytesOf = ({ child }: Running): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8'))?.[1] ?? 0) / 1_024)

/** Milliseconds of processor that a process has used so far, as Linux counts them; the same on a busy machine as on a quiet one. */
export const processorOf = ({ child }: Running): number => {
  const [, user, system] = statOf(String(child.pid))
  return user + system
}

/** The same of a PostgreSQL: of all its processes, those that have ended among them. */
export async function processorOfDatabase(db: Database): Promise<number> {
  const { rows: [row] } = await sql<{ pid: string }>`select split_part(pg_read_file('postmaster.pid'), chr(10), 1) as pid`.execute(db)
  const postmaster = Number(row?.pid)
  const [, user, system, ended, endedSystem] = statOf(String(postmaster))
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).reduce((sum, pid) => {
    const [parent, its, itsSystem] = statOf(pid)
    return parent === postmaster ? sum + its + itsSystem : sum
  }, user + system + ended + endedSystem)
}

/** The parent of a process, and milliseconds of its processor: its own, the system's for it, and both of its ended children. Nothing of one that is gone. */
function statOf(pid: string): readonly [parent: number, user: number, system: number, ended: number, endedSystem: number] {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').map(Number) ?? []
    const at = (index: number) => (fields[index] ?? 0) * 10
    return [fields[1] ?? 0, at(11), at(12), at(13), at(14)]
  } catch {
    return [0, 0, 0, 0, 0]
  }
}
