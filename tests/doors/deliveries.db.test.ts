import { read, utils, write } from '@e965/xlsx'
import { readXlsx } from 'hucre/xlsx'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import { listCountingFigures } from '#statistics'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { saidInDump } from '../support/dump.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
})
afterAll(() => visitors.server.close())

type Checked = { draft: string; faults: number }
type Draft = { faults: { row: number | null; column: string | null; field: string | null; fault: string; written: string }[]; remarks: { remark: string }[]; figures: number; revision: number; faultCount: number; changes: Record<string, number>; lines: { change: string; value: number | null; was: { value: number | null } | null; codes: Record<string, string> }[] }
const headings = ['Document', 'Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure']
const good = [['reflection', 'women', 'adults', 'VN', 'labour exploitation', 4], ['reflection', 'men', 'adults', 'RO', 'begging', 0], ['unlimited', 'women', 'children', 'NG', 'sexual exploitation', ':c']]
const paste = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.join('\t')).join('\n')
const check = (login: string, text: string, more: Record<string, unknown> = {}) => be.does<Checked>(login, 'delivery.check', { item: 'residence-documents', year: 2025, text, ...more })
const draftOf = (login: string, { draft }: Checked) => be.does<Draft>(login, 'delivery.show-draft', { draft })

describe('a yearly delivery', () => {
  test('with faults is refused row by row and field by field, and nothing of it is taken', async () => {
    const wrong = await check('immigration-officer', paste([headings, ...good, ['reflection', 'women', 'adults', 'Atlantis', 'begging', ''], ['total', '', '', '', '', 9], ['refused', 'men', 'adults', 'BE', 'begging', '=1+1']]))
    expect(wrong.faults).toBe(4)
    const { faults, figures } = await draftOf('immigration-officer', wrong)
    expect(figures).toBe(0)
    expect(faults.map(({ row, field, fault }) => [row, field, fault])).toEqual([[5, 'citizenship', 'code-unknown'], [5, 'figure', 'figure-blank'], [6, null, 'total'], [7, 'figure', 'formula']])
    expect(refusalOf(await be.ask('immigration-officer', 'delivery.hand-over', { draft: wrong.draft }))).toBe('sheet-has-faults')
    expect(await be.count('statistics.delivery')).toBe(0)
  })

  test('is handed over whole, corrected by a revision with its reason, and the earlier one stays', async () => {
    const first = await check('immigration-officer', paste([headings, ...good]))
    expect(first.faults).toBe(0)
    const handed = await be.does<{ delivery: string; revision: number }>('immigration-officer', 'delivery.hand-over', { draft: first.draft })
    expect(handed.revision).toBe(1)
    // Other columns, another language, and one figure more.
    const second = await check('immigration-officer', paste([['Aantal', 'Jaar', 'Vorm van uitbuiting', 'Nationaliteit', 'Leeftijdsgroep', 'Geslacht', 'Verblijfsdocument'], [5, 2025, 'economische uitbuiting', 'Vietnam', 'volwassenen', 'vrouwen', 'bedenktijd']]))
    expect(refusalOf(await be.ask('immigration-officer', 'delivery.hand-over', { draft: second.draft }))).toBe('reason-missing')
    // What is in the sheet and what would change with it stands there before it is handed over: what is gone first.
    const { changes, lines } = await draftOf('immigration-officer', second)
    expect(changes).toEqual({ gone: 2, changed: 1, added: 0, same: 0 })
    expect(lines.map(({ change, value, was, codes }) => [change, codes['citizenship'], was?.value, value])).toEqual([['gone', 'RO', 0, 0], ['gone', 'NG', null, null], ['changed', 'VN', 4, 5]])
    const corrected = await be.does<{ delivery: string; revision: number }>('immigration-officer', 'delivery.hand-over', { draft: second.draft, reason: 'One document was counted in the wrong year' })
    expect(corrected.revision).toBe(2)
    const shown = await be.does<{ revisions: { revision: number; counts: boolean }[]; figures: { codes: object; value: number }[] }>('analyst', 'delivery.show', { delivery: corrected.delivery })
    expect(shown.revisions.map(({ revision, counts }) => [revision, counts])).toEqual([[2, true], [1, false]])
    expect(shown.figures).toMatchObject([{ codes: { document: 'reflection', sex: 'woman', citizenship: 'VN', form: 'labour', 'age-group': 'adult' }, value: 5 }])
    const before = await be.does<{ figures: { state: string; value: number | null }[] }>('immigration-officer', 'delivery.show', { delivery: handed.delivery })
    expect(before.figures.map(({ state, value }) => [state, value])).toEqual([['measured', 4], ['known-zero', 0], ['confidential', null]])
    const actor = await be.actor('analyst')
    const counting = await inTransaction(base.db, { actor }, (tx) => listCountingFigures(tx, 'residence-documents', 2025))
    expect(counting.map(({ value }) => value)).toEqual([5])
    // Another window that still has the sheet is told that it was handed over; another service learns nothing of it.
    for (const [route, input] of [['delivery.show-draft', {}], ['delivery.hand-over', { reason: 'Once more' }]] as const) {
      expect(refusalOf(await be.ask('immigration-officer', route, { draft: second.draft, ...input })), route).toBe('draft-taken')
      expect(refusalOf(await be.ask('caseworker-payoke', route, { draft: second.draft, ...input })), route).toBe('not-found')
    }
    const same = await check('immigration-officer', paste([headings, ['reflection', 'women', 'adults', 'VN', 'labour exploitation', 5], ['reflection', 'women', 'adults', 'VN', 'begging', 2]]))
    expect((await draftOf('immigration-officer', same)).changes).toEqual({ gone: 0, changed: 0, added: 1, same: 1 })
  })

  test('leaves nothing that was typed beside the figures in clear: no name of a file, no reason, no cell that was wrong', async () => {
    const wrong = await check('immigration-officer', paste([headings, ['reflection', 'women', 'adults', 'Celwoord Kievitsbloem', 'begging', 1]]), { fileName: 'Bestand Wolfsmelk.csv', year: 2024 })
    expect((await draftOf('immigration-officer', wrong)).faults.map(({ written }) => written)).toEqual(['Celwoord Kievitsbloem'])
    expect(await be.does('immigration-officer', 'delivery.show-draft', { draft: wrong.draft })).toMatchObject({ fileName: 'Bestand Wolfsmelk.csv' })
    const words = ['Celwoord', 'Kievitsbloem', 'Wolfsmelk', 'Verbeterd Slangenkruid']
    expect(await saidInDump(base.db, words)).toEqual([])
    const [first, second] = [await check('immigration-officer', paste([headings, ...good]), { year: 2023, fileName: 'Bestand Wolfsmelk.csv' }), () => check('immigration-officer', paste([headings, ...good]), { year: 2023 })]
    await be.does('immigration-officer', 'delivery.hand-over', { draft: first.draft })
    const { delivery } = await be.does<{ delivery: string }>('immigration-officer', 'delivery.hand-over', { draft: (await second()).draft, reason: 'Verbeterd Slangenkruid' })
    expect((await be.does<{ revisions: { fileName: string | null; reason: string | null }[] }>('analyst', 'delivery.show', { delivery })).revisions.map(({ fileName, reason }) => [fileName, reason])).toEqual([[null, 'Verbeterd Slangenkruid'], ['Bestand Wolfsmelk.csv', null]])
    expect(await saidInDump(base.db, words)).toEqual([])
  })

  test('is overwritten and taken away by nobody', async () => {
    const actor = await be.actor('immigration-officer')
    for (const statement of [sql`update statistics.delivered_figure set value = 7`, sql`delete from statistics.delivered_figure`, sql`update statistics.delivery set figures = 1`, sql`delete from statistics.delivery`]) {
      await expect(inTransaction(base.db, { actor }, (tx) => statement.execute(tx))).rejects.toThrow(/permission denied/)
    }
  })

  test('is read by its own service and the analysis centre; the coordination knows that it came, the others know nothing', async () => {
    const [row] = await be.rows<{ id: string }>(sql`select id from statistics.delivery limit 1`)
    const delivery = row?.id
    for (const [login, seen] of [['immigration-officer', 'answered'], ['analyst', 'answered'], ['coordinator', 'not-found'], ['rapporteur', 'not-found'], ['caseworker-payoke', 'not-found']] as const) {
      expect(refusalOf(await be.ask(login, 'delivery.show', { delivery })), login).toBe(seen)
    }
    const known = await be.does<{ deliveries: { officeName: string }[]; items: unknown[] }>('coordinator', 'delivery.list', {})
    expect(known.deliveries).toHaveLength(4)
    expect(known.items).toEqual([])
    expect((await be.does<{ deliveries: unknown[] }>('caseworker-payoke', 'delivery.list', {})).deliveries).toEqual([])
    const coordinator = await be.actor('coordinator')
    const { rows } = await inTransaction(base.db, { actor: coordinator }, (tx) => sql`select from statistics.delivered_figure`.execute(tx))
    expect(rows).toHaveLength(0)
  })

  test('of an item that is not the service\'s own, or of a year that is not over, is refused', async () => {
    expect(refusalOf(await be.ask('caseworker-payoke', 'delivery.check', { item: 'convictions', year: 2025, text: 'x' }))).toBe('not-found')
    expect(refusalOf(await be.ask('immigration-officer', 'delivery.check', { item: 'residence-documents', year: 2026, text: 'x' }))).toBe('year-not-over')
    expect(refusalOf(await be.ask('immigration-officer', 'delivery.check', { item: 'residence-documents', year: 2025 }))).toBe('sheet-missing')
  })
})

