import { ThreadFault } from '#platform/threads/one-thread'
import type { PrimaryRule } from '../domain/sensitive-cells.ts'
import type { ProtectedTable } from '../domain/protected-table.ts'
import type { Table } from '../domain/table.ts'
import { sendThroughGate } from './gate-thread.ts'

/** How many answers are kept: the same counts are made safe once. */
const keptAnswers = 100
/** A page does not wait longer for the least cost, in seconds; what is shown is safe all the same. */
const patience = 5

const known = new Map<string, Promise<readonly ProtectedTable[]>>()

/** Tables of live counts, made safe together so that none tells what another hides. */
export function safeTables(tables: readonly Table[], rule: PrimaryRule): Promise<readonly ProtectedTable[]> {
  const key = JSON.stringify([tables, rule])
  const before = known.get(key)
  if (before) return before
  const made = throughGate(tables, rule)
  known.set(key, made)
  made.catch(() => known.delete(key))
  for (const oldest of known.keys()) {
    if (known.size <= keptAnswers) break
    known.delete(oldest)
  }
  return made
}

async function throughGate(tables: readonly Table[], rule: PrimaryRule): Promise<readonly ProtectedTable[]> {
  const answer = await sendThroughGate({ tables, rule, method: { suppress: 'value' }, earlier: [], seconds: patience })
  if (!answer.passed) throw new ThreadFault('fault', `live counts did not pass the gate: ${answer.why}`)
  return answer.tables
}
