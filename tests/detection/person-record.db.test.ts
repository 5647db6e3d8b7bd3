import { pino } from 'pino'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stopDocuments } from '#platform/documents/render-pdf'
import { createServer } from '#platform/http/server'
import { languages } from '#vocabulary/language'
import { composeSite } from '../../src/main/compose-site.tsx'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
const inspector = 'labour-inspector'
let be: Belgium
let server: FastifyInstance
let cookies: Record<string, string> = {}

beforeAll(async () => {
  be = await Belgium.open(base.db)
  server = await createServer(composeSite(be.door, pino({ level: 'silent' })))
  const signedIn = await server.inject({ method: 'POST', url: '/sign-in/demo', payload: `account=${inspector}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
  cookies = { ariadne_session: signedIn.cookies.find(({ name }) => name === 'ariadne_session')?.value ?? '' }
})
afterAll(async () => {
  await server.close()
  await stopDocuments()
})

type Shared = { what: string; with: string; why: string; when: string }
type Record_ = { text: { person: string | null; to: string | null; consent: string; reference: string; shared: Shared[] } }
const recordOf = async (report: string, language = 'en') => (await be.does<Record_>(inspector, 'report.show-record', { report, language })).text
const pdf = async (url: string) => {
  const answer = await server.inject({ url, cookies })
  expect([url, answer.statusCode, answer.headers['content-type'], answer.rawPayload.subarray(0, 5).toString()]).toEqual([url, 200, 'application/pdf', '%PDF-'])
}

describe('the record of a referral', () => {
  test('says in every language what went to the centre and to whom the law has told, and comes out as a paper', async () => {
    const { report } = await be.handedOn()
    const sent = (await server.inject({ url: `/reports/${report}/sent`, cookies })).body
    for (const language of languages) {
      const { shared, person, consent, to } = await recordOf(report, language)
      expect({ person, consent, to }).toEqual({ person: 'Mai Fictief', consent: 'given', to: null })
      expect(shared.length).toBeGreaterThanOrEqual(3)
      for (const line of shared) for (const part of Object.values(line)) expect(part).toMatch(/\S/)
      expect(JSON.stringify(shared)).not.toMatch(/record\.|\{\{/)
      expect(sent).toContain(`/reports/${report}/record/${language}`)
      await pdf(`/reports/${report}/record/${language}`)
    }
  })

  test('names the centre that accepted, and every centre that was asked before', async () => {
    const { report, referral } = await be.handedOn()
    await be.does('caseworker-pag-asa', 'referral.redirect', { referral, version: 0, centre: await be.office('caseworker-payoke'), note: '' })
    await be.does('caseworker-payoke', 'referral.accept', { referral, version: 1 })
    const { to, shared } = await recordOf(report)
    expect(to).toMatch(/payoke/i)
    expect(shared.slice(0, 2).map((line) => line.with)).toEqual([expect.stringMatching(/pag-asa/i), expect.stringMatching(/payoke/i)])
  })

  test('tells a child that no agreement was asked', async () => {
    const { report } = await be.handedOn({ age: 'child', consent: undefined })
    expect((await recordOf(report, 'nl')).consent).toBe('not-asked')
    await pdf(`/reports/${report}/record/nl`)
  })

  test('is there for the office that reported and nobody else, and not before sending', async () => {
    const { report } = await be.handedOn()
    for (const login of ['police-officer', 'caseworker-pag-asa']) expect(refusalOf(await be.ask(login, 'report.show-record', { report, language: 'nl' }))).toBe('not-found')
    const draft = await be.fullReport(inspector)
    for (const name of ['report.show-record', 'report.show-notification']) expect(refusalOf(await be.ask(inspector, name, { report: draft, language: 'nl' }))).toBe('not-found')
  })
})

test('the notification of an adult who did not agree comes out in every language and names nobody', async () => {
  const report = await be.fullReport(inspector)
  await be.does(inspector, 'report.save-screen', { report, seen: await be.seen(report), screen: 'consent', said: { consent: 'no' } })
  await be.does(inspector, 'report.send', { report })
  const sent = (await server.inject({ url: `/reports/${report}/sent`, cookies })).body
  for (const language of languages) {
    const told = await be.does<{ to: string[]; indicators: string[]; law: object[] }>(inspector, 'report.show-notification', { report, language })
    expect([told.to.length, told.indicators.length, told.law.length]).toEqual([1, 1, 1])
    expect(JSON.stringify(told)).not.toMatch(/Fictief|Mai\b|Specimen street/)
    expect(sent).toContain(`/reports/${report}/notification/${language}`)
    await pdf(`/reports/${report}/notification/${language}`)
  }
  expect(refusalOf(await be.ask(inspector, 'report.show-record', { report, language: 'nl' }))).toBe('not-found')
})
