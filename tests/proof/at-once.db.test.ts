import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

/** Several at the same moment: one wins, the others are told, and nothing that was typed is lost. What `handing-on`, `steps`, `reception`, `operation` and `grave` prove is not repeated. */
const base = testDatabase()
let be: Belgium
let web: Visitors
beforeAll(async () => {
  be = await Belgium.open(base.db)
  web = await Visitors.open(be)
  await be.does(worker, 'place.set', { women: 5, men: 5, families: 5, minors: 5, versions: { women: 0, men: 0, families: 0, minors: 0 } })
})
afterAll(() => web.server.close())

const [worker, lead, inspector] = ['caseworker-pag-asa', 'lead-pag-asa', 'labour-inspector']
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const sent = (login: string, url: string, fields: Record<string, string>) => web.as(login, { method: 'POST', url, headers: form, payload: new URLSearchParams(fields).toString() })
const ten = <T>(what: (number: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 10 }, (_, number) => what(number)))
const counted = async (table: string, file: string) => (await be.rows<{ count: number }>(sql`select count(*)::int as count from ${sql.raw(table)} where file = ${file}`))[0]?.count ?? -1

describe('the same submission ten times at once', () => {
  const acts = [
    ['task.add', { what: 'Ring the doctor' }, 'cases.task'],
    ['consent.give', { purpose: 'health', recipient: 'doctor', scope: ['identity'], explainedIn: 'vi', how: 'written' }, 'cases.consent'],
    ['consent.hand-out', { recipient: 'doctor', scope: ['identity'], basis: 'consent' }, 'cases.disclosure'],
    ['retention.hold', { reason: 'audit' }, 'retention.hold'],
    ['person.set-safe-contact', { channel: 'call', value: '+32 000 17', isSafe: 'yes' }, 'cases.safe_contact'],
    ['stay.begin', { group: 'women' }, 'reception.stay'],
  ] as const

  test.each(acts)('%s happens once at the interface, and each of the ten gets the one answer', async (route, input, table) => {
    const { file } = await be.accompanied()
    if (route === 'consent.hand-out') await be.does(worker, 'consent.give', { file, ...acts[1][1] })
    const before = await counted(table, file)
    const once = crypto.randomUUID()
    const answers = await ten(() => web.as(worker, { method: 'POST', url: `/api/v1/${route}`, payload: { file, ...input }, headers: { 'idempotency-key': once } }))
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(200)
    expect(await counted(table, file) - before).toBe(1)
  })

  test('a form on a page happens once, and each of the ten leads on to the same page', async () => {
    const { file } = await be.accompanied()
    const once = crypto.randomUUID()
    const answers = await ten(() => sent(worker, `/files/${file}/tasks`, { once, what: 'Ring the lawyer' }))
    expect(new Set(answers.map(({ statusCode, headers }) => `${statusCode} ${String(headers.location)}`))).toEqual(new Set([`303 /files/${file}/person`]))
    expect(await counted('cases.task', file)).toBe(1)
  })

  test('and without a token, the act that can happen once does, and the nine others hear why not', async () => {
    const { file } = await be.accompanied()
    const { consent } = await be.does<{ consent: string }>(worker, 'consent.give', { file, ...acts[1][1] })
    const outcomes = await ten(() => be.ask(worker, 'consent.withdraw', { file, consent, how: 'oral' }))
    expect(outcomes.map(refusalOf).toSorted()).toEqual(['answered', ...Array.from({ length: 9 }, () => 'consent-was-withdrawn')])
    const tasks = await ten(() => be.ask(worker, 'stay.begin', { file, group: 'men' }))
    expect(tasks.filter(({ answered }) => answered).length).toBe(1)
    expect(await counted('reception.stay', file)).toBe(1)
  })
})

