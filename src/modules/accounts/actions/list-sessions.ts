import { z } from 'zod'
import { route } from '#platform/doors/route'
import { SessionId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { listSessions, ways } from '../store/session-rows.ts'

export const OwnSessions = z.strictObject({
  sessions: z.array(z.strictObject({ id: SessionId, startedAt: Instant, lastUsedAt: Instant, endsAt: Instant, current: z.boolean(), device: z.string().nullable(), way: z.enum(ways) })),
})

export const listOwnSessions = route({
  name: 'session.list',
  kind: 'ask',
  for: 'signed-in',
  about: 'Lists the sessions in which one is signed in now, on whatever device.',
  asks: z.strictObject({}),
  gives: OwnSessions,
  async answers({ tx, actor, now }) {
    const rows = await listSessions(tx, actor.account, now)
    return { sessions: rows.map((row) => ({ ...row, current: row.id === actor.session })) }
  },
})
