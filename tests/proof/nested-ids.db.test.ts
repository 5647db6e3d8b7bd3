import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { askApproval } from '#accounts'
import type { ModuleDoors } from '#platform/doors/page'
import { perform } from '#platform/doors/perform'
import { route, type Route } from '#platform/doors/route'
import { isRefusal } from '#vocabulary/refusal'
import { modules } from '../../src/main/compose-site.tsx'
import { Belgium, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { filledFile, type Ids } from '../support/filled-file.ts'
import { asked, idsAsked, plausibleInput } from '../support/plausible-input.ts'
import { Visitors } from '../support/visitors.ts'

/** Somebody who may do each thing, with the id of another’s: alone, under a parent of her own, and as something that it is not. */
const base = testDatabase()
let be: Belgium
let web: Visitors
let own: Ids
let others: Ids

/** Who comes with a wrong id: somebody who may do this with the right one. A new route with an id has to be named here. */
const comes: Readonly<Record<string, string>> = {
  ...named('caseworker-pag-asa', ['person.show', 'person.change-exploitation', 'person.change-forms', 'person.change-identity', 'person.set-safe-contact', 'person.show-access', 'contact.show-letter', 'contact.show-rights', 'contact.send-rights', 'consent.list', 'consent.give',
    'consent.withdraw', 'consent.hand-out', 'consent.show-record', 'task.add', 'task.finish', 'procedure.show', 'procedure.show-file', 'procedure.show-step', 'procedure.take-step', 'act.list-of-file', 'clock.acknowledge',
    'decision.print', 'document.print', 'retention.show-file', 'retention.hold', 'retention.lift', 'stay.begin', 'stay.end', 'stay.show', 'stay.show-of-file', 'shelter.close', 'shelter.show-of-stay', 'shelter.put-in',
    'referral.show', 'referral.accept', 'referral.decline', 'referral.redirect', 'referral.ask-more', 'view.remove', 'account.remove-passkey', 'session.revoke', 'account.forget-browser', 'approval.show', 'approval.answer', 'replacement.work-for', 'attachment.list', 'attachment.add', 'care.show', 'care.add-note', 'care.name-member', 'care.end-member', 'medical.show', 'medical.add-note', 'medical.add-paper']),
  ...named('labour-inspector', ['report.show', 'report.save-screen', 'report.show-sending', 'report.send', 'report.drop', 'report.show-later', 'report.save-later', 'report.show-notification', 'report.show-record', 'report.show-rights',
    'report.send-rights', 'referral.show-status', 'referral.answer-more', 'referral.withdraw', 'referral.send-again', 'operation.show', 'operation.add-persons', 'operation.propose-spread', 'operation.refer-all']),
  ...named('lead-pag-asa', ['colleague.ask-reset', 'colleague.ask-opening', 'colleague.show', 'colleague.invite', 'colleague.set-active', 'guard.let-in-again', 'guard.seal', 'guard.unseal', 'guard.shut-out', 'replacement.set', 'replacement.end', 'clock.acknowledge-told']),
  ...named('lead-guardianship', ['guard.appoint-guardian']),
  ...named('police-officer', ['emergency.open', 'emergency.show']),
  ...named('administrator', ['account.ask-reset', 'account.ask-opening', 'account.end-sessions', 'account.reset-second-factor', 'account.unlock', 'account.show', 'account.create', 'account.invite', 'account.set-active', 'account.set-lead', 'account.reset-passkeys', 'account.move',
    'machine.show', 'machine.list-openable', 'machine.make', 'machine.revoke', 'mail.retry']),
  ...named('analyst', ['analysis.drop', 'analysis.propose', 'analysis.publish', 'analysis.show-draft', 'analysis.show-proposal', 'analysis.write']),
  ...named('analyst', ['record.check', 'record.propose', 'record.show', 'record.release', 'handover.show-proposal', 'handover.release', 'handover.withdraw', 'release.check', 'release.propose', 'release.publish', 'release.show', 'release.stop', 'release.withdraw', 'delivery.check', 'delivery.drop-draft', 'delivery.hand-over', 'delivery.show', 'delivery.show-draft', 'delivery.show-masked', 'delivery.stop-masked', 'delivery.show-progress', 'delivery.count', 'delivery.keep', 'delivery.explain']),
  ...named('data-protection-officer', ['attachment.download', 'attachment.remove', 'medical.download', 'medical.remove-paper', 'emergency.review', 'guard.ask-letting-in', 'guard.ask-lifting', 'retention.show-run', 'retention.destroy', 'act.list']),
}
function named(login: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, login]))
}

