import { sql, type RawBuilder } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import { rightsOf, type Compartment, type Right } from '#vocabulary/compartments'
import { FileId } from '#vocabulary/ids'
import { officeKinds, type OfficeKind } from '#vocabulary/office-kind'
import { partyRelations, type PartyRelation } from '#vocabulary/relation'
import { guardedTables } from '../../src/modules/access/store/guarded-tables.ts'
import { testDatabase } from '../support/database.ts'
import { peopleOfEveryKind, type People } from '../support/people-of-every-kind.ts'

/** Every kind of office in every relation to a file, at every table that holds something of a person, reading and writing; what is expected is read from the compartment table. */
const base = testDatabase()
let people: People
const owner = crypto.randomUUID()
const standings: readonly (PartyRelation | null)[] = [...partyRelations, null]
const pairs = officeKinds.flatMap((kind) => standings.map((relation) => ({ kind, relation })))
const files = new Map<string, FileId>()
const fileOf = (kind: OfficeKind, relation: PartyRelation | null): FileId => files.get(`${kind} ${relation}`) ?? FileId.parse('missing')

const rows: Readonly<Record<string, (file: FileId, office: string, account: string) => RawBuilder<unknown>>> = {
  'cases.identity': (file) => sql`insert into cases.identity (file, sealed, tokens) values (${file}, '\\x00', '{}')`,
  'cases.safe_contact': (file) => sql`insert into cases.safe_contact (file, channel, sealed, is_safe) values (${file}, 'call', '\\x00', true)`,
  'cases.clock': (file) => sql`insert into cases.clock (id, file, key, subject, owner_office, starts_on, ends_on, counted) values (gen_random_uuid(), ${file}, 'some', 'referral', ${owner}, '2026-01-05', '2026-02-05', '{}')`,
  'cases.timeline': (file, _, account) => sql`insert into cases.timeline (file, on_day, at, kind, words, office, account) values (${file}, '2026-01-05', now(), 'step', 'opened', ${owner}, ${account})`,
  'protection.procedure': (file) => sql`insert into protection.procedure (file, opened_on, variant, facts, state) values (${file}, '2026-01-05', 'ordinary', '{}', 'detected')`,
}

async function addFile(kind: OfficeKind, relation: PartyRelation | null): Promise<FileId> {
  const id = FileId.parse(crypto.randomUUID())
  const { office, account } = people.of(kind)
  await asMigrator(base.db, async (tx) => {
    await sql`insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, opened_by)
      values (${id}, ${id}, '2026-01-05', 'ordinary', 'detected', '2026-01-05', ${owner}, 'woman', false, ${owner})`.execute(tx)
    const isEmergency = relation === 'emergency'
    if (relation) {
      await sql`insert into cases.party (file, office, account, relation, opened_on, since, ends_at)
        values (${id}, ${office}, ${isEmergency ? account : null}, ${relation}, '2026-01-05', '2026-01-05', ${isEmergency ? '2999-01-01' : null})`.execute(tx)
    }
    for (const insert of Object.values(rows)) await insert(id, office, account).execute(tx)
  })
  return id
}

beforeAll(async () => {
  people = await peopleOfEveryKind(base.db)
  for (const { kind, relation } of pairs) files.set(`${kind} ${relation}`, await addFile(kind, relation))
}, 60_000)

const tables = ['cases.file', ...Object.keys(rows)]
const reading = (table: string, file: FileId) => sql`select from ${sql.raw(table)} where ${sql.raw(table === 'cases.file' ? 'id' : 'file')} = ${file}`
/** A change of each table that changes nothing of what the others look at. */
const changes: Readonly<Record<string, (file: FileId) => RawBuilder<unknown>>> = {
  'cases.file': (file) => sql`update cases.file set sector = 'other' where id = ${file}`,
  'cases.identity': (file) => sql`update cases.identity set tokens = '{}' where file = ${file}`,
  'cases.safe_contact': (file) => sql`update cases.safe_contact set ended_on = '2026-01-06' where file = ${file} and ended_on is null`,
  'cases.clock': (file) => sql`update cases.clock set law = '{A}' where file = ${file}`,
  'cases.timeline': (file) => sql`insert into cases.timeline (file, on_day, at, kind, words, office) values (${file}, '2026-01-06', now(), 'step', 'x', app.office())`,
  'protection.procedure': (file) => sql`update protection.procedure set steps = steps where file = ${file}`,
}

const may = (cells: readonly (readonly [Compartment, ...Right[]])[], kind: OfficeKind, relation: PartyRelation | null): boolean =>
  relation !== null && cells.some(([compartment, ...rights]) => rights.some((right) => rightsOf(compartment, kind, relation).includes(right)))

/** The clock in each file is a referral's, which its reporter may read and move; other clocks are proved in `row-security.db.test.ts`. */
const expected = (table: string, kind: OfficeKind, relation: PartyRelation | null, how: 'reads' | 'writes'): boolean => {
  const cells = guardedTables[table]?.[how] ?? []
  // The procedure of a file that was opened is moved by those who act in it; its reporter wrote it with the file, and a centre that is asked has no part in it yet.
  const isOpenerOnly = table === 'protection.procedure' && how === 'writes' && (relation === 'reporter' || relation === 'asked-centre')
  return may(cells, kind, relation) && !isOpenerOnly
}

async function works(actor: Actor | null, statement: RawBuilder<unknown>, counts: 'rows' | 'changes'): Promise<boolean> {
  const undo = new Error('undo')
  let worked = false
  await inTransaction(base.db, { actor }, async (tx) => {
    const result = await statement.execute(tx)
    worked = counts === 'rows' ? result.rows.length > 0 : Number(result.numAffectedRows ?? 0) > 0
    throw undo
  }).catch((error: unknown) => {
    if (error === undo) return
    expect(String(error)).toMatch(/permission denied|row-level security/)
  })
  return worked
}

let tried = 0
describe('every kind of office in every relation', () => {
  test.each(pairs)('does at each table what the compartment table says: a $kind as $relation', async ({ kind, relation }) => {
    const file = fileOf(kind, relation)
    for (const table of tables) {
      const change = changes[table]?.(file)
      expect(await works(people.of(kind), reading(table, file), 'rows'), `${table} read`).toBe(expected(table, kind, relation, 'reads'))
      expect(await works(people.elsewhere(kind), reading(table, file), 'rows'), `${table} read elsewhere`).toBe(false)
      if (!change) continue
      expect(await works(people.of(kind), change, 'changes'), `${table} written`).toBe(expected(table, kind, relation, 'writes'))
      expect(await works(people.elsewhere(kind), change, 'changes'), `${table} written elsewhere`).toBe(false)
      tried += 4
    }
    // An emergency is one person's.
    if (relation === 'emergency') expect(await works(people.besides(kind), reading('cases.identity', file), 'rows')).toBe(false)
  })

  test('nobody who has not signed in does anything, and the count is what it should be', async () => {
    for (const file of files.values()) for (const table of tables) expect(await works(null, reading(table, file), 'rows')).toBe(false)
    expect(tried).toBe(pairs.length * tables.length * 4)
    console.info(`${tried} attempts of ${officeKinds.length} kinds of office in ${standings.length} relations at ${tables.length} tables, and ${files.size * tables.length} of nobody`)
  }, 60_000)
})
