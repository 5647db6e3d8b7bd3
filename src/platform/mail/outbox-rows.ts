import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { sealedAt } from '#platform/vault/sealed-columns'
import { vaultOf } from '#platform/vault/vault'
import type { Instant } from '#vocabulary/instant'
import type { Message } from './message.ts'

export type MailToQueue = {
  readonly kind: string
  /** The thing of that kind that the mail is about; its address and words are put together when it leaves. */
  readonly about: string
  /** What allows it; when that falls, what still waits is dropped. */
  readonly restsOn?: string | undefined
  readonly language: string
  readonly now: Instant
}

/** Puts a mail into the outbox in the act's own transaction: it leaves if the act holds, and not otherwise. */
export async function queueMail(tx: Tx, { kind, about, restsOn, language, now }: MailToQueue): Promise<void> {
  await sql`insert into platform.mail (id, kind, about, rests_on, language, queued_at, next_at)
    values (${crypto.randomUUID()}, ${kind}, ${about}, ${restsOn ?? null}, ${language}, ${now}, ${now})`.execute(tx)
}

/** Drops what waits and rests on a consent or a safe way that has fallen, in the transaction in which it falls; answers how many. */
export async function dropMail(tx: Tx, fallen: string, now: Instant): Promise<number> {
  const { rows } = await sql<{ dropped: number }>`select platform.drop_mail(${fallen}, ${now}) as dropped`.execute(tx)
  return rows[0]?.dropped ?? 0
}

export type Waiting = { readonly id: string; readonly kind: string; readonly about: string; readonly language: string; readonly queuedAt: Instant; readonly tries: number }

/** The mail that has waited longest, held for this sender alone until its transaction ends; another server passes it by. */
export async function holdNext(tx: Tx, now: Instant): Promise<Waiting | undefined> {
  const { rows } = await sql<Waiting>`select id, kind, about, language, queued_at as "queuedAt", tries from platform.mail
    where state = 'waiting' and next_at <= ${now} order by next_at limit 1 for update skip locked`.execute(tx)
  return rows[0]
}

export async function settleMail(tx: Tx, id: string, state: 'sent' | 'dead' | 'dropped', { now, fault = null }: { readonly now: Instant; readonly fault?: string | null }): Promise<void> {
  await sql`update platform.mail set state = ${state}, settled_at = ${now}, fault = ${fault}, tries = tries + 1 where id = ${id}`.execute(tx)
}

/** Lets a mail wait until another moment; waiting for a safe hour is not counted as a try. */
export async function postponeMail(tx: Tx, id: string, { until, fault }: { readonly until: Instant; readonly fault: string | null }): Promise<void> {
  await sql`update platform.mail set next_at = ${until}, fault = ${fault}, tries = tries + ${fault === null ? 0 : 1} where id = ${id}`.execute(tx)
}

const shownPlace = (id: string): string => sealedAt('platform.mail_shown', id)

/** Evaluation: keeps what would have left, for the administrator's screen. */
export async function showMail(tx: Tx, id: string, message: Message & { readonly sender: string }, now: Instant): Promise<void> {
  await sql`insert into platform.mail_shown (id, at, sealed) values (${id}, ${now}, ${vaultOf(tx).own.seal(shownPlace(id), { sender: message.sender, recipient: message.to, subject: message.subject, body: message.text })})`.execute(tx)
}

export type OutboxLine = { readonly id: string; readonly kind: string; readonly queuedAt: Instant; readonly nextAt: Instant; readonly tries: number; readonly state: string; readonly settledAt: Instant | null; readonly fault: string | null }
export type ShownMail = { readonly id: string; readonly at: Instant; readonly sender: string; readonly recipient: string; readonly subject: string; readonly body: string }

/** What waits and what was given up, without anything that says for whom. */
export async function listOutbox(tx: Tx): Promise<readonly OutboxLine[]> {
  const { rows } = await sql<OutboxLine>`select id, kind, queued_at as "queuedAt", next_at as "nextAt", tries, state, settled_at as "settledAt", fault
    from platform.mail where state in ('waiting', 'dead') order by state, queued_at desc limit 200`.execute(tx)
  return rows
}

export async function countSent(tx: Tx): Promise<number> {
  const { rows } = await sql<{ sent: number }>`select count(*)::int as sent from platform.mail where state = 'sent'`.execute(tx)
  return rows[0]?.sent ?? 0
}

export async function listShownMail(tx: Tx): Promise<readonly ShownMail[]> {
  const { rows } = await sql<{ readonly id: string; readonly at: Instant; readonly sealed: Buffer }>`select id, at, sealed from platform.mail_shown order by at desc limit 100`.execute(tx)
  return rows.map(({ id, at, sealed }) => ({ id, at, ...vaultOf(tx).own.open<Omit<ShownMail, 'id' | 'at'>>(shownPlace(id), sealed) }))
}

/** Lets a mail that was given up wait again from the beginning; false where there is none. */
export async function retryMail(tx: Tx, id: string, now: Instant): Promise<boolean> {
  const { rows } = await sql<{ again: boolean }>`select platform.retry_mail(${id}, ${now}) as again`.execute(tx)
  return rows[0]?.again ?? false
}

/** Throws away what has left or was dropped so long ago that nobody asks any more; it never held an address. */
export async function forgetSettledMail(tx: Tx, before: Instant): Promise<void> {
  await sql`delete from platform.mail where state in ('sent', 'dropped') and settled_at < ${before}`.execute(tx)
  await sql`delete from platform.mail_shown where at < ${before}`.execute(tx)
}
