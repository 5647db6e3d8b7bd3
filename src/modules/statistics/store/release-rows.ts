import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { onPage, pageOf, type PageOf, type Paging } from '#platform/doors/paging'
import type { Day } from '#vocabulary/day'
import type { Instant } from '#vocabulary/instant'
import type { ProvenTable } from '../domain/proven-table.ts'
import type { LedgerEntry, ReleaseMethod, Standing } from '../domain/release-method.ts'
import type { Table } from '../domain/table.ts'
import type { KeptDefinition } from '../domain/kept-definitions.ts'
import type { ReleaseRule } from '../domain/release-rule.ts'
import type { KeptBack, ReleaseWish } from '../domain/release-wish.ts'

export type CountedRow = { readonly id: string; readonly wish: ReleaseWish; readonly countedOn: Day; readonly counted: Table; readonly keptBack: KeptBack }

export async function insertCounted(tx: Tx, { id, wish, countedOn, counted, keptBack }: CountedRow, now: Instant): Promise<void> {
  await sql`insert into statistics.counted_table (id, wish, counted_on, counted, kept_back, kept_at)
    values (${id}, ${JSON.stringify(wish)}, ${countedOn}, ${JSON.stringify(counted)}, ${JSON.stringify(keptBack)}, ${now})`.execute(tx)
}

export async function findCounted(tx: Tx, id: string): Promise<CountedRow | undefined> {
  const { rows } = await sql<CountedRow>`select id, wish, counted_on as "countedOn", counted, kept_back as "keptBack" from statistics.counted_table where id = ${id}`.execute(tx)
  return rows[0]
}

/** What became of a kept table: its proposal that stands, or with the number under which it left the one that did. */
export type OnItsWay = { readonly proposal: string; readonly release: number | null }
export type KeptRow = { readonly id: string; readonly wish: ReleaseWish; readonly countedOn: Day; readonly proposal: string | null; readonly release: number | null }

/** `alone`: whether the country asks nobody else. */
export type Moment = { readonly alone: boolean; readonly now: Instant }

export async function findOnItsWay(tx: Tx, countedTable: string, { alone, now }: Moment): Promise<OnItsWay | undefined> {
  return (await sql<OnItsWay>`select proposal, release from statistics.on_its_way(${countedTable}, ${alone}, ${now})`.execute(tx)).rows[0]
}

/** The tables that the office kept, the latest first, each with its proposal that stands and the number under which it was released. */
export async function listKept(tx: Tx, most: number, { alone, now }: Moment): Promise<readonly KeptRow[]> {
  const { rows } = await sql<KeptRow>`
    select kept.id, kept.wish, kept.counted_on as "countedOn", on_its_way.proposal, on_its_way.release
    from statistics.counted_table as kept
    left join lateral statistics.on_its_way(kept.id, ${alone}, ${now}) on true
    order by kept.kept_at desc limit ${most}`.execute(tx)
  return rows
}

export type ProposalRow = { readonly id: string; readonly countedTable: string; readonly method: ReleaseMethod; readonly shown: ProvenTable; readonly ledger: LedgerEntry; readonly hidden: number; readonly cost: number }
export type FoundProposal = ProposalRow & { readonly release: number | null; readonly isTakenBack: boolean }

