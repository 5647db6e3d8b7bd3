import { z } from 'zod'
import { route } from '#platform/doors/route'
import { ApprovalId } from '#vocabulary/ids'
import { isRefusal, refuse } from '#vocabulary/refusal'
import { saidOnApproval } from '../store/approval-rows.ts'
import { approve, refuseApproval, withdrawApproval } from './four-eyes.ts'

const answers = { approve, refuse: refuseApproval, withdraw: withdrawApproval } as const

export const answerApproval = route({
  name: 'approval.answer',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  grave: true,
  about: 'Approves or refuses what a colleague asked for, with a reason, or takes back what one asked for oneself. Where the yes itself does it, `isDone` says so; the code of an invitation or the key of a program that it opens is answered here, once, to hand over.',
  asks: z.strictObject({ approval: ApprovalId, answer: z.enum(['approve', 'refuse', 'withdraw']), reason: z.string().trim().max(1000).default('') }),
  gives: z.strictObject({
    approval: ApprovalId, answer: z.enum(['approve', 'refuse', 'withdraw']), isDone: z.boolean(), code: z.string().nullable(), key: z.string().nullable(),
    /** To whom, or for which program. */
    to: z.string().nullable(),
  }),
  async answers(call, { approval, answer, reason }) {
    if (reason === '' && answer !== 'withdraw') return refuse('input-missing', { field: 'reason' })
    const answered = await answers[answer](call, { approval, reason })
    if (isRefusal(answered)) return answered
    const { isDone, code, key } = answered
    const [to = null] = code ?? key ? await saidOnApproval(call.tx, approval, call.language) : []
    return { approval, answer, isDone, code, key, to }
  },
})
