import { sql } from 'kysely'
import { pino } from 'pino'
import { beforeAll, describe, expect, test } from 'vitest'
import { readIdentity } from '#cases'
import { asMigrator } from '#platform/database/transaction'
import { confirmedForStory } from '#platform/doors/confirmation'
import { perform } from '#platform/doors/perform'
import { destroyKeyOf } from '#platform/vault/sealed-columns'
import type { FileId } from '#vocabulary/ids'
import { loadDemonstration } from '../../src/main/demonstration/load-demonstration.ts'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { saidInDump, saidInFiles } from '../support/dump.ts'

const base = testDatabase()
let be: Belgium
let her: { file: FileId; referral: string; report: string }
const centre = 'caseworker-pag-asa'

/** Words that somebody types about one person, each in another place, and that nobody types for any other reason. */
const typed = {
  family: 'Oudenhove', given: 'Zilverdael', renamed: 'Goudenregen', born: '1991-04-17', papers: 'Passnummer-774', place: 'Kelder Vlierstraat', note: 'Antwoordnota Ginkgo', more: 'Vraagnota Sering',
  contact: '+32470001122', contactNote: 'Codewoord Regenboog', task: 'Vertolker Wolkendek', view: 'Opgezocht Distelvink', query: 'Zoekwoord', operation: 'Operatie Meerval', site: 'Loods Zwanendreef', row: 'Eikenbladrij',
  draft: 'Conceptnaam', withdrawn: 'Terugname Wikke', rowBorn: '1988-09-03', number: 'Annexnummer-99812', walkIn: 'Binnenloper', walkInBorn: '1993-02-11',
  conflict: 'Achterneef Ridderspoor', sealing: 'Bedreigd Monnikskap', asking: 'Nagekeken Boterbloem', answering: 'Bevestigd Zonnedauw', emergency: 'Spoedgeval Salomonszegel',
}

beforeAll(async () => {
  be = await Belgium.open(base.db)
  await loadDemonstration(be.door, 'be', pino({ level: 'silent' }))
  her = await be.handedOn({ familyName: typed.family, givenName: typed.given, bornOn: typed.born, place: typed.place })
  const { referral, file } = her
  await be.does(centre, 'referral.ask-more', { referral, version: 0, note: typed.more })
  await be.does('labour-inspector', 'referral.answer-more', { referral, version: 1, note: typed.note })
  await be.does(centre, 'referral.accept', { referral, version: 2, note: typed.note }, { once: crypto.randomUUID() })
  const { header } = await be.does<{ header: { version: number } }>(centre, 'person.show', { file })
  await be.does(centre, 'person.change-identity', { file, version: header.version, givenNames: typed.given, familyNames: typed.renamed, birthDate: typed.born, birthPrecision: 'day', identityPapers: typed.papers }, { once: crypto.randomUUID() })
  await be.does(centre, 'person.set-safe-contact', { file, channel: 'call', value: typed.contact, isSafe: 'no', note: typed.contactNote })
  await be.does(centre, 'task.add', { file, what: typed.task })
  await be.does(centre, 'view.save', { name: typed.view, query: `search=${typed.query}` })
  const { operation } = await be.does<{ operation: string }>('labour-inspector', 'operation.open', { name: typed.operation, place: typed.site, district: 'brussels' })
  await be.does('labour-inspector', 'operation.add-persons', { operation, version: 0, rows: [{ cells: { familyName: typed.row, bornOn: typed.rowBorn } }] })
  await be.fullReport('labour-inspector', { familyName: typed.draft })
  const other = await be.handedOn({ familyName: typed.family })
  await be.does('labour-inspector', 'referral.withdraw', { referral: other.referral, version: 0, note: typed.withdrawn })
  const { lines: [line] } = await be.does<{ lines: { reference: string }[] }>(centre, 'file.list', { search: typed.renamed })
  const reference = line?.reference ?? ''
  const { emergency } = await sure<{ emergency: string }>('police-officer', 'emergency.open', { reference, reason: typed.emergency })
  await sure('data-protection-officer', 'emergency.review', { emergency, finding: 'justified', note: typed.asking })
  const { approvals } = await be.does<{ approvals: { id: string; reason: string }[] }>('data-protection-officer', 'approval.list', {})
  const approval = approvals.find(({ reason }) => reason === typed.asking)
  await asMigrator(base.db, (tx) => sql`insert into accounts.account (login, name, office, language, demonstration) select 'deputy-specimen', 'D. Deputy Specimen', office, 'en', true from accounts.account where login = 'data-protection-officer'`.execute(tx))
  await sure('deputy-specimen', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: typed.answering })
  await sure('data-protection-officer', 'guard.shut-out', { reference, account: (await be.actor('caseworker-payoke')).account, reason: typed.conflict })
  await sure('lead-pag-asa', 'guard.seal', { reference, people: (await be.actor(centre)).account, reason: typed.sealing })
  await be.does(centre, 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex: 'woman', familyNames: typed.walkIn, birthDate: typed.walkInBorn })
}, 900_000)

