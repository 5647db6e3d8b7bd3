import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { perform } from '#platform/doors/perform'
import type { ModuleDoors } from '#platform/doors/page'
import type { Route } from '#platform/doors/route'
import { officeKinds } from '#vocabulary/office-kind'
import type { FileId } from '#vocabulary/ids'
import { modules } from '../../src/main/compose-site.tsx'
import { testDatabase } from '../support/database.ts'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
let file: FileId
beforeAll(async () => {
  be = await Belgium.open(base.db)
  visitors = await Visitors.open(be)
  file = await be.inReflection()
})
afterAll(() => visitors.server.close())

const grave = [...routes.values()].filter((route) => route.grave !== undefined)
const minutes = (count: number) => new Date(be.moment.getTime() + count * 60_000)
const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** The same door with its grave lock, and nothing behind it that could refuse for another reason. */
const lockOf = (route: Route): Route => ({ ...route, asks: z.unknown(), graveWith: () => (route.grave === 'each' ? 'each' : true), run: () => Promise.resolve({}) })

describe('a grave act', () => {
  test('is one of those that were agreed', async () => {
    const taken = (modules as readonly ModuleDoors[]).flatMap(({ downloads = [] }) => downloads).filter((each) => each.grave).map(({ at }) => `${at}  for five minutes`)
    await expect(`${[...grave.map(({ name, grave: how }) => `${name}  ${how === 'at-times' ? 'at times' : how === 'each' ? 'each' : 'for five minutes'}`), ...taken].toSorted().join('\n')}\n`).toMatchFileSnapshot('./grave-routes.txt')
  })

  test(`is refused, each of the ${grave.length} routes, to whoever has not confirmed, has long since, or is a program`, async () => {
    for (const route of grave) {
      const officeKind = route.for === 'anyone' || route.for === 'signed-in' ? 'coordination' : (officeKinds.find((kind) => (route.for as readonly string[]).includes(kind)) ?? 'coordination')
      const actor = { ...(await be.actor('coordinator')), officeKind, profession: officeKind }
      const tried = async (more: object) => refusalOf(await perform(be.door, lockOf(route), { actor: { ...actor, ...more }, language: 'en', input: {} }))
      expect(await tried({ confirmedAt: null }), route.name).toBe('confirm-first')
      expect(await tried({ confirmedAt: minutes(-5).toISOString() }), route.name).toBe('confirm-first')
      expect(await tried({ machine: { routes: [route.name] } }), route.name).toBe('not-for-machines')
      expect(await tried({}), route.name).toBe('answered')
      // A confirmation that no session holds is good for no act that uses one up.
      expect(await tried({ confirmedAt: minutes(-1).toISOString() }), route.name).toBe(route.grave === 'each' ? 'confirm-first' : 'answered')
    }
  })

  test('among the steps is what ends a procedure, or refuses or withdraws a stay, and no other', async () => {
    const step = routes.get('procedure.take-step')
    const of = (name: string) => step?.graveWith({ step: name }, be.door.installation)
    for (const name of ['end-reflection', 'refuse-application', 'close-follow-up']) expect(of(name), name).toBe(true)
    for (const name of ['accept-accompaniment', 'decline-status', 'record-condition', 'issue-reflection-document', 'extend-certificate', 'ask-set-a', 'nothing']) expect(of(name), name).toBe(false)
  })
})

const ending = () => ({ file, step: 'end-reflection', version: 4, input: { kind: 'ground', ground: 'W1', elements: ['actively', 'voluntarily', 'own-initiative'] } })
const sessionIn = (answer: { cookies: readonly { name: string; value: string }[] }) => answer.cookies.find(({ name }) => name === 'ariadne_session')?.value

