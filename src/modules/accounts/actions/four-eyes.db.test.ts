import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { inTransaction } from '#platform/database/transaction'
import { perform, type Outcome } from '#platform/doors/perform'
import { route, type Route } from '#platform/doors/route'
import { isRefusal } from '#vocabulary/refusal'
import type { Actor } from '#platform/doors/actor'
import { Belgium, refusalOf, routes } from '../../../../tests/support/belgium.ts'
import { testDatabase } from '../../../../tests/support/database.ts'
import { askApproval, isApproved, useApproval } from '../index.ts'

const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) })

const Subject = z.strictObject({ subject: z.string() })
const ask = route({
  name: 'sample.ask', kind: 'act', for: 'signed-in', about: 'Asks for a destruction.', asks: Subject, gives: z.strictObject({ approval: z.string() }),
  async answers(call, { subject }) {
    const approval = await askApproval(call, { act: 'destroy-records', subject, reason: 'Ten years are over', shownAt: '/files' })
    return isRefusal(approval) ? approval : { approval }
  },
})
const destroy = route({
  name: 'sample.destroy', kind: 'act', for: 'signed-in', about: 'Does the destruction.', asks: Subject, gives: z.strictObject({ approved: z.boolean() }),
  async answers(call, { subject }) {
    const may = await isApproved(call, { act: 'destroy-records', subject })
    const used = await useApproval(call, { act: 'destroy-records', subject })
    return isRefusal(used) ? used : { approved: may === used && used !== null }
  },
})
const does = async (login: string, what: Route, subject: string, on = '2026-11-23T09:00:00Z') =>
  perform({ ...be.door, clock: () => new Date(on) }, what, { actor: await be.actor(login), language: 'en', input: { subject } })
const asked = async (subject: string, login = 'caseworker-pag-asa'): Promise<string> => {
  const outcome = (await does(login, ask, subject)) as Outcome<{ approval: string }>
  if (!outcome.answered) throw new Error(outcome.refusal.refused)
  return outcome.value.approval
}
const answer = (login: string, approval: string, said: string, on?: string) =>
  be.ask(login, 'approval.answer', { approval, answer: said, reason: 'Looked at each of them' }, on ? { on } : {})

