import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { goRound } from '../../src/main/rounds.ts'
import { testDatabase } from '../support/database.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) })

const detector = 'labour-inspector'
const start = async (on?: string) => (await be.does<{ report: string }>(detector, 'report.start', {}, on ? { on } : {})).report
const save = async (report: string, screen: string, said: object, finish = true, on?: string) => be.ask(detector, 'report.save-screen', { report, seen: await be.seen(report), screen, said, finish }, on ? { on } : {})
const draftOf = async (report: string, login = detector) => (await be.does<{ draft: Record<string, unknown> }>(login, 'report.show', { report })).draft
const send = async (report: string, login = detector) => be.ask(login, 'report.send', { report, centre: await be.office('caseworker-pag-asa') })

describe('a draft', () => {
  test('is found again as it was left, by a colleague of the office too', async () => {
    const report = await start()
    await save(report, 'safety', { immediateDanger: 'yes', contactBroken: 'no' })
    await save(report, 'age', { age: 'adult' })
    const left = { startedOn: '2026-11-23', immediateDanger: 'yes', contactBroken: 'no', age: 'adult' }
    expect(await draftOf(report)).toEqual(left)
    expect(await draftOf(report, 'lead-labour-inspection')).toEqual(left)
  })

  test('keeps an incomplete screen when it saves itself, and does not take it when the screen is finished', async () => {
    const report = await start()
    expect(refusalOf(await save(report, 'safety', { immediateDanger: 'yes' }))).toBe('report.missing-contact-broken')
    expect(await draftOf(report)).toEqual({ startedOn: '2026-11-23' })
    expect(refusalOf(await save(report, 'safety', { immediateDanger: 'yes' }, false))).toBe('answered')
    expect(await draftOf(report)).toEqual({ startedOn: '2026-11-23', immediateDanger: 'yes' })
  })

  test('clears an answer that was cleared, and lets one screen touch no other', async () => {
    const report = await start()
    await save(report, 'safety', { immediateDanger: 'yes', contactBroken: 'no' })
    await save(report, 'safety', { contactBroken: 'no' }, false)
    await save(report, 'age', { age: 'adult', familyName: 'Fictief' }, false)
    expect(await draftOf(report)).toEqual({ startedOn: '2026-11-23', contactBroken: 'no', age: 'adult' })
  })

  test.each(['police-officer', 'hospital-social-worker', 'guardian', 'immigration-officer', 'caseworker-pag-asa'])('does not exist for another office: %s neither reads, changes, sends nor drops it', async (login) => {
    const report = await be.fullReport(detector)
    for (const [name, more] of [['report.show', {}], ['report.show-sending', {}], ['report.save-screen', { screen: 'safety', said: {}, finish: false }], ['report.send', {}], ['report.drop', {}]] as const) {
      expect(refusalOf(await be.ask(login, name, { report, ...more })), name).toBe('not-found')
    }
    const { reports } = await be.does<{ reports: { report: string }[] }>(login, 'report.list', {})
    expect(reports.map(({ report: id }) => id)).not.toContain(report)
    expect((await draftOf(report))['familyName']).toBe('Fictief')
  })

  test('is reminded of, then expires after twenty-eight days: it is neither shown, saved, sent nor listed', async () => {
    const report = await be.fullReport(detector, {}, { on: '2026-11-23' })
    const listed = async (on: string) => (await be.does<{ reports: { report: string; isReminded: boolean }[] }>(detector, 'report.list', {}, { on })).reports.find(({ report: id }) => id === report)
    expect(await listed('2026-12-20')).toMatchObject({ isReminded: true })
    expect(await listed('2026-12-21')).toBeUndefined()
    for (const [name, more] of [['report.show', {}], ['report.show-sending', {}], ['report.save-screen', { screen: 'safety', said: {}, finish: false, seen: await be.seen(report) }], ['report.send', {}]] as const) {
      expect(refusalOf(await be.ask(detector, name, { report, ...more }, { on: '2026-12-21' })), name).toBe('draft-expired')
      if (name !== 'report.send') expect(refusalOf(await be.ask(detector, name, { report, ...more }, { on: '2026-12-20' })), name).toBe('answered')
    }
  })

  test('that expired is thrown away by the next round, names and all, and no other', async () => {
    const [old, young] = [await be.fullReport(detector, {}, { on: '2026-11-23' }), await be.fullReport(detector, { seenOn: '2026-11-24' }, { on: '2026-11-24' })]
    const sent = await be.fullReport(detector)
    expect(refusalOf(await send(sent))).toBe('answered')
    const left = async () => (await be.rows<{ id: string }>(sql`select id from detection.report where id in (${old}, ${young}, ${sent})`)).map(({ id }) => id).toSorted()
    await goRound({ ...be.door, clock: () => new Date('2026-12-20T09:00:00Z') })
    expect(await left()).toEqual([old, young, sent].toSorted())
    await goRound({ ...be.door, clock: () => new Date('2026-12-21T09:00:00Z') })
    expect(await left()).toEqual([young, sent].toSorted())
  })

  test('is thrown away once', async () => {
    const report = await start()
    expect(refusalOf(await be.ask(detector, 'report.drop', { report }))).toBe('answered')
    expect(refusalOf(await be.ask(detector, 'report.drop', { report }))).toBe('not-found')
  })

  test('asks for every answer that the urgent minimum must have before it is sent', async () => {
    const outcome = await send(await start())
    expect(outcome).toMatchObject({ answered: false, refusal: { refused: 'report.missing-immediate-danger', also: expect.arrayContaining([expect.objectContaining({ refused: 'report.missing-consent' })]) } })
  })
})

