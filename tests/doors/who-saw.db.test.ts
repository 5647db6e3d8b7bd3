import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { languages } from '#vocabulary/language'
import { wordedRoute } from '../../src/main/record/route-label.ts'
import { testDatabase } from '../support/database.ts'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
let file: string
let reference: string

type Seen = { readonly seen: readonly { readonly office: string; readonly who: string | null; readonly route: string; readonly inList: boolean }[] }
type Acts = { readonly acts: readonly { readonly number: number; readonly route: string; readonly who: string | null; readonly reference: string | null; readonly outcome: string; readonly shown: number; readonly about: string | null }[]; readonly hasMore: boolean }
type Report = { readonly services: readonly { readonly name: string; readonly months: readonly { readonly read: number; readonly listed: number; readonly written: number }[] }[]; readonly told: readonly { readonly service: string }[]; readonly shared: readonly object[] }

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  file = (await be.accompanied()).file
  reference = (await be.does<{ header: { reference: string } }>('caseworker-pag-asa', 'person.show', { file })).header.reference
  await be.does('immigration-officer', 'person.show', { file })
  await be.does('labour-auditor', 'person.show', { file })
  await be.does('immigration-officer', 'file.list', { search: reference })
}, 90_000)

const seen = async (login: string) => (await be.does<Seen>(login, 'act.list-of-file', { file })).seen

describe('who saw a file', () => {
  test('is told to whoever accompanies the person: every office with its act, a list that showed it too, names of the own office alone', async () => {
    const rows = await seen('caseworker-pag-asa')
    expect(rows.find(({ route, office }) => route === 'person.show' && /Immigration/.test(office))).toMatchObject({ who: null, inList: false })
    expect(rows.find(({ route, office }) => route === 'file.list' && /Immigration/.test(office))).toMatchObject({ inList: true })
    const own = rows.filter(({ who }) => who !== null)
    expect(own.length).toBeGreaterThan(0)
    expect(new Set(own.map(({ office }) => office)).size).toBe(1)
  })

  test('leaves out what a magistrate and a detector read, and keeps what they wrote', async () => {
    const rows = await seen('caseworker-pag-asa')
    expect(rows.filter(({ route, office }) => route === 'person.show' && /auditor/i.test(office))).toEqual([])
    expect(rows.some(({ route }) => route === 'report.show' || route === 'report.save-screen')).toBe(rows.some(({ route }) => route === 'report.save-screen'))
    expect(rows.some(({ route }) => route === 'report.send')).toBe(true)
  })

  test('is nothing to whoever decides, reports, or accompanies somebody else', async () => {
    for (const login of ['immigration-officer', 'labour-auditor', 'labour-inspector', 'caseworker-payoke', 'coordinator']) expect(refusalOf(await be.ask(login, 'act.list-of-file', { file })), login).toBe('not-found')
  })

  test('holds an attempt that was denied for data protection, and not for others', async () => {
    expect(refusalOf(await be.ask('caseworker-payoke', 'person.show', { file }))).toBe('not-found')
    const { acts } = await be.does<Acts>('data-protection-officer', 'act.list', { reference, outcome: 'denied' })
    expect(acts.some(({ route, outcome }) => route === 'person.show' && outcome === 'denied')).toBe(true)
    expect((await seen('caseworker-pag-asa')).some(({ office }) => /Payoke/.test(office))).toBe(false)
  })
})

