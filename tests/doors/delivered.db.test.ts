import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import { goRound } from '../../src/main/rounds.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors

const hand = async (login: string, item: string, text: string, { reason, ...more }: { year?: number; series?: string; reason?: string }): Promise<string> => {
  const { draft, faults } = await be.does<{ draft: string; faults: number }>(login, 'delivery.check', { item, text, ...more })
  expect(faults).toBe(0)
  return (await be.does<{ delivery: string }>(login, 'delivery.hand-over', { draft, ...(reason === undefined ? {} : { reason }) })).delivery
}
type Cell = { value: number | null; figures: number; missing: { state: string; figures: number }[]; provisional: boolean; revised: boolean }
type Shown = { wish: { only: string[]; rows: string }; table: { dimensions: { name: string; codes: { code: string; parent: string | null }[] }[]; cells: Cell[] }; added: number; deliveries: { revision: number }[] }
const shownTo = async (login: string, asked: Record<string, unknown>) => (await be.does<{ shown: Shown }>(login, 'delivery.count', asked)).shown
const at = ({ table: { dimensions, cells } }: Shown, ...codes: string[]) =>
  cells[dimensions.reduce((cell, { codes: own }, index) => cell * own.length + own.findIndex(({ code }) => code === codes[index]), 0)]

const reception = ['Step of reception\tSex\tAge group\tForm of exploitation\tFigure']
/** Invented, and of the form of UNODC's file: the parts of 2018 give one masked figure away, those of 2019 none. */
const unodc = [
  'Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE',
  ...[['Total', 'Total', '12'], ['Female', 'Total', '9'], ['Male', 'Total', '<5']].map(([sex, age, value]) => `Belgium,Europe,Western Europe,Persons prosecuted,Total,Total,${sex},${age},2018,Counts,${value}`),
  ...[['Total', 'Total', '14'], ['Female', 'Total', '9'], ['Male', 'Total', '<5'], ['Other', 'Total', '<5']].map(([sex, age, value]) => `Belgium,Europe,Western Europe,Persons prosecuted,Total,Total,${sex},${age},2019,Counts,${value}`),
  'Belgium,Europe,Western Europe,Persons convicted,Total,Total,Total,Total,2019,Counts,7',
  'Belgium,Europe,Western Europe,Persons convicted,by form of exploitation,Forced labour,Total,Total,2019,Counts,6',
  'Belgium,Europe,Western Europe,Persons convicted,by form of exploitation,Sexual exploitation,Total,Total,2019,Counts,<5',
]

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  await hand('caseworker-payoke', 'reception', [...reception, 'accompanied\twoman\tadult\tsexual\t31', 'accompanied\tman\tadult\tlabour\t44', 'housed\twoman\tadult\tsexual\t12'].join('\n'), { year: 2024 })
  await hand('caseworker-payoke', 'reception', [...reception, 'accompanied\twoman\tadult\tsexual\t28', 'accompanied\tman\tchild\tbegging\t:c', 'housed\twoman\tadult\tsexual\t9p'].join('\n'), { year: 2025 })
  await hand('caseworker-pag-asa', 'reception', [...reception, 'accompanied\twoman\tadult\tsexual\t40', 'accompanied\tman\tadult\tlabour\t0'].join('\n'), { year: 2025 })
  await hand('caseworker-pag-asa', 'reception', [...reception, 'accompanied\twoman\tadult\tsexual\t41', 'accompanied\tman\tadult\tlabour\t0'].join('\n'), { year: 2025, reason: 'One person was forgotten' })
}, 60_000)
afterAll(() => visitors.server.close())