/** Deliveries of another service are tried in `deliveries.db.test.ts`, papers of another file in `attachments.db.test.ts` and `care-team.db.test.ts`. What the administration, data protection and the analysis centre have charge of is nobody else's, so that there is no foreign one: only ids of the wrong kind. */
const charges = new Set(['administrator', 'data-protection-officer', 'analyst'])
/** Whom one of these names is a choice out of a list that everybody may read, and which rule it breaks is told. */
const choices = new Set(['centre', 'office'])
/** An upload is named by whoever sends it, so that any id is one that has not begun. */
const ownNames = new Set(['upload'])
/** Kept by a number or by letters: the same swaps. */
const handles = ['reference', 'notice']
const bearing = [...routes.values()].filter((route) => route.for !== 'anyone' && (idsAsked(route).length > 0 || asked(route).some((name) => handles.includes(name))))
const namesIn = (route: Route) => [...new Set([...idsAsked(route), ...asked(route).filter((name) => handles.includes(name))])]

const one = async (what: ReturnType<typeof sql>) => String((await be.rows<{ id: string }>(what))[0]?.id)
const account = async (login: string) => (await be.actor(login)).account

const Asked = z.strictObject({ subject: z.string() })
const asksApproval = route({
  name: 'sample.ask', kind: 'act', for: 'signed-in', about: 'Asks a colleague.', asks: Asked, gives: z.strictObject({ approval: z.string() }),
  async answers(call, { subject }) {
    const approval = await askApproval(call, { act: 'destroy-records', subject, reason: 'Ten years are over', shownAt: '/files' })
    return isRefusal(approval) ? approval : { approval }
  },
})
async function askedOf(login: string, subject: string): Promise<string> {
  const outcome = await perform(be.door, asksApproval, { actor: await be.actor(login), language: 'en', input: { subject } })
  if (!outcome.answered) throw new Error(outcome.refusal.refused)
  return outcome.value.approval
}

/** One of everything that hangs on no file, of these people. */
async function besides(worker: string, lead: string, inspector: string, reference: string): Promise<Ids> {
  const now = be.moment
  const [who, boss] = [await be.actor(worker), await be.actor(lead)]
  await be.does(worker, 'view.save', { name: 'Mine', query: 'state=x' })
  const { operation } = await be.does<{ operation: string }>(inspector, 'operation.open', { name: 'Site', place: 'Quay 4', district: 'brussels', sector: 'construction', on: '2026-11-22' })
  await be.does(lead, 'replacement.set', { absent: boss.account, standIn: who.account, from: '2026-11-23', until: '2026-11-25', reason: 'Away for this test' })
  await be.agreed()
  const replacement = await one(sql`select id from accounts.replacement where absent = ${boss.account}`)
  await be.does('administrator', 'guard.shut-out', { reference, account: await account('immigration-officer'), reason: 'a conflict for this test' })
  await web.cookies(worker)
  return {
    operation, replacement, account: who.account, people: who.account, absent: boss.account, standIn: who.account, office: who.office, centre: who.office,
    view: await one(sql`select id from cases.saved_view where account = ${who.account}`),
    seal: crypto.randomUUID(),
    conflict: await one(sql`select conflict.id from access.conflict join cases.file on file.id = conflict.file where reference = ${reference}`),
    session: await one(sql`select id from accounts.session where account = ${who.account} limit 1`),
    browser: await one(sql`insert into accounts.known_browser (account, browser_hash, browser, at) values (${who.account}, gen_random_uuid()::text::bytea, gen_random_uuid(), ${now}) returning browser as id`),
    passkey: await one(sql`insert into accounts.passkey (account, credential_id, public_key, counter, backed_up, name, added_at) values (${who.account}, gen_random_uuid()::text, '\\x00', 0, false, 'Invented', ${now}) returning id`),
    approval: await askedOf(lead, operation),
    notice: await one(sql`insert into cases.notice (id, clock, key, kind, to_office, given_on) overriding system value select ${worker === 'caseworker-pag-asa' ? 912_345_601 : 945_678_902}, clock.id, ${operation}, 'escalate-to-superior', ${who.office}, '2026-11-23' from cases.clock join cases.file on file.id = clock.file where reference = ${reference} limit 1 returning notice.id`),
  }
}

