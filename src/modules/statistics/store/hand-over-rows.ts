import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import type { Day } from '#vocabulary/day'
import type { Instant } from '#vocabulary/instant'
import { shownApart, type About, type ShownTable } from '../domain/hand-overs/hand-over.ts'
import type { LedgerEntry } from '../domain/release-method.ts'
import type { Table } from '../domain/table.ts'
import type { Moment } from './release-rows.ts'

export type CountingDelivery = { readonly office: string; readonly item: string; readonly revision: number; readonly at: Instant; readonly figures: number }

/** The deliveries of a year that count, by the key of their office; of those that the actor may know of. */
export async function listCountingDeliveries(tx: Tx, items: readonly string[], year: number): Promise<readonly CountingDelivery[]> {
  const { rows } = await sql<CountingDelivery>`select office.key as office, item, revision, counting.at, (select count(*)::int from statistics.delivered_figure where delivery = counting.id and delivered_figure.year = ${year}) as figures
    from statistics.counting_delivery as counting join accounts.office on office.id = counting.office
    where item = any (${[...items]}::text[]) and ${year} between first_year and last_year order by item, office.key`.execute(tx)
  return rows
}

/** A table of a hand-over in the ledger, and which of the tables it was that the gate looked at. */
export type HandOverEntry = LedgerEntry & { readonly at: number }

export type ProposedHandOver = {
  readonly id: string; readonly recipient: string; readonly year: number; readonly counted: readonly Table[]
  readonly shown: readonly ShownTable[]; readonly about: About; readonly ledger: readonly HandOverEntry[]; readonly hidden: number; readonly cost: number
}

