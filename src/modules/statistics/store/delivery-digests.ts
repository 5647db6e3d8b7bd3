import { sql } from 'kysely'
import type { Codebook, Item } from '#codebook'
import type { Tx } from '#platform/database/connect'
import type { AccountId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Digest } from '../domain/deliveries/anomalies.ts'
import { variablesOfItem } from '../domain/deliveries/delivered-wish.ts'
import { marginsOf, writtenTotals, type MarginFact } from '../domain/deliveries/margins.ts'
import { listAllFigures } from './delivery-rows.ts'

/** A delivery never changes, so what it comes to is worked out once; whoever asks has read its row under her own rights before. */
const kept = new Map<string, Digest>()
const keptDigests = 300
/** No sheet has more rows. */
const mostFigures = 200_000

export const digestOf = ({ codebook, item }: { readonly codebook: Codebook; readonly item: Item }, facts: readonly MarginFact[]): Digest => {
  const variables = variablesOfItem(codebook, item)
  const masked = Object.fromEntries(item.marks.flatMap(({ state, between }) => (between ? [[state, between]] : [])))
  return { margins: marginsOf(variables, facts), totals: writtenTotals(variables, facts, masked) }
}

/** What a delivery comes to. */
export async function readDigest(tx: Tx, of: { readonly codebook: Codebook; readonly item: Item }, delivery: string): Promise<Digest> {
  const known = kept.get(delivery)
  if (known) return known
  const digest = digestOf(of, await listAllFigures(tx, delivery, mostFigures))
  kept.set(delivery, digest)
  for (const oldest of kept.keys()) {
    if (kept.size <= keptDigests) break
    kept.delete(oldest)
  }
  return digest
}

/** The figures of a checked sheet that is not handed over yet. */
export async function listDraftFigures(tx: Tx, draft: string): Promise<readonly MarginFact[]> {
  const { rows } = await sql<MarginFact>`select (figure->>1)::int as year, figure->2 as codes, figure->>3 as state, (figure->>4)::float8 as value
    from statistics.delivery_draft, jsonb_array_elements(figures) as figure where delivery_draft.id = ${draft}`.execute(tx)
  return rows
}

export type Answer = { readonly delivery: string; readonly rule: string; readonly year: number; readonly codes: Readonly<Record<string, string>>; readonly explanation: string; readonly at: Instant }

/** What services answered to warnings about these deliveries and about the revisions before them, the latest first. */
export async function listAnswers(tx: Tx, deliveries: readonly string[]): Promise<readonly Answer[]> {
  if (deliveries.length === 0) return []
  const { rows } = await sql<Answer>`select mine.id as delivery, rule, year, codes, explanation, delivery_answer.at from statistics.delivery_answer
    join statistics.delivery as answered on answered.id = delivery_answer.delivery
    join statistics.delivery as mine on mine.office = answered.office and mine.slot = answered.slot and mine.revision >= answered.revision
    where mine.id = any (${[...deliveries]}::uuid[]) order by delivery_answer.at desc, delivery_answer.id limit 20000`.execute(tx)
  return rows
}

export async function insertAnswer(tx: Tx, { delivery, rule, year, codes, explanation, at }: Answer, account: AccountId): Promise<void> {
  await sql`insert into statistics.delivery_answer (id, delivery, account, at, rule, year, codes, explanation)
    values (${crypto.randomUUID()}, ${delivery}, ${account}, ${at}, ${rule}, ${year}, ${JSON.stringify(codes)}, ${explanation})`.execute(tx)
}