describe('an adult who does not agree', () => {
  test('is told of without a name, birth date, citizenship or place, and no file comes of it', async () => {
    const report = await be.fullReport(detector, { bornOn: '1990-02-03' })
    await save(report, 'consent', { consent: 'no' })
    const before = await be.traces()
    expect(await send(report)).toMatchObject({ answered: true, value: { state: 'notified' } })
    const after = await be.traces()
    expect(after).toEqual({ ...before, 'detection.notification': (before['detection.notification'] ?? 0) + 1 })
    const [kept] = await be.rows<{ told: object; all: string }>(sql`select told, notification::text as all from detection.notification order by reference desc limit 1`)
    expect(Object.keys(kept?.told ?? {}).toSorted()).toEqual(['age', 'district', 'sector', 'seenOn', 'sex', 'signs'])
    expect(kept?.all).not.toMatch(/Fictief|Mai\b|Specimen street|VN|1990/)
  })

  test('leaves no name behind in the report of her either', async () => {
    const report = await be.fullReport(detector, { bornOn: '1990-02-03' })
    await save(report, 'consent', { consent: 'no' })
    await send(report)
    const { draft } = await be.does(detector, 'report.show', { report })
    expect(draft).toMatchObject({ consent: 'no' })
    expect(JSON.stringify(draft)).not.toMatch(/Fictief|Mai\b|Specimen street|VN|1990/)
  })
})

describe('a child', () => {
  test.each(['child', 'unsure'])('is handed on whatever was said about agreeing: %s', async (age) => {
    const report = await be.fullReport(detector, { consent: 'no', age: 'adult' })
    await save(report, 'age', { age })
    await save(report, 'child', { unaccompanied: 'yes' })
    for (const [screen, said] of [['language', { language: 'vi', interpreterNeeded: 'yes' }], ['person', { sex: 'female', familyName: 'Fictief', givenName: 'Mai', citizenships: ['VN'] }], ['exploitation', { exploitedWhere: 'here', exploitedDistrict: 'brussels' }], ['stay', { stay: 'neither' }], ['circumstances', { diplomaticHousehold: 'no', smuggling: 'no' }]] as const) await save(report, screen, said)
    expect(await send(report)).toMatchObject({ answered: true, value: { state: 'referred' } })
    const [file] = await be.rows<{ is_child: boolean; is_urgent: boolean }>(sql`select file.is_child, referral.is_urgent from referral.referral join cases.file on file.id = referral.file where report = ${report}`)
    expect(file).toEqual({ is_child: true, is_urgent: true })
  })

  test('without any answer about agreeing is handed on', async () => {
    const report = await be.fullReport(detector, { age: 'child', consent: undefined })
    expect(await send(report)).toMatchObject({ answered: true, value: { state: 'referred' } })
  })
})

describe('a report that was sent', () => {
  test('is not sent again, saved or dropped', async () => {
    const report = await be.fullReport(detector)
    expect(refusalOf(await send(report))).toBe('answered')
    expect(refusalOf(await send(report))).toBe('already-sent')
    expect(refusalOf(await save(report, 'safety', { immediateDanger: 'no', contactBroken: 'no' }))).toBe('already-sent')
    expect(refusalOf(await be.ask(detector, 'report.drop', { report }))).toBe('not-found')
  })

  test.each(['yes', 'no'])('by two colleagues at the same moment is sent once (agreed: %s)', async (consent) => {
    const report = await be.fullReport(detector)
    if (consent === 'no') await save(report, 'consent', { consent })
    const before = await be.traces()
    const outcomes = await Promise.all([send(report), send(report, 'lead-labour-inspection'), send(report)])
    expect(outcomes.map(refusalOf).toSorted()).toEqual(['already-sent', 'already-sent', 'answered'])
    const after = await be.traces()
    expect((after['cases.file'] ?? 0) - (before['cases.file'] ?? 0)).toBe(consent === 'yes' ? 1 : 0)
    expect((after['detection.notification'] ?? 0) - (before['detection.notification'] ?? 0)).toBe(consent === 'yes' ? 0 : 1)
  })
})