describe('an act that needs four eyes', () => {
  test('is done once, after a colleague has approved it', async () => {
    expect(refusalOf(await does('caseworker-pag-asa', destroy, 'run-1'))).toBe('accounts:approval-missing')
    const approval = await asked('run-1')
    expect(refusalOf(await does('caseworker-pag-asa', destroy, 'run-1'))).toBe('accounts:approval-missing')
    expect(refusalOf(await answer('lead-pag-asa', approval, 'approve'))).toBe('answered')
    expect(await does('caseworker-pag-asa', destroy, 'run-1')).toMatchObject({ answered: true, value: { approved: true } })
    expect(refusalOf(await does('caseworker-pag-asa', destroy, 'run-1'))).toBe('accounts:approval-missing')
    expect(await be.does('lead-pag-asa', 'approval.show', { approval })).toMatchObject({ state: 'used', askedBy: 'C. Fictif', answeredBy: 'V. Inventé', isOwn: false })
  })

  test('is approved neither by who asked for it, nor by another office, nor past the door', async () => {
    const approval = await asked('run-2')
    expect(refusalOf(await answer('caseworker-pag-asa', approval, 'approve'))).toBe('accounts:approval-own')
    expect(refusalOf(await answer('caseworker-pag-asa', approval, 'refuse'))).toBe('accounts:approval-own')
    for (const login of ['lead-payoke', 'administrator', 'analyst']) expect(refusalOf(await answer(login, approval, 'approve')), login).toBe('not-found')
    expect(refusalOf(await answer('data-protection-officer', approval, 'approve'))).toBe('colleague-first')
    const actor = await be.actor('caseworker-pag-asa')
    const past = await inTransaction(base.db, { actor }, async (tx) => (await sql<{ done: boolean }>`select accounts.answer_approval(${approval}, 'approved', '\\x01', '2026-11-23T09:00:00Z') as done`.execute(tx)).rows[0]?.done)
    expect(past).toBe(false)
    for (const statement of [
      sql`update accounts.approval set answer = 'approved'`, sql`delete from accounts.approval`,
      sql`insert into accounts.approval (act, subject, office, asked_by, asked_at, sealed, until) values ('destroy-records', 'x', ${actor.office}, ${(await be.actor('lead-pag-asa')).account}, now(), '\\x01', now() + interval '1 day')`,
    ]) await expect(inTransaction(base.db, { actor }, (tx) => statement.execute(tx))).rejects.toThrow(/permission denied|row-level security/)
    expect(refusalOf(await does('lead-pag-asa', destroy, 'run-2'))).toBe('accounts:approval-missing')
  })

  test('is not approved by whoever asked and works in somebody’s place, nor by whoever works in the place of who asked', async () => {
    const approval = await asked('run-8')
    const [asker, lead] = [await be.actor('caseworker-pag-asa'), await be.actor('lead-pag-asa')]
    const answering = routes.get('approval.answer') as Route
    const as = (actor: Actor) => perform(be.door, answering, { actor, language: 'en', input: { approval, answer: 'approve', reason: 'In her place' } })
    expect(refusalOf(await as({ ...asker, standsFor: { account: lead.account, name: lead.name } }))).toBe('accounts:approval-own')
    expect(refusalOf(await as({ ...lead, standsFor: { account: asker.account, name: asker.name } }))).toBe('accounts:approval-own')
    expect(refusalOf(await as(lead))).toBe('answered')
  })

  test('needs a reason for yes and for no, and no means no until it is asked anew', async () => {
    const approval = await asked('run-3')
    expect(refusalOf(await be.ask('lead-pag-asa', 'approval.answer', { approval, answer: 'approve' }))).toBe('input-missing')
    expect(refusalOf(await answer('lead-pag-asa', approval, 'refuse'))).toBe('answered')
    expect(refusalOf(await answer('lead-pag-asa', approval, 'approve'))).toBe('colleague-first')
    expect(refusalOf(await does('caseworker-pag-asa', destroy, 'run-3'))).toBe('accounts:approval-missing')
    await asked('run-3')
  })

  test('is asked once at a time, and taken back only by who asked', async () => {
    const approval = await asked('run-4')
    await expect(asked('run-4', 'lead-pag-asa')).rejects.toThrow('accounts:approval-asked-already')
    expect(refusalOf(await answer('lead-pag-asa', approval, 'withdraw'))).toBe('not-found')
    expect(refusalOf(await answer('caseworker-pag-asa', approval, 'withdraw'))).toBe('answered')
    await asked('run-4', 'lead-pag-asa')
  })

  test('is over after the days that the pack gives, answered or not', async () => {
    const waiting = await asked('run-5')
    const approved = await asked('run-6')
    await answer('lead-pag-asa', approved, 'approve')
    expect(refusalOf(await answer('lead-pag-asa', waiting, 'approve', '2026-12-08'))).toBe('accounts:approval-over')
    expect(refusalOf(await does('caseworker-pag-asa', destroy, 'run-6', '2026-12-08T09:00:00Z'))).toBe('accounts:approval-missing')
    expect(refusalOf(await does('caseworker-pag-asa', ask, 'run-5', '2026-12-08T09:00:00Z'))).toBe('answered')
  })

  test('is done by one of two who come at the same moment', async () => {
    await answer('lead-pag-asa', await asked('run-7'), 'approve')
    const outcomes = await Promise.all([does('caseworker-pag-asa', destroy, 'run-7'), does('lead-pag-asa', destroy, 'run-7'), does('caseworker-pag-asa', destroy, 'run-7')])
    expect(outcomes.map(refusalOf).toSorted()).toEqual(['accounts:approval-missing', 'accounts:approval-missing', 'answered'])
  })

  test('is shown to the own office and to data protection, to nobody else', async () => {
    const count = async (login: string) => (await be.does<{ approvals: unknown[] }>(login, 'approval.list', {})).approvals.length
    expect(await count('lead-pag-asa')).toBeGreaterThan(6)
    expect(await count('data-protection-officer')).toBeGreaterThan(6)
    for (const login of ['lead-payoke', 'administrator', 'coordinator', 'labour-inspector']) expect(await count(login), login).toBe(0)
  })
})
