import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LightMyRequestResponse } from 'fastify'
import type { ModuleDoors } from '#platform/doors/page'
import type { Route } from '#platform/doors/route'
import { officeKinds, type OfficeKind } from '#vocabulary/office-kind'
import { modules } from '../../src/main/compose-site.tsx'
import { Belgium, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { filledFile, type Ids } from '../support/filled-file.ts'
import { peopleOfEveryKind, type People } from '../support/people-of-every-kind.ts'
import { asked, plausibleInput } from '../support/plausible-input.ts'
import { allows, endStandings, standings, type Standing } from '../support/standings.ts'
import { Visitors } from '../support/visitors.ts'

/**
 * Every route, page, form and download, for every kind of office in every standing to a file: what the table of compartments does not give answers
 * with the very bytes of an id that never was, and no list tells of the file. Who stands how is written into the database, so that nothing but the standing differs.
 */
const base = testDatabase()
let be: Belgium
let web: Visitors
let people: People
const files = new Map<Standing['file'], Ids>()
const idsOf = (name: Standing['file']): Ids => files.get(name) ?? {}

/** What hangs on a file; other ids are tried in `nested-ids.db.test.ts`. */
const hanging = ['file', 'referral', 'report', 'consent', 'stay', 'shelter', 'reference', 'emergency', 'task', 'hold', 'clock', 'document', 'decision']
const never: Ids = Object.fromEntries(hanging.map((name) => [name, name === 'reference' ? 'BE-2099-9999' : crypto.randomUUID()]))
const fixed: Ids = { language: 'nl', screen: 'person', step: 'record-condition' }

beforeAll(async () => {
  be = await Belgium.open(base.db)
  web = await Visitors.open(be)
  for (const name of ['open', 'conflict', 'sealed'] as const) files.set(name, await filledFile(be, `Proefspecimen-${name}`))
  const { file, referral, report } = await be.handedOn({ familyName: 'Proefspecimen-waiting' })
  const [row] = (await be.does<{ referrals: { reference: string }[] }>('caseworker-pag-asa', 'referral.list-waiting', {})).referrals
  files.set('waiting', { file, referral, report, reference: row?.reference ?? '' })
  people = await peopleOfEveryKind(base.db)
  const { reference } = idsOf('conflict')
  for (const kind of officeKinds) await be.does('administrator', 'guard.shut-out', { reference, account: people.of(kind).account, reason: 'a conflict for this test' })
  await be.does('lead-pag-asa', 'guard.seal', { reference: idsOf('sealed')['reference'], people: (await be.actor('lead-pag-asa')).account, reason: 'sealed for this test' })
}, 120_000)
afterAll(() => web.server.close())

const all = [...routes.values()]
const onFile = all.filter((route) => asked(route).some((name) => hanging.includes(name)))
const lists = all.filter((route) => route.kind === 'ask' && route.for !== 'anyone' && !onFile.includes(route) && asked(route).every((name) => !/^(?:code|started|trip|account|machine|office|operation|run|approval|mail)$/.test(name)))
const admitted = (route: Route, kind: OfficeKind): boolean => typeof route.for === 'string' || route.for.includes(kind)
/** What these give hangs on the file though the table names the office's own house: a centre takes in whom it accompanies. */
const byFile = new Set(['stay.begin', 'stay.show-of-file'])
/** An emergency needs no standing, a confirmation for each and room under its limit: what it says of closed files and of none is in `tests/access/emergency-limits.db.test.ts`. */
const needsNone = (route: Route): boolean => route.name === 'emergency.open'
const may = (route: Route, kind: OfficeKind, standing: Standing): boolean =>
  needsNone(route) || allows(route.place, kind, byFile.has(route.name) && standing.stands(kind).includes('centre') ? [...standing.stands(kind), 'own-office'] : standing.stands(kind))

type Way = { readonly at: string; readonly guard: Route; readonly input: Route; readonly method: 'GET' | 'POST' }
const ways: readonly Way[] = (modules as readonly ModuleDoors[]).flatMap(({ pages, forms, downloads = [] }): Way[] => [
  ...pages.map(({ at, asks }): Way => ({ at, guard: asks, input: asks, method: 'GET' })),
  ...downloads.map(({ at, asks }): Way => ({ at, guard: asks, input: asks, method: 'GET' })),
  ...forms.flatMap(({ at, asks, does }): Way[] => [{ at, guard: asks ?? does, input: does, method: 'GET' }, { at, guard: does, input: does, method: 'POST' }]),
])
const gaps = (at: string) => [...at.matchAll(/:(\w+)/g)].map(([, name]) => String(name))
const onFileWays = ways.filter(({ at }) => gaps(at).some((name) => hanging.includes(name)))

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const fieldsOf = (input: Record<string, unknown>) => new URLSearchParams(Object.entries(input).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []))).toString()
const comes = (login: string, { at, method, input }: Way, ids: Ids): Promise<LightMyRequestResponse> => {
  const url = at.replaceAll(/:(\w+)/g, (_whole, name: string) => ids[name] ?? fixed[name] ?? 'nothing')
  return web.as(login, method === 'GET' ? { url } : { method, url, headers: form, payload: fieldsOf(plausibleInput(input, ids)) })
}
const calls = (login: string, route: Route, ids: Ids) => web.as(login, { method: 'POST', url: `/api/v1/${route.name}`, payload: plausibleInput(route, ids) })

