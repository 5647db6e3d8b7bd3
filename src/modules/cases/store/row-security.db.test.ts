import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import { day } from '#vocabulary/day'
import { FileId, OfficeId } from '#vocabulary/ids'
import { officeKinds, type OfficeKind } from '#vocabulary/office-kind'
import { testDatabase } from '../../../../tests/support/database.ts'
import { peopleOfEveryKind, type People } from '../../../../tests/support/people-of-every-kind.ts'
import { relations, type Relation } from '../domain/relation.ts'

const base = testDatabase()
let people: People
/** The owner of the clocks is none of the offices that look. */
const owner = OfficeId.parse(crypto.randomUUID())
const files = new Map<string, FileId>()
const pairs = officeKinds.flatMap((kind) => [...relations.filter((relation) => relation !== 'emergency'), null].map((relation) => ({ kind, relation })))
const fileOf = (kind: OfficeKind, relation: Relation | null): FileId => files.get(`${kind} ${relation}`) ?? FileId.parse('missing')

const tables = ['file', 'identity', 'safe_contact', 'procedure clock', 'referral clock', 'timeline', 'task'] as const
type Table = (typeof tables)[number]
const acting = ['centre', 'immigration-office', 'magistrate', 'guardian'] as const
/** The compartment table of the product, for what this module keeps. */
const readers: Readonly<Record<Table, readonly Relation[]>> = {
  file: acting, identity: [...acting, 'consent-identity'], timeline: acting, task: [...acting, 'former-centre'], 'procedure clock': acting,
  'referral clock': [...acting, 'asked-centre', 'reporter'],
  safe_contact: ['centre', 'guardian', 'consent-contact'],
}
const kindOf: Partial<Record<Relation, OfficeKind>> = {
  'asked-centre': 'reception-centre', centre: 'reception-centre', 'former-centre': 'reception-centre', 'immigration-office': 'immigration-office', magistrate: 'magistrate', guardian: 'guardian',
}
const reporters: readonly OfficeKind[] = ['first-line', 'reception-centre', 'immigration-office', 'guardian']
/** A relation lets an office see something only when the office is of a kind that the relation is for. */
const fits = (kind: OfficeKind, relation: Relation | null): relation is Relation =>
  relation?.startsWith('consent-') ? ['first-line', 'guardian', 'reception-centre'].includes(kind) :
  relation === 'reporter' ? reporters.includes(kind) : relation !== null && kindOf[relation] === kind

async function addFile(kind: OfficeKind, relation: Relation | null): Promise<FileId> {
  const id = FileId.parse(crypto.randomUUID())
  const { office, account } = people.of(kind)
  await asMigrator(base.db, async (tx) => {
    await sql`insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, opened_by)
      values (${id}, ${id}, '2026-01-05', 'ordinary', 'detected', '2026-01-05', ${owner}, 'woman', false, ${owner})`.execute(tx)
    if (relation) await sql`insert into cases.party (file, office, relation, opened_on, since) values (${id}, ${office}, ${relation}, '2026-01-05', '2026-01-05')`.execute(tx)
    await sql`insert into cases.identity (file, sealed) values (${id}, '\\x01')`.execute(tx)
    await sql`insert into cases.safe_contact (file, channel, sealed, is_safe) values (${id}, 'call', '\\x01', true)`.execute(tx)
    for (const subject of ['certificate', 'referral']) {
      await sql`insert into cases.clock (id, file, key, subject, owner_office, starts_on, ends_on, counted)
        values (gen_random_uuid(), ${id}, 'some-clock', ${subject}, ${owner}, '2026-01-05', '2026-02-05', '{}')`.execute(tx)
    }
    await sql`insert into cases.timeline (file, on_day, at, kind, words, office, account) values (${id}, '2026-01-05', now(), 'step', 'opened', ${owner}, ${account})`.execute(tx)
    await sql`insert into cases.task (file, office, sealed) values (${id}, ${office}, '\\x01')`.execute(tx)
  })
  return id
}

beforeAll(async () => {
  people = await peopleOfEveryKind(base.db)
  for (const { kind, relation } of pairs) files.set(`${kind} ${relation}`, await addFile(kind, relation))
})

async function seen(actor: Actor | null, file: FileId): Promise<readonly Table[]> {
  return inTransaction(base.db, { actor }, async (tx) => {
    const { rows } = await sql<{ name: Table }>`
      select 'file' as name from cases.file where id = ${file}
      union all select 'identity' from cases.identity where file = ${file}
      union all select 'safe_contact' from cases.safe_contact where file = ${file}
      union all select case subject when 'referral' then 'referral clock' else 'procedure clock' end from cases.clock where file = ${file}
      union all select 'timeline' from cases.timeline where file = ${file}
      union all select 'task' from cases.task where file = ${file}`.execute(tx)
    return rows.map(({ name }) => name)
  })
}
const expected = (kind: OfficeKind, relation: Relation | null): readonly Table[] =>
  tables.filter((table) => fits(kind, relation) && readers[table].includes(relation)).toSorted()

const attempt = (actor: Actor | null, statement: ReturnType<typeof sql>): Promise<number | 'refused'> =>
  inTransaction(base.db, { actor }, async (tx) => Number((await statement.execute(tx)).numAffectedRows ?? 0)).catch((error: unknown) => {
    expect(String(error)).toMatch(/permission denied|row-level security/)
    return 'refused' as const
  })
const worked = (outcome: number | 'refused') => outcome !== 'refused' && outcome > 0

