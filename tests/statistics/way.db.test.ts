import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { readXlsx } from 'hucre/xlsx'
import { inTransaction } from '#platform/database/transaction'
import { officeKinds } from '#vocabulary/office-kind'
import type { ClocksView, WaitsView, WayView } from '../../src/modules/statistics/actions/way-acts.ts'
import { Belgium, conditions, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
const on = (day: string) => { be.moment = new Date(`${day}T09:00:00Z`) }
const found = (said: object = {}) => be.handedOn({ seenOn: be.moment.toISOString().slice(0, 10), ...said })
const answer = (referral: string, name: string, more: object = {}) => be.does('caseworker-pag-asa', name, { referral, version: 0, ...more })
const centre = 'caseworker-pag-asa'
const office = 'immigration-officer'
const yes = (...keys: string[]) => ({ kind: 'answers', answers: Object.fromEntries(keys.map((key) => [key, 'yes'])) })

/**
 * Five people of 2026 and one of 2025, told day by day and counted by hand:
 * Mai (woman) goes from referral to the question of the magistrate, who answers after ten days; a second question is still open on 23 November.
 * Bo (man) was accepted after seven days, and nothing has happened since. Cam (woman) waits for the centre's answer since 1 November.
 * Duc (man) was declined after two days. An (a girl) was accepted on the day. Old (man, 2025) came as far as the reflection document, and it ended on a ground.
 */
beforeAll(async () => {
  be = await Belgium.open(base.db)
  on('2025-03-03')
  const old = await found({ sex: 'male' })
  on('2025-03-04')
  await answer(old.referral, 'referral.accept')
  await be.steps(old.file, ...conditions, [centre, 'apply-for-reflection-document', { kind: 'application' }])
  on('2025-03-10')
  await be.steps(old.file, [office, 'issue-reflection-document', { kind: 'issue' }])
  on('2025-03-20')
  await be.steps(old.file, [office, 'end-reflection', { kind: 'ground', ground: 'W2', elements: [] }])
  on('2026-01-05')
  const [mai, bo, duc] = [await found(), await found({ sex: 'male' }), await found({ sex: 'male' })]
  on('2026-01-07')
  await answer(duc.referral, 'referral.decline', { reason: 'no-place', note: '' })
  on('2026-01-08')
  await answer(mai.referral, 'referral.accept')
  await be.steps(mai.file, ...conditions, [centre, 'apply-for-reflection-document', { kind: 'application' }])
  on('2026-01-10')
  await be.steps(mai.file, [office, 'issue-reflection-document', { kind: 'issue' }])
  on('2026-01-12')
  await answer(bo.referral, 'referral.accept')
  on('2026-01-20')
  await be.steps(mai.file, [centre, 'record-statement', { kind: 'statement', form: 'statement' }], [centre, 'apply-for-certificate', { kind: 'application' }])
  on('2026-01-24')
  await be.steps(mai.file, [office, 'issue-certificate', { kind: 'issue' }])
  on('2026-03-02')
  await be.steps(mai.file, [centre, 'apply-for-extension', { kind: 'application' }], [office, 'ask-set-a', { kind: 'questions', askedOf: 'labour-auditor' }])
  on('2026-03-12')
  await be.steps(mai.file, ['labour-auditor', 'answer-set-a', yes('A1', 'A2', 'A3', 'A4')], [office, 'extend-certificate', { kind: 'issue' }])
  on('2026-05-01')
  await be.steps(mai.file, [centre, 'apply-for-temporary-residence', { kind: 'application' }], [office, 'ask-set-b', { kind: 'questions', askedOf: 'labour-auditor' }])
  on('2026-06-10')
  const an = await found({ age: 'child' })
  await answer(an.referral, 'referral.accept')
  on('2026-11-01')
  await found()
  on('2026-11-23')
  visitors = await Visitors.open(be)
}, 180_000)

const way = (asked: object = {}) => be.does<WayView>('analyst', 'numbers.show-way', asked)
const waits = (asked: object = {}) => be.does<WaitsView>('analyst', 'numbers.show-waits', asked)
const clocks = (asked: object = {}) => be.does<ClocksView>('analyst', 'numbers.show-clocks', asked)
const came = ({ parts }: WayView, part = 'all') => parts.find((each) => each.part === part)?.way.map((place) => [place.key, place.took, place.passed, place.before, place.ended])
const waitFor = ({ waits: all }: WaitsView, wait: string, part = 'all') => all.find((each) => each.wait === wait)?.parts.find((each) => each.part === part)
const pages = ['/progress', '/progress/waits', '/progress/clocks']

describe('how far people came', () => {
  test('is what was counted by hand, place by place', async () => {
    expect(came(await way())).toEqual([
      ['detected', 5, 0, 0, 0], ['referred', 5, 0, 0, 0], ['accompanied', 3, 0, 2, 0], ['reflection', 1, 0, 4, 0], ['statement', 1, 0, 4, 0], ['certificate', 1, 0, 4, 0], ['temporary', 0, 0, 5, 0], ['unlimited', 0, 0, 5, 0],
    ])
    expect(came(await way({ from: 2025 }))?.slice(2, 5)).toEqual([['accompanied', 1, 0, 0, 0], ['reflection', 1, 0, 0, 0], ['statement', 0, 0, 0, 1]])
  })

  test('is told apart by sex, by age and by year, and each adds up to everybody', async () => {
    const bySex = await way({ by: 'sex' })
    expect(bySex.parts.map(({ part, way: [first, , third] }) => [part, first?.came, third?.came])).toEqual([['all', 5, 3], ['woman', 3, 2], ['man', 2, 1]])
    const byAge = await way({ by: 'age' })
    expect(byAge.parts.map(({ part, way: [first, , third] }) => [part, first?.came, third?.came])).toEqual([['all', 5, 3], ['child', 1, 1], ['adult', 4, 2]])
    const byYear = await way({ by: 'year', from: 2024, to: 2026 })
    expect(byYear.parts.map(({ part, way: [first] }) => [part, first?.came])).toEqual([['all', 6], ['2024', 0], ['2025', 1], ['2026', 5]])
  })

  test('ends where it ended, with its ground, and goes on where it goes on', async () => {
    expect((await way({ from: 2025 })).parts[0]?.endings).toEqual([{ state: 'ended-reflection', ground: 'W2', hasEnded: true, persons: 1 }])
    const [everybody] = (await way()).parts
    expect(everybody?.endings.map(({ state, hasEnded, persons }) => [state, hasEnded, persons])).toEqual([['referred', false, 2], ['accompanied', false, 2], ['provisional-stay', false, 1]])
    expect(everybody?.beside.filter(({ persons }) => persons > 0)).toEqual([{ step: 'extend-certificate', persons: 1 }])
  })
})

describe('how long they waited', () => {
  test('is what was counted by hand, and whoever still waits is in it', async () => {
    const all = await waits()
    // 0 (An), 2 (Duc, declined), 3 (Mai), 7 (Bo); Cam has waited 22 days and waits on.
    expect(waitFor(all, 'centre-answers')).toEqual({ part: 'all', met: 4, waiting: 1, left: 0, quartile: 2, median: 3, threeQuarters: 7, nineTenths: null, longest: 22, horizon: 22 })
    expect(waitFor(all, 'reflection-document')).toMatchObject({ met: 1, median: 2, waiting: 0 })
    expect(waitFor(all, 'certificate')).toMatchObject({ met: 1, median: 4 })
    // One answered after ten days; the other asked on 1 May and not yet answered on 23 November.
    expect(waitFor(all, 'magistrate-answers')).toMatchObject({ met: 1, waiting: 1, quartile: 10, median: 10, threeQuarters: null, longest: 206 })
    expect(waitFor(all, 'whole')).toMatchObject({ met: 0, waiting: 5, median: null, longest: 322 })
    expect(waitFor(await waits({ by: 'sex' }), 'centre-answers', 'woman')).toMatchObject({ met: 2, waiting: 1 })
  })

  test('is of the waits that began in the year; who left without it is neither over nor waiting', async () => {
    const before = await waits({ from: 2025 })
    expect(waitFor(before, 'reflection-document')).toMatchObject({ met: 1, median: 6 })
    expect(waitFor(before, 'to-statement')).toMatchObject({ met: 0, waiting: 0, left: 1, horizon: 17 })
    expect(waitFor(before, 'whole')).toMatchObject({ met: 1, median: 17 })
  })

  test('begins with the first question where the same is asked again before there is an answer', async () => {
    const [last] = await be.rows<{ file: string; number: number }>(sql`select file, max(number) as number from protection.step group by file order by 2 desc limit 1`)
    await be.rows(sql`insert into protection.step (file, number, step, by, taken_on, input, account, office, recorded_at) select file, number + 1, step, by, date '2026-10-01', input, account, office, recorded_at
      from protection.step where file = ${last?.file} and number = ${last?.number}`)
    expect(waitFor(await waits(), 'magistrate-answers')).toMatchObject({ met: 1, waiting: 1, longest: 206 })
    await be.rows(sql`delete from protection.step where file = ${last?.file} and number > ${last?.number}`)
  })
})

describe('the clocks', () => {
  test('are kept, late or open as they were, by whose they are', async () => {
    const { clocks: all } = await clocks()
    const answers = (of: string) => all.find(({ clock, owner }) => clock === 'referral-answer' && owner === of)?.parts[0]
    // Three days to answer: An, Duc and Mai in time, Bo on the seventh day, Cam's has run out on 4 November. Since Duc was declined the inspection has to see to him.
    expect(answers('reception-centre')).toMatchObject({ kept: 3, late: 1, lateMedian: 4, lateMost: 4, open: 0, openLate: 1, openLateMost: 19 })
    expect(answers('inspection')).toMatchObject({ kept: 0, openLate: 1 })
    const due = await be.rows<{ clocks: number }>(sql`select count(*)::int as clocks from cases.clock where ends_on between '2026-01-01' and '2026-12-31'`)
    expect(all.flatMap(({ parts }) => parts).reduce((sum, { kept, late, open, openLate }) => sum + kept + late + open + openLate, 0)).toBe(due[0]?.clocks)
  })

  test('are a fact of persons with the same figures: whoever had one of a kind is counted as that clock was', async () => {
    const years = { from: 2025, to: 2026 }
    const { clocks: live } = await clocks(years)
    const persons = async (fact: string) => {
      const { table } = await be.does<{ table: { dimensions: { codes: { code: string }[] }[]; cells: number[] } }>('analyst', 'table.count', { rows: fact, ...years })
      return Object.fromEntries((table.dimensions[0]?.codes ?? []).map(({ code }, index) => [code, table.cells[index]]))
    }
    const lived = (...kinds: string[]) => live.filter(({ clock }) => kinds.includes(clock)).flatMap(({ parts }) => parts)
      .reduce((sum, { kept, late, open, openLate }) => ({ kept: sum.kept + kept, missed: sum.missed + late + openLate, running: sum.running + open }), { kept: 0, missed: 0, running: 0 })
    expect(lived('reflection')).toEqual({ kept: 2, missed: 0, running: 0 })
    expect(await persons('clocks-reflection')).toEqual({ total: 6, ...lived('reflection'), 'no-clock': 4 })
    // All of these are Mai's: one in time and one not.
    expect([lived('certificate'), lived('certificate-extension')]).toEqual([{ kept: 1, missed: 0, running: 0 }, { kept: 0, missed: 1, running: 0 }])
    expect(await persons('clocks-residence')).toEqual({ total: 6, kept: 0, missed: 1, running: 0, 'no-clock': 5 })
    expect(lived('magistrate-answer')).toEqual({ kept: 1, missed: 1, running: 0 })
    expect(await persons('clocks-answers')).toEqual({ total: 6, kept: 0, missed: 1, running: 0, 'no-clock': 5 })
    // Duc has had two: the centre declined in time, and the inspection has let its own run out since.
    expect(lived('referral-answer')).toEqual({ kept: 4, missed: 3, running: 0 })
    expect(await persons('clocks-referral')).toEqual({ total: 6, kept: 3, missed: 3, running: 0, 'no-clock': 0 })
    expect(await persons('clocks')).toEqual({ total: 6, kept: 2, missed: 4, running: 0, 'no-clock': 0 })
  })

  test('that closed with the file stand apart', async () => {
    const ended = (await clocks({ from: 2025 })).clocks.find(({ clock }) => clock === 'reflection')
    expect(ended?.parts[0]).toMatchObject({ kept: 1, withFile: 1 })
  })
})

describe('the figures of the procedure', () => {
  test('are the analysis centre\'s alone, and for everybody else they are not there', async () => {
    for (const login of ['coordinator', 'rapporteur', 'caseworker-pag-asa', 'immigration-officer', 'public-prosecutor', 'guardian', 'labour-inspector', 'administrator', 'data-protection-officer', null]) {
      for (const route of ['numbers.show-way', 'numbers.show-waits', 'numbers.show-clocks']) expect(refusalOf(await be.ask(login, route, {})), `${login} ${route}`).toBe('not-found')
    }
    for (const url of pages.flatMap((page) => [page, `${page}/figures.csv`, `${page}/figures.xlsx`, `${page}/dictionary.csv`])) expect((await visitors.as('rapporteur', { url })).statusCode, url).toBe(404)
  })

  test('are given by the database to no other kind of office, and hold nothing that leads back', async () => {
    const actor = await be.actor('analyst')
    const asked = [
      sql`select * from statistics.count_way('all', '2026-01-01', '2026-12-31', '[{"bit":0,"step":"refer"}]', '{}')`,
      sql`select * from statistics.count_waits('all', '2026-01-01', '2026-12-31', '2026-11-23', 'Europe/Brussels', '[{"wait":"w","pair":0,"role":"from","event":"opened"}]')`,
      sql`select * from statistics.count_clocks('all', '2026-01-01', '2026-12-31', '2026-11-23')`,
    ]
    for (const officeKind of officeKinds) {
      const rows = await inTransaction(base.db, { actor: { ...actor, officeKind } }, async (tx) => { const all = []; for (const each of asked) all.push((await each.execute(tx)).rows.length > 0); return all })
      expect([officeKind, ...rows]).toEqual([officeKind, ...asked.map(() => officeKind === 'analysis-centre')])
    }
    expect(JSON.stringify([await way({ by: 'sex' }), await waits(), await clocks()]).replaceAll('"countedOn":"2026-11-23"', '')).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|\d{4}-\d\d-\d\d|BE-\d/)
  })

  test('refuse years that are turned or too many, and show nothing but zeros of a year without anybody', async () => {
    expect(refusalOf(await be.ask('analyst', 'numbers.show-way', { from: 2026, to: 2025 }))).toBe('years-turned')
    expect(refusalOf(await be.ask('analyst', 'numbers.show-clocks', { from: 2001, to: 2026 }))).toBe('too-many-years')
    expect(came(await way({ from: 2019 }))?.every((place) => place.slice(1).every((figure) => figure === 0))).toBe(true)
  })

  test.each(['en', 'nl', 'fr', 'de'])('have a page each in %s, with the table in the picture, and an address that stays', async (language) => {
    for (const page of pages) {
      const { statusCode, body } = await visitors.as('analyst', { url: `${page}?from=2025&to=2026&by=sex`, cookies: { ariadne_language: language } })
      expect(statusCode, page).toBe(200)
      expect(body, page).toContain(`<html lang="${language}">`)
      expect(body, page).toContain('charted" role="table"')
      expect(body, page).toContain(`${page}?from=2025&amp;to=2026&amp;by=sex`)
      expect(body, page).not.toMatch(/progress\.[a-z]|undefined|NaN/)
    }
  })

  test('leave as CSV and Excel with what each column means, and no blank is a zero', async () => {
    for (const page of pages) for (const file of ['figures.csv', 'figures.xlsx', 'figures.svg', 'figures.png']) expect((await visitors.later('second-analyst', { url: `${page}/${file}` })).headers.location).toBe(`/confirm?next=${encodeURIComponent(`${page}/${file}`)}`)
    await visitors.confirms('analyst')
    const csv = (await visitors.as('analyst', { url: '/progress/figures.csv?from=2026&to=2026&by=sex' })).body
    expect(csv).toMatch(/^\uFEFFtable,part_code,part,category_code,category,persons,took_the_step,passed_without_it,not_yet,ended_before\r\n/)
    expect(csv).toMatch(/way,woman,[^,]*,accompanied,[^,]*,2,2,0,1,0\r\n/)
    const lasting = (await visitors.as('analyst', { url: '/progress/waits/figures.csv?from=2026&to=2026' })).body
    expect(lasting).toMatch(/centre-answers,[^,]*,all,[^,]*,4,2,3,7,,1,22,0,22\r\n/)
    for (const page of pages) {
      const excel = await visitors.as('analyst', { url: `${page}/figures.xlsx?from=2026&to=2026` })
      const book = await readXlsx(new Uint8Array(excel.rawPayload))
      expect(book.sheets.map(({ name, rows }) => [name, rows.length > 5]), page).toEqual([['Figures', true], ['Dictionary', true]])
      expect(book.sheets.flatMap(({ rows }) => rows.flat()).filter((cell) => typeof cell === 'string' && /^[=+@]/.test(cell)), page).toEqual([])
      expect((await visitors.as('analyst', { url: `${page}/dictionary.csv` })).body).toContain('field,meaning')
    }
  })
})

