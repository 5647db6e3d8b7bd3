import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '#platform/database/connect'
import { Instant } from '#vocabulary/instant'

/** What came to somebody's first page after her visit before this one; without a moment she had never looked. */
export const News = z.strictObject({ since: Instant.nullable(), fresh: z.number() })
export type News = z.infer<typeof News>

/** Beyond this a number helps nobody. */
const countedAtMost = 1_000

/** The actor's news as a row of its own, to stand beside other numbers in one question; asking notes that she looked. */
export const newsOfActor = sql<News>`(select jsonb_build_object('since', to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'fresh', fresh) from accounts.news(${countedAtMost}))`

export async function readNews(tx: Tx): Promise<News> {
  const { rows } = await sql<{ news: News }>`select ${newsOfActor} as news`.execute(tx)
  return rows[0]?.news ?? { since: null, fresh: 0 }
}
