import { z } from 'zod'
import { route } from '#platform/doors/route'
import type { Call } from '#platform/doors/call'
import type { Actor } from '#platform/doors/actor'
import { FourEyesAct } from '#vocabulary/four-eyes'
import { AccountId, ApprovalId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { notFound } from '#vocabulary/refusal'
import { approvalState } from '../domain/approval-state.ts'
import { findAccount } from '../store/account-rows.ts'
import { findApproval, listApprovalRows, opensLead, saidOnApproval, waitsForAnotherLead, type ApprovalRow } from '../store/approval-rows.ts'

const ApprovalView = z.strictObject({
  id: ApprovalId, act: FourEyesAct, label: z.string(), subject: z.string(),
  /** What it is about, in the reader's language: the title of a table, a recipient and a year; null where the module that asked did not say. */
  title: z.string().nullable(),
  /** Whose way in it is about, where it is about one. */
  person: z.string().nullable(),
  /** What the yes does, in words: people with their office, offices, days, the routes of a program. */
  about: z.array(z.string()), shownAt: z.string().nullable(),
  askedBy: z.string().nullable(), askedAt: Instant, reason: z.string(), until: Instant,
  state: z.enum(['waiting', 'approved', 'refused', 'withdrawn', 'expired', 'used']),
  answeredBy: z.string().nullable(), answeredAt: Instant.nullable(), answerReason: z.string().nullable(),
  /** Whether the reader asked for it, and so may take it back but not answer. */
  isOwn: z.boolean(),
  /** Whether the reader may not say yes because nobody but who leads the office whose data it opens may. */
  forLead: z.boolean(),
  /** Whether who is let in leads the office from then on. */
  opensLead: z.boolean(),
})
export type ApprovalView = z.infer<typeof ApprovalView>

function viewOf({ actor, now, installation, language }: Call<Actor>, row: ApprovalRow): ApprovalView {
  const { askedByName, answeredByName, ...rest } = row
  const rule = installation.fourEyes.find(({ key }) => key === row.act)
  const matter = row.about === null ? undefined : installation.wordsOfMatters[row.about.kind]?.({ installation, language }, row.about as never)
  return {
    id: rest.id, act: rest.act, label: matter?.act ?? rule?.label[language] ?? rest.act, subject: rest.subject, title: matter?.title ?? null, person: null, about: [],
    // Whoever watches from another office reads of what it is, and the page itself is not there for her.
    shownAt: matter !== undefined && row.office !== actor.office ? null : rest.shownAt,
    askedBy: askedByName, askedAt: rest.askedAt, reason: rest.reason, until: rest.until,
    state: approvalState(row, now),
    answeredBy: answeredByName, answeredAt: rest.answeredAt, answerReason: rest.answerReason,
    isOwn: row.askedBy === actor.account, forLead: false, opensLead: false,
  }
}

export const listApprovals = route({
  name: 'approval.list',
  kind: 'ask',
  for: 'signed-in',
  about: 'Lists what colleagues of the own office ask a second person to approve, and what became of it.',
  asks: z.strictObject({}),
  gives: z.strictObject({ approvals: z.array(ApprovalView) }),
  async answers(call) {
    return { approvals: (await listApprovalRows(call.tx)).map((row) => viewOf(call, row)) }
  },
})

export const showApproval = route({
  name: 'approval.show',
  kind: 'ask',
  for: 'signed-in',
  about: 'Shows one thing that a second person is asked to approve.',
  asks: z.strictObject({ approval: ApprovalId }),
  gives: ApprovalView,
  async answers(call, { approval }) {
    const row = await findApproval(call.tx, approval)
    if (!row) return notFound
    const person = row.act === 'reset-sign-in' ? await findAccount(call.tx, AccountId.parse(row.subject), call.language) : undefined
    return { ...viewOf(call, row), person: person?.name ?? null, about: [...(await saidOnApproval(call.tx, approval, call.language))], forLead: await waitsForAnotherLead(call.tx, approval), opensLead: await opensLead(call.tx, approval) }
  },
})
