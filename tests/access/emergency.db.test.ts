import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { confirmedForStory } from '#platform/doors/confirmation'
import { inTransaction } from '#platform/database/transaction'
import { perform } from '#platform/doors/perform'
import type { FileId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) })
const reason = 'She stands in the station and a man follows her; her centre does not answer.'
const referenceOf = async (file: FileId) => (await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`))[0]?.reference ?? ''

/** Comes to a door at a moment of its own. */
async function at(moment: string, login: string, name: string, input: unknown) {
  const route = routes.get(name)
  if (!route) throw new Error(name)
  const actor = { ...(await be.actor(login)), confirmedAt: confirmedForStory }
  return perform({ ...be.door, clock: () => new Date(moment) }, route, { actor, language: 'en', input })
}
const value = <V>(outcome: Awaited<ReturnType<typeof at>>): V => {
  if (!outcome.answered) throw new Error(JSON.stringify(outcome.refusal))
  return outcome.value as V
}

async function opened(login: string, moment: string, said = {}) {
  const { file } = await be.accompanied(said)
  const reference = await referenceOf(file)
  const { emergency, until } = value<{ emergency: string; until: string }>(await at(moment, login, 'emergency.open', { reference, reason }))
  return { file, reference, emergency, until }
}

describe('an emergency access', () => {
  test('gives one person identity and safe contact, nothing besides, and ends by itself', async () => {
    const { file, emergency, until } = await opened('police-officer', '2026-11-23T20:00:00Z', { familyName: 'Noodspecimen' })
    expect(until).toBe('2026-11-24T08:00:00.000Z')
    const shown = value<{ identity: { familyNames: string } }>(await at('2026-11-24T07:59:00Z', 'police-officer', 'emergency.show', { emergency }))
    expect(shown.identity.familyNames).toBe('Noodspecimen')
    for (const colleague of ['lead-federal-police', 'labour-inspector', 'caseworker-payoke']) {
      expect(refusalOf(await at('2026-11-24T07:59:00Z', colleague, 'emergency.show', { emergency })), colleague).toBe('not-found')
    }
    const { office, account } = await be.actor('police-officer')
    const tables = ['cases.file', 'cases.clock', 'cases.timeline', 'protection.procedure', 'protection.step', 'referral.referral', 'reception.stay', 'cases.task']
    for (const table of tables) expect(await seen(table, file, { office, account, officeKind: 'first-line' }, '2026-11-24T07:59:00Z'), table).toBe(0)
    expect(refusalOf(await at('2026-11-24T08:00:00Z', 'police-officer', 'emergency.show', { emergency }))).toBe('not-found')
    expect(await seen('cases.identity', file, { office, account, officeKind: 'first-line' }, '2026-11-24T07:59:59Z')).toBe(1)
    expect(await seen('cases.identity', file, { office, account, officeKind: 'first-line' }, '2026-11-24T08:00:00Z')).toBe(0)
  })

  test('is open to the kinds that the pack names and to nobody else, for a reason in words', async () => {
    const { file } = await be.accompanied()
    const reference = await referenceOf(file)
    for (const login of ['immigration-officer', 'public-prosecutor', 'guardian', 'coordinator', 'administrator', 'data-protection-officer', 'analyst']) {
      expect(refusalOf(await be.ask(login, 'emergency.open', { reference, reason })), login).toBe('not-found')
    }
    expect(refusalOf(await be.ask('caseworker-surya', 'emergency.open', { reference, reason: 'urgent' }))).toBe('input-too-short')
    expect(refusalOf(await be.ask('caseworker-surya', 'emergency.open', { reference: 'BE-1999-0001', reason }))).toBe('no-such-file')
  })

  test('reaches the data protection officer at once, whose finding ends what was not justified', async () => {
    const { reference, emergency } = await opened('caseworker-payoke', '2026-11-23T10:00:00Z')
    const list = value<{ emergencies: { id: string; reference: string; reason: string; isLate: boolean }[]; late: number }>(await at('2026-11-23T10:00:01Z', 'data-protection-officer', 'emergency.list', {}))
    expect(list.emergencies.find(({ id }) => id === emergency)).toMatchObject({ reference, reason, isLate: false })
    const review = { emergency, finding: 'not-justified', note: 'Her centre was open all day.' }
    expect(value<{ state: string }>(await at('2026-11-23T11:00:00Z', 'data-protection-officer', 'emergency.review', review)).state).toBe('asked')
    expect(refusalOf(await at('2026-11-23T11:00:00Z', 'caseworker-payoke', 'emergency.show', { emergency }))).toBe('answered')
    await approvedByAColleague('2026-11-23T11:30:00Z')
    expect(value<{ state: string }>(await at('2026-11-23T12:00:00Z', 'data-protection-officer', 'emergency.review', review)).state).toBe('reviewed')
    expect(refusalOf(await at('2026-11-23T12:00:01Z', 'caseworker-payoke', 'emergency.show', { emergency }))).toBe('not-found')
    expect(refusalOf(await at('2026-11-23T12:00:02Z', 'data-protection-officer', 'emergency.review', review))).toBe('reviewed-already')
  })

  test('that nobody reviewed for 72 hours raises the alarm and blocks its office for that month', async () => {
    const { emergency } = await opened('hospital-social-worker', '2026-11-02T08:00:00Z')
    const { file } = await be.accompanied()
    const again = async (moment: string) => refusalOf(await at(moment, 'hospital-social-worker', 'emergency.open', { reference: await referenceOf(file), reason }))
    expect(await again('2026-11-05T08:00:00Z')).toBe('answered')
    expect(await again('2026-11-05T08:00:01Z')).toBe('emergency-blocked')
    const late = value<{ late: number; emergencies: { id: string; isLate: boolean }[] }>(await at('2026-11-05T08:00:01Z', 'data-protection-officer', 'emergency.list', {}))
    expect(late.emergencies.find(({ id }) => id === emergency)?.isLate).toBe(true)
    await be.rows(sql`update access.emergency set reviewed_at = '2026-11-06', reviewed_by = gen_random_uuid(), finding = 'justified' where office = (select office from accounts.account where login = 'hospital-social-worker')`)
    expect(await again('2026-11-30T08:00:00Z')).toBe('emergency-blocked')
    expect(await again('2026-12-01T08:00:00Z')).toBe('answered')
    // Another office is not blocked by it.
    expect(refusalOf(await at('2026-11-20T08:00:00Z', 'caseworker-surya', 'emergency.open', { reference: await referenceOf(file), reason }))).toBe('answered')
  })

  test('keeps its reason sealed, and each of its acts in the record', async () => {
    const { file, emergency } = await opened('asylum-officer', '2026-11-23T10:00:00Z')
    await at('2026-11-23T10:05:00Z', 'asylum-officer', 'emergency.show', { emergency })
    const [row] = await be.rows<{ reason: Buffer }>(sql`select reason from access.emergency where id = ${emergency}`)
    expect(row?.reason.toString('latin1')).not.toContain('station')
    const lines = await be.rows<{ route: string }>(sql`select route from audit.line where file = ${file} and route like 'emergency.%' order by number`)
    expect(lines.map(({ route }) => route)).toEqual(['emergency.open', 'emergency.show'])
  })
})

async function seen(table: string, file: FileId, actor: { office: string; account: string; officeKind: 'first-line' }, moment: string): Promise<number> {
  return inTransaction(base.db, { actor, now: Instant.parse(moment) }, async (tx) => (await sql`select from ${sql.raw(table)} where ${sql.raw(table === 'cases.file' ? 'id' : 'file')} = ${file}`.execute(tx)).rows.length)
}

/** The colleague of the data protection officer who gives the second pair of eyes. */
async function approvedByAColleague(moment: string): Promise<void> {
  await be.rows(sql`insert into accounts.account (login, name, office, language, demonstration) select 'second-officer', 'E. Proefstuk', office, 'nl', true from accounts.account where login = 'data-protection-officer' on conflict do nothing`)
  const { approvals } = value<{ approvals: { id: string; act: string }[] }>(await at(moment, 'second-officer', 'approval.list', {}))
  const approval = approvals[0]?.id
  value(await at(moment, 'second-officer', 'approval.answer', { approval, answer: 'approve', reason: 'I read the same.' }))
}
