import { z } from 'zod'
import { route } from '#platform/doors/route'
import { BrowserId, SessionId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { listOwnBrowsers } from '../store/browser-rows.ts'
import { listSessions, ways } from '../store/session-rows.ts'

export const OwnSessions = z.strictObject({
  sessions: z.array(z.strictObject({ id: SessionId, startedAt: Instant, lastUsedAt: Instant, endsAt: Instant, current: z.boolean(), device: z.string().nullable(), way: z.enum(ways) })),
  browsers: z.array(z.strictObject({ id: BrowserId, device: z.string().nullable(), signedInAt: Instant, current: z.boolean() })),
})

export const listOwnSessions = route({
  name: 'session.list',
  kind: 'ask',
  for: 'signed-in',
  about: 'Lists the sessions in which one is signed in now, on whatever device, and the browsers in which one is known from signing in.',
  asks: z.strictObject({}),
  gives: OwnSessions,
  async answers(call) {
    const { tx, actor, now } = call
    const rows = await listSessions(tx, actor.account, now)
    return { sessions: rows.map((row) => ({ ...row, current: row.id === actor.session })), browsers: [...(await listOwnBrowsers(call))] }
  },
})
