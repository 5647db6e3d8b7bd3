import { generateKeyPairSync } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import { connect } from '#platform/database/connect'
import type { FileId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { testDatabase } from '../../../tests/support/database.ts'
import { writeActLine } from './act-line.ts'
import { publicKeys, signerWith } from './head-signer.ts'
import { readHeads, writeHeads } from './heads.ts'
import { sealLines } from './seal-lines.ts'
import { verifyChain } from './verify-chain.ts'

const base = testDatabase()
const signer = signerWith(generateKeyPairSync('ed25519').privateKey)
const keys = publicKeys([signer.publicKey])
const now = '2026-11-23T09:00:00.000Z' as Instant
const seed = 20261123
const outcomes = ['done', 'refused', 'denied', 'fault'] as const

const write = (count: number) => inTransaction(base.db, { actor: null }, async (tx) => {
  for (let index = 0; index < count; index += 1) {
    await writeActLine({ tx, route: `test.act-${index % 7}`, kind: 'ask', actor: null, now, outcome: outcomes[index % 4] ?? 'done', ...(index % 3 ? {} : { shown: [crypto.randomUUID() as FileId] }), ...(index % 4 === 1 ? { refusal: 'no' } : {}) })
  }
})
const lag = () => inTransaction(base.db, { actor: null }, async (tx) => (await sql<{ lines: number }>`select lines from audit.seal_lag()`.execute(tx)).rows[0]?.lines)

/** Seals until nothing waits, and answers how many lines. Other test files work on the same server, and sealing waits for every transaction that runs there. */
async function sealed(by = base.db, hand = signer): Promise<number> {
  for (let [lines, tries] = [0, 0]; ; tries += 1) {
    lines += (await sealLines(by, hand)).lines
    if ((await lag()) === 0 || tries === 500) return lines
    await pause(20)
  }
}

const verify = (kept?: ReturnType<typeof readHeads>) => verifyChain(base.db, { keys, kept })
const asOwner = (query: string) => asMigrator(base.db, (tx) => sql.raw(query).execute(tx))

/** What a verification says of the record while the owner of the tables has changed it; afterwards the record is as before. */
async function tampered(query: string, kept?: ReturnType<typeof readHeads>): Promise<Awaited<ReturnType<typeof verifyChain>>> {
  const name = `t${crypto.randomUUID().replaceAll('-', '')}`
  for (const table of ['line', 'chain', 'seal', 'head']) await asOwner(`create table audit.${name}_${table} as table audit.${table}`)
  try {
    await asOwner(query)
    return await verify(kept)
  } finally {
    for (const table of ['line', 'chain', 'seal', 'head']) {
      await asOwner(`delete from audit.${table}; insert into audit.${table} overriding system value select * from audit.${name}_${table}; drop table audit.${name}_${table}`)
    }
  }
}

let kept: ReturnType<typeof readHeads>
const lines = 300

beforeAll(async () => {
  for (const count of [40, 1, 77, 100, 2, 80]) {
    await write(count)
    await sealed()
  }
  kept = readHeads(await writeHeads(base.db, keys, { every: true }))
}, 60_000)

describe('a chain of some hundred lines', () => {
  test('is whole, with a head for each sealing', async () => {
    expect(await verify(kept)).toMatchObject({ isWhole: true, lines, heads: 6, waiting: 0 })
  })

  const columns: Readonly<Record<string, readonly string[]>> = {
    line: ["at = at + interval '1 microsecond'", 'account = gen_random_uuid()', 'office = gen_random_uuid()', 'session = gen_random_uuid()', "route = 'test.other'", "kind = 'act'",
      "outcome = case outcome when 'done' then 'denied' else 'done' end", "refusal = 'changed'", 'file = gen_random_uuid()', "shown = array[gen_random_uuid()]", 'about_account = gen_random_uuid()', 'report = gen_random_uuid()',
      "written_at = written_at + interval '1 second'", "xid = '1'::xid8", 'era = era + 1'],
    seal: ['line = line + 1000000', "hash = sha256('other')", 'position = position + 1000000'],
    head: ['position = position + 1', "hash = sha256('other')", 'era = era + 1', "xid = '1'::xid8", 'line = line + 1', "signed_at = signed_at + interval '1 microsecond'", "key = repeat('0', 64)", "signature = sha512('other')", 'number = number + 1000000'],
  }
  const ofKey: Readonly<Record<string, string>> = { line: 'number', seal: 'position', head: 'number' }

  test('shows every single change of every column of a line, a seal or a head', async () => {
    const changes = fc.constantFrom(...Object.entries(columns).flatMap(([table, sets]) => sets.map((set) => ({ table, set }))))
    await fc.assert(fc.asyncProperty(changes, fc.nat({ max: lines - 1 }), async ({ table, set }, at) => {
      const where = `${ofKey[table]} = (select ${ofKey[table]} from audit.${table} order by 1 offset ${at} % (select count(*) from audit.${table}) limit 1)`
      expect(await tampered(`update audit.${table} set ${set} where ${where}`), `${table}: ${set} at ${at}`).toMatchObject({ isWhole: false })
    }), { seed, numRuns: 60 })
  }, 120_000)

  test('shows each of these changes at least once', async () => {
    for (const [table, sets] of Object.entries(columns)) for (const set of sets) {
      const where = `${ofKey[table]} = (select ${ofKey[table]} from audit.${table} order by 1 offset 3 limit 1)`
      expect(await tampered(`update audit.${table} set ${set} where ${where}`), `${table}: ${set}`).toMatchObject({ isWhole: false })
    }
  }, 120_000)

  test('shows a line, a seal or a head that was removed, wherever', async () => {
    const removals = fc.constantFrom('line', 'seal', 'head')
    await fc.assert(fc.asyncProperty(removals, fc.nat({ max: lines - 1 }), async (table, at) => {
      const where = `${ofKey[table]} = (select ${ofKey[table]} from audit.${table} order by 1 offset ${at} % (select count(*) from audit.${table}) limit 1)`
      expect(await tampered(`delete from audit.${table} where ${where}`), `${table} at ${at}`).toMatchObject({ isWhole: false })
    }), { seed, numRuns: 40 })
  }, 120_000)

  test('shows a line that was given another number', async () => {
    const renumber = `insert into audit.line overriding system value select number + 1000000, at, account, office, session, route, outcome, refusal, file, kind, shown, about_account, written_at, xid, era, report
      from audit.line order by number offset 70 limit 1; delete from audit.line where number = (select number from audit.line order by number offset 70 limit 1)`
    expect(await tampered(renumber)).toMatchObject({ isWhole: false })
  })

  test('shows two lines that changed places', async () => {
    await fc.assert(fc.asyncProperty(fc.nat({ max: lines - 2 }), fc.integer({ min: 1, max: 30 }), async (at, apart) => {
      const [one, two] = [1 + at, Math.min(lines, 1 + at + apart)]
      if (one === two) return
      const swap = `update audit.seal set line = -position where position in (${one}, ${two});
        update audit.seal set line = (select number from (select number, row_number() over (order by number) as place from audit.line) as placed where place = case position when ${one} then ${two} else ${one} end) where position in (${one}, ${two})`
      expect(await tampered(swap), `${one} and ${two}`).toMatchObject({ isWhole: false })
    }), { seed, numRuns: 20 })
  }, 120_000)

  test('shows a line that was inserted in the past, with or without a place in the chain', async () => {
    const copy = (more: string) => `insert into audit.line (number, at, route, kind, outcome, written_at, xid, era) overriding system value
      select 900000, at, route, kind, outcome, written_at, xid, era from audit.line order by number offset 150 limit 1; ${more}`
    expect(await tampered(copy(''))).toMatchObject({ isWhole: false, fault: expect.stringContaining('900000') as string })
    expect(await tampered(copy(`update audit.seal set position = position + 1000000 where position > 150; update audit.seal set position = position - 999999 where position > 150;
      insert into audit.seal values (151, 900000, sha256('x'))`))).toMatchObject({ isWhole: false })
    // Dated into the future of the database, where the sealer would never come.
    expect(await tampered("insert into audit.line (at, route, kind, outcome, xid) values (now(), 'test.x', 'ask', 'done', '999999999')")).toMatchObject({ isWhole: false })
  })

  test('shows the end cut off, even where lines, seals and heads went together, against the heads kept elsewhere', async () => {
    const cut = `delete from audit.line where number in (select line from audit.seal where position > 220); delete from audit.seal where position > 220; delete from audit.head where position > 220`
    expect(await tampered(cut, kept)).toMatchObject({ isWhole: false, fault: expect.stringContaining('was removed') as string })
    expect(await tampered('delete from audit.line; delete from audit.seal; delete from audit.head', kept)).toMatchObject({ isWhole: false })
    // Without what was kept elsewhere nothing in the database can tell.
    expect(await tampered(cut)).toMatchObject({ isWhole: true, lines: 220 })
  })

  test('shows a chain worked out anew after a change, since nobody else can sign it', async () => {
    const forger = signerWith(generateKeyPairSync('ed25519').privateKey)
    const anew = `update audit.line set route = 'test.forged' where number = (select line from audit.seal where position = 17);
      delete from audit.seal; delete from audit.head; update audit.chain set cluster = ''`
    await asOwner('create table audit.before_line as table audit.line; create table audit.before_chain as table audit.chain; create table audit.before_seal as table audit.seal; create table audit.before_head as table audit.head')
    await asOwner(anew)
    await sealed(base.db, forger)
    expect(await verify()).toMatchObject({ isWhole: false, fault: expect.stringContaining('signed with a key') as string })
    // Even with the forger's key laid into the home, the heads kept elsewhere tell.
    expect(await verifyChain(base.db, { keys: new Map([...keys, ...publicKeys([forger.publicKey])]), kept })).toMatchObject({ isWhole: false })
    for (const table of ['line', 'chain', 'seal', 'head']) await asOwner(`delete from audit.${table}; insert into audit.${table} overriding system value select * from audit.before_${table}; drop table audit.before_${table}`)
    await asOwner('alter table audit.line alter column era set default 2')
    expect(await verify(kept)).toMatchObject({ isWhole: true })
  })

  test('is not taken for another installation\'s', async () => {
    expect(await verify({ ...kept, chain: crypto.randomUUID() })).toMatchObject({ isWhole: false, fault: expect.stringContaining('another chain') as string })
  })
})

describe('the sealer', () => {
  test('leaves a line that is not committed yet, and all that came after its transaction began, for later', async () => {
    let [release, hasWritten] = [() => {}, () => {}]
    const held = new Promise<void>((resolve) => { release = resolve })
    const written = new Promise<void>((resolve) => { hasWritten = resolve })
    const slow = inTransaction(base.db, { actor: null }, async (tx) => {
      await writeActLine({ tx, route: 'test.slow', kind: 'act', actor: null, now, outcome: 'done' })
      hasWritten()
      await held
    })
    await written
    await write(3)
    expect(await sealLines(base.db, signer)).toEqual({ lines: 0, isBusy: false })
    expect(await verify(kept)).toEqual(expect.objectContaining({ isWhole: true, waiting: 3 }))
    release()
    await slow
    expect(await sealed()).toBe(4)
    expect(await verify(kept)).toMatchObject({ isWhole: true, waiting: 0 })
  })

  test('is one at a time, and many at once lose and double nothing', async () => {
    const other = connect({ ...base.settings, poolSize: 4 })
    await Promise.all([...Array.from({ length: 12 }, () => write(9)), ...Array.from({ length: 6 }, () => sealLines(base.db, signer)), ...Array.from({ length: 6 }, () => sealLines(other, signer))])
    await sealed(other)
    await other.destroy()
    expect(await verify(kept)).toMatchObject({ isWhole: true, waiting: 0 })
  })

  test('goes on after the record was restored to another server, where transactions are counted anew', async () => {
    await write(2)
    await asOwner("update audit.chain set cluster = 'another server'; update audit.line set xid = '888888888' where number not in (select line from audit.seal)")
    expect(await verify(kept)).toMatchObject({ isWhole: true, waiting: 2 })
    await sealed()
    await write(5)
    expect(await sealed()).toBe(5)
    expect(await verify(kept)).toMatchObject({ isWhole: true, waiting: 0 })
  })

  test('says how far it is behind', async () => {
    expect(await lag()).toBe(0)
    await write(3)
    expect(await lag()).toBe(3)
    await sealed()
  })
})

describe('the application', () => {
  test('changes and removes no line, and reaches neither seals nor heads', async () => {
    const tries = ['update audit.line set outcome = \'done\'', 'delete from audit.line', 'truncate audit.line', 'select * from audit.seal', 'insert into audit.head values (1)', 'update audit.chain set era = 9',
      "insert into audit.line (number, at, route, outcome) overriding system value values (1, now(), 'x', 'done')", "insert into audit.line (at, route, outcome, xid) values (now(), 'x', 'done', '1')", "insert into audit.line (at, route, outcome, written_at) values (now(), 'x', 'done', now())"]
    for (const query of tries) await expect(inTransaction(base.db, { actor: null }, (tx) => sql.raw(query).execute(tx)), query).rejects.toThrow(/permission denied/)
  })

})