describe('somebody with a session', () => {
  test('is asked by the interface to confirm, and told where; the session has a new token then, and the old one is worth nothing', async () => {
    const before = be.moment
    const cookies = await visitors.cookies('immigration-officer')
    be.moment = minutes(6)
    const post = (with_: Record<string, string>, name: string, payload: object) => visitors.server.inject({ method: 'POST', url: `/api/v1/${name}`, cookies: with_, payload })
    const refused = await post(cookies, 'procedure.take-step', ending())
    expect([refused.statusCode, refused.json()]).toMatchObject([403, { refused: 'confirm-first', confirm: '/api/v1/session.show-confirming' }])
    expect((await post(cookies, 'session.show-confirming', {})).json()).toEqual({ passkey: false, code: false, password: false, demonstration: true, confirmed: false })
    const confirmed = await post(cookies, 'session.confirm-demo', {})
    const token = sessionIn(confirmed) ?? ''
    expect(token).not.toBe(cookies['ariadne_session'])
    expect((await post(cookies, 'session.show', {})).statusCode).toBe(401)
    expect((await post({ ariadne_session: token }, 'session.show-confirming', {})).json()).toMatchObject({ confirmed: true })
    expect((await post({ ariadne_session: token }, 'procedure.take-step', { ...ending(), version: 99 })).json()).toMatchObject({ refused: 'colleague-first' })
    be.moment = before
  })

  test('comes back on the page to what was typed, and then it is done', async () => {
    const before = be.moment
    const fresh = sessionIn(await visitors.server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: 'administrator' } })) ?? ''
    be.moment = minutes(10)
    const account = (await be.actor('analyst')).account
    const sent = await visitors.server.inject({ method: 'POST', url: `/people/${account}/invitation`, headers: form, cookies: { ariadne_session: fresh }, payload: 'kept=this' })
    expect([sent.statusCode, sent.headers['location']]).toEqual([303, `/confirm?next=${encodeURIComponent(`/people/${account}/invitation`)}`])
    const held = sent.cookies.find(({ name }) => name.endsWith('ariadne_held')) ?? { name: '', value: '' }
    const asked = await visitors.server.inject({ url: String(sent.headers['location']), cookies: { ariadne_session: fresh } })
    expect(asked.body).toContain('Confirm that it is you')
    const done = await visitors.server.inject({ method: 'POST', url: `/confirm/demo?next=${encodeURIComponent(`/people/${account}/invitation`)}`, headers: form, cookies: { ariadne_session: fresh }, payload: '' })
    expect([done.statusCode, done.headers['location']]).toEqual([303, `/people/${account}/invitation`])
    const cookies = { ariadne_session: sessionIn(done) ?? '', [held.name]: held.value }
    expect((await visitors.server.inject({ url: `/people/${account}/invitation`, cookies })).statusCode).toBe(200)
    expect((await be.rows(sql`select from platform.held_form`)).length).toBe(0)
    const again = await visitors.server.inject({ method: 'POST', url: `/people/${account}/invitation`, headers: form, cookies, payload: 'reason=lost+the+letter' })
    expect([again.statusCode, again.headers['location']]).toEqual([303, `/people/${account}`])
    be.moment = before
  })

  test('uses a confirmation for one act up, even when two are sent at once; an act that is refused gives it back', async () => {
    const route = { ...lockOf(routes.get('account.reset-passkeys') as Route), kind: 'act' as const }
    const [held] = await be.rows<{ id: string; confirmed: string; account: string }>(sql`
      update accounts.session set confirmed_at = ${be.moment} where ended_at is null and account = ${(await be.actor('administrator')).account} returning id, confirmed_at as confirmed, account`)
    const actor = { ...(await be.actor('administrator')), session: held?.id as never, confirmedAt: be.moment.toISOString() }
    const attempt = (what: Route) => perform(be.door, what, { actor, language: 'en', input: {} })
    expect(refusalOf(await attempt({ ...route, run: () => Promise.resolve({ refused: 'no-passkey' }) }))).toBe('no-passkey')
    expect((await Promise.all([attempt(route), attempt(route), attempt(route)])).map(refusalOf).toSorted()).toEqual(['answered', 'confirm-first', 'confirm-first'])
  })
})