describe('what an office sees of a file', () => {
  test.each(pairs)('is what the compartments say: a $kind as $relation', async ({ kind, relation }) => {
    expect((await seen(people.of(kind), fileOf(kind, relation))).toSorted()).toEqual(expected(kind, relation))
    expect(await seen(people.elsewhere(kind), fileOf(kind, relation))).toEqual([])
  })

  test('is nothing at all for somebody who has not signed in', async () => {
    for (const file of files.values()) expect(await seen(null, file)).toEqual([])
  })

  test('is its own notes alone once the relation has ended', async () => {
    const file = await addFile('reception-centre', 'centre')
    await asMigrator(base.db, (tx) => sql`update cases.party set until = '2026-02-01' where file = ${file}`.execute(tx))
    expect(await seen(people.of('reception-centre'), file)).toEqual(['task'])
  })

  test('is for one person alone where the relation is with a person', async () => {
    const file = await addFile('guardian', null)
    const { office, account } = people.of('guardian')
    await asMigrator(base.db, (tx) => sql`insert into cases.party (file, office, account, relation, opened_on, since) values (${file}, ${office}, ${account}, 'guardian', '2026-01-05', '2026-01-05')`.execute(tx))
    expect((await seen(people.of('guardian'), file)).toSorted()).toEqual(expected('guardian', 'guardian'))
    expect(await seen(people.besides('guardian'), file)).toEqual([])
  })
})

describe('what an office may write to a file', () => {
  test.each(pairs)('is what the compartments say: a $kind as $relation', async ({ kind, relation }) => {
    const [actor, file] = [people.of(kind), fileOf(kind, relation)]
    const may = (named: readonly Relation[]) => fits(kind, relation) && named.includes(relation)
    const results = {
      identity: worked(await attempt(actor, sql`update cases.identity set sealed = '\\x02' where file = ${file}`)),
      contact: worked(await attempt(actor, sql`insert into cases.safe_contact (file, channel, sealed, is_safe) values (${file}, 'mail', '\\x01', false)`)),
      state: worked(await attempt(actor, sql`update cases.file set sector = 'other' where id = ${file}`)),
      clock: worked(await attempt(actor, sql`update cases.clock set law = '{A}' where file = ${file} and subject = 'certificate'`)),
      story: worked(await attempt(actor, sql`insert into cases.timeline (file, on_day, at, kind, words, office) values (${file}, '2026-01-06', now(), 'step', 'x', ${actor.office})`)),
      task: worked(await attempt(actor, sql`insert into cases.task (file, office, sealed) values (${file}, ${actor.office}, '\\x01')`)),
    }
    expect(results).toEqual({
      identity: may(['centre', 'immigration-office']), contact: may(['centre']), state: may(acting), clock: may(acting), story: may([...acting, 'asked-centre', 'reporter']), task: may(acting),
    })
  })

  test.each(officeKinds)('never makes a %s a party to the file of others by its own word', async (kind) => {
    const { office } = people.elsewhere(kind)
    const file = fileOf('reception-centre', 'centre')
    for (const relation of relations) {
      expect(await attempt(people.elsewhere(kind), sql`insert into cases.party (file, office, relation, opened_on, since) values (${file}, ${office}, ${relation}, '2026-01-05', '2026-01-05')`)).toBe('refused')
    }
  })

  test('never changes or takes back what is told of it, nor tells it in another\'s name', async () => {
    const [actor, file] = [people.of('reception-centre'), fileOf('reception-centre', 'centre')]
    expect(await attempt(actor, sql`update cases.timeline set words = 'otherwise' where file = ${file}`)).toBe('refused')
    expect(await attempt(actor, sql`delete from cases.timeline where file = ${file}`)).toBe('refused')
    expect(await attempt(actor, sql`insert into cases.timeline (file, on_day, at, kind, words, office) values (${file}, '2026-01-06', now(), 'step', 'x', ${people.elsewhere('magistrate').office})`)).toBe('refused')
  })

  test('is everything while the office opens it, and only that once it is open', async () => {
    const [actor, id] = [people.of('first-line'), FileId.parse(crypto.randomUUID())]
    const seenInside = await inTransaction(base.db, { actor }, async (tx) => {
      await sql`insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child)
        values (${id}, ${id}, ${day('2026-01-05')}, 'ordinary', 'detected', '2026-01-05', ${actor.office}, 'man', false)`.execute(tx)
      await sql`insert into cases.party (file, office, relation, opened_on, since) values (${id}, ${actor.office}, 'reporter', '2026-01-05', '2026-01-05')`.execute(tx)
      await sql`insert into cases.identity (file, sealed) values (${id}, '\\x01')`.execute(tx)
      return (await sql`select from cases.file where id = ${id}`.execute(tx)).rows.length
    })
    expect(seenInside).toBe(1)
    expect(await seen(actor, id)).toEqual([])
    expect(await attempt(actor, sql`update cases.identity set sealed = '\\x02' where file = ${id}`)).toBe(0)
    expect(await attempt(actor, sql`insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, opened_by)
      values (gen_random_uuid(), 'X', '2026-01-05', 'ordinary', 'detected', '2026-01-05', ${actor.office}, 'man', false, ${people.elsewhere('magistrate').office})`)).toBe('refused')
  })
})

test('every table with a person in it is guarded, for its owner too', async () => {
  const { rows } = await asMigrator(base.db, (tx) => sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'cases'::regnamespace and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)`.execute(tx))
  expect(rows.map(({ name }) => name)).toEqual(['file_number'])
})
