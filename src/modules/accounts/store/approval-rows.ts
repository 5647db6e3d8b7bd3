import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { clearTable, type ClearTable } from '#platform/vault/clear-table'
import { erasedMark, sealedAt } from '#platform/vault/sealed-columns'
import { vaultOf } from '#platform/vault/vault'
import type { FourEyesAct } from '#vocabulary/four-eyes'
import { ApprovalId, type AccountId, type FileId, type OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'
import type { Matter } from '../domain/matter.ts'
import { invitationEnd } from './invitation-rows.ts'
import { hashOfSecret, newMachineKey, newSecret } from './secret.ts'

export type ApprovalAnswer = 'approved' | 'refused' | 'withdrawn'

export type ApprovalRow = {
  readonly id: ApprovalId
  readonly act: FourEyesAct
  readonly subject: string
  readonly shownAt: string | null
  readonly office: OfficeId
  /** What it is about in the terms of the module that asked, where it said so. */
  readonly about: Matter | null
  readonly askedBy: AccountId
  readonly askedByName: string | null
  readonly askedAt: Instant
  readonly reason: string
  readonly until: Instant
  readonly answer: ApprovalAnswer | 'expired' | null
  readonly answeredByName: string | null
  readonly answeredAt: Instant | null
  readonly answerReason: string | null
  readonly usedAt: Instant | null
  readonly gains: AccountId | null
}

export type NewApproval = {
  readonly act: FourEyesAct; readonly subject: string; readonly shownAt: string | null; readonly reason: string
  readonly account: AccountId; readonly office: string; readonly now: Instant; readonly until: Instant
  readonly beside: OfficeId | null; readonly gains: AccountId | null; readonly about: Matter | null
}

const reasonPlace = (id: string): string => sealedAt('accounts.approval', id)
const answerPlace = (id: string): string => sealedAt('accounts.approval', id, 'answer_sealed')
const aboutPlace = (id: string): string => sealedAt('accounts.approval', id, 'about_sealed')

/** Answers undefined when the office has asked for the same already and nobody has answered yet. */
export async function insertApproval(tx: Tx, asked: NewApproval): Promise<ApprovalId | undefined> {
  const id = ApprovalId.parse(crypto.randomUUID())
  await sql`select accounts.close_expired_approvals(${asked.now})`.execute(tx)
  const { numAffectedRows } = await sql`
    insert into accounts.approval (id, act, subject, shown_at, office, asked_by, asked_at, sealed, until, beside, gains, about_sealed)
    values (${id}, ${asked.act}, ${asked.subject}, ${asked.shownAt}, ${asked.office}, ${asked.account}, ${asked.now}, ${vaultOf(tx).own.seal(reasonPlace(id), asked.reason)}, ${asked.until}, ${asked.beside}, ${asked.gains}, ${asked.about && vaultOf(tx).own.seal(aboutPlace(id), asked.about)})
    on conflict (office, act, subject) where answer is null do nothing`.execute(tx)
  return numAffectedRows === 1n ? id : undefined
}

type SealedRow = Omit<ApprovalRow, 'reason' | 'answerReason' | 'about'> & { readonly sealed: Buffer | null; readonly answerSealed: Buffer | null; readonly aboutSealed: Buffer | null }

function openRow(tx: Tx, { sealed, answerSealed, aboutSealed, ...row }: SealedRow): ApprovalRow {
  const { own } = vaultOf(tx)
  return { ...row, reason: sealed === null ? erasedMark : own.open(reasonPlace(row.id), sealed), answerReason: answerSealed && own.open(answerPlace(row.id), answerSealed), about: aboutSealed && own.open(aboutPlace(row.id), aboutSealed) }
}

const rowsWhere = async (tx: Tx, condition: ReturnType<typeof sql>): Promise<readonly ApprovalRow[]> => (await sealedRowsWhere(condition).execute(tx)).rows.map((row) => openRow(tx, row))

const sealedRowsWhere = (condition: ReturnType<typeof sql>) => sql<SealedRow>`
  with approval as (select * from accounts.approval where ${condition} order by asked_at desc limit 200)
  select approval.id, act, subject, shown_at as "shownAt", approval.office, about_sealed as "aboutSealed", asked_by as "askedBy", asker.name as "askedByName", asked_at as "askedAt", sealed, until,
    answer, answerer.name as "answeredByName", answered_at as "answeredAt", answer_sealed as "answerSealed", used_at as "usedAt", gains
  from approval
    left join accounts.names_on_approvals(array(select asked_by from approval union select answered_by from approval)) as asker on asker.id = asked_by
    left join accounts.names_on_approvals(array(select answered_by from approval)) as answerer on answerer.id = answered_by
  order by asked_at desc`

/** What the own office asked and answered; all of it for data protection. */
export const listApprovalRows = (tx: Tx): Promise<readonly ApprovalRow[]> => rowsWhere(tx, sql`true`)

export const findApproval = async (tx: Tx, id: ApprovalId): Promise<ApprovalRow | undefined> => (await rowsWhere(tx, sql`id = ${id}`))[0]

/** What was asked last about something, and what became of it. */
export const findLatestAsked = async (tx: Tx, { act, subject }: Wanted): Promise<ApprovalRow | undefined> => (await rowsWhere(tx, sql`act = ${act} and subject = ${subject}`))[0]

/** Answers false when somebody was first, the time is over, or it was this person who asked. */
export async function answerApprovalRow(tx: Tx, { approval, answer, reason, now }: { readonly approval: ApprovalId; readonly answer: ApprovalAnswer; readonly reason: string; readonly now: Instant }): Promise<boolean> {
  const { rows } = await sql<{ answered: boolean }>`select accounts.answer_approval(${approval}, ${answer}, ${vaultOf(tx).own.seal(answerPlace(approval), reason)}, ${now}) as answered`.execute(tx)
  return rows[0]?.answered ?? false
}

/** What was asked, for whoever may answer: people with their office, offices, days, the routes of a program, a file. */
export async function saidOnApproval(tx: Tx, approval: ApprovalId, language: Language): Promise<readonly string[]> {
  const { rows } = await sql<{ said: string[] | null }>`select coalesce(accounts.said_on_approval(${approval}, ${language}), access.said_on_approval(${approval}, ${language})) as said`.execute(tx)
  return rows[0]?.said ?? []
}

/** Does what whoever acts has just approved; answers with the file where it is about one, and false where it can no longer be done. */
export async function carryOutApproval(tx: Tx, approval: ApprovalId, zone: string, now: Instant): Promise<boolean | FileId> {
  const { rows: [asked] } = await sql<{ guards: boolean }>`select act in ('end-conflict', 'lift-seal') as guards from accounts.approval where id = ${approval}`.execute(tx)
  if (asked?.guards) return (await sql<{ file: FileId | null }>`select access.carry_out_approval(${approval}, ${now}) as file`.execute(tx)).rows[0]?.file ?? false
  const { rows } = await sql<{ done: boolean | null }>`select accounts.carry_out_approval(${approval}, ${zone}, ${now}) as done`.execute(tx)
  return rows[0]?.done === true
}

/** Whether nobody but the lead of the office whose data it opens may say yes, and whoever acts is not that lead. */
export async function waitsForAnotherLead(tx: Tx, approval: ApprovalId): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`select accounts.waits_for_another_lead(${approval}) as waits`.execute(tx)
  return rows[0]?.waits === true
}

