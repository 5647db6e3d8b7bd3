import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import type { AccountId, OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'

/** Where a colleague wants to hear that something waits, and of what. */
export type MailWish = { readonly address: string; readonly clocks: boolean; readonly referrals: boolean }

export async function readMailWish(tx: Tx): Promise<MailWish | undefined> {
  const { rows } = await sql<MailWish>`select address, wants_clocks as clocks, wants_referrals as referrals from accounts.mail_wish where account = app.account()`.execute(tx)
  return rows[0]
}

/** Keeps the actor's own wish; null forgets the address. */
export async function putMailWish(tx: Tx, wish: MailWish | null): Promise<void> {
  if (wish === null) await sql`delete from accounts.mail_wish where account = app.account()`.execute(tx)
  else await sql`insert into accounts.mail_wish (account, address, wants_clocks, wants_referrals) values (app.account(), ${wish.address}, ${wish.clocks}, ${wish.referrals})
    on conflict (account) do update set address = excluded.address, wants_clocks = excluded.wants_clocks, wants_referrals = excluded.wants_referrals`.execute(tx)
}

export type DueWish = { readonly account: AccountId; readonly office: OfficeId; readonly language: Language; readonly clocks: boolean; readonly referrals: boolean; readonly toldNotice: number; readonly toldReferral: Instant | null }

/** Who wants notices and has not been told of any for an hour. Asked by the rounds, who see every row. */
export async function wishesDue(tx: Tx, hourAgo: Instant): Promise<readonly DueWish[]> {
  const { rows } = await sql<DueWish>`select wish.account, person.office, person.language, wants_clocks as clocks, wants_referrals as referrals, told_notice::float8 as "toldNotice",
      case when told_referral > '-infinity' then told_referral end as "toldReferral"
    from accounts.mail_wish as wish join accounts.account as person on person.id = wish.account
    where person.active and (wants_clocks or wants_referrals) and (told_at is null or told_at <= ${hourAgo})`.execute(tx)
  return rows
}

export type ToldUntil = { readonly now: Instant; readonly hourAgo: Instant; readonly notice: number; readonly referral: Instant | null }

/** Notes until when a colleague has been told; false when another server told her first. */
export async function markTold(tx: Tx, account: AccountId, { now, hourAgo, notice, referral }: ToldUntil): Promise<boolean> {
  const { numAffectedRows } = await sql`update accounts.mail_wish set told_at = ${now}, told_notice = greatest(told_notice, ${notice}),
    told_referral = greatest(told_referral, coalesce(${referral}::timestamptz, '-infinity'))
    where account = ${account} and (told_at is null or told_at <= ${hourAgo})`.execute(tx)
  return numAffectedRows === 1n
}

/** Where a notice to a colleague goes at the moment of sending; undefined when she wants none any more or works here no longer. */
export async function noticeAddress(tx: Tx, account: string): Promise<{ readonly address: string; readonly language: Language } | undefined> {
  const { rows } = await sql<{ address: string; language: Language }>`select wish.address, person.language
    from accounts.mail_wish as wish join accounts.account as person on person.id = wish.account join accounts.office on office.id = person.office
    where wish.account = ${account} and person.active and (wants_clocks or wants_referrals or office.kind = 'data-protection')`.execute(tx)
  return rows[0]
}

/** Where somebody is told of a change of how they sign in, whatever other notices they want. */
export async function ownAddress(tx: Tx, account: string): Promise<{ readonly address: string; readonly language: Language } | undefined> {
  const { rows } = await sql<{ address: string; language: Language }>`select wish.address, person.language
    from accounts.mail_wish as wish join accounts.account as person on person.id = wish.account where wish.account = ${account} and person.active`.execute(tx)
  return rows[0]
}

/** The language of a colleague who gave an address; null where there is nothing to write to. */
export async function mailLanguageOf(tx: Tx, account: AccountId): Promise<Language | null> {
  const { rows } = await sql<{ language: Language | null }>`select accounts.mail_language_of(${account}) as language`.execute(tx)
  return rows[0]?.language ?? null
}

/** Those who watch over data and gave an address: told at once when somebody opens an emergency access. */
export async function watchers(tx: Tx): Promise<readonly { readonly account: AccountId; readonly language: string }[]> {
  const { rows } = await sql<{ account: AccountId; language: string }>`select account, language from accounts.watchers()`.execute(tx)
  return rows
}