/** Pages ask the same routes and lists the same policies, so they are walked where a standing is closest to being let in. */
const walked = new Set(['reporter', 'asked-centre', 'asked and waited for', 'former-centre', 'emergency', 'consent-identity', 'a relation that has ended', 'a conflict of interest', 'sealed for others', 'none'])

/** The answer, but for the id that the asker sent herself and for the token of a form. */
function bytes({ statusCode, body, headers }: LightMyRequestResponse, ids: Ids): string {
  let text = `${statusCode} ${headers['location'] ?? ''} ${headers['content-type'] ?? ''} ${headers['cache-control'] ?? ''}\n${body}`
  for (const [name, id] of Object.entries(ids)) text = text.replaceAll(id, `(${name})`)
  return text.replaceAll(/name="once" value="[^"]*"/g, '')
}

const tried = { json: 0, pages: 0, lists: 0, opened: 0 }
const unknown = new Map<string, string>()
async function asNever(key: string, ask: () => Promise<LightMyRequestResponse>): Promise<string> {
  const answer = unknown.get(key) ?? bytes(await ask(), never)
  unknown.set(key, answer)
  return answer
}

async function standingOf(kind: OfficeKind, standing: Standing, found: string[]): Promise<void> {
  const ids = idsOf(standing.file)
  const traces = [ids['file'], ids['reference'], ids['referral'], ids['report'], `Proefspecimen-${standing.file}`].map(String)
  for (const route of onFile.filter((one) => admitted(one, kind) && asked(one).some((name) => name in ids))) {
    if (may(route, kind, standing)) {
      if (route.kind === 'ask' && (await calls(kind, route, ids)).statusCode === 200) tried.opened += 1
      continue
    }
    tried.json += 1
    if (bytes(await calls(kind, route, ids), ids) !== await asNever(`${kind} ${route.name}`, () => calls(kind, route, never))) found.push(`${standing.name}: ${kind} ${route.name}`)
  }
  for (const route of walked.has(standing.name) ? lists.filter((one) => admitted(one, kind) && !may(one, kind, standing)) : []) {
    tried.lists += 1
    const { body } = await calls(kind, route, {})
    if (traces.some((trace) => body.includes(trace))) found.push(`${standing.name}: ${kind} ${route.name} tells of the file`)
  }
  for (const way of walked.has(standing.name) ? onFileWays.filter(({ at, guard }) => gaps(at).every((name) => name in ids || !hanging.includes(name)) && admitted(guard, kind) && !may(guard, kind, standing)) : []) {
    tried.pages += 1
    if (bytes(await comes(kind, way, ids), ids) !== await asNever(`${kind} ${way.method} ${way.at}`, () => comes(kind, way, never))) found.push(`${standing.name}: ${kind} ${way.method} ${way.at}`)
  }
}

describe(`${onFile.length} routes and ${onFileWays.length} ways of pages on a file, ${lists.length} lists, ${officeKinds.length} kinds of office, ${standings.length} standings`, () => {
  test.each(standings)('whoever stands to it as $name is told of it what the table gives, and of the rest what never was', async (standing) => {
    const found: string[] = []
    for (const kind of officeKinds) {
      const [who, colleague] = [people.of(kind), people.besides(kind)]
      await standing.begin(be, idsOf(standing.file), who, colleague)
      await standingOf(kind, standing, found)
      await endStandings(be, who, await be.actor('labour-inspector'))
    }
    expect(found).toEqual([])
  }, 120_000)

  test('and a kind of office that a route does not name gets that answer whatever it asks', async () => {
    const found: string[] = []
    let shut = 0
    for (const kind of officeKinds) for (const route of onFile.filter((one) => !admitted(one, kind))) {
      shut += 1
      const answer = await calls(kind, route, idsOf('open'))
      if (answer.statusCode !== 404 || bytes(answer, idsOf('open')) !== await asNever(`${kind} ${route.name}`, () => calls(kind, route, never))) found.push(`${kind} ${route.name}`)
    }
    expect(found).toEqual([])
    console.info(`${tried.json} answers at the interface, ${tried.pages} on pages and downloads and ${tried.lists} lists denied, ${shut} at doors of other kinds; ${tried.opened} opened`)
    expect(tried.opened).toBeGreaterThan(60)
  }, 120_000)
})