describe('the record of acts', () => {
  const find = async (asked: Record<string, unknown>) => (await be.does<Acts>('data-protection-officer', 'act.list', asked)).acts

  test('is found by file, colleague, office, outcome, subject and days', async () => {
    expect((await find({ reference })).map(({ route }) => route)).toEqual(expect.arrayContaining(['person.show', 'file.list', 'report.send', 'referral.accept']))
    expect(await find({ reference: 'BE-1999-0001' })).toEqual([])
    const office = await be.office('immigration-officer')
    expect(new Set((await find({ office })).map(({ who }) => who)).size).toBe(1)
    expect((await find({ who: 'immigration-officer' })).length).toBeGreaterThan(0)
    expect((await find({ subject: 'referral' })).every(({ route }) => route.startsWith('referral.'))).toBe(true)
    expect((await find({ from: '2026-11-24' }))).toEqual([])
    expect((await find({ from: '2026-11-23', to: '2026-11-23' })).length).toBeGreaterThan(0)
  })

  test('is turned page by page without a line lost or shown twice', async () => {
    const numbers: number[] = []
    for (let before: number | undefined; ;) {
      const { acts, hasMore } = await be.does<Acts>('data-protection-officer', 'act.list', { who: 'labour-inspector', ...(before ? { before } : {}) })
      numbers.push(...acts.map(({ number }) => number))
      before = acts.at(-1)?.number
      if (!hasMore) break
    }
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => b - a))
  })

  test('keeps a line of the same form sent twice', async () => {
    const once = crypto.randomUUID()
    for (let times = 0; times < 2; times += 1) await be.does('caseworker-pag-asa', 'task.add', { file, what: 'Call the interpreter' }, { once })
    expect((await find({ reference, subject: 'task' })).map(({ outcome }) => outcome)).toEqual(['repeated', 'done'])
  })

  test('keeps a line of a session that opens nothing, and none of whoever only comes by', async () => {
    const before = await be.count('audit.line')
    await visitors.as(null, { method: 'GET', url: `/files/${file}` })
    expect(await be.count('audit.line')).toBe(before)
    await visitors.server.inject({ method: 'GET', url: `/files/${file}`, cookies: { ariadne_session: 'forged-forged-forged-forged' } })
    await visitors.server.inject({ method: 'POST', url: '/api/v1/person.show', payload: { file }, cookies: { ariadne_session: 'forged-forged-forged-forged' } })
    expect((await find({ outcome: 'refused' })).slice(0, 2).map(({ route, who }) => [route, who])).toEqual([['person.show', null], ['procedure.show-file', null]])
  })

  test('is drawn in words, in every language', async () => {
    for (const language of languages) {
      for (const [login, url] of [['data-protection-officer', '/acts?subject=file'], ['caseworker-pag-asa', `/files/${file}/acts`], ['caseworker-pag-asa', '/account/acts'], ['caseworker-pag-asa', `/files/${file}/access/${language}`]] as const) {
        const answer = await visitors.as(login, { method: 'GET', url, cookies: { ariadne_language: language } })
        expect(answer.statusCode, url).toBe(200)
        expect(answer.body, url).not.toMatch(/person\.show|file\.list|undefined/)
      }
    }
  })

  test('words every route that there is, in every language', () => {
    const unworded = [...routes.keys()].flatMap((name) => languages.filter((language) => wordedRoute(name, language) === undefined).map((language) => `${name} in ${language}`))
    expect(unworded, 'give the route\'s thing a `noun.…` and its verb a `verb.…` in src/main/record/words/*.json').toEqual([])
  })

  test('shows everyone their own acts, and what was tried on their account', async () => {
    await be.ask(null, 'session.open', { login: 'guardian', password: 'not the password' })
    const { acts } = await be.does<{ acts: readonly { route: string; byOthers: boolean }[] }>('immigration-officer', 'act.list-own', {})
    expect(acts.map(({ route }) => route)).toEqual(expect.arrayContaining(['person.show', 'file.list']))
    expect((await be.does<{ acts: readonly { route: string; outcome: string; byOthers: boolean }[] }>('guardian', 'act.list-own', {})).acts.find(({ byOthers }) => byOthers)).toMatchObject({ route: 'session.open', outcome: 'refused' })
  })
})

describe('the report for the person', () => {
  test('says which services had access, in each language, and names nobody', async () => {
    const people = await be.rows<{ name: string; login: string }>(sql`select name, login from accounts.account`)
    for (const language of languages) {
      const report = await be.does<Report>('caseworker-pag-asa', 'person.show-access', { file, language })
      expect(report.services.length).toBeGreaterThanOrEqual(3)
      expect(report.services.flatMap(({ months }) => months).reduce((sum, { read }) => sum + read, 0)).toBeGreaterThanOrEqual(2)
      const text = JSON.stringify(report)
      for (const { name, login } of people) expect(text.includes(name) || text.includes(`"${login}"`), name).toBe(false)
      expect(text).not.toMatch(/Fictief|Mai/)
      expect(report.shared.length).toBeGreaterThan(0)
    }
  })

  test('is made by data protection as well, and by nobody who does not accompany her', async () => {
    expect(await be.ask('data-protection-officer', 'person.show-access', { file, language: 'nl' })).toMatchObject({ answered: true })
    for (const login of ['immigration-officer', 'labour-auditor', 'caseworker-payoke', 'labour-inspector']) expect(refusalOf(await be.ask(login, 'person.show-access', { file, language: 'nl' })), login).toBe('not-found')
  })

  test('is the same whether a magistrate looked into the file or not', async () => {
    const before = await be.does<Report>('caseworker-pag-asa', 'person.show-access', { file, language: 'en' })
    for (let times = 0; times < 3; times += 1) await be.does('labour-auditor', 'person.show', { file })
    const after = await be.does<Report>('caseworker-pag-asa', 'person.show-access', { file, language: 'en' })
    const others = ({ services }: Report) => services.filter(({ name }) => !/PAG-ASA/i.test(name))
    expect(others(after)).toEqual(others(before))
  })

  test('is a tagged PDF in each language', async () => {
    for (const language of languages) {
      const answer = await visitors.as('caseworker-pag-asa', { method: 'GET', url: `/files/${file}/access/${language}/pdf` })
      expect(answer.statusCode, language).toBe(200)
      expect(answer.headers['content-type']).toBe('application/pdf')
      expect(answer.rawPayload.includes('/StructTreeRoot'), language).toBe(true)
    }
  }, 60_000)
})