/** Whether the account that is to open leads its office. */
export async function opensLead(tx: Tx, approval: ApprovalId): Promise<boolean> {
  const { rows } = await sql<{ leads: boolean }>`select accounts.opens_a_lead(${approval}) as leads`.execute(tx)
  return rows[0]?.leads === true
}

/** Whether data protection is told of it at once, and not only where it stands among all others. */
export async function isWatched(tx: Tx, approval: ApprovalId): Promise<boolean> {
  const { rows } = await sql<{ watched: boolean }>`select accounts.is_watched(${approval}) as watched`.execute(tx)
  return rows[0]?.watched === true
}

/** What opens what was agreed to: made for whoever has just said yes, shown once, kept as a hash. */
export type HandedOver = { readonly code: string | null; readonly key: string | null }

export async function handOver(tx: Tx, approval: ApprovalId, now: Instant): Promise<HandedOver> {
  const [code, key] = [newSecret(), newMachineKey()]
  const { rows } = await sql<{ made: 'code' | 'key' | null }>`select accounts.hand_over(${approval}, ${hashOfSecret(code)}, ${hashOfSecret(key)}, ${invitationEnd(now)}, ${now}) as made`.execute(tx)
  const made = rows[0]?.made ?? null
  return { code: made === 'code' ? code : null, key: made === 'key' ? key : null }
}

