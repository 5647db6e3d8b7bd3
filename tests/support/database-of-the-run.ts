import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { dropRunDatabases } from './shared-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of this run alone; the first test that asks for a database starts PostgreSQL in it. */
    readonly databaseFolder: string
  }
}

const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const prefix = 'ariadne-tests-'

/** Names the folder of this run, and takes the database away when the run ends, whichever way it ends. */
export default function setup(project: TestProject): () => Promise<void> {
  removeAbandoned()
  const folder = mkdtempSync(join(memory, `${prefix}${process.pid}-`))
  project.provide('databaseFolder', folder)
  watchOver(folder)
  return async () => {
    await dropRunDatabases(folder)
    endServer(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  }
}

/** A run that is killed cannot clean up after itself, so a shell waits for its end and does it then. */
function watchOver(folder: string): void {
  const script = 'while kill -0 "$1" 2>/dev/null && test -d "$2"; do sleep 1; done; if test -d "$2"; then kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"; sleep 1; rm -rf "$2"; fi'
  spawn('/bin/sh', ['-c', script, 'sh', String(process.pid), folder], { detached: true, stdio: 'ignore' }).unref()
}

function removeAbandoned(): void {
  for (const name of readdirSync(memory).filter((entry) => entry.startsWith(prefix))) {
    if (isAlive(Number(name.slice(prefix.length).split('-')[0]))) continue
    endServer(join(memory, name))
    rmSync(join(memory, name), { recursive: true, force: true })
  }
}

/** Its data is thrown away, so PostgreSQL need not put it in order first. */
function endServer(folder: string): void {
  try {
    const pid = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) process.kill(pid, 'SIGQUIT')
  } catch {
    // No file: it was never started, or has gone already.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