/** The second person's file goes over to another centre, and her report to another service. */
async function handOver(ids: Ids): Promise<void> {
  const [mine, theirs, police] = [await be.office('caseworker-pag-asa'), await be.actor('caseworker-payoke'), await be.actor('police-officer')]
  await be.rows(sql`insert into reception.place (office, for_group, places) select ${theirs.office}, for_group, places from reception.place where office = ${mine}`)
  for (const table of ['cases.party', 'cases.task', 'retention.hold', 'reception.stay']) await be.rows(sql`update ${sql.raw(table)} set office = ${theirs.office} where file = ${ids['file']} and office = ${mine}`)
  await be.rows(sql`update cases.clock set owner_office = ${theirs.office} where file = ${ids['file']}`)
  await be.rows(sql`update cases.party set office = ${police.office} where file = ${ids['file']} and relation = 'reporter'`)
  await be.rows(sql`update referral.referral set to_office = ${theirs.office}, from_office = ${police.office} where id = ${ids['referral']}`)
  await be.rows(sql`update detection.report set office = ${police.office}, account = ${police.account} where id = ${ids['report']}`)
  await be.rows(sql`update access.emergency set account = ${await account('labour-inspector')} where id = ${ids['emergency']}`)
}

/** Her care team and a note of it. */
async function cared(worker: string, lead: string, file: string | undefined): Promise<Ids> {
  await be.does(lead, 'care.name-member', { file, account: (await be.actor(worker)).account })
  const { note } = await be.does<{ note: string }>(worker, 'care.add-note', { file, kind: 'social', text: 'A note for this test' })
  return { corrects: note, member: await one(sql`select id from cases.care_member where file = ${file} limit 1`) }
}

/** Every row of every table but the record of acts and what belongs to sessions: nothing of it may change. */
async function everything(): Promise<Record<string, string>> {
  const tables = await be.rows<{ name: string }>(sql`select quote_ident(nspname) || '.' || quote_ident(relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p') and nspname in ('access', 'accounts', 'analyses', 'cases', 'detection', 'platform', 'protection', 'reception', 'referral', 'retention') and relname not in ('session', 'looked', 'once', 'held_form', 'held_search')`)
  const sums: Record<string, string> = {}
  for (const { name } of tables) sums[name] = await one(sql`select coalesce(md5(string_agg(line::text, '|' order by line::text)), '') as id from ${sql.raw(name)} as line`)
  return sums
}

beforeAll(async () => {
  be = await Belgium.open(base.db)
  web = await Visitors.open(be)
  const [mine, theirs] = [await filledFile(be, 'Eigenspecimen'), await filledFile(be, 'Vreemdspecimen')]
  own = { ...mine, ...await besides('caseworker-pag-asa', 'lead-pag-asa', 'labour-inspector', mine['reference'] ?? ''), ...await cared('caseworker-pag-asa', 'lead-pag-asa', mine['file']) }
  await handOver(theirs)
  others = { ...theirs, ...await besides('caseworker-payoke', 'lead-payoke', 'police-officer', theirs['reference'] ?? ''), ...await cared('caseworker-payoke', 'lead-payoke', theirs['file']), shelter: (await be.does<{ shelter: string }>('caseworker-payoke', 'shelter.add', { name: 'Other house', address: 'Elders 1' })).shelter }
}, 120_000)
afterAll(() => web.server.close())

const never = (name: string) => (name === 'reference' ? 'BE-2099-9999' : name === 'notice' ? '2147483647' : crypto.randomUUID())
const comeTo = async (route: Route, ids: Readonly<Record<string, string>>) => {
  const { statusCode, body } = await web.as(comes[route.name] ?? null, { method: 'POST', url: `/api/v1/${route.name}`, payload: plausibleInput(route, ids) })
  return `${statusCode} ${Object.values(ids).reduce((text, id) => text.replaceAll(id, 'ID'), body)}`
}