describe('two tabs on one field', () => {
  test('of a person: the first is kept, the second reads what stands there now and still has what was typed', async () => {
    const { file } = await be.accompanied({ familyName: 'Eersteling', givenName: 'Mai' })
    const { header } = await be.does<{ header: { version: number } }>(worker, 'person.show', { file })
    const typed = (familyNames: string) => sent(familyNames === 'Tabspecimen' ? worker : lead, `/files/${file}/person`, { version: String(header.version), givenNames: 'Mai', familyNames, birthPrecision: 'unknown', identityPapers: '', once: crypto.randomUUID() })
    const answers = await Promise.all([typed('Tabspecimen'), typed('Tweedetab')])
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409])
    const [won, lost] = answers[0]?.statusCode === 303 ? ['Tabspecimen', 'Tweedetab'] : ['Tweedetab', 'Tabspecimen']
    const told = answers.find(({ statusCode }) => statusCode === 409)?.body ?? ''
    expect(told).toContain(`value="${lost}"`)
    expect(told).toContain(won)
    expect((await be.does<{ identity: { familyNames: string } }>(worker, 'person.show', { file })).identity.familyNames).toBe(won)
  })

  test('of a report that saves itself: what is typed after the first save is kept as well', async () => {
    const { report } = await be.does<{ report: string }>(inspector, 'report.start', {})
    const once = crypto.randomUUID()
    const type = (familyName: string, keep = true) => sent(inspector, `/reports/${report}/person${keep ? '/keep' : ''}`, { once, 'seen-version': '0', 'seen-by': once, sex: 'female', familyName })
    for (const familyName of ['Sp', 'Speci', 'Specim']) expect((await type(familyName)).statusCode).toBe(303)
    expect((await type('Specimen', false)).statusCode).toBe(303)
    expect((await be.does<{ draft: { familyName: string } }>(inspector, 'report.show', { report })).draft.familyName).toBe('Specimen')
  })

  test('of a report: the second is told, sees both beside each other in her language, has lost nothing, and may keep hers', async () => {
    const { report } = await be.does<{ report: string }>(inspector, 'report.start', {})
    const by = { first: crypto.randomUUID(), second: crypto.randomUUID() }
    const type = (login: string, familyName: string, seen: { version: string; by: string }, keep = '') =>
      sent(login, `/reports/${report}/person${keep}`, { once: crypto.randomUUID(), 'seen-version': seen.version, 'seen-by': seen.by, sex: 'female', familyName, givenName: 'Mai' })
    expect((await type(inspector, 'Eerstetab', { version: '0', by: by.first }, '/keep')).statusCode).toBe(303)
    expect((await type('lead-labour-inspection', 'Tweedetab', { version: '0', by: by.second }, '/keep')).statusCode).toBe(409)
    const told = await type('lead-labour-inspection', 'Tweedetab', { version: '0', by: by.second })
    expect(told.statusCode).toBe(409)
    expect(told.body).toMatch(/<td[^>]*>Tweedetab<\/td><td[^>]*>Eerstetab<\/td>/)
    expect(told.body).toContain('value="Tweedetab"')
    expect(told.body).not.toMatch(/<td[^>]*>Mai</)
    const version = /name="seen-version" value="(\d+)"/.exec(told.body)?.[1] ?? ''
    expect(told.body).toContain(`name="seen-by" value="${by.second}"`)
    // Nothing was written over; the first types on without being stopped by the own saves.
    expect((await type(inspector, 'Eerstetabs', { version: '0', by: by.first }, '/keep')).statusCode).toBe(303)
    expect((await type('lead-labour-inspection', 'Tweedetab', { version, by: by.second })).statusCode).toBe(409)
    expect((await type('lead-labour-inspection', 'Tweedetab', { version: String(Number(version) + 1), by: by.second })).statusCode).toBe(303)
    expect((await be.does<{ draft: { familyName: string } }>(inspector, 'report.show', { report })).draft.familyName).toBe('Tweedetab')
    expect((await type(inspector, 'Eerstetabs', { version: '0', by: by.first }, '/keep')).statusCode).toBe(409)
  })

  test('of the later part of a report: the second is told as well', async () => {
    const { report } = await be.does<{ report: string }>(inspector, 'report.start', {})
    await be.does(inspector, 'report.save-screen', { report, seen: await be.seen(report), screen: 'place', said: { seenOn: '2026-11-20', district: 'brussels', sector: 'construction' } })
    const { questions, version } = await be.does<{ version: number; questions: { key: string; kind: string }[] }>(inspector, 'report.show-later', { report })
    const key = questions.find(({ kind }) => kind === 'yes-no-unknown')?.key ?? ''
    const answer = (login: string, value: string) => sent(login, `/reports/${report}/later`, { once: crypto.randomUUID(), 'seen-version': String(version), 'seen-by': crypto.randomUUID(), [`answers.${key}`]: value })
    expect((await answer(inspector, 'yes')).statusCode).toBe(303)
    const told = await answer('lead-labour-inspection', 'no')
    expect([told.statusCode, /<td[^>]*>[^<]+<\/td><td[^>]*>[^<]+<\/td><td[^>]*>[^<]+<\/td>/.test(told.body)]).toEqual([409, true])
    expect((await answer('lead-labour-inspection', 'yes')).statusCode).toBe(303)
  })

  test('of a report at the interface: who does not say what was read over writes over nobody, and hears how it can', async () => {
    const { report } = await be.does<{ report: string }>(inspector, 'report.start', {})
    const program = crypto.randomUUID()
    const place = (more: object, said = 'Quay 4') => be.ask('lead-labour-inspection', 'report.save-screen', { report, screen: 'place', said: { seenOn: '2026-11-20', place: said, district: 'brussels', sector: 'construction' }, ...more })
    expect(refusalOf(await place({}))).toBe('answered')
    const bare = await web.as('lead-labour-inspection', { method: 'POST', url: '/api/v1/report.save-screen', payload: { report, screen: 'place', finish: false, said: { place: 'Elsewhere' } } })
    expect([bare.statusCode, bare.json<{ refused: string; message: string }>()]).toEqual([422, expect.objectContaining({ refused: 'seen-missing', message: expect.stringContaining('“seen”') })])
    expect(refusalOf(await be.ask(inspector, 'report.save-later', { report, answers: {} }))).toBe('seen-missing')
    expect(await place({ seen: { version: 9, by: program } })).toMatchObject({ refusal: { refused: 'seen-unknown', with: { version: 1 } } })
    expect(refusalOf(await be.ask(inspector, 'report.save-later', { report, answers: {}, seen: { version: 9, by: program } }))).toBe('seen-unknown')
    const { draft, version } = await be.does<{ version: number; draft: { place: string } }>(inspector, 'report.show', { report })
    expect([draft.place, version]).toEqual(['Quay 4', 1])
    const first = await place({ seen: { version, by: program } }, 'Quay 5')
    expect(first).toMatchObject({ answered: true, value: { version: 2 } })
    // What it saves next needs no new reading: it is the same who types.
    expect(refusalOf(await place({ seen: { version, by: program } }, 'Quay 6'))).toBe('answered')
    expect(refusalOf(await place({ seen: { version, by: crypto.randomUUID() } }, 'Quay 7'))).toBe('typed-meanwhile')
  })

  test('of a report: screens that are saved at the same moment are all kept', async () => {
    const { report } = await be.does<{ report: string }>(inspector, 'report.start', {})
    const screens = [['age', { age: 'adult' }], ['place', { seenOn: '2026-11-20', place: 'Quay 4', district: 'brussels', sector: 'construction' }], ['language', { language: 'vi', interpreterNeeded: 'yes' }], ['person', { sex: 'female', familyName: 'Fictief', givenName: 'Mai' }], ['safety', { immediateDanger: 'no', contactBroken: 'yes' }]] as const
    for (let turn = 0; turn < 3; turn += 1) {
      const seen = await be.seen(report)
      const outcomes = await Promise.all(screens.map(([screen, said], index) => be.ask(index % 2 ? inspector : 'lead-labour-inspection', 'report.save-screen', { report, seen: { ...seen, by: crypto.randomUUID() }, screen, said, finish: false })))
      expect(outcomes.map(refusalOf)).toEqual(screens.map(() => 'answered'))
      const shown = JSON.stringify(await be.does(inspector, 'report.show', { report }))
      for (const [, said] of screens) for (const [field, value] of Object.entries(said)) expect(shown, `${field} in turn ${turn}`).toContain(JSON.stringify(value))
      for (const [screen, said] of screens) await be.ask(inspector, 'report.save-screen', { report, seen: await be.seen(report), screen, said: Object.fromEntries(Object.keys(said).map((field) => [field, null])), finish: false })
    }
  })
})

