import { z } from 'zod'
import { route } from '#platform/doors/route'
import { leaveOwnSession } from './opened-session.ts'

export const endOwnSession = route({
  name: 'session.end',
  kind: 'act',
  for: 'anyone',
  about: 'Signs out: the session ends and its token opens nothing any more.',
  asks: z.strictObject({}),
  gives: z.strictObject({ token: z.null() }),
  async answers(call) {
    await leaveOwnSession(call)
    return { token: null }
  },
})