describe('delivered figures', () => {
  test('stand in a table by the item\'s own dimensions, by year and by service; a blank is no zero, and what is masked is not added', async () => {
    const shown = await shownTo('analyst', { item: 'reception', rows: 'sex', columns: 'year' })
    expect(shown.wish.only).toEqual(['reception-count:accompanied'])
    expect(at(shown, 'woman', '2024')).toMatchObject({ value: 31, missing: [], revised: false })
    expect(at(shown, 'woman', '2025')).toMatchObject({ value: 69, figures: 2, revised: true })
    // One confidential figure, and one known zero of the other service.
    expect(at(shown, 'man', '2025')).toMatchObject({ value: 0, figures: 2, missing: [{ state: 'confidential', figures: 1 }] })
    expect(shown.table.dimensions[1]?.codes.map(({ code }) => code)).toEqual(['2024', '2025'])
    const services = await shownTo('analyst', { item: 'reception', rows: 'form', columns: 'service', from: 2025, to: 2025 })
    const pagAsa = await be.office('caseworker-pag-asa')
    expect(at(services, 'labour', pagAsa)).toMatchObject({ value: 0, missing: [] })
    // Nothing was handed over of it: no figure at all.
    expect(at(services, 'begging', pagAsa)).toMatchObject({ value: null, figures: 0 })
    expect(services.added).toBe(2)
  })

  test('of different things are never added up: what is counted is chosen or laid out', async () => {
    const housed = await shownTo('analyst', { item: 'reception', rows: 'year', only: ['reception-count:housed'] })
    expect([at(housed, '2024')?.value, at(housed, '2025')]).toMatchObject([12, { value: 9, provisional: true }])
    const both = await shownTo('analyst', { item: 'reception', rows: 'reception-count', from: 2024, to: 2024 })
    expect(both.table.dimensions[0]?.codes).toEqual([{ code: 'accompanied', parent: null }, { code: 'housed', parent: null }])
  })

  test('are read by the analysis centre, by a service for its own, and by nobody else', async () => {
    const own = await shownTo('caseworker-pag-asa', { item: 'reception', rows: 'year' })
    expect(own.table.cells.map(({ value }) => value)).toEqual([41])
    for (const login of ['coordinator', 'rapporteur', 'administrator', null]) expect(refusalOf(await be.ask(login, 'delivery.count', { item: 'reception' })), String(login)).toBe('not-found')
    // A service that handed nothing over reads nothing of the others.
    expect(await be.does('immigration-officer', 'delivery.count', {})).toEqual({ items: [], shown: null })
  })

  test('asked for in a way that cannot be answered are refused with what would be possible', async () => {
    for (const [asked, refusal] of [[{ rows: 'sector' }, 'no-such-axis'], [{ rows: 'sex', columns: 'sex' }, 'same-twice'], [{ from: 2025, to: 2024 }, 'years-turned'], [{ only: ['sector:x'] }, 'no-such-filter']] as const) {
      expect(refusalOf(await be.ask('analyst', 'delivery.count', { item: 'reception', ...asked }))).toBe(refusal)
    }
    expect(refusalOf(await be.ask('analyst', 'delivery.count', { item: 'victims' }))).toBe('item-not-delivered')
  })

  test('go out as CSV with the state of each cell, so that an empty one says why', async () => {
    for (const ending of ['csv', 'xlsx', 'svg', 'png']) expect((await visitors.later('second-analyst', { url: `/delivered/table.${ending}?item=reception` })).headers.location).toBe(`/confirm?next=${encodeURIComponent(`/delivered/table.${ending}?item=reception`)}`)
    await visitors.confirms('analyst')
    const file = await visitors.as('analyst', { method: 'GET', url: '/delivered/table.csv?item=reception&rows=sex&columns=year&only=reception-count:accompanied' })
    expect(file.statusCode).toBe(200)
    expect(file.body).toContain('2025,2025,0,at-least,2,1,vertraulich,yes,')
  })

  test('have a dictionary that says what is counted, whose figures they are, when they were looked at, and what each code and state means', async () => {
    const at = '/delivered/dictionary.csv?item=reception&rows=sex&columns=year&only=reception-count:accompanied'
    expect((await visitors.later('second-analyst', { url: at })).headers.location).toContain('/confirm?next=')
    await visitors.confirms('analyst')
    const { statusCode, body } = await visitors.as('analyst', { url: at, cookies: { ariadne_language: 'en' } })
    expect(statusCode).toBe(200)
    const lines = body.replace('\uFEFF', '').trimEnd().split('\r\n')
    expect(lines[0]).toBe('field,code,parent,meaning')
    for (const said of [/^release,not-for-release,/m, /^looked at,20\d\d-\d\d-\d\d,/m, /^definition,,,.{20}/m, /^source,,,.*PAG-ASA/m, /^sex,woman,/m, /^state,at-least,,.{5}/m]) expect(body.replaceAll('\r', ''), String(said)).toMatch(said)
    for (const login of ['coordinator', 'rapporteur', 'administrator']) expect((await visitors.as(login, { url: at })).statusCode, login).toBe(404)
  })

  test('are shown by sex in one touch where their item tells the sexes apart, and no sooner or later', async () => {
    const linkAt = async (url: string) => (await visitors.as('analyst', { url, cookies: { ariadne_language: 'en' } })).body.match(/href="([^"]+)"[^>]*>The same by sex/)?.[1]?.replaceAll('&amp;', '&')
    const by = await linkAt('/delivered?item=reception&rows=year')
    expect(by).toContain('rows=year&columns=sex')
    expect(await linkAt(by ?? '')).toBeUndefined()
    expect(await linkAt('/delivered?item=reception&rows=year&only=sex:woman')).toBeUndefined()
  })

  test('go out as SVG and PNG that say whose they are, what the signs mean and that nothing of them may be handed on', async () => {
    await visitors.confirms('analyst')
    for (const [language, said] of [['en', 'nothing was handed over'], ['nl', 'Niets ervan mag'], ['fr', 'Rien ne peut en être transmis'], ['de', 'Nichts davon darf']] as const) {
      const svg = await visitors.as('analyst', { method: 'GET', url: '/delivered/table.svg?item=reception&rows=sex&columns=year&only=reception-count:accompanied', cookies: { ariadne_language: language } })
      expect([svg.statusCode, svg.headers['content-type']], language).toEqual([200, 'image/svg+xml; charset=utf-8'])
      expect(svg.body, language).toContain(said)
      expect(svg.body, language).toContain('PAG-ASA')
      expect(svg.body, language).not.toMatch(/delivered\.[a-z]|undefined|NaN|="-/)
    }
    const png = await visitors.as('analyst', { method: 'GET', url: '/delivered/table.png?item=reception&rows=year' })
    expect(Buffer.from(png.rawPayload).subarray(1, 4).toString()).toBe('PNG')
    for (const login of ['coordinator', 'rapporteur', 'administrator']) expect((await visitors.as(login, { method: 'GET', url: '/delivered/table.svg?item=reception' })).statusCode, login).toBe(404)
  })
})

