import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** Whether a process of that number works, ours or not. In a container nobody may collect a dead one; it keeps its number and does nothing. */
export const isAlive = (pid: number): boolean => isTaken(pid) && fieldsOf(pid)?.[0] !== 'Z'

/** Whether the number is in use, be it by a dead process that nobody collected. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

// What follows the name in /proc/…/stat; the name itself may hold spaces and brackets.
function fieldsOf(pid: number): readonly string[] | undefined {
  const stat = read(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** When a process began, in the system's own count: numbers of processes are given out again, this is not. */
export function beginningOf(pid: number): string {
  const ticks = fieldsOf(pid)?.[19]
  if (ticks) return `${read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''} ${ticks}`
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
}

/** Whether a process is a PostgreSQL that was started on this folder of data. */
export function servesFolder(pid: number, data: string): boolean {
  const line = read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
  return line.includes('postgres') && line.includes(` ${data} `)
}

/** The processes that stand in this folder of data: the server's helpers may outlive it for a moment. */
export function processesIn(data: string): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter((pid) => pid > 0 && standsIn(pid, data))
  } catch {
    return []
  }
}

function standsIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder
  } catch {
    return false
  }
}

/** Waits until something holds; false when it still does not after that time. */
export async function until(holds: () => boolean, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds
  while (!holds()) {
    if (Date.now() > end) return false
    await pause(10)
  }
  return true
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