describe('the sheet of a foreign design', () => {
  const file = ['Country,Region,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE', 'Belgium,Europe,Detected trafficking victims,by citizenship,TÃ¼rkiye,Total,Total,2018,Counts,<5', 'Belgium,Europe,Detected trafficking victims,Total,Total,Female,0 to 17 years,2019,Counts,12'].join('\r\n')

  test('goes through the same door, its masked cells are confidential and no number, and its letters are mended', async () => {
    const checked = await check('analyst', file, { item: 'unodc', year: undefined, series: 'Belgium' })
    const draft = await draftOf('analyst', checked)
    expect(draft.faults).toEqual([])
    expect(draft.remarks.map(({ remark }) => remark).toSorted()).toEqual(['columns-ignored', 'letters-mended'])
    const { delivery } = await be.does<{ delivery: string }>('analyst', 'delivery.hand-over', { draft: checked.draft })
    const { figures } = await be.does<{ figures: { year: number; codes: Record<string, string>; state: string; value: number | null }[] }>('analyst', 'delivery.show', { delivery })
    expect(figures.map(({ year, state, value }) => [year, state, value])).toEqual([[2018, 'confidential', null], [2019, 'measured', 12]])
    expect(figures[0]?.codes['unodc-category']).toBe('Türkiye')
  })

  test('of a year that is not over is told so, with the last year that can be', async () => {
    const checked = await check('analyst', file.replace(',2019,', ',2062,'), { item: 'unodc', year: undefined, series: 'Belgium later' })
    expect((await draftOf('analyst', checked)).faults).toMatchObject([{ row: 3, field: 'year', fault: 'year-not-over', written: '2062', hint: '2025' }])
    expect((await draftOf('analyst', await check('analyst', file.replace(',2019,', ',2025,'), { item: 'unodc', year: undefined, series: 'Belgium later' }))).faults).toEqual([])
    expect((await draftOf('analyst', await check('analyst', file.replace(',2019,', ',2026,'), { item: 'unodc', year: undefined, series: 'Belgium later' }))).faults).toHaveLength(1)
  })

  test('of records keeps how many are alike and not the records', async () => {
    const record = '2018,Hotline,Female,0,0,Threats,Other,Sexual Exploitation,Unknown,Age 18-20'
    const text = ['yearOfRegistration,Datasource,gender,citizenship,isForcedLabour,ControlCategory,RecruiterCategory,ExploitType,Labor_Type,ageCategories', record, record, record.replace('Female', 'Male')].join('\n')
    const checked = await check('analyst', text, { item: 'ctdc', year: undefined, series: 'sample' })
    const draft = await draftOf('analyst', checked)
    expect(draft.faults).toEqual([])
    expect(draft.figures).toBe(2)
  })
})