/** Answers false where a hand-over to the same recipient of the same year is proposed and stands. */
export async function insertHandOverProposal(tx: Tx, { id, recipient, year, counted, shown, about, ledger, hidden, cost }: ProposedHandOver, { alone, now }: Moment): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into statistics.hand_over_proposal (id, recipient, year, counted, shown, about, ledger, hidden, cost, alone, proposed_at)
    values (${id}, ${recipient}, ${year}, ${JSON.stringify(counted)}, ${JSON.stringify(shown)}, ${JSON.stringify(about)}, ${JSON.stringify(ledger)}, ${hidden}, ${cost}, ${alone}, ${now})`.execute(tx)
  return numAffectedRows === 1n
}

/** The proposal of a hand-over to a recipient of a year that stands. */
export async function findHandOverOnItsWay(tx: Tx, { recipient, year }: { readonly recipient: string; readonly year: number }, { alone, now }: Moment): Promise<string | null> {
  const { rows } = await sql<{ proposal: string | null }>`select statistics.hand_over_on_its_way(${recipient}, ${year}, ${alone}, ${now}) as proposal`.execute(tx)
  return rows[0]?.proposal ?? null
}

export async function findHandOverProposal(tx: Tx, id: string): Promise<(ProposedHandOver & { readonly number: number | null; readonly isTakenBack: boolean }) | undefined> {
  const { rows } = await sql<ProposedHandOver & { number: number | null; isTakenBack: boolean }>`
    select proposed.id, proposed.recipient, proposed.year, counted, proposed.shown, proposed.about, ledger, hidden, cost::float8 as cost, number, taken_back_at is not null as "isTakenBack"
    from statistics.hand_over_proposal as proposed left join statistics.handed_over on handed_over.proposal = proposed.id where proposed.id = ${id}`.execute(tx)
  return rows[0]
}

export async function takeHandOverBack(tx: Tx, id: string, now: Instant): Promise<void> {
  await sql`update statistics.hand_over_proposal set taken_back_at = ${now} where id = ${id} and taken_back_at is null`.execute(tx)
}

/** The latest proposal for each recipient and year that nobody has taken back. */
export async function listHandOverProposals(tx: Tx): Promise<readonly { readonly id: string; readonly recipient: string; readonly year: number; readonly number: number | null }[]> {
  const { rows } = await sql<{ id: string; recipient: string; year: number; number: number | null }>`
    select distinct on (proposed.recipient, proposed.year) proposed.id, proposed.recipient, proposed.year, number
    from statistics.hand_over_proposal as proposed left join statistics.handed_over on handed_over.proposal = proposed.id
    where taken_back_at is null order by proposed.recipient, proposed.year, proposed_at desc`.execute(tx)
  return rows
}

export async function insertHandedOver(tx: Tx, { id, recipient, year, shown, about, ledger }: ProposedHandOver, releasedOn: Day): Promise<number> {
  const { rows } = await sql<{ number: number }>`insert into statistics.handed_over (number, proposal, recipient, year, released_on, shown, about)
    values (nextval('statistics.release_number'), ${id}, ${recipient}, ${year}, ${releasedOn}, ${JSON.stringify(shown)}, ${JSON.stringify(about)}) returning number`.execute(tx)
  const number = rows[0]?.number ?? 0
  for (const [place, entry] of ledger.entries()) await sql`insert into statistics.hand_over_ledger (number, place, entry) values (${number}, ${place}, ${JSON.stringify(entry)})`.execute(tx)
  return number
}

export type HandedOverRow = { readonly number: number; readonly recipient: string; readonly year: number; readonly releasedOn: Day; readonly shown: readonly ShownTable[]; readonly about: About }

/** A hand-over that left, as a list names it. */
export type NamedHandOver = Pick<HandedOverRow, 'number' | 'recipient' | 'year' | 'releasedOn'>

/** One page of all that was handed over, the latest first. */
export async function listHandedOver(tx: Tx, paging: Paging): Promise<PageOf<NamedHandOver>> {
  return pageOf((await sql<NamedHandOver>`select number, recipient, year, released_on as "releasedOn" from statistics.handed_over order by number desc ${onPage(paging)}`.execute(tx)).rows, paging)
}

/** What each recipient got last for each year, the latest years first: what a later hand-over corrected is not among it. */
export async function listHandedOverInForce(tx: Tx, most: number): Promise<readonly NamedHandOver[]> {
  return (await sql<NamedHandOver>`select distinct on (year, recipient) number, recipient, year, released_on as "releasedOn" from statistics.handed_over order by year desc, recipient, number desc limit ${most}`.execute(tx)).rows
}

/** The years for which any of these tables was handed over, the latest first. */
export async function yearsHandedOver(tx: Tx, tables: readonly string[]): Promise<readonly number[]> {
  const { rows } = await sql<{ year: number }>`select distinct year from statistics.handed_over, jsonb_array_elements(shown) as handed where handed->>'key' = any (${[...tables]}::text[]) order by year desc`.execute(tx)
  return rows.map(({ year }) => year)
}

export async function findHandedOver(tx: Tx, number: number): Promise<HandedOverRow | undefined> {
  return (await handedOverWhere(tx, sql`number = ${number}`)).map(asRead)[0]
}

type Whose = { readonly recipient: string; readonly year: number }

/** What a recipient got for a year last, as it was written down. */
export async function findLatestHandedOver(tx: Tx, { recipient, year }: Whose): Promise<HandedOverRow | undefined> {
  return (await handedOverWhere(tx, sql`recipient = ${recipient} and year = ${year} order by number desc limit 1`))[0]
}

/** The numbers under which the same recipient got figures of the same year just before and just after. */
export async function findBesideHandedOver(tx: Tx, { number, recipient, year }: Whose & { readonly number: number }): Promise<{ readonly corrects: number | null; readonly correctedBy: number | null }> {
  const { rows } = await sql<{ corrects: number | null; correctedBy: number | null }>`
    select max(number) filter (where number < ${number}) as corrects, min(number) filter (where number > ${number}) as "correctedBy" from statistics.handed_over where recipient = ${recipient} and year = ${year}`.execute(tx)
  return rows[0] ?? { corrects: null, correctedBy: null }
}

/** All that was handed over for a year, the latest first. */
export const listHandedOverOf = async (tx: Tx, year: number): Promise<readonly HandedOverRow[]> => (await handedOverWhere(tx, sql`year = ${year} order by number desc`)).map(asRead)

const asRead = (row: HandedOverRow): HandedOverRow => ({ ...row, shown: shownApart(row.shown, row.about) })

async function handedOverWhere(tx: Tx, condition: ReturnType<typeof sql>): Promise<readonly HandedOverRow[]> {
  return (await sql<HandedOverRow>`select number, recipient, year, released_on as "releasedOn", shown, about from statistics.handed_over where ${condition}`.execute(tx)).rows
}

/** What lies hidden in released hand-overs, for the analysis centre alone, as of released figures. */
export async function hiddenInHandOvers(tx: Tx, numbers: readonly number[]): Promise<readonly { readonly figure: number; readonly value: number }[]> {
  if (numbers.length === 0) return []
  const { rows } = await sql<{ number: number; entry: LedgerEntry }>`select number, entry from statistics.hand_over_ledger where number = any (${[...numbers]}::int[]) order by number`.execute(tx)
  return rows.flatMap(({ number, entry: { table, hidden } }) => hidden.flatMap((cell) => { const value = table.cells[cell]?.value ?? null; return value === null || value === 0 ? [] : [{ figure: number, value }] }))
}
