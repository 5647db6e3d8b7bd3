import type { PageCall } from '#platform/doors/page'
import type { Instant } from '#vocabulary/instant'
import { formatInstant } from './format.ts'
import { words } from './sentences.ts'
import { Tiles, type Tile } from './showing.tsx'

/** What came to a first page since the visit before; without a moment its reader had never looked. */
export type News = { readonly since: Instant | null; readonly fresh: number }

/** The tile that counts the news, to stand among others; none for whoever looks for the first time. */
export const newsTile = (call: PageCall, { since, fresh }: News, href?: string): readonly Tile[] =>
  since === null ? [] : [{ count: fresh, label: words(call.language)('news'), ...(fresh > 0 ? { href } : {}) }]

/** When the reader last looked. */
export const LastLooked = ({ call, since }: { readonly call: PageCall; readonly since: News['since'] }) =>
  since === null ? null : <p class="quiet">{words(call.language)('news-since', { at: formatInstant(since, call.language, call.installation.zone) })}</p>

/** The news of a first page that has no other tiles. */
export const NewsTiles = ({ call, news, href }: { readonly call: PageCall; readonly news: News; readonly href?: string }) =>
  news.since === null ? null : <><Tiles tiles={[...newsTile(call, news, href)]} /><LastLooked call={call} since={news.since} /></>