describe('in the browser', () => {
  test.each([['en', 'sexual exploitation', 'known zero'], ['nl', 'seksuele uitbuiting', 'zeker nul'], ['fr', 'exploitation sexuelle', 'zéro certain'], ['de', 'sexuelle Ausbeutung', 'sicher null']] as const)('what is wrong in %s names words that a sheet in that language can write, and no key', async (language, form, zero) => {
    const checked = await check('immigration-officer', paste([[...headings, 'State'], ['reflection', 'women', 'adults', 'Atlantis', 'sexuall', 3, 'measured'], ['reflection', 'women', 'adults', 'RO', 'begging', 3, 'counted'], ['', 'women', 'adults', 'RO', 'begging', 3, 'measured']]), { year: 2022 })
    expect(checked.faults).toBe(4)
    const cookies = { ariadne_language: language }
    const page = (await visitors.as('immigration-officer', { url: `/deliveries/drafts/${checked.draft}`, cookies })).body
    for (const word of [form, zero, new Intl.DisplayNames(language, { type: 'region' }).of('RO') ?? '']) expect(page, word).toContain(word)
    for (const key of ['known-zero', 'sexual, labour', 'BE, RO', 'reflection, ']) expect(page, key).not.toContain(key)
    const list = await visitors.as('immigration-officer', { url: `/deliveries/drafts/${checked.draft}/faults`, cookies })
    const cells = Object.values(read(list.rawPayload, { type: 'buffer' }).Sheets).flatMap((sheet) => utils.sheet_to_json<string[]>(sheet, { header: 1 }).flat()).join(' ')
    expect(cells).toContain(form)
    expect(cells).not.toContain('known-zero')
  })

  const multipart = (fields: Record<string, string>, file: { name: string; bytes: Buffer }) => {
    const boundary = 'specimen-boundary'
    const parts = Object.entries(fields).map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
    return { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, payload: Buffer.concat([Buffer.from(parts + head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]) }
  }

  test.each(['en', 'nl', 'fr', 'de'] as const)('the template in %s is filled from its own drop-downs, read back without a fault and handed over', async (language) => {
    const template = await visitors.as('caseworker-payoke', { method: 'GET', url: '/deliveries/templates/reception', cookies: { ariadne_language: language } })
    expect(template.statusCode).toBe(200)
    const { sheets: [asked, codes] } = await readXlsx(template.rawPayload)
    const choices = new Map((asked?.dataValidations ?? []).map(({ range, formula1 = '' }) => [range.charCodeAt(0) - 65, String(codes?.rows[Number(/\$(\d+):/.exec(formula1)?.[1] ?? 0) - 1]?.[2])]))
    expect(choices.size).toBe(6)
    const book = read(template.rawPayload, { type: 'buffer' })
    const sheet = book.Sheets[book.SheetNames[0] ?? '']
    if (!sheet) throw new Error('no sheet')
    const [first] = utils.sheet_to_json<string[]>(sheet, { header: 1 })
    expect(first).toHaveLength(8)
    utils.sheet_add_aoa(sheet, [(first ?? []).map((_, column) => choices.get(column) ?? (column === 0 ? 2025 : 31))], { origin: 'A2' })
    const bytes = write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer
    const sent = await visitors.as('caseworker-payoke', { method: 'POST', url: '/deliveries/new/reception', ...multipart({ year: '2025', once: crypto.randomUUID() }, { name: 'reception.xlsx', bytes }) })
    expect(sent.statusCode).toBe(303)
    const page = await visitors.as('caseworker-payoke', { method: 'GET', url: String(sent.headers.location) })
    expect(page.body).toContain('reception.xlsx')
    const handed = await visitors.as('caseworker-payoke', { method: 'POST', url: String(sent.headers.location), headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'reason=The+same+once+more' })
    expect(handed.statusCode).toBe(303)
    expect((await visitors.as('caseworker-payoke', { method: 'GET', url: String(handed.headers.location) })).body).toContain('31')
  })

  test('a list of faults that is downloaded cannot run what somebody wrote', async () => {
    const checked = await check('caseworker-payoke', paste([['Step of reception', 'Sex', 'Age group', 'Form of exploitation', 'Figure'], ['-1+cmd|calc', 'woman', 'adult', 'begging', 1], ['@SUM(A1)', 'woman', 'adult', 'begging', 2]]), { item: 'reception' })
    const list = await visitors.as('caseworker-payoke', { method: 'GET', url: `/deliveries/drafts/${checked.draft}/faults` })
    const book = read(list.rawPayload, { type: 'buffer', cellFormula: true })
    const cells = Object.values(book.Sheets[book.SheetNames[0] ?? ''] ?? {}) as { f?: string; v?: unknown }[]
    expect(cells.filter(({ f }) => f !== undefined)).toEqual([])
    expect(cells.filter(({ v }) => typeof v === 'string' && /^[=+@-]/.test(v))).toEqual([])
  })

  test('a file that is too big is told so in a sentence', async () => {
    const sent = await visitors.as('caseworker-payoke', { method: 'POST', url: '/deliveries/new/reception', ...multipart({ year: '2025' }, { name: 'big.xlsx', bytes: Buffer.alloc(17 * 1024 * 1024) }) })
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain('16 megabyte')
  })

  test.each(['/codebook', '/deliveries'])('%s is there for the analyst in every language', async (url) => {
    for (const language of ['en', 'nl', 'fr', 'de']) {
      const page = await visitors.as('analyst', { method: 'GET', url, cookies: { ariadne_language: language } })
      expect(page.statusCode).toBe(200)
      expect(page.body).not.toMatch(/undefined|\{\{/)
    }
  })
})
