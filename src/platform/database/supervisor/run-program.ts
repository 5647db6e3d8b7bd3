import { spawn } from 'node:child_process'
import { as, type DatabaseUser } from './unprivileged-user.ts'

/** Nothing of our own environment reaches PostgreSQL: its language and folders are ours to choose. */
export const databaseEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** Runs a program as the database's user to its end and tells how it ended and what it wrote. */
export function runProgram(program: string, options: readonly string[], user: DatabaseUser): Promise<{ readonly ok: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, [...options], { ...as(user), cwd: '/', env: databaseEnvironment, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (part) => { output += part })
    child.stderr.on('data', (part) => { output += part })
    child.on('error', (error) => resolve({ ok: false, output: `${output}${error.message}` }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}