test.each(['en', 'nl', 'fr', 'de'])('the figures of the procedure are pictures in %s too, with title, day, definition, source and every figure of the page, and across them that they are not for release', async (language) => {
  await visitors.confirms('analyst')
  for (const page of pages) {
    for (const by of ['none', 'sex']) {
      const picture = await visitors.as('analyst', { url: `${page}/figures.svg?from=2025&to=2026&by=${by}`, cookies: { ariadne_language: language } })
      expect([picture.statusCode, picture.headers['content-type']], page).toEqual([200, 'image/svg+xml; charset=utf-8'])
      expect(picture.headers['content-disposition']).toMatch(/not-for-release-(way|waits|clocks)-2025-2026\.svg/)
      expect(picture.body, page).toContain(`<svg xmlns="http://www.w3.org/2000/svg" xml:lang="${language}"`)
      expect(picture.body, page).toContain('2025–2026')
      expect(picture.body, page).toContain(`${page}?from=2025&amp;to=2026&amp;by=${by}`)
      expect(picture.body, page).not.toMatch(/progress\.[a-z]|picture\.[a-z]|undefined|NaN|="-/)
      expect(picture.body.split(language === 'en' ? 'Not for release.' : 'fill-opacity="0.13"').length, page).toBeGreaterThan(language === 'en' ? 4 : 1)
    }
    for (const login of ['coordinator', 'caseworker-pag-asa', 'rapporteur']) expect((await visitors.as(login, { url: `${page}/figures.svg` })).statusCode, `${page} ${login}`).toBe(404)
  }
  const way = await visitors.as('analyst', { url: '/progress/figures.svg?from=2026&to=2026', cookies: { ariadne_language: language } })
  const shown = await be.does<{ parts: { way: { came: number }[] }[] }>('analyst', 'numbers.show-way', { from: 2026, to: 2026 })
  for (const { came: persons } of shown.parts[0]?.way ?? []) expect(way.body).toContain(`>${persons}</text>`)
  const png = await visitors.as('analyst', { url: '/progress/waits/figures.png?from=2026&to=2026', cookies: { ariadne_language: language } })
  expect([png.statusCode, Buffer.from(png.rawPayload).subarray(1, 4).toString()]).toEqual([200, 'PNG'])
}, 60_000)

describe('the furthest place', () => {
  test('of everybody is one, so that the table of it adds up, and goes to the gate', async () => {
    const { table } = await be.does<{ table: { dimensions: { codes: { code: string }[] }[]; cells: (number | null)[] } }>('analyst', 'table.count', { rows: 'reached', from: 2026, to: 2026 })
    expect(table.dimensions[0]?.codes.map(({ code }, index) => [code, table.cells[index]])).toEqual([
      ['total', 5], ['detected', 0], ['referred', 2], ['accompanied', 2], ['reflection', 0], ['statement', 0], ['certificate', 1], ['temporary', 0], ['unlimited', 0],
    ])
    const kept = await be.does<{ table: string }>('analyst', 'table.keep', { rows: 'reached', columns: 'sex', from: 2026, to: 2026 })
    expect((await visitors.as('analyst', { url: `/tables/${kept.table}/release` })).statusCode).toBe(200)
  })

  test('does not go there beside what tells the same in another way', async () => {
    for (const columns of ['state', 'outcome', 'status', 'to-acceptance', 'clocks', 'clocks-answers']) expect(refusalOf(await be.ask('analyst', 'table.keep', { rows: 'reached', columns, from: 2026, to: 2026 })), columns).toBe('tells-twice')
    for (const columns of ['detected-by', 'clocks-referral', 'status']) expect(refusalOf(await be.ask('analyst', 'table.keep', { rows: 'clocks', columns, from: 2026, to: 2026 })), columns).toBe('tells-twice')
    expect(refusalOf(await be.ask('analyst', 'table.keep', { rows: 'reached', columns: 'sex', only: 'status:identified', from: 2026, to: 2026 }))).toBe('tells-twice')
  })
})
