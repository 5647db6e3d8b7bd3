import { pino } from 'pino'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createServer } from '#platform/http/server'
import { languages } from '#vocabulary/language'
import { composeSite } from '../../src/main/compose-site.tsx'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
const inspector = 'labour-inspector'
const answers = { 'others-there': { kind: 'yes-no-unknown', value: 'yes' }, 'how-many-others': { kind: 'number', value: 4 }, 'hours-a-day': { kind: 'number', value: 12 } }
let be: Belgium
let server: FastifyInstance
let cookies: Record<string, string> = {}

beforeAll(async () => {
  be = await Belgium.open(base.db)
  server = await createServer(composeSite(be.door, pino({ level: 'silent' })))
  const signedIn = await server.inject({ method: 'POST', url: '/sign-in/demo', payload: `account=${inspector}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
  cookies = { ariadne_session: signedIn.cookies.find(({ name }) => name === 'ariadne_session')?.value ?? '' }
})
afterAll(() => server.close())

const save = async (report: string, said: object, login = inspector) => be.ask(login, 'report.save-later', { report, seen: await be.seen(report), answers: said })
const draftOf = async (report: string) => (await be.does<{ draft: Record<string, unknown> }>(inspector, 'report.show', { report })).draft
const without = ({ answers: _answers, aside: _aside, ...rest }: Record<string, unknown>) => rest
const notified = async () => {
  const report = await be.fullReport(inspector)
  await be.does(inspector, 'report.save-screen', { report, seen: await be.seen(report), screen: 'consent', said: { consent: 'no' } })
  await be.does(inspector, 'report.send', { report })
  return report
}

describe('the later part of a report', () => {
  test('is answered after sending as well, a part at a time, and nothing else of the report changes', async () => {
    const { report } = await be.handedOn()
    const before = await draftOf(report)
    expect(await save(report, answers)).toMatchObject({ answered: true, value: { open: expect.any(Number) } })
    const after = await draftOf(report)
    expect(after['answers']).toEqual(answers)
    expect(without(after)).toEqual(without(before))
    expect(await be.rows(sql`select state, reference is not null as has from detection.report where id = ${report}`)).toEqual([{ state: 'referred', has: true }])
  })

  test('keeps aside what no longer applies and brings it back when it does again', async () => {
    const report = await be.fullReport(inspector)
    await save(report, answers)
    await save(report, { ...answers, 'others-there': { kind: 'yes-no-unknown', value: 'no' } })
    expect((await draftOf(report))['aside']).toEqual({ 'how-many-others': answers['how-many-others'] })
    await be.does(inspector, 'report.save-screen', { report, seen: await be.seen(report), screen: 'place', said: { seenOn: '2026-11-20', district: 'brussels', sector: 'begging' } })
    await save(report, { 'others-there': answers['others-there'] })
    expect(await draftOf(report)).toMatchObject({ answers: { 'how-many-others': answers['how-many-others'] }, aside: { 'hours-a-day': answers['hours-a-day'] } })
  })

  test('refuses an answer that cannot be, beside its field, and keeps what was there', async () => {
    const report = await be.fullReport(inspector)
    await save(report, answers)
    expect(await save(report, { ...answers, 'hours-a-day': { kind: 'number', value: 25 } })).toMatchObject({ answered: false, refusal: { refused: 'report.number-out-of-range', field: 'answers.hours-a-day' } })
    expect(await save(report, { 'first-day': { kind: 'day', value: '2026-11-24' } })).toMatchObject({ refusal: { refused: 'report.day-in-the-future' } })
    expect((await draftOf(report))['answers']).toEqual(answers)
  })

  test('takes no answer to a question that the country does not ask', async () => {
    const report = await be.fullReport(inspector)
    await save(report, { ...answers, 'unheard-of': { kind: 'text', value: 'x' } })
    expect(JSON.stringify(await draftOf(report))).not.toContain('unheard-of')
  })

  test('is not there for an adult who does not agree, before or after the notification, nor for another office', async () => {
    const unsent = await be.fullReport(inspector)
    await be.does(inspector, 'report.save-screen', { report: unsent, seen: await be.seen(unsent), screen: 'consent', said: { consent: 'no' } })
    for (const report of [unsent, await notified()]) {
      expect(refusalOf(await be.ask(inspector, 'report.show-later', { report }))).toBe('no-later-part')
      expect(refusalOf(await save(report, answers))).toBe('no-later-part')
    }
    const { report } = await be.handedOn()
    for (const login of ['police-officer', 'caseworker-pag-asa']) expect(refusalOf(await save(report, answers, login))).toBe('not-found')
  })
})

describe('a notification without a name', () => {
  const person = { familyName: 'Ersonnen-Fictief', givenName: 'Elira', citizenships: ['AL'], sex: 'female' }
  const everything = async (report: string) => JSON.stringify([await be.does(inspector, 'report.show', { report }), await be.does(inspector, 'report.show-notification', { report, language: 'nl' })])

  test('keeps no name that was typed before, and nothing puts one back: no screen, no later part, no page', async () => {
    const report = await be.fullReport(inspector)
    await be.does(inspector, 'report.save-screen', { report, seen: await be.seen(report), screen: 'person', said: person })
    await be.does(inspector, 'report.save-later', { report, seen: await be.seen(report), answers: { ...answers, 'in-own-words': { kind: 'text', value: 'Elira Ersonnen-Fictief sleeps there.' } } })
    await be.does(inspector, 'report.save-screen', { report, seen: await be.seen(report), screen: 'consent', said: { consent: 'no' } })
    await be.does(inspector, 'report.send', { report })
    const sent = await everything(report)
    expect(sent).not.toMatch(/Ersonnen|Elira/)

    const named = { kind: 'text', value: 'Elira Ersonnen-Fictief' }
    const questions = Object.fromEntries(be.door.installation.detection.questions.questions.map(({ key, kind }) => [key, kind === 'text' ? named : { kind: 'yes-no-unknown', value: 'yes' }]))
    expect(refusalOf(await save(report, questions))).toBe('no-later-part')
    for (const [screen, said] of [['person', person], ['consent', { consent: 'yes' }], ['place', { place: 'Elira Ersonnen-Fictief' }]] as const) {
      expect(refusalOf(await be.ask(inspector, 'report.save-screen', { report, seen: await be.seen(report), screen, said })), screen).not.toBe('answered')
    }
    for (const url of [`/reports/${report}/later`, `/reports/${report}/person`, `/reports/${report}/consent`]) {
      const { version, by } = await be.seen(report)
      const payload = new URLSearchParams({ once: crypto.randomUUID(), 'seen-version': String(version), 'seen-by': by, ...person, citizenships: 'AL', consent: 'yes', 'in-own-words': named.value }).toString()
      const { statusCode } = await server.inject({ method: 'POST', url, cookies, payload, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
      expect(statusCode, url).toBeGreaterThanOrEqual(400)
    }
    expect(await everything(report)).toBe(sent)
  })
})

describe('its page', () => {
  const get = (url: string, language = 'en') => server.inject({ url, cookies: { ...cookies, ariadne_language: language } })
  const post = (url: string, { version, by }: Awaited<ReturnType<Belgium['seen']>>, fields: Record<string, string>) => server.inject({ method: 'POST', url, cookies: { ...cookies, ariadne_language: 'en' }, payload: new URLSearchParams({ once: crypto.randomUUID(), 'seen-version': String(version), 'seen-by': by, ...fields }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } })

  test('stands in every language and is linked from the list, the sent page and, before sending, the check', async () => {
    const { report } = await be.handedOn()
    const draft = await be.fullReport(inspector)
    for (const language of languages) {
      const page = await get(`/reports/${report}/later`, language)
      expect(page.statusCode).toBe(200)
      expect(page.body.replace(/<[^>]+>/g, ' ')).not.toMatch(/\{\{|undefined|\[object|\b(?:later|refusal)\.[a-z]/)
    }
    for (const url of ['/reports', `/reports/${report}/sent`]) expect((await get(url)).body).toContain(`/reports/${report}/later`)
    expect((await get(`/reports/${draft}/send`)).body).toContain(`/reports/${draft}/later`)
    expect((await get(`/reports/${await notified()}/sent`)).body).not.toContain('/later')
  })

  test('saves what is known, says what is open beside each field when asked, and a wrong answer beside its own', async () => {
    const { report } = await be.handedOn()
    const url = `/reports/${report}/later`
    const saved = await post(url, await be.seen(report), { 'answers.others-there': 'yes', 'answers.how-many-others': '4', 'answers.first-day-day': '1', 'answers.first-day-month': '2', 'answers.first-day-year': '2026', check: 'yes' })
    expect(saved.headers.location).toBe(`${url}?check=yes`)
    expect((await draftOf(report))['answers']).toEqual({ 'first-day': { kind: 'day', value: '2026-02-01' }, 'others-there': answers['others-there'], 'how-many-others': answers['how-many-others'] })
    const asked = (await get(`${url}?check=yes`)).body
    expect(asked).toContain('id="answers.hours-a-day-error"')
    expect(asked).not.toContain('id="answers.others-there-error"')
    expect((await get(url)).body).not.toContain('-error"')
    const wrong = await post(url, await be.seen(report), { 'answers.hours-a-day': 'many', 'answers.first-day-day': '31', 'answers.first-day-month': '2', 'answers.first-day-year': '2026' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Answer with a number.')
    expect(wrong.body).toContain('Answer with a day.')
  })
})
