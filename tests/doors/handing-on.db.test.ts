import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) })

const stateOf = async (file: string) => (await be.rows<{ state: string; steps: number }>(sql`select file.state, procedure.steps from cases.file join protection.procedure on procedure.file = file.id where file.id = ${file}`))[0]
const lines = (route: string) => be.rows<{ outcome: string; refusal: string | null; file: string | null }>(sql`select outcome, refusal, file from audit.line where route = ${route} order by number`)

describe('a report that is handed on', () => {
  test('opens the file, the referral with its clock and the procedure in one act', async () => {
    const { file, referral, report } = await be.handedOn()
    expect(await stateOf(file)).toEqual({ state: 'referred', steps: 1 })
    const parties = await be.rows<{ relation: string }>(sql`select relation from cases.party where file = ${file} order by relation`)
    expect(parties.map(({ relation }) => relation)).toEqual(['asked-centre', 'immigration-office', 'magistrate', 'reporter'])
    const clocks = await be.rows<{ key: string; owner: string }>(sql`select key, owner_office as owner from cases.clock where file = ${file} and closed_on is null order by key`)
    expect(clocks).toContainEqual({ key: 'referral-answer', owner: await be.office('caseworker-pag-asa') })
    const [kept] = await be.rows<{ state: string; reference: string }>(sql`select report.state, report.reference from detection.report join referral.referral on referral.report = report.id where report.id = ${report} and referral.id = ${referral} and referral.reference = report.reference`)
    expect(kept).toMatchObject({ state: 'referred', reference: expect.stringMatching(/^BE-2026-\d+$/) })
  })

  test('tells the guardianship of a child and the labour auditor of labour', async () => {
    const { file } = await be.handedOn({ age: 'child' })
    const offices = await be.rows<{ relation: string; key: string }>(sql`select relation, office.key from cases.party join accounts.office on office.id = party.office where file = ${file}`)
    expect(offices).toContainEqual({ relation: 'guardian', key: 'guardianship-service' })
    expect(offices).toContainEqual({ relation: 'magistrate', key: 'auditor-brussels' })
  })

  test('leaves nothing when the last part of it is refused', async () => {
    const report = await be.fullReport('labour-inspector')
    const before = await be.traces()
    const broken = { ...be.door, reactions: { 'report.referred': async (...args: Parameters<NonNullable<typeof be.door.reactions['report.referred']>>) => {
      await be.door.reactions['report.referred']?.(...args)
      return { refused: 'not-found', status: 404 as const }
    } } }
    const hurt = new Belgium(base.db)
    Object.assign(hurt, { door: broken })
    expect(refusalOf(await hurt.ask('labour-inspector', 'report.send', { report, centre: await be.office('caseworker-pag-asa') }, { once: crypto.randomUUID() }))).toBe('not-found')
    expect(await be.traces()).toEqual(before)
    expect((await be.rows(sql`select from detection.report where id = ${report} and state = 'draft'`)).length).toBe(1)
  })

  test('leaves nothing when something throws half way but the line that says so', async () => {
    const report = await be.fullReport('labour-inspector')
    const [before, record] = [await be.traces(), await be.count('audit.line')]
    const hurt = new Belgium(base.db)
    Object.assign(hurt, { door: { ...be.door, reactions: { 'report.referred': async (...args: Parameters<NonNullable<typeof be.door.reactions['report.referred']>>) => {
      await be.door.reactions['report.referred']?.(...args)
      throw new Error('the power went')
    } } } })
    await expect(hurt.ask('labour-inspector', 'report.send', { report, centre: await be.office('caseworker-pag-asa') })).rejects.toThrow('the power went')
    expect(await be.traces()).toEqual(before)
    expect(await be.count('audit.line')).toBe(Number(record) + 1)
  })

  test('goes to no office that is not a centre', async () => {
    const report = await be.fullReport('labour-inspector')
    for (const login of ['labour-inspector', 'immigration-officer', 'coordinator']) {
      expect(refusalOf(await be.ask('labour-inspector', 'report.send', { report, centre: await be.office(login) }))).toBe('centre-missing')
    }
  })
})

