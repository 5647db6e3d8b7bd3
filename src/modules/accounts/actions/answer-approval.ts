import { z } from 'zod'
import { route } from '#platform/doors/route'
import { ApprovalId } from '#vocabulary/ids'
import { isRefusal, refuse } from '#vocabulary/refusal'
import { approve, refuseApproval, withdrawApproval } from './four-eyes.ts'

const answers = { approve, refuse: refuseApproval, withdraw: withdrawApproval } as const

export const answerApproval = route({
  name: 'approval.answer',
  kind: 'act',
  for: 'signed-in',
  grave: true,
  about: 'Approves or refuses what a colleague asked for, with a reason, or takes back what one asked for oneself. Where the yes itself does it, `isDone` says so.',
  asks: z.strictObject({ approval: ApprovalId, answer: z.enum(['approve', 'refuse', 'withdraw']), reason: z.string().trim().max(1000).default('') }),
  gives: z.strictObject({ approval: ApprovalId, answer: z.enum(['approve', 'refuse', 'withdraw']), isDone: z.boolean() }),
  async answers(call, { approval, answer, reason }) {
    if (reason === '' && answer !== 'withdraw') return refuse('input-missing', { field: 'reason' })
    const answered = await answers[answer](call, { approval, reason })
    return isRefusal(answered) ? answered : { approval, answer, isDone: answered.isDone }
  },
})
