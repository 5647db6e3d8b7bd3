import { z } from 'zod'
import { route } from '#platform/doors/route'
import { notFound } from '#vocabulary/refusal'
import { openDemonstrationSession } from '../store/session-rows.ts'
import { leaveOwnSession, OpenedSessionView, viewOfOpened } from './opened-session.ts'

export const openDemoSession = route({
  name: 'session.demo',
  kind: 'act',
  for: 'anyone',
  secret: true,
  about: 'Signs in as an invented person; exists in the evaluation edition only.',
  asks: z.strictObject({ account: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,59}$/) }),
  gives: OpenedSessionView,
  async answers(call, { account }) {
    if (call.installation.mode !== 'evaluation') return notFound
    const opened = await openDemonstrationSession(call.tx, account, call.now)
    if (!opened) return notFound
    await leaveOwnSession(call)
    call.letsIn(opened.actor)
    return viewOfOpened(opened)
  },
})