describe('two colleagues on a page', () => {
  test('take the last place: one is led on, the other reads that it is taken and keeps the note that was typed', async () => {
    const [first, second] = [await be.handedOn(), await be.handedOn()]
    const { counts } = await be.does<{ counts: { group: string; version: number; taken: number }[] }>(worker, 'place.show-own', {})
    const version = (name: string) => counts.find(({ group }) => group === name)?.version ?? 0
    const taken = counts.find(({ group }) => group === 'women')?.taken ?? 0
    await be.does(worker, 'place.set', { women: taken + 1, men: 5, families: 0, minors: 0, versions: { women: version('women'), men: version('men'), families: version('families'), minors: version('minors') } })
    const take = (login: string, referral: string) => sent(login, `/arrivals/${referral}/accept`, { version: '0', place: 'women', note: `Typed by ${login}`, once: crypto.randomUUID() })
    const answers = await Promise.all([take(worker, first.referral), take(lead, second.referral)])
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, expect.any(Number)])
    const told = answers.find(({ statusCode }) => statusCode !== 303)
    expect(told?.statusCode).toBeGreaterThanOrEqual(400)
    expect(told?.statusCode).toBeLessThan(500)
    expect(told?.body).toContain('Typed by')
    const states = await be.rows<{ state: string }>(sql`select state from referral.referral where id in (${first.referral}, ${second.referral}) order by state`)
    expect(states.map(({ state }) => state)).toEqual(['accepted', 'waiting'])
  })

  test('take one step: one is led on, the other is told who was first, and the procedure has one step more', async () => {
    const { file } = await be.accompanied()
    const version = await be.steps(file)
    const before = await counted('protection.step', file)
    const take = (login: string) => sent(login, `/files/${file}/steps/record-condition?chosen=contact-broken`, { version: String(version), condition: 'contact-broken', met: 'yes', evidence: 'person-says-so', on: '2026-11-23', kind: 'condition', once: crypto.randomUUID() })
    const answers = await Promise.all([take(worker), take(lead)])
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 409])
    expect(await counted('protection.step', file) - before).toBe(1)
    expect(answers.find(({ statusCode }) => statusCode === 409)?.body).toContain('ari-error-summary')
  })
})
