import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { forgetOldSessions } from '#accounts'
import { signOf } from '#detection'
import { asMigrator } from '#platform/database/transaction'
import { forgetOldForms } from '#platform/doors/forget-old'
import { perform } from '#platform/doors/perform'
import { route } from '#platform/doors/route'
import { createServer } from '#platform/http/server'
import { instant } from '#vocabulary/instant'
import { pino } from 'pino'
import { composeSite } from '../../src/main/compose-site.tsx'
import { packFolder } from '../../src/main/country-pack.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
let file = ''

beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  const handed = await be.handedOn()
  file = handed.file
  await be.does('caseworker-pag-asa', 'referral.accept', { referral: handed.referral, version: 0 })
})
afterAll(() => visitors.server.close())

const form = (fields: Record<string, string>) => ({ method: 'POST' as const, payload: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } })

describe('a form that is refused', () => {
  test('names the field in its summary, and leads to it', async () => {
    const { body } = await visitors.as('caseworker-pag-asa', { url: `/files/${file}/tasks`, ...form({ what: '' }), cookies: { ariadne_language: 'en' } })
    expect(body).toMatch(/<a href="#what">What is to be done: [A-Z]/)
  })
})

describe('what no form would send', () => {
  test('is refused with its name as it was typed, also where that looks like a day that never is', async () => {
    const asked = await visitors.as('analyst', { url: '/api/v1/law.list', method: 'POST', payload: JSON.stringify({ '2026-13-01': '=1+1' }), headers: { 'content-type': 'application/json' } })
    expect(asked.statusCode).toBe(422)
    expect(asked.body).toContain('2026-13-01')
  })

  test('as the filter of a table is refused beside the field', async () => {
    const asked = await visitors.as('analyst', { url: '/api/v1/table.count', method: 'POST', payload: JSON.stringify({ rows: 'form', only: 'Å' }), headers: { 'content-type': 'application/json' } })
    expect([asked.statusCode, Object.keys((JSON.parse(asked.body) as { errors: object }).errors)]).toEqual([422, ['only']])
  })
})

describe('the bar at the top', () => {
  test('names the office in the language of the page', async () => {
    for (const [language, name] of [['fr', 'Office des étrangers'], ['de', 'Ausländeramt']] as const) {
      const { body } = await visitors.as('immigration-officer', { url: '/waiting', cookies: { ariadne_language: language } })
      expect(body).toMatch(new RegExp(`"L\\. Specimen, [^"]*${name}`))
    }
  })
})

describe('two acts that stand in each other\'s way', () => {
  const colliding = (times: number) => {
    let tries = 0
    return route({
      name: 'test.collide', kind: 'act', for: 'anyone', about: 'Collides so many times and then goes through.', asks: z.strictObject({}), gives: z.strictObject({ tries: z.number() }),
      async answers({ tx }) {
        tries += 1
        await sql`insert into platform.once (token, account, route, at) values (gen_random_uuid(), ${(await be.actor('guardian')).account}, 'test.collide', now())`.execute(tx).catch(() => undefined)
        if (tries <= times) await sql`do $$ begin raise exception 'collided' using errcode = '40P01'; end $$`.execute(tx)
        return { tries }
      },
    })
  }
  const run = async (times: number) => perform(be.door, colliding(times), { actor: await be.actor('guardian'), language: 'en', input: {} })
  const lines = async () => (await be.rows<{ outcome: string }>(sql`select outcome from audit.line where route = 'test.collide' order by number`)).map(({ outcome }) => outcome)

  test('are tried again twice, and leave one line and one trace', async () => {
    expect(await run(2)).toMatchObject({ answered: true, value: { tries: 3 } })
    expect(await be.rows(sql`select from platform.once where route = 'test.collide'`)).toHaveLength(1)
    expect(await lines()).toEqual(['done'])
  })

  test('are given up at the third time with nothing written but the line', async () => {
    await expect(run(3)).rejects.toThrow('collided')
    expect(await be.rows(sql`select from platform.once where route = 'test.collide'`)).toHaveLength(1)
    expect(await lines()).toEqual(['done', 'fault'])
  })
})