describe('the centre that accepts', () => {
  test('takes the step of accompaniment in the same act, and the answer clock stops', async () => {
    const { file, referral } = await be.accompanied()
    expect(await stateOf(file)).toEqual({ state: 'accompanied', steps: 2 })
    expect(await be.rows(sql`select from cases.clock where file = ${file} and key = 'referral-answer' and closed_on is null`)).toEqual([])
    expect((await be.rows<{ state: string }>(sql`select state from referral.referral where id = ${referral}`))[0]?.state).toBe('accepted')
  })

  test('accepts once though ten colleagues send the same form at the same moment', async () => {
    const { file, referral } = await be.handedOn()
    const once = crypto.randomUUID()
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => be.ask('caseworker-pag-asa', 'referral.accept', { referral, version: 0 }, { once })))
    expect(outcomes.map(refusalOf)).toEqual(Array(10).fill('answered'))
    expect(outcomes.filter((outcome) => outcome.answered && !outcome.repeated)).toHaveLength(1)
    expect(await stateOf(file)).toEqual({ state: 'accompanied', steps: 2 })
    expect(await be.rows(sql`select from referral.event where referral = ${referral} and step = 'accept'`)).toHaveLength(1)
  })

  test('and a colleague who declines at the same moment: one of them is first', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { file, referral } = await be.handedOn()
      const outcomes = await Promise.all([
        be.ask('caseworker-pag-asa', 'referral.accept', { referral, version: 0 }),
        be.ask('lead-pag-asa', 'referral.decline', { referral, version: 0, reason: 'no-place' }),
      ])
      expect(outcomes.map(refusalOf).toSorted()).toEqual(['answered', 'colleague-first'])
      const accepted = outcomes[0].answered
      expect(await stateOf(file)).toEqual(accepted ? { state: 'accompanied', steps: 2 } : { state: 'referred', steps: 1 })
      expect(await be.rows(sql`select from cases.clock where file = ${file} and key = 'referral-answer' and closed_on is null`)).toHaveLength(accepted ? 0 : 1)
    }
  })
})

describe('the record of acts', () => {
  test('keeps a line of a refused act, and the act leaves nothing else', async () => {
    const { referral } = await be.handedOn()
    const before = await be.traces()
    expect(refusalOf(await be.ask('caseworker-pag-asa', 'referral.decline', { referral, version: 0, reason: 'other' }, { once: crypto.randomUUID() }))).toBe('reason-in-words')
    expect(await be.traces()).toEqual(before)
    expect((await lines('referral.decline')).at(-1)).toMatchObject({ outcome: 'refused', refusal: 'reason-in-words' })
  })

  test('keeps a line of a denied read, with the file that was asked for', async () => {
    const { file } = await be.accompanied()
    expect(refusalOf(await be.ask('caseworker-payoke', 'procedure.show-file', { file }))).toBe('not-found')
    expect((await lines('procedure.show-file')).at(-1)).toEqual({ outcome: 'denied', refusal: 'not-found', file })
    expect(refusalOf(await be.ask('analyst', 'procedure.show-file', { file }))).toBe('not-found')
    expect((await lines('procedure.show-file')).at(-1)).toMatchObject({ outcome: 'denied', refusal: 'not-found' })
  })

  test('keeps a line of what was read and done, and no word of it', async () => {
    const { file } = await be.accompanied({ familyName: 'Geheimwoord' })
    await be.does('caseworker-pag-asa', 'procedure.show-file', { file })
    expect((await lines('procedure.show-file')).at(-1)).toEqual({ outcome: 'done', refusal: null, file })
    const all = await be.rows<{ text: string }>(sql`select line::text as text from audit.line line`)
    expect(all.some(({ text }) => text.includes('Geheimwoord'))).toBe(false)
  })
})
