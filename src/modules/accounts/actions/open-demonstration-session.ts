import { z } from 'zod'
import { route } from '#platform/doors/route'
import { notFound } from '#vocabulary/refusal'
import { isRefusal } from '#vocabulary/refusal'
import { enter, OpenedSessionView } from './opened-session.ts'

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
    const entered = await enter(call, { login: account, way: 'demonstration' })
    return isRefusal(entered) ? notFound : entered
  },
})