describe('a form whose act collided three times', () => {
  test('is answered with what happened, in the language of the page, nothing is written, and the same form goes through afterwards', async () => {
    const sentences = { en: 'Several people worked on the same thing', nl: 'Verschillende mensen werkten', fr: 'Plusieurs personnes travaillaient', de: 'Mehrere Personen haben' }
    const send = (language: string) => visitors.as('caseworker-pag-asa', { url: `/files/${file}/tasks`, ...form({ what: 'Ring the invented interpreter' }), cookies: { ariadne_language: language } })
    await asMigrator(base.db, (tx) => sql.raw(`
      create function cases.collide() returns trigger language plpgsql as $$ begin raise exception 'collided' using errcode = '40001'; end $$;
      create trigger collide before insert on cases.task for each row execute function cases.collide()`).execute(tx))
    const before = await be.count('cases.task')
    for (const [language, sentence] of Object.entries(sentences)) {
      const answer = await send(language)
      expect(answer.statusCode, language).toBe(503)
      expect(answer.body, language).toContain(sentence)
      expect(answer.body, language).not.toContain('40001')
    }
    const asked = await visitors.as('caseworker-pag-asa', { method: 'POST', url: '/api/v1/task.add', payload: { file, what: 'Ring her' } })
    expect([asked.statusCode, asked.json<{ refused: string }>().refused]).toEqual([503, 'collided'])
    expect(await be.count('cases.task')).toBe(before)
    await asMigrator(base.db, (tx) => sql.raw('drop trigger collide on cases.task; drop function cases.collide()').execute(tx))
    expect((await send('en')).statusCode).toBeLessThan(400)
    expect(await be.count('cases.task')).toBe(before + 1)
  })
})

describe('the page on which a report is checked', () => {
  test('lists each sign that was seen in words, in the language of the page', async () => {
    const report = await be.fullReport('labour-inspector', { signs: { 'no-free-movement': 'seen' } })
    const signs = be.door.installation.detection.packs.flatMap((pack) => pack.items.map((item) => [signOf(pack, item), item.text] as const))
    const text = signs.find(([key]) => key === 'no-free-movement')?.[1]
    for (const language of ['en', 'nl', 'fr', 'de'] as const) {
      const { body } = await visitors.as('labour-inspector', { url: `/reports/${report}/send`, cookies: { ariadne_language: language } })
      expect(body, language).toContain(`<li>${text?.[language].replaceAll("'", '&#39;') ?? 'no such sign'}</li>`)
      expect(body, language).not.toContain('no-free-movement')
    }
  })
})

describe('what only serves for a while', () => {
  test('is forgotten in the rounds: tokens after a day, held forms after thirty minutes, sessions thirty days after their end', async () => {
    const now = instant(new Date('2027-03-01T12:00:00Z'))
    const { account } = await be.actor('guardian')
    await asMigrator(base.db, async (tx) => {
      await sql`delete from platform.once`.execute(tx)
      await sql`delete from accounts.session`.execute(tx)
      for (const hours of [1, 23, 25]) await sql`insert into platform.once (token, account, route, at) values (gen_random_uuid(), ${account}, 'x', ${now}::timestamptz - ${hours} * interval '1 hour')`.execute(tx)
      for (const minutes of [-5, 5]) await sql`insert into platform.held_form (mark, account, sealed, until) values ('\\x02', ${account}, '\\x01', ${now}::timestamptz + ${minutes} * interval '1 minute')`.execute(tx)
      for (const days of [1, 29, 31]) await sql`insert into accounts.session (account, token_hash, started_at, last_used_at) values (${account}, ${Buffer.from([days])}, ${now}::timestamptz - ${days} * interval '1 day', ${now}::timestamptz - ${days} * interval '1 day')`.execute(tx)
    })
    expect(await forgetOldForms(base.db, now)).toEqual({ tokens: 1, held: 1 })
    expect(await forgetOldSessions(base.db, now)).toBe(1)
    expect([await be.count('platform.once'), await be.count('platform.held_form'), await be.count('accounts.session')]).toEqual([2, 1, 2])
    expect(await forgetOldForms(base.db, now)).toEqual({ tokens: 0, held: 0 })
  })
})

describe('a country without papers', () => {
  test('says so where a paper is asked for, instead of breaking', async () => {
    const door = { ...be.door, installation: { ...be.door.installation, packFolder: packFolder('halvonia') } }
    const server = await createServer(composeSite(door, pino({ level: 'silent' })))
    const answer = await server.inject({ url: '/rights/sheet/adult/nl', headers: { 'accept-language': 'en' } })
    expect(answer.statusCode).toBe(404)
    expect(answer.body).toContain('This country has no such paper in this language yet')
    await server.close()
  })
})

describe('the step that asks a magistrate', () => {
  test('offers first the offices of the district in which the person was found, and none that may not be asked', async () => {
    const of = await be.inReflection()
    await be.steps(of, ['caseworker-pag-asa', 'record-statement', { kind: 'statement', form: 'statement' }], ['caseworker-pag-asa', 'apply-for-certificate', { kind: 'application' }],
      ['immigration-officer', 'issue-certificate', { kind: 'issue' }], ['caseworker-pag-asa', 'apply-for-extension', { kind: 'application' }])
    type Offered = { offices: { name: string; profession: string; isOfDistrict: boolean }[] }
    const { offices } = await be.does<Offered>('immigration-officer', 'procedure.show-step', { file: of, step: 'ask-set-a' })
    const own = offices.filter(({ isOfDistrict }) => isOfDistrict)
    expect(own.map(({ profession }) => profession).toSorted()).toEqual(['labour-auditor', 'public-prosecutor'])
    expect(offices.slice(0, own.length)).toEqual(own)
    expect(offices.length).toBeGreaterThan(own.length)
  })
})