/** How many administrators there are besides the one who asks, and the offices that somebody else leads. */
export async function whoCouldAgree(tx: Tx): Promise<{ readonly administrators: number; readonly led: readonly OfficeId[] }> {
  const { rows } = await sql<{ administrators: number; led: OfficeId[] }>`select administrators, led from accounts.could_agree()`.execute(tx)
  return rows[0] ?? { administrators: 0, led: [] }
}

type Wanted = { readonly act: FourEyesAct; readonly subject: string }

export async function findApproved(tx: Tx, { act, subject }: Wanted, now: Instant): Promise<ApprovalId | null> {
  const { rows } = await sql<{ id: ApprovalId }>`
    select id from accounts.approval where office = app.office() and act = ${act} and subject = ${subject} and answer = 'approved' and used_at is null and until > ${now}
    order by asked_at limit 1`.execute(tx)
  return rows[0]?.id ?? null
}

/** Which of these a colleague is asked about still, or has said yes to and nobody has done yet. */
export async function findStanding(tx: Tx, act: FourEyesAct, subjects: readonly string[], now: Instant): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ subject: string }>`
    select subject from accounts.approval where act = ${act} and subject = any (${[...subjects]}::text[]) and accounts.approval_stands(approval, ${now})`.execute(tx)
  return new Set(rows.map(({ subject }) => subject))
}

/** The question about each of these that nobody has answered yet. */
export async function findWaiting(tx: Tx, acts: readonly FourEyesAct[], subjects: readonly string[], now: Instant): Promise<ReadonlyMap<string, ApprovalId>> {
  const { rows } = await sql<{ subject: string; id: ApprovalId }>`
    select subject, id from accounts.approval where act = any (${[...acts]}::text[]) and subject = any (${[...subjects]}::text[]) and until > ${now} and answer is null`.execute(tx)
  return new Map(rows.map(({ subject, id }) => [subject, id]))
}

export async function waitsForApproval(tx: Tx, { act, subject }: Wanted, now: Instant): Promise<boolean> {
  const { rows } = await sql`select from accounts.approval where office = app.office() and act = ${act} and subject = ${subject} and answer is null and until > ${now}`.execute(tx)
  return rows.length > 0
}

export async function useApprovalRow(tx: Tx, { act, subject }: Wanted, now: Instant): Promise<ApprovalId | null> {
  const { rows } = await sql<{ id: ApprovalId | null }>`select accounts.use_approval(${act}, ${subject}, ${now}) as id`.execute(tx)
  return rows[0]?.id ?? null
}

/** What an earlier version kept in clear of why a colleague was asked, and of what she said. */
export const clearApprovals: readonly ClearTable[] = [
  clearTable<{ readonly id: string; readonly reason: string; readonly answerReason: string | null }>({
    name: 'accounts.approval', constraint: 'why a colleague is asked lies sealed', subject: null, isClear: 'num_nonnulls(reason, answer_reason) > 0',
    reads: `id, coalesce(reason, '') as reason, answer_reason as "answerReason"`, sets: `answer_sealed = decode(fresh.also, 'base64'), reason = null, answer_reason = null`,
    seals: ({ id, reason, answerReason }, vault) => ({ place: reasonPlace(id), value: reason, ...(answerReason === null ? {} : { also: vault.own.seal(answerPlace(id), answerReason).toString('base64') }) }),
  }),
]