type Listed = { rule: string; year: number; at: Record<string, string>; now: number | null; against: number | null; answers: { explanation: string }[] }

describe('a warning', () => {
  type Warned = { warnings: { rules: { rule: string; looked: number; found: number }[]; listed: Listed[] } }
  const convictions = (figure: number) => `Sex\tAge group\tCitizenship\tForm of exploitation\tFigure\nwoman\tadult\tBE\tsexual\t${figure}\nman\tadult\tBE\tsexual\t30`
  let delivery: string

  test('names its rule when a sheet is checked, stops nothing, and says which rules were looked at', async () => {
    await hand('labour-auditor', 'prosecutions', convictions(20), { year: 2024 })
    await hand('labour-auditor', 'convictions', convictions(10), { year: 2023 })
    const { draft } = await be.does<{ draft: string }>('labour-auditor', 'delivery.check', { item: 'convictions', text: convictions(90), year: 2024 })
    const { warnings: { rules, listed } } = await be.does<Warned>('labour-auditor', 'delivery.show-draft', { draft })
    expect(listed.filter(({ at }) => Object.keys(at).length === 0)).toMatchObject([{ rule: 'jump-against-last-year', now: 120, against: 40 }, { rule: 'more-convicted-than-prosecuted', now: 120, against: 50 }])
    expect(listed).toContainEqual({ delivery: null, item: 'convictions', office: expect.any(String), rule: 'jump-against-last-year', year: 2024, at: { sex: 'woman' }, now: 90, against: 10, answers: [] })
    // The men are as many as before, and nothing is said of them.
    expect(listed.some(({ at }) => at['sex'] === 'man')).toBe(false)
    expect(rules.find(({ rule }) => rule === 'total-is-not-the-sum')).toEqual({ rule: 'total-is-not-the-sum', looked: 0, found: 0 })
    delivery = (await be.does<{ delivery: string }>('labour-auditor', 'delivery.hand-over', { draft })).delivery
  })

  test('is answered by the service whose figure it is, and the answer goes where the figure goes', async () => {
    const answer = { delivery, rule: 'jump-against-last-year', year: 2024, codes: '[["sex","woman"]]', explanation: 'One large network was judged in this year' }
    for (const login of ['analyst', 'immigration-officer', 'coordinator', null]) expect(refusalOf(await be.ask(login, 'delivery.explain', answer)), String(login)).toBe('not-found')
    expect(refusalOf(await be.ask('labour-auditor', 'delivery.explain', { ...answer, codes: '[["sex","man"]]' }))).toBe('no-such-warning')
    await be.does('labour-auditor', 'delivery.explain', answer)
    const shown = await be.does<{ shown: Warned }>('analyst', 'delivery.count', { item: 'convictions', rows: 'sex', from: 2024, to: 2024 })
    expect(shown.shown.warnings.listed.find(({ at }) => at['sex'] === 'woman')?.answers).toMatchObject([{ explanation: answer.explanation }])
    await visitors.confirms('analyst')
    const file = await visitors.as('analyst', { method: 'GET', url: '/delivered/table.csv?item=convictions&rows=sex&from=2024&to=2024' })
    expect(file.body).toContain(`90,measured,1,0,,no,${answer.explanation}`)
    // A revision in which the figure still stands keeps its answer.
    const revised = await hand('labour-auditor', 'convictions', convictions(88), { year: 2024, reason: 'Two were counted twice' })
    const after = await be.does<Warned>('labour-auditor', 'delivery.show', { delivery: revised })
    expect(after.warnings.listed.find(({ at, rule }) => at['sex'] === 'woman' && rule === answer.rule)).toMatchObject({ now: 88, answers: [{ explanation: answer.explanation }] })
    const actor = await be.actor('labour-auditor')
    for (const statement of [sql`update statistics.delivery_answer set explanation = 'another'`, sql`delete from statistics.delivery_answer`]) await expect(inTransaction(base.db, { actor }, (tx) => statement.execute(tx))).rejects.toThrow(/permission denied/)
    const stranger = await be.actor('immigration-officer')
    expect((await inTransaction(base.db, { actor: stranger }, (tx) => sql`select from statistics.delivery_answer`.execute(tx))).rows).toEqual([])
  })

  test('is one of many: they come page by page, what nobody has answered first, and the last of them can be answered too', async () => {
    const countries = 'AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ VA VC VE VN VU WS YE ZA ZM ZW'.split(' ')
    const sheet = (figure: number) => `Sex\tAge group\tCitizenship\tForm of exploitation\tFigure\n${countries.map((country) => `woman\tadult\t${country}\tsexual\t${figure}`).join('\n')}`
    await hand('labour-auditor', 'prosecutions', sheet(10), { year: 2020 })
    const many = await hand('labour-auditor', 'prosecutions', sheet(100), { year: 2021 })
    type Page = { warnings: { rules: { found: number }[]; listed: Listed[]; page: number; hasMore: boolean } }
    const pageAt = (warnings: number) => be.does<Page>('labour-auditor', 'delivery.show', { delivery: many, warnings })
    const first = await pageAt(1)
    const found = first.warnings.rules.reduce((sum, each) => sum + each.found, 0)
    expect(found).toBeGreaterThan(150)
    expect([first.warnings.listed.length, first.warnings.hasMore]).toEqual([50, true])
    const all: Listed[] = []
    for (let page = 1, more = true; more; page += 1) {
      const { warnings } = await pageAt(page)
      all.push(...warnings.listed)
      more = warnings.hasMore
    }
    const keyOf = ({ rule, year, at }: Listed) => `${rule} ${year} ${JSON.stringify(at)}`
    expect([all.length, new Set(all.map(keyOf)).size]).toEqual([found, found])
    const last = all.at(-1)
    const answer = { rule: last?.rule ?? '', year: String(last?.year), codes: JSON.stringify(Object.entries(last?.at ?? {})) }
    const address = `/deliveries/${many}/explain?${new URLSearchParams(answer).toString()}`
    expect((await visitors.as('labour-auditor', { url: address })).body).toContain('name="explanation"')
    expect((await visitors.as('labour-auditor', { url: `/deliveries/${many}/explain` })).body).not.toContain('name="explanation"')
    const payload = (explanation: string) => new URLSearchParams({ ...answer, explanation }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const tooShort = await visitors.as('labour-auditor', { method: 'POST', url: address, headers, payload: payload('') })
    expect([tooShort.statusCode, tooShort.body.includes('name="explanation"')]).toEqual([422, true])
    expect((await visitors.as('labour-auditor', { method: 'POST', url: address, headers, payload: payload('A new register was used') })).statusCode).toBe(303)
    const page = (await visitors.as('labour-auditor', { url: `/deliveries/${many}?warnings=2` })).body
    expect(page).toContain(`/deliveries/${many}?warnings=3#warnings`)
    const after = await pageAt(Math.ceil(found / 50))
    expect(keyOf(after.warnings.listed.at(-1) ?? all[0] as Listed)).toBe(keyOf(last as Listed))
    expect(after.warnings.listed.at(-1)?.answers).toMatchObject([{ explanation: 'A new register was used' }])
    // A file carries every answer, however many warnings stand before it.
    await visitors.confirms('analyst')
    expect((await visitors.as('analyst', { url: `/delivered/table.csv?item=prosecutions&rows=${Object.keys(last?.at ?? {})[0] ?? 'year'}&from=2021&to=2021` })).body).toContain('A new register was used')
  }, 60_000)
})

describe('a checked sheet that nobody hands over', () => {
  test('is let go of by the rounds once the time of the pack is over, and not a day before', async () => {
    const { draft } = await be.does<{ draft: string }>('caseworker-payoke', 'delivery.check', { item: 'reception', year: 2023, text: [...reception, 'housed\twoman\tadult\tsexual\t2'].join('\n') })
    const roundOn = (day: string) => goRound({ ...be.door, clock: () => new Date(`${day}T09:00:01Z`) })
    await roundOn('2026-12-22')
    expect(refusalOf(await be.ask('caseworker-payoke', 'delivery.show-draft', { draft }))).toBe('answered')
    await roundOn('2026-12-23')
    expect(refusalOf(await be.ask('caseworker-payoke', 'delivery.show-draft', { draft }))).toBe('not-found')
    expect(await be.count('statistics.delivery_draft')).toBe(0)
  })
})

describe('a file of the form of UNODC\'s', () => {
  let delivery: string
  beforeAll(async () => { delivery = await hand('analyst', 'unodc', unodc.join('\n'), { series: 'Belgium' }) })

  test('comes in by the same door and is browsed with the totals that its source wrote, added to nothing', async () => {
    const shown = await shownTo('analyst', { item: 'unodc', rows: 'year', columns: 'unodc-sex', only: ['unodc-indicator:prosecuted'] })
    expect(at(shown, '2018', 'total')).toMatchObject({ value: 12, figures: 1 })
    expect(at(shown, '2018', 'man')).toMatchObject({ value: null, missing: [{ state: 'confidential', figures: 1 }] })
    const forms = await shownTo('analyst', { item: 'unodc', rows: 'unodc-category', only: ['unodc-indicator:convicted', 'unodc-dimension:by-form'], from: 2019, to: 2019 })
    expect([at(forms, 'Total')?.value, at(forms, 'Forced labour')?.value]).toEqual([7, 6])
  })

  test('is read by the auditor as any reader could: how many masked figures follow is said, and never which', async () => {
    type Masked = { state: string; followed: unknown }
    let view = await be.does<Masked>('analyst', 'delivery.show-masked', { delivery })
    for (let times = 0; view.state === 'working' && times < 20; times += 1) view = await be.does<Masked>('analyst', 'delivery.show-masked', { delivery })
    // Men of 2018 from women and all; of 2019 two masked figures share five. The forms of the convicted, where they are known to add up, give one more.
    expect(view.followed).toEqual({ masked: 4, alone: { exact: 1, narrower: 2, tables: 3, contradicting: 0 }, together: { exact: 2, narrower: 2, tables: 1, contradicting: 0 } })
    for (const login of ['caseworker-payoke', 'coordinator', 'rapporteur', null]) expect(refusalOf(await be.ask(login, 'delivery.show-masked', { delivery })), String(login)).toBe('not-found')
    const [other] = await be.rows<{ id: string }>(sql`select id from statistics.delivery where item = 'reception' limit 1`)
    expect(refusalOf(await be.ask('analyst', 'delivery.show-masked', { delivery: other?.id }))).toBe('not-found')
  }, 60_000)
})