describe(`the ${bearing.length} routes that take an id`, () => {
  test('are all in the list above, and nothing else is', () => {
    expect(Object.keys(comes).toSorted()).toEqual(bearing.map(({ name }) => name).toSorted())
  })

  test('show to whoever comes what is theirs', async () => {
    const asks = bearing.filter(({ kind }) => kind === 'ask')
    const shut: string[] = []
    // There is no run, release, program or mail here, and no report that is still open or told of without a name.
    const without = new Set(['retention.show-run', 'handover.show-proposal', 'record.check', 'record.show', 'release.check', 'release.show', 'machine.show', 'report.show-sending', 'report.show-notification', 'delivery.show', 'delivery.show-draft', 'delivery.show-masked', 'delivery.show-progress', 'delivery.count', 'attachment.download', 'medical.download',
      'analysis.show-draft', 'analysis.show-proposal'])
    for (const route of asks.filter(({ name }) => !without.has(name))) {
      const answer = await comeTo(route, Object.fromEntries(namesIn(route).map((name) => [name, own[name] ?? never(name)])))
      if (!answer.startsWith('200')) shut.push(`${route.name} ${answer.slice(0, 120)}`)
    }
    expect(shut).toEqual([])
  })

  test('know another’s thing no better than one that never was, alone or under one’s own, and change nothing', async () => {
    const before = await everything()
    const found: string[] = []
    let swaps = 0
    for (const route of bearing.filter(({ name }) => !charges.has(comes[name] ?? '') && name !== 'emergency.open')) {
      const names = namesIn(route).filter((name) => !choices.has(name))
      for (const name of names) {
        const rest = Object.fromEntries(namesIn(route).filter((other) => other !== name).map((other) => [other, own[other] ?? never(other)]))
        swaps += 1
        const [theirs, nobodys] = [await comeTo(route, { ...rest, [name]: others[name] ?? '' }), await comeTo(route, { ...rest, [name]: never(name) })]
        if (/^[25]/.test(theirs) || theirs !== nobodys) found.push(`${route.name} with another’s ${name}: ${theirs.slice(0, 150)} | ${nobodys.slice(0, 150)}`)
      }
    }
    expect(found).toEqual([])
    expect(await everything()).toEqual(before)
    console.info(`${swaps} swaps at ${bearing.length} routes`)
  }, 60_000)

  test('take no id of one kind for another', async () => {
    const before = await everything()
    const found: string[] = []
    let swaps = 0
    const uuids = Object.entries(own).filter(([name]) => !handles.includes(name) && !choices.has(name))
    const people = new Set(['account', 'people', 'absent', 'standIn'])
    for (const [turn, route] of bearing.entries()) for (const name of idsAsked(route).filter((one_) => !choices.has(one_) && !ownNames.has(one_))) {
      for (const [kind, id] of uuids.filter(([other], place) => (place + turn) % 3 === 0 && other !== name && !(people.has(other) && people.has(name)))) {
        swaps += 1
        const rest = Object.fromEntries(namesIn(route).filter((other) => other !== name).map((other) => [other, own[other] ?? never(other)]))
        const answer = await comeTo(route, { ...rest, [name]: id })
        if (/^[25]/.test(answer)) found.push(`${route.name} took a ${kind} for a ${name}: ${answer.slice(0, 120)}`)
      }
    }
    expect(found).toEqual([])
    expect(await everything()).toEqual(before)
    console.info(`${swaps} ids of the wrong kind`)
  }, 120_000)

  test('stand behind addresses that know another’s thing no better either', async () => {
    const before = await everything()
    const fixed: Ids = { language: 'nl', screen: 'person', step: 'record-condition' }
    const ways = (modules as readonly ModuleDoors[]).flatMap(({ pages, forms, downloads = [] }) => [
      ...[...pages, ...downloads].map(({ at, asks }) => ({ method: 'GET' as const, at, guard: asks, does: asks })),
      ...forms.flatMap(({ at, asks, does }) => [{ method: 'GET' as const, at, guard: asks ?? does, does }, { method: 'POST' as const, at, guard: does, does }]),
    ])
    const found: string[] = []
    let swaps = 0
    for (const { method, at, guard, does } of ways) {
      const gaps = [...at.matchAll(/:(\w+)/g)].map(([, name]) => String(name)).filter((name) => name in others)
      const login = comes[method === 'POST' ? does.name : guard.name] ?? comes[does.name]
      if (gaps.length === 0 || login === undefined || charges.has(login)) continue
      for (const swapped of gaps) {
        swaps += 1
        const come = async (id: string) => {
          const url = at.replaceAll(/:(\w+)/g, (_whole, name: string) => (name === swapped ? id : (own[name] ?? fixed[name] ?? 'nothing')))
          const input = plausibleInput(does, { ...own, [swapped]: id })
          const fields = new URLSearchParams(Object.entries(input).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [])))
          const answer = await web.as(login, method === 'GET' ? { url } : { method, url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: fields.toString() })
          return `${answer.statusCode} ${String(answer.headers['location'])} ${answer.body}`.replaceAll(id, 'ID').replaceAll(/name="once" value="[^"]*"/g, '')
        }
        const [theirs, nobodys] = [await come(others[swapped] ?? ''), await come(never(swapped))]
        if (theirs !== nobodys) found.push(`${method} ${at} with another’s ${swapped}: ${theirs.slice(0, 100)} | ${nobodys.slice(0, 100)}`)
      }
    }
    expect(found).toEqual([])
    expect(await everything()).toEqual(before)
    console.info(`${swaps} swaps in addresses`)
  }, 60_000)
})