/** Does a grave act as somebody who has just confirmed. */
async function sure<Value>(login: string, name: string, input: object): Promise<Value> {
  const route = routes.get(name)
  if (!route) throw new Error(`there is no route ${name}`)
  const outcome = await perform(be.door, route, { actor: { ...(await be.actor(login)), confirmedAt: confirmedForStory }, language: 'en', input })
  if (!outcome.answered) throw new Error(`${login} could not ${name}: ${JSON.stringify(outcome.refusal)}`)
  return outcome.value as Value
}

/** Everybody's names, as the vault opens them. */
const people = (): Promise<readonly { names: readonly string[]; born: string | null }[]> => asMigrator(base.db, async (tx) => {
  const { rows } = await sql<{ file: FileId }>`select file from cases.identity`.execute(tx)
  const opened: { names: readonly string[]; born: string | null }[] = []
  for (const { file } of rows) {
    const identity = await readIdentity(tx, file)
    if (identity) opened.push({ names: [identity.givenNames, identity.familyNames], born: identity.birthDate })
  }
  return opened
})

describe('a dump of the database', () => {
  test('says no name, birth date, contact or note of anybody, and neither do the files under it', async () => {
    const everybody = await people()
    expect(everybody.length).toBeGreaterThan(80)
    // The families of the demonstration have double names; a given name of few letters may stand inside any word.
    const names = everybody.flatMap((person) => person.names.flatMap((name) => [name, ...name.split(' ')])).filter((name) => [...name].length > 5 || /[^ -ɏ]/.test(name) && [...name].length > 3)
    const seeded = [...new Set([...names, ...Object.values(typed), ...everybody.flatMap(({ born }) => born ?? [])])]
    expect(seeded.length).toBeGreaterThan(100)
    // Days on which something happened may be somebody's birthday as well: only the days of nobody else are looked for.
    const words = seeded.filter((word) => !/^\d{4}-\d\d-\d\d$/.test(word) || word < '2012')
    expect(await saidInDump(base.db, words)).toEqual([])
    await sql`vacuum (full, analyze)`.execute(base.db)
    expect(await saidInFiles(base.db, words)).toEqual([])
  })

  test('says what it is looked for, when it is there: the search is not blind', async () => {
    await sql`create table public.proof (text text, bytes bytea)`.execute(base.db)
    await sql`insert into public.proof values (${`x ${typed.family} y`}, ${Buffer.from(`x ${typed.task} y`)})`.execute(base.db)
    expect(await saidInDump(base.db, [typed.family, typed.task])).toEqual([`public.proof.text: ${typed.family}`, `public.proof.bytes: ${typed.task}`])
    expect(await saidInFiles(base.db, [typed.family])).toEqual([`proof: ${typed.family}`])
    await sql`drop table public.proof`.execute(base.db)
  })
})

describe('why a file is closed', () => {
  test('is read through the doors by whoever may, and goes with the person', async () => {
    expect(JSON.stringify(await be.does('data-protection-officer', 'guard.show', {}))).toContain(typed.conflict)
    expect(JSON.stringify(await be.does('lead-pag-asa', 'guard.show', {}))).toContain(typed.sealing)
    expect((await be.does<{ approvals: object[] }>('data-protection-officer', 'approval.list', {})).approvals).toContainEqual(expect.objectContaining({ reason: typed.asking, answerReason: typed.answering }))
  })
})

describe('somebody who is erased', () => {
  test('is found by name before, however it is spelt', async () => {
    const { lines } = await be.does<{ lines: { id: string }[] }>(centre, 'file.list', { search: 'goudenreegen silverdaal' })
    expect(lines.map(({ id }) => id)).toEqual([her.file])
  })

  test('is not found any more, and every page about her says so calmly', async () => {
    expect(await asMigrator(base.db, (tx) => destroyKeyOf(tx, her.file))).toBe(true)
    expect(await be.does('data-protection-officer', 'guard.show', {})).toMatchObject({ conflicts: [{ reason: '[erased]' }] })
    const { sealed: [closed] } = await be.does<{ sealed: { reference: string; reason: string }[] }>('lead-pag-asa', 'guard.show', {})
    expect(closed?.reason).toBe('[erased]')
    await sure('lead-pag-asa', 'guard.unseal', { reference: closed?.reference })
    expect(await be.does(centre, 'file.list', { search: typed.renamed })).toMatchObject({ lines: [] })
    const person = await be.does(centre, 'person.show', { file: her.file })
    expect(person).toMatchObject({ header: { name: '[erased]', age: null }, identity: { familyNames: '[erased]', birthDate: null } })
    expect(JSON.stringify(person)).not.toMatch(new RegExp([typed.given, typed.family, typed.renamed, typed.task].join('|')))
    expect(await be.does(centre, 'referral.show', { referral: her.referral })).toMatchObject({ name: '[erased]', handedOn: {} })
    expect(await be.does('labour-inspector', 'report.show', { report: her.report })).toMatchObject({ draft: { startedOn: '2026-11-23' } })
    expect(await be.does(centre, 'procedure.show', { file: her.file })).toMatchObject({ standing: 'running' })
  })

  test('takes nothing new', async () => {
    expect(refusalOf(await be.ask(centre, 'task.add', { file: her.file, what: 'Something' }))).toBe('erased')
  })
})