/** Answers false where a proposal of the same table stands, or it has left already. */
export async function insertProposal(tx: Tx, { id, countedTable, method, shown, ledger, hidden, cost }: ProposalRow, { alone, now }: Moment): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into statistics.proposal (id, counted_table, method, shown, ledger, hidden, cost, alone, proposed_at)
    values (${id}, ${countedTable}, ${JSON.stringify(method)}, ${JSON.stringify(shown)}, ${JSON.stringify(ledger)}, ${hidden}, ${cost}, ${alone}, ${now})`.execute(tx)
  return numAffectedRows === 1n
}

export async function findProposal(tx: Tx, id: string): Promise<FoundProposal | undefined> {
  const { rows } = await sql<FoundProposal>`
    select proposal.id, proposal.counted_table as "countedTable", proposal.method, proposal.shown, ledger, hidden, cost::float8 as cost, release.number as release, taken_back_at is not null as "isTakenBack"
    from statistics.proposal left join statistics.release on release.proposal = proposal.id where proposal.id = ${id}`.execute(tx)
  return rows[0]
}

export async function takeProposalBack(tx: Tx, id: string, now: Instant): Promise<void> {
  await sql`update statistics.proposal set taken_back_at = ${now} where id = ${id} and taken_back_at is null`.execute(tx)
}

/** From here on nobody else releases until the act is over. */
export async function lockLedger(tx: Tx): Promise<void> {
  await sql`select statistics.lock_ledger()`.execute(tx)
}

/** All that was released, as figures, hand-overs and records, as it was counted. With `lock`, nobody else releases until the act is over. */
export async function readLedger(tx: Tx, lock: 'lock' | 'look'): Promise<readonly Standing[]> {
  if (lock === 'lock') await lockLedger(tx)
  const { rows } = await sql<{ number: number; entry: LedgerEntry; kind: Standing['kind'] }>`
    select release as number, entry, 'figure' as kind from statistics.ledger union all select number, entry, 'hand-over' from statistics.hand_over_ledger
    union all select number, entry, 'records' from statistics.record_disclosure order by number`.execute(tx)
  return rows.map(({ number, entry, kind }) => ({ ...entry, number, kind }))
}

/** What lies hidden in released figures, or was rounded away, for the analysis centre alone: so that a text does not say beside a figure what the figure hides. */
export async function hiddenIn(tx: Tx, figures: readonly number[]): Promise<readonly { readonly figure: number; readonly value: number }[]> {
  if (figures.length === 0) return []
  const { rows } = await sql<{ number: number; entry: LedgerEntry }>`select release as number, entry from statistics.ledger where release = any (${[...figures]}::int[]) order by release`.execute(tx)
  return rows.flatMap(({ number, entry: { table, hidden, roundedTo } }) => {
    const isShown = (value: number, cell: number) => (roundedTo === undefined ? !hidden.includes(cell) : value % roundedTo === 0)
    return table.cells.flatMap(({ value }, cell) => (value === null || value === 0 || isShown(value, cell) ? [] : [{ figure: number, value }]))
  })
}

/** A release as everybody may read it. Only what passed the gate was written there, and nothing there is ever changed. */
export type ReleaseRow = { readonly number: number; readonly wish: ReleaseWish; readonly countedOn: Day; readonly releasedOn: Day; readonly method: ReleaseMethod; readonly shown: ProvenTable
  readonly rule: ReleaseRule; /** Null where the release is of before they were kept. */ readonly definitions: readonly KeptDefinition[] | null }

export async function insertRelease(tx: Tx, proposal: ProposalRow, { countedOn, releasedOn, rule, definitions }: Pick<ReleaseRow, 'countedOn' | 'releasedOn' | 'rule' | 'definitions'>): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into statistics.release (number, proposal, counted_table, wish, counted_on, released_on, method, shown, rule, definitions)
    values (nextval('statistics.release_number'), ${proposal.id}, ${proposal.countedTable}, ${JSON.stringify(proposal.ledger.wish)}, ${countedOn}, ${releasedOn}, ${JSON.stringify(proposal.method)}, ${JSON.stringify(proposal.shown)}, ${JSON.stringify(rule)}, ${JSON.stringify(definitions)})
    returning number`.execute(tx)
  const number = rows[0]?.number ?? 0
  await sql`insert into statistics.ledger (release, entry) values (${number}, ${JSON.stringify(proposal.ledger)})`.execute(tx)
  return number
}

const columns = sql.raw('number, wish, counted_on as "countedOn", released_on as "releasedOn", method, shown, rule, definitions')

/** A release as a list names it. */
export type NamedRelease = Pick<ReleaseRow, 'number' | 'wish' | 'countedOn' | 'releasedOn'>
const names = sql.raw('number, wish, counted_on as "countedOn", released_on as "releasedOn"')

/** One page of all that was released, the latest first. */
export async function listReleases(tx: Tx, paging: Paging): Promise<PageOf<NamedRelease>> {
  return pageOf((await sql<NamedRelease>`select ${names} from statistics.release order by number desc ${onPage(paging)}`.execute(tx)).rows, paging)
}

/** What was released of exactly these years, the latest first. */
export async function listReleasesOf(tx: Tx, { from, to }: Pick<ReleaseWish, 'from' | 'to'>): Promise<readonly NamedRelease[]> {
  return (await sql<NamedRelease>`select ${names} from statistics.release where (wish->>'from')::int = ${from} and (wish->>'to')::int = ${to} order by number desc`.execute(tx)).rows
}

export async function findRelease(tx: Tx, number: number): Promise<ReleaseRow | undefined> {
  return (await sql<ReleaseRow>`select ${columns} from statistics.release where number = ${number}`.execute(tx)).rows[0]
}
