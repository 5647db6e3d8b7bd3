import { readXlsx } from 'hucre/xlsx'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
const people = [['woman', 'labour', 9], ['man', 'labour', 12], ['woman', 'sexual', 8], ['man', 'sexual', 7]] as const

const approve = async (subject: string) => {
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${subject}`)
  await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' })
}
async function release(wish: object): Promise<number> {
  const { table } = await be.does<{ table: string }>('analyst', 'table.keep', { from: 2026, to: 2026, ...wish })
  const { proposal } = await be.does<{ proposal: string }>('analyst', 'release.propose', { table, reason: 'Figures of the year' })
  await approve(proposal)
  return (await be.does<{ number: number }>('analyst', 'release.publish', { proposal })).number
}
const deliver = async (login: string, item: string, rows: readonly (readonly unknown[])[]) => {
  const { draft } = await be.does<{ draft: string }>(login, 'delivery.check', { item, year: 2025, text: rows.map((row) => row.join('\t')).join('\n') })
  await be.does(login, 'delivery.hand-over', { draft })
}
const pageAt = async (url: string, as: string | null = null): Promise<string> => {
  const answer = await visitors.as(as, { url, cookies: { ariadne_language: 'en' } })
  expect([url, answer.statusCode]).toEqual([url, 200])
  return answer.body
}
const linksOf = (body: string): readonly string[] => [...body.slice(body.indexOf('<main')).matchAll(/href="([^"]+)"/g)].map(([, href]) => (href ?? '').replaceAll('&amp;', '&'))
const menuOf = (body: string): readonly string[] => [...body.slice(body.indexOf('<header'), body.indexOf('</header>')).matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? '')

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  for (const [sex, form, count] of people) for (let each = 0; each < count; each += 1) await be.does('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex, citizenship: 'VN', forms: [form] })
  await deliver('labour-inspector', 'suspects', [['Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure'], ['man', 'adult', 'BE', 'labour', 25], ['woman', 'adult', 'BE', 'labour', 8], ['man', 'child', 'BE', 'labour', 0], ['woman', 'child', 'BE', 'labour', 0]])
  await deliver('caseworker-payoke', 'victims', [['Status', 'Organisation', 'Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure'],
    ['identified', 'centre', 'woman', 'adult', 'RO', 'sexual', 20], ['presumed', 'centre', 'woman', 'adult', 'NG', 'sexual', 11], ['identified', 'centre', 'man', 'adult', 'VN', 'labour', 17], ['identified', 'centre', 'woman', 'child', 'BE', 'sexual', 6], ['identified', 'centre', 'man', 'child', 'BE', 'criminal', 0]])
}, 240_000)
afterAll(() => stopGate())

describe('from the page of published figures', () => {
  let handed: number
  test('nothing leads to a hand-over or to the figures for the government before anything has left', async () => {
    const { proposal } = await be.does<{ proposal: string }>('analyst', 'handover.propose', { recipient: 'directive', year: 2025, reason: 'Figures of the year' })
    for (const login of [null, 'rapporteur']) {
      expect(linksOf(await pageAt('/figures', login)).filter((href) => href.startsWith('/hand-overs')), String(login)).toEqual([])
      expect(linksOf(await pageAt('/hand-overs', login)).filter((href) => href.startsWith('/hand-overs/')), String(login)).toEqual([])
    }
    await approve(proposal)
    handed = (await be.does<{ number: number }>('analyst', 'handover.release', { proposal })).number
  }, 120_000)

  test('anybody finds every hand-over that left and the figures for the government, and nothing of what only waits to leave', async () => {
    const { proposal } = await be.does<{ proposal: string }>('analyst', 'handover.propose', { recipient: 'eurostat', year: 2025, reason: 'Figures of the year' })
    for (const login of [null, 'rapporteur', 'coordinator', 'labour-inspector']) {
      const own = linksOf(await pageAt('/figures', login)).filter((href) => href.startsWith('/hand-overs'))
      expect(own, String(login)).toEqual(['/hand-overs/report/2025', `/hand-overs/released/${handed}`, '/hand-overs'])
      for (const href of own) {
        const body = await pageAt(href, login)
        expect([href, body.includes(proposal), linksOf(body).some((each) => /^\/hand-overs\/(eurostat|proposals)/.test(each))]).toEqual([href, false, false])
      }
    }
    expect(linksOf(await pageAt('/hand-overs'))).toContain('/figures')
  }, 120_000)

  test('the figures for the government have charts, their permanent address, and files that say from which hand-over each figure is', async () => {
    const body = await pageAt('/hand-overs/report/2025')
    expect(body).toContain(`This address stays: ${be.door.installation.publicUrl}/hand-overs/report/2025`)
    expect((body.match(/<svg[^>]*role="img"/g) ?? []).length).toBeGreaterThan(2)
    for (const file of ['tables.xlsx', 'tables.csv', 'dictionary.csv']) expect(linksOf(body)).toContain(`/hand-overs/report/2025/${file}`)
    const { sections } = await be.does<{ sections: { table: string; released: { number: number; table: { parts: { of: string; table: { cells: unknown[] } }[] } } | null }[] }>('rapporteur', 'handover.show-report', { year: 2025 })
    const lines = (await pageAt('/hand-overs/report/2025/tables.csv')).trimEnd().split('\r\n').slice(1)
    for (const { table, released } of sections) {
      const own = lines.filter((line) => line.split(',')[2] === table)
      expect([table, own.length]).toEqual([table, released?.table.parts.reduce((sum, part) => sum + part.table.cells.length, 0) ?? 0])
      expect(own.every((line) => line.startsWith(`${released?.number},2025,`)), table).toBe(true)
    }
    expect(lines.some((line) => /,[1-4],measured/.test(line))).toBe(false)
    const dictionary = await pageAt('/hand-overs/report/2025/dictionary.csv')
    for (const { table, released } of sections) expect(dictionary.includes(released ? `\r\ntable,${table},` : `\r\nnot released,${table},`), table).toBe(true)
    expect(dictionary).toContain(`/hand-overs/released/${handed}`)
    const { sheets } = await readXlsx(new Uint8Array((await visitors.as(null, { url: '/hand-overs/report/2025/tables.xlsx' })).rawPayload))
    expect(sheets.map(({ name }) => name).slice(-2)).toEqual(['Lines', 'Dictionary'])
    for (const { name, rows } of sheets.slice(0, -2)) expect(String(rows.at(-1)?.[0]), name).toContain(`/hand-overs/released/${handed}`)
    expect((await visitors.as(null, { url: '/hand-overs/report/2026/tables.csv' })).statusCode).not.toBe(200)
  })

  test('a released figure leads to the same by sex where that was released, and its address keeps the chosen chart', async () => {
    const alone = await release({ rows: 'citizenship-group' })
    expect((await pageAt(`/figures/${alone}`)).includes('The same by sex')).toBe(false)
    const wider = await release({ rows: 'citizenship-group', columns: 'sex' })
    expect(linksOf(await pageAt(`/figures/${alone}`))).toContain(`/figures/${wider}`)
    expect((await pageAt(`/figures/${wider}`)).includes('The same by sex')).toBe(false)
    expect(await pageAt(`/figures/${wider}?chart=shares`)).toContain(`This address stays: ${be.door.installation.publicUrl}/figures/${wider}?chart=shares`)
  }, 120_000)

  test('whoever reads for coordination or as rapporteur has both in the menu', async () => {
    for (const login of ['rapporteur', 'coordinator', 'analyst']) expect(menuOf(await pageAt('/figures', login)), login).toEqual(expect.arrayContaining(['/figures', '/hand-overs']))
    expect(menuOf(await pageAt('/figures', 'labour-inspector'))).not.toContain('/hand-overs')
  })

  test('a release says by which rule and definitions it was made, whatever holds later, on its page, in its files and in its pictures', async () => {
    const number = await release({ rows: 'sex' })
    const { gate } = be.door.installation.counting as { gate: { threshold: number; base: number; oneCategory: string } }
    const sex = be.door.installation.codebook.variables.find(({ key }) => key === 'sex') as { version: string }
    const before = { gate: { ...gate }, version: sex.version }
    expect(await be.does('rapporteur', 'figure.show', { number })).toMatchObject({ rule: { threshold: before.gate.threshold, base: before.gate.base, oneCategory: before.gate.oneCategory }, definitions: expect.arrayContaining([{ of: 'variable', key: 'sex', version: before.version }]) })
    const said = async () => Promise.all([`/figures/${number}`, `/figures/${number}/dictionary.csv`, `/figures/${number}/bars.svg`].map(async (url) => (await pageAt(url)).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')))
    const then = await said()
    for (const text of then) expect([text.includes(`Figures from 1 to ${before.gate.threshold - 1} are hidden`), text.includes('version 1'), text.includes('Defined otherwise')]).toEqual([true, true, false])
    try {
      Object.assign(gate, { threshold: 11, base: 10, oneCategory: 'no' })
      sex.version = '2'
      for (const [index, text] of (await said()).entries()) {
        expect([index, text.includes(`Figures from 1 to ${before.gate.threshold - 1} are hidden`), text.includes('in one category'), /Released by version 1 of the variable .Sex.; the codebook has version 2 today/.test(text)]).toEqual([index, true, true, true])
        expect([index, text.includes('from 1 to 10')]).toEqual([index, false])
      }
      expect(await pageAt(`/figures/${number}/dictionary.csv`)).toMatch(/definitions changed,variable:sex:2,[^]*threshold,5,[^]*one category,whole,/)
    } finally {
      Object.assign(gate, before.gate)
      sex.version = before.version
    }
    await asMigrator(base.db, (tx) => sql`update statistics.release set definitions = null where number = ${number}`.execute(tx))
    for (const text of await said()) expect(text.includes('was not kept')).toBe(true)
  }, 120_000)

  test('every release is found however many there are, a page at a time, below 60 KB', async () => {
    const first = await release({ rows: 'form', columns: 'sex' })
    // Copies of one release, as an office of many years would have them.
    await asMigrator(base.db, (tx) => sql`insert into statistics.release select (jsonb_populate_record(one, jsonb_build_object('number', 1000 + copy, 'proposal', gen_random_uuid(), 'counted_table', null))).* from statistics.release as one, generate_series(1, 620) as copy where one.number = ${first}`.execute(tx))
    const numbers = new Set<string>()
    for (let at: string | undefined = '/figures', pages = 0; at !== undefined && pages < 20; pages += 1) {
      const body = await pageAt(at)
      expect(Buffer.byteLength(body), at).toBeLessThan(60 * 1024)
      for (const href of linksOf(body)) if (/^\/figures\/\d+$/.test(href)) numbers.add(href)
      at = linksOf(body).find((href) => href === `/figures?page=${pages + 2}`)
    }
    expect(numbers.size).toBe((await be.rows(sql`select from statistics.release`)).length)
    expect(numbers.has(`/figures/${first}`)).toBe(true)
    const { figures } = await be.does<{ figures: unknown[] }>('analyst', 'handover.show-report', { year: 2025 })
    expect(figures).toEqual([])
  }, 120_000)
})
