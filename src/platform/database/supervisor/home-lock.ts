import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseTrouble } from '../database-trouble.ts'
import { beginningOf, isAlive } from './process-facts.ts'

type Holder = { readonly pid: number; readonly began: string; readonly since: string }

/** Takes the home for this process alone, and returns how to give it back; refuses while another process that lives holds it. */
export function lockHome(home: string): () => void {
  const lock = join(home, 'ariadne.lock')
  const mine: Holder = { pid: process.pid, began: beginningOf(process.pid), since: new Date().toISOString() }
  const text = JSON.stringify(mine)
  // Written apart and linked into place, so that nobody ever reads half a lock.
  const draft = `${lock}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      if (tryLink(draft, lock)) {
        return () => {
          if (readText(lock) === text) rmSync(lock, { force: true })
        }
      }
      removeIfAbandoned(lock, home)
    }
    throw new DatabaseTrouble(`Several starts on ${home} are in each other's way. Try again in a moment.`)
  } finally {
    rmSync(draft, { force: true })
  }
}

function tryLink(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function removeIfAbandoned(lock: string, home: string): void {
  const text = readText(lock)
  if (text === undefined) return
  const holder = parse(text)
  if (holder && isAlive(holder.pid) && beginningOf(holder.pid) === holder.began) {
    throw new DatabaseTrouble(
      `Ariadne is already running on ${home} (process ${holder.pid}, since ${holder.since}). Use that one, stop it first, or start this one on another ARIADNE_HOME.`,
    )
  }
  const aside = `${lock}.left-by-${holder?.pid ?? 'nobody'}-${process.pid}`
  try {
    renameSync(lock, aside)
    // Someone else may have cleared the old lock and taken a new one between our reading and our renaming.
    if (readText(aside) !== text) tryLink(aside, lock)
    rmSync(aside, { force: true })
  } catch {
    // Another start was faster; the next attempt sees what it left.
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function parse(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder>
    return typeof holder.pid === 'number' && typeof holder.began === 'string' ? { pid: holder.pid, began: holder.began, since: String(holder.since) } : undefined
  } catch {
    return undefined
  }
}
