import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'

/** What was counted at one number of changes, by question. */
let counted = { changes: '', answers: new Map<string, unknown>(), rows: 0 }
/** About 100 MB. */
const mostRows = 500_000

const sizeOfRows = (answer: unknown): number => (Array.isArray(answer) ? answer.length : 1)

/**
 * What this question was answered when it was last counted, where nothing has changed since that is counted: so it is the same as if it were counted now.
 * The database says the number of changes to the analysis centre alone; for whoever is told none, and in an act that has written, all is counted anew.
 */
export async function untilChanged<Answer>(tx: Tx, question: readonly unknown[], count: () => Promise<Answer>, sizeOf: (answer: Answer) => number = sizeOfRows): Promise<Answer> {
  const { rows: [said] } = await sql<{ changes: string | null }>`select statistics.changes() as changes`.execute(tx)
  const changes = said?.changes
  if (!changes) return count()
  if (changes !== counted.changes) counted = { changes, answers: new Map(), rows: 0 }
  const key = JSON.stringify(question)
  if (counted.answers.has(key)) return counted.answers.get(key) as Answer
  const answer = await count()
  const size = sizeOf(answer)
  // Others may have seen a change meanwhile.
  if (changes === counted.changes && counted.rows + size <= mostRows) {
    counted.rows += size
    counted.answers.set(key, answer)
  }
  return answer
}
