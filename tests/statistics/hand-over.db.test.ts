import { read, utils } from '@e965/xlsx'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import { countPart } from '../../src/modules/statistics/domain/hand-overs/count-hand-over.ts'
import { passGate } from '../../src/modules/statistics/domain/gate.ts'
import { numbersFrom, plain, randomTable } from '../disclosure/random-tables.ts'
import { sendThroughGate, stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { highsSolver } from '../../src/modules/statistics/store/highs-solver.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { usualRule } from '../support/usual-rule.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors

const paste = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.join('\t')).join('\n')
const deliver = async (login: string, item: string, rows: readonly (readonly unknown[])[], reason?: string, asking: { on?: string } = {}) => {
  const { draft, faults } = await be.does<{ draft: string; faults: number }>(login, 'delivery.check', { item, year: 2025, text: paste(rows) }, asking)
  expect([item, faults]).toEqual([item, 0])
  await be.does(login, 'delivery.hand-over', { draft, ...(reason ? { reason } : {}) }, asking)
}
const victims = ['Status', 'Organisation', 'Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure']

/** What three services hand in about 2025; the counts below are added up from here by hand. */
beforeAll(async () => {
  be = await Belgium.open(base.db)
  await deliver('caseworker-payoke', 'victims', [victims,
    ['identified', 'centre', 'woman', 'adult', 'RO', 'sexual', 20], ['presumed', 'centre', 'woman', 'adult', 'NG', 'sexual', 11], ['identified', 'centre', 'man', 'adult', 'VN', 'labour', 17],
    ['identified', 'centre', 'woman', 'child', 'BE', 'sexual', 6], ['identified', 'centre', 'man', 'child', 'BE', 'criminal', 0], ['presumed', 'centre', 'woman', 'adult', 'BR', 'domestic', ':c']])
  await deliver('immigration-officer', 'victims', [victims,
    ['identified', 'immigration', 'man', 'adult', 'VN', 'labour', 9], ['identified', 'immigration', 'woman', 'adult', 'NG', 'sexual', 7], ['identified', 'immigration', 'man', 'adult', 'RO', 'begging', 5]])
  await deliver('labour-inspector', 'suspects', [['Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'Figure'], ['man', 'adult', 'BE', 'labour', 25], ['woman', 'adult', 'BE', 'labour', 8], ['man', 'adult', 'RO', 'sexual', 12], ['woman', 'child', 'BE', 'labour', 0], ['man', 'child', 'BE', 'labour', 0]])
  visitors = await Visitors.open(be)
}, 120_000)
afterAll(() => stopGate())

type Cell = { value: number | null; state: string; partial: boolean; twice: boolean; leaves: boolean | null; why: string | null }
type Part<C> = { of: string; dimensions: { name: string; codes: { code: string }[] }[]; cells: C[] }
type At = { axis: string; code: string }[]
type Ways = { figures: { of: string | null; at: At; change: number; since: number[]; why: string; more: number | null }[]; persons: { at: At; persons: number }[] | null }
type Work = { at: string; why: string | null }
type Risk = { sensitive: number; opened: number | null; exact: number | null; forOthers: number | null }
type View = { work: Work; withoutGate: Work; earlier: { numbers: number[]; sameDay: number[] }; state: string; why: string | null; ways: Ways | null; waysAt: string; tables: { key: string; risk: Risk; parts: Part<Cell>[] }[]; origins: { of: string; deliveries: { office: string; revision: number }[]; missing: string[] }[] }
const eurostat = { recipient: 'eurostat', year: 2025 }
async function counted(asked: object = eurostat, asking: { on?: string } = {}): Promise<View> {
  for (let tries = 0; ; tries += 1) {
    const seen = await be.does<View>('analyst', 'handover.show', asked, asking)
    if ((seen.state !== 'working' && seen.waysAt !== 'working' && seen.withoutGate.at !== 'working') || tries > 20) return seen
  }
}
function cellOf<C>(parts: readonly Part<C>[], of: string, ...codes: string[]): C | undefined {
  const part = parts.find((each) => each.of === of)
  return part?.cells[part.dimensions.reduce((at, each, index) => at * each.codes.length + each.codes.findIndex(({ code }) => code === codes[index]), 0)]
}
const partsOf = (view: View, key: string) => view.tables.find((each) => each.key === key)?.parts ?? []
const said = (view: View, key: string, of: string, ...codes: string[]) => { const cell = cellOf(partsOf(view, key), of, ...codes); return [cell?.value, cell?.state] }

describe('the tables of a year', () => {
  test('say what the deliveries add up to, count by count', async () => {
    const view = await counted()
    expect(said(view, 'crim-thb-a', 'victims', 'woman')).toEqual([44, 'measured'])
    expect(said(view, 'crim-thb-a', 'victims', 'man')).toEqual([31, 'measured'])
    expect(said(view, 'crim-thb-a', 'victims', 'total')).toEqual([75, 'measured'])
    expect(said(view, 'crim-thb-a', 'suspects', 'total')).toEqual([45, 'measured'])
    expect(said(view, 'crim-thb-b', 'victims', 'group:national')).toEqual([6, 'measured'])
    expect(said(view, 'crim-thb-b', 'victims', 'group:eu')).toEqual([25, 'measured'])
    expect(said(view, 'crim-thb-c', 'victims', 'group:forced-labour')).toEqual([26, 'measured'])
    expect(said(view, 'crim-thb-c', 'victims', 'sexual')).toEqual([44, 'measured'])
    expect(said(view, 'crim-thb-d', 'victims', 'adult', 'man')).toEqual([31, 'measured'])
    const directive = await counted({ recipient: 'directive', year: 2025 })
    expect(said(directive, 'art19a-a-status', 'victims', 'presumed', 'woman')).toEqual([11, 'measured'])
    expect(said(directive, 'art19a-a-organisation', 'victims', 'immigration', 'total')).toEqual([21, 'measured'])
    expect(said(directive, 'art19a-b-form', 'suspects', 'sexual', 'man')).toEqual([12, 'measured'])
  }, 120_000)

  test('say of each how much a reader would know of it without the gate, and what is hidden for the sake of that', async () => {
    const view = await counted()
    expect(view).toMatchObject({ state: 'passed', withoutGate: { at: 'done' }, earlier: { numbers: [], sameDay: [] } })
    for (const { key, risk, parts } of view.tables) {
      // Each figure once: what a table shows twice is one.
      const hidden = parts.flatMap(({ cells }) => cells).filter(({ leaves }) => leaves === false)
      expect([key, risk.sensitive + (risk.forOthers ?? 0) <= hidden.length, (risk.exact ?? -1) >= 0, (risk.exact ?? 0) <= (risk.opened ?? -1), (risk.opened ?? 0) <= risk.sensitive]).toEqual([key, true, true, true, true])
      expect([key, hidden.length > 0]).toEqual([key, risk.sensitive + (risk.forOthers ?? 0) > 0])
    }
    expect(view.tables.reduce((sum, { risk }) => sum + (risk.opened ?? 0), 0)).toBeGreaterThan(0)
  }, 60_000)

  test('are called off while the thread of the gate is at something else, and begin anew where that is asked', async () => {
    const abort = new AbortController()
    const large = randomTable({ dimensions: [plain('a', 14), plain('b', 12), plain('c', 10)], next: numbersFrom(2), upTo: 200, zeros: 0.1 })
    const held = sendThroughGate({ tables: [large], rule: { threshold: 5, oneCategory: 'no' }, method: { suppress: 'value' }, earlier: [], seconds: 300 }, { signal: abort.signal }).catch(() => undefined)
    const asked = { recipient: 'eurostat', year: 2025, victims: 'files' }
    try {
      expect(await be.does<View>('analyst', 'handover.show', asked)).toMatchObject({ state: 'working', work: { at: 'working' }, withoutGate: { at: 'none' } })
      await be.does('analyst', 'handover.stop', asked)
      expect(await be.does<View>('analyst', 'handover.show', asked)).toMatchObject({ state: 'stopped', why: 'gate-stopped', work: { at: 'stopped', why: 'cancelled' } })
    } finally {
      abort.abort()
      await held
    }
    expect(await counted({ ...asked, again: 'yes' })).toMatchObject({ state: 'passed' })
  }, 60_000)

  test('never take a blank for a zero: none, not known, kept by its service and never handed in are told apart', async () => {
    const view = await counted()
    expect(said(view, 'crim-thb-d', 'victims', 'child', 'man')).toEqual([0, 'known-zero'])
    expect(said(view, 'crim-thb-d', 'victims', 'child', 'other')).toEqual([null, 'not-available'])
    expect(said(view, 'crim-thb-a', 'convicted', 'total')).toEqual([null, 'not-available'])
    const directive = await counted({ recipient: 'directive', year: 2025 })
    expect(said(directive, 'art19a-a-form', 'victims', 'domestic', 'woman')).toEqual([null, 'confidential'])
    expect(said(directive, 'art19a-d', 'prosecutor-decisions', 'total')).toEqual([null, 'not-available'])
    expect(partsOf(directive, 'art19a-f')[0]?.dimensions[0]?.codes.map(({ code }) => code)).toEqual(['total', 'conviction', 'acquittal', 'court-other'])
  }, 60_000)

  test('say of which deliveries they are made and who still owes one', async () => {
    const { origins } = await counted()
    const own = origins.find(({ of }) => of === 'victims')
    expect(own?.deliveries.map(({ office, revision }) => [office, revision])).toEqual([['immigration-victims', 1], ['payoke', 1]])
    expect(own?.missing).toEqual(['pag-asa', 'surya'])
    expect(origins.find(({ of }) => of === 'convicted')?.missing).toEqual(['federal-prosecutor'])
  })

  test('count the files kept here in place of the deliveries where that is asked, and then a nobody is a known zero', async () => {
    for (let each = 0; each < 7; each += 1) await be.does('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex: 'woman', citizenship: 'VN', forms: ['labour'] }, { on: '2025-06-02' })
    const view = await counted({ ...eurostat, victims: 'files' })
    expect(said(view, 'crim-thb-a', 'victims', 'woman')).toEqual([7, 'measured'])
    expect(said(view, 'crim-thb-a', 'victims', 'man')).toEqual([0, 'known-zero'])
    expect(said(view, 'crim-thb-b', 'victims', 'group:other')).toEqual([7, 'measured'])
    expect(said(view, 'crim-thb-c', 'victims', 'group:forced-labour')).toEqual([7, 'measured'])
  }, 60_000)

  test('are there for the analysis centre alone', async () => {
    for (const login of ['coordinator', 'rapporteur', 'caseworker-payoke', 'immigration-officer', null]) {
      expect(refusalOf(await be.ask(login, 'handover.show', eurostat)), String(login)).toBe('not-found')
      expect(refusalOf(await be.ask(login, 'handover.propose', { ...eurostat, reason: 'x' })), String(login)).toBe('not-found')
    }
    expect(refusalOf(await be.ask('analyst', 'handover.show', { ...eurostat, recipient: 'nobody' }))).toBe('not-found')
    expect(refusalOf(await be.ask('analyst', 'handover.show', { ...eurostat, year: 2026 }))).toBe('year-not-over')
    expect(refusalOf(await be.ask('analyst', 'handover.propose', { ...eurostat, year: 2019, reason: 'x' }))).toBe('nothing-to-hand-over')
  })

  test('of which nothing is known are not offered, and it is said who owes what', async () => {
    expect(await counted({ ...eurostat, year: 2019 })).toMatchObject({ state: 'refused', why: 'nothing-to-hand-over' })
    const { body } = await visitors.as('analyst', { url: '/hand-overs/eurostat/2019', cookies: { ariadne_language: 'en' } })
    expect(body).toMatch(/PAG-ASA owes: /)
    expect(body).not.toContain('name="reason"')
  })

  test('mark each figure that lacks a service or adds several, and say why one is hidden', async () => {
    const view = await counted()
    const cell = (of: string, ...codes: string[]) => cellOf(partsOf(view, 'crim-thb-a'), of, ...codes)
    expect(cell('victims', 'woman')).toMatchObject({ partial: true, twice: true })
    expect(cell('suspects', 'man')).toMatchObject({ partial: true, twice: false })
    expect(cell('convicted', 'total')).toMatchObject({ partial: false, twice: false, why: null })
    expect(cellOf(partsOf(view, 'crim-thb-d'), 'victims', 'adult', 'man')).toMatchObject({ leaves: false, why: 'one-category' })
    expect(partsOf(view, 'crim-thb-d').flatMap(({ cells }) => cells).filter(({ leaves, value, why }) => leaves === false && value !== null && why === null)).toEqual([])
  })
})

test('a figure that its service calls provisional is told from one that is only not whole', () => {
  const sex = { view: 'sex' as const, isApart: false, codeOf: (code: string) => code, dimension: { name: 'sex', codes: [{ code: 'total', parent: null }, { code: 'woman', parent: 'total' }, { code: 'man', parent: 'total' }] } }
  const rows = [{ codes: { sex: 'woman' }, state: 'provisional' as const, value: 9 }, { codes: { sex: 'woman' }, state: 'not-available' as const, value: null }, { codes: { sex: 'man' }, state: 'measured' as const, value: 7 }, { codes: { sex: 'man' }, state: 'not-available' as const, value: null }]
  const { part } = countPart([sex], rows, { name: 'invented', countedOn: '2026-11-30', isComplete: false, year: null }, 0)
  expect(part.cells).toEqual([{ value: 16, state: 'provisional', partial: true }, { value: 9, state: 'provisional', partial: true }, { value: 7, state: 'measured', partial: true }])
})

test('of people of whom it is not known how many they are it is not said either where nobody is, so that what is known of the others can leave', async () => {
  const sex = { view: 'sex' as const, isApart: false, codeOf: (code: string) => code, dimension: { name: 'sex', codes: [{ code: 'total', parent: null }, { code: 'woman', parent: 'total' }, { code: 'man', parent: 'total' }] } }
  const form = { view: 'form' as const, isApart: false, codeOf: (code: string) => code, dimension: { name: 'form', codes: [{ code: 'total', parent: null }, { code: 'sexual', parent: 'total' }, { code: 'forced', parent: 'total' }, { code: 'begging', parent: 'forced' }, { code: 'labour', parent: 'forced' }] } }
  const row = (who: string, what: string, value: number | null) => ({ codes: { sex: who, form: what }, state: value === null ? 'not-available' as const : value === 0 ? 'known-zero' as const : 'measured' as const, value })
  const rows = [row('woman', 'sexual', 20), row('woman', 'begging', 9), row('woman', 'labour', 8), row('man', 'sexual', null), row('man', 'begging', 0), row('man', 'labour', 0)]
  const { tables, part } = countPart([sex, form], rows, { name: 'invented', countedOn: '2026-11-30', isComplete: false, year: null }, 0)
  expect(part.cells.map(({ value }) => value)).toEqual([37, 20, 17, 9, 8, 37, 20, 17, 9, 8, null, null, null, null, null])
  const answer = passGate({ tables, rule: usualRule, method: { suppress: 'value' }, earlier: [], seconds: 10 }, { solver: await highsSolver(), clock: () => 0 })
  expect(answer.passed && answer.account.hidden.map(({ size }) => size)).toEqual([0])
  // No zero above it is told either: with a third category nobody is in one figure of "forced", and its zero would tell that no man begged.
  const three = { ...sex, dimension: { ...sex.dimension, codes: [...sex.dimension.codes, { code: 'other', parent: 'total' }] } }
  const third = countPart([three, form], [...rows, row('other', 'sexual', 6), row('other', 'begging', null), row('other', 'labour', 8)], { name: 'invented', countedOn: '2026-11-30', isComplete: false, year: null }, 0)
  expect(third.part.cells.map(({ value }) => value)).toEqual([51, 26, 25, 9, 16, 37, 20, 17, 9, 8, null, null, null, null, 0, 14, 6, 8, null, 8])
})

const approve = async (proposal: string) => {
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${proposal}`)
  await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' })
}
async function handOver(asked: object): Promise<number> {
  const { proposal } = await be.does<{ proposal: string }>('analyst', 'handover.propose', { ...asked, reason: 'Figures of the year' })
  await approve(proposal)
  return (await be.does<{ number: number }>('analyst', 'handover.release', { proposal })).number
}

describe('a hand-over', () => {
  let number: number
  test('leaves with a second person, without a small figure, and the next one of the same people is held against it', async () => {
    const { proposal } = await be.does<{ proposal: string }>('analyst', 'handover.propose', { ...eurostat, reason: 'Figures of the year' })
    expect(refusalOf(await be.ask('analyst', 'handover.release', { proposal }))).toBe('accounts:approval-missing')
    for (const login of ['coordinator', 'rapporteur', 'caseworker-payoke', null]) {
      expect(refusalOf(await be.ask(login, 'handover.show-proposal', { proposal })), String(login)).toBe('not-found')
      expect(refusalOf(await be.ask(login, 'handover.release', { proposal })), String(login)).toBe('not-found')
    }
    expect(refusalOf(await be.ask('second-analyst', 'handover.propose', { ...eurostat, reason: 'Twice' }))).toBe('proposed-already')
    expect((await visitors.as('analyst', { url: '/hand-overs/eurostat/2025' })).body).toContain(`/hand-overs/proposals/${proposal}`)
    expect(refusalOf(await be.ask('analyst', 'handover.withdraw', { proposal }))).toBe('asked-still')
    await approve(proposal)

    // It may leave now, and is taken back instead: by its office alone, once, and then it leaves no more.
    for (const login of ['coordinator', 'rapporteur', 'caseworker-payoke', null]) expect(refusalOf(await be.ask(login, 'handover.withdraw', { proposal })), String(login)).toBe('not-found')
    expect((await visitors.as('analyst', { url: `/hand-overs/proposals/${proposal}` })).body).toContain(`/hand-overs/proposals/${proposal}/take-back`)
    await be.does('second-analyst', 'handover.withdraw', { proposal })
    expect(refusalOf(await be.ask('analyst', 'handover.release', { proposal }))).toBe('taken-back')
    expect(await be.does('analyst', 'handover.show-proposal', { proposal })).toMatchObject({ approval: 'withdrawn' })
    expect((await be.does<{ proposed: { id: string }[] }>('analyst', 'handover.list', {})).proposed.map(({ id }) => id)).not.toContain(proposal)
    expect(await counted()).toMatchObject({ onItsWay: null })
    const { proposal: anew } = await be.does<{ proposal: string }>('analyst', 'handover.propose', { ...eurostat, reason: 'Figures of the year' })
    await approve(anew)
    number = (await be.does<{ number: number }>('analyst', 'handover.release', { proposal: anew })).number
    expect(refusalOf(await be.ask('analyst', 'handover.release', { proposal: anew }))).toBe('released-already')
    expect(refusalOf(await be.ask('analyst', 'handover.withdraw', { proposal: anew }))).toBe('released-already')
    await expect(inTransaction(base.db, { actor: await be.actor('analyst') }, (tx) => sql`update statistics.hand_over_proposal set taken_back_at = null where id = ${proposal}`.execute(tx))).resolves.toMatchObject({ numAffectedRows: 0n })
    const shown = await be.ask(null, 'handover.show-released', { number })
    if (!shown.answered) throw new Error('not there')
    const cells = (shown.value as { tables: { parts: { table: { cells: (number | string)[] } }[] }[] }).tables.flatMap(({ parts }) => parts.flatMap(({ table }) => table.cells))
    expect(cells.filter((cell) => typeof cell === 'number' && cell > 0 && cell < 5)).toEqual([])
    expect(cells).toContain(75)
    expect(cells).toContain('not-available')
    expect(await handOver({ recipient: 'directive', year: 2025 })).toBe(number + 1)
    const entries = await be.count('statistics.hand_over_ledger')
    expect(entries).toBeGreaterThan(10)
  }, 120_000)

  test('is followed by a correction from the same source only, and by none where nothing has changed', async () => {
    expect(await counted()).toMatchObject({ before: { number, source: 'deliveries', isSame: true }, onItsWay: null })
    expect(await be.ask('analyst', 'handover.propose', { ...eurostat, reason: 'Again' })).toMatchObject({ refusal: { refused: 'handed-over-as', with: { number } } })
    // Hand-overs of an earlier version called what was partial provisional as well; they are still the same, and read as they left.
    type Left = { about: object; shown: { key: string; parts: { of: string; table: { dimensions: { name: string; codes: { code: string }[] }[] }; provisional: number[] }[] }[] }
    const [{ about, shown } = { about: {}, shown: [] }] = await be.rows<Left>(sql`select about - 'provisionalAlone' as about, shown from statistics.handed_over where number = ${number}`)
    const now = await counted()
    // Where the one figure that its service keeps to itself is added in, whether the sum is shown or hidden.
    const lacking = ['total', 'woman', 'adult', 'citizenship-group group:other', 'group:forced-labour', 'domestic', 'presumed', 'centre']
    const asBefore = shown.map((table) => ({ ...table, parts: table.parts.map((part) => {
      const cells = partsOf(now, table.key).find(({ of }) => of === part.of)?.cells ?? []
      const codesAt = (cell: number) => { let rest = cell; return part.table.dimensions.toReversed().map(({ name, codes }) => { const { code = '' } = codes[rest % codes.length] ?? {}; rest = Math.floor(rest / codes.length); return [code, `${name} ${code}`] }) }
      return { ...part, provisional: cells.flatMap(({ value }, cell) => (part.of === 'victims' && value !== null && codesAt(cell).every((names) => names.some((each) => lacking.includes(each))) ? [cell] : [])) }
    }) }))
    await be.rows(sql`update statistics.handed_over set about = ${JSON.stringify(about)}, shown = ${JSON.stringify(asBefore)} where number = ${number}`)
    expect(asBefore).not.toEqual(shown)
    expect(await counted()).toMatchObject({ before: { number, isSame: true } })
    expect(await counted({ ...eurostat, victims: 'files' })).toMatchObject({ state: 'refused', why: 'handed-over-from-deliveries' })
    expect(await be.ask('analyst', 'handover.propose', { ...eurostat, victims: 'files', reason: 'Otherwise' })).toMatchObject({ refusal: { refused: 'handed-over-from-deliveries', with: { number } } })
    const same = (await visitors.as('analyst', { url: '/hand-overs/eurostat/2025', cookies: { ariadne_language: 'en' } })).body
    expect([same.includes(`already handed over, as hand-over ${number}`), same.includes('name="reason"')]).toEqual([true, false])
  }, 120_000)

  test('is read back by other programs, complete and with what has to be said', async () => {
    const at = `/hand-overs/released/${number}`
    expect((await visitors.as(null, { url: at })).statusCode).toBe(200)
    const book = read((await visitors.as(null, { url: `${at}/tables.xlsx` })).rawPayload, { type: 'buffer' })
    expect(book.SheetNames).toEqual(['A crim-thb-a', 'B crim-thb-b', 'C crim-thb-c', 'D crim-thb-d', 'Lines', 'Dictionary'])
    const first = utils.sheet_to_json<(string | number)[]>(book.Sheets['A crim-thb-a'] ?? {}, { header: 1 })
    expect(first[2]?.slice(0, 3)).toEqual(['Registered victims', 75, 44])
    expect(Object.values(book.Sheets).flatMap((sheet) => Object.values(sheet as Record<string, { f?: string }>)).filter((cell) => cell.f !== undefined)).toEqual([])
    const meaning = utils.sheet_to_csv(book.Sheets['Dictionary'] ?? {})
    for (const needed of ['The base of the immigration office holds no Belgian victims', 'Still missing', 'counted by each of them', 'known zero', 'crim_thb_vsage']) expect(meaning).toContain(needed)
    const lines = read((await visitors.as(null, { url: `${at}/tables.csv` })).body.replace('\uFEFF', ''), { type: 'string', raw: true })
    const rows = utils.sheet_to_json<Record<string, string>>(lines.Sheets[lines.SheetNames[0] ?? ''] ?? {}, { defval: '' })
    const found = (code: string, other: string) => rows.find((row) => row['table'] === 'crim-thb-d' && row['code_1'] === code && row['code_2'] === other)
    expect([String(found('total', 'woman')?.['figure']), found('total', 'woman')?.['state'], found('total', 'woman')?.['marks']]).toEqual(['44', 'measured', 'partial may-count-twice'])
    // All men are adults: whoever knows one of them would know this of him.
    expect([found('adult', 'man')?.['figure'], found('adult', 'man')?.['state']]).toEqual(['', 'hidden'])
    expect([found('child', 'other')?.['figure'], found('child', 'other')?.['state']]).toEqual(['', 'not-available'])
  })

  test('goes out as SDMX-CSV 2.0: a line for each observation, a blank and a reason where nothing is known', async () => {
    const { body, headers } = await visitors.as(null, { url: `/hand-overs/released/${number}/sdmx/crim-thb-a` })
    expect(headers['content-type']).toBe('application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8')
    const [head, ...lines] = body.trimEnd().split('\r\n')
    expect(head).toBe('STRUCTURE,STRUCTURE_ID,ACTION,FREQ,LEG_STAT,SEX,GEO,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS')
    expect(lines).toContain('dataflow,ESTAT:CRIM_THB_SEX(1.0),I,A,VICT,T,BE,2025,75,U,F')
    expect(lines).toContain('dataflow,ESTAT:CRIM_THB_SEX(1.0),I,A,SUSP,T,BE,2025,45,P,F')
    expect(lines).toContain('dataflow,ESTAT:CRIM_THB_SEX(1.0),I,A,CONV,T,BE,2025,,O,F')
    expect(lines.every((line) => line.split(',').length === 11)).toBe(true)
    expect((await visitors.as(null, { url: `/hand-overs/released/${number}/sdmx/nothing` })).statusCode).toBe(404)
    expect((await visitors.as(null, { url: '/hand-overs/released/99/tables.csv' })).statusCode).toBe(404)
  })

  test('makes the national figures of the year: each table under its number, and what is not released is said', async () => {
    const report = await be.ask(null, 'handover.show-report', { year: 2025 })
    if (!report.answered) throw new Error('not there')
    const { sections, prepares } = report.value as { prepares: boolean; sections: { key: string; recipients: string[]; released: { number: number } | null }[] }
    expect(prepares).toBe(false)
    const numbers = Object.fromEntries(sections.map(({ key, released }) => [key, released?.number ?? null]))
    expect(numbers).toMatchObject({ 'victims-form': number + 1, 'victims-age': number + 1, convicted: number + 1, documents: null, inspections: null })
    expect(sections.find(({ key }) => key === 'documents')?.recipients).toEqual(['national'])
    const page = (await visitors.as('analyst', { url: '/hand-overs/report/2025' })).body
    expect(page).toContain(`href="/hand-overs/released/${number + 1}"`)
    expect(page).toContain('/hand-overs/national/2025')
    expect((await visitors.as(null, { url: '/hand-overs/report/2025' })).body).not.toContain('/hand-overs/national/2025')
    expect(refusalOf(await be.ask(null, 'handover.show-report', { year: 2026 }))).toBe('year-not-over')
  })

  test('is never changed, and what was counted stays inside', async () => {
    const rapporteur = await be.actor('rapporteur')
    const counts = await inTransaction(base.db, { actor: rapporteur }, async (tx) => (await sql`select (select count(*) from statistics.hand_over_proposal)::int as proposed, (select count(*) from statistics.hand_over_ledger)::int as ledger, (select count(*) from statistics.handed_over)::int as released`.execute(tx)).rows[0])
    expect(counts).toEqual({ proposed: 0, ledger: 0, released: 2 })
    const analyst = await be.actor('analyst')
    await expect(inTransaction(base.db, { actor: analyst }, (tx) => sql`update statistics.handed_over set shown = '[]'`.execute(tx))).rejects.toThrow(/permission denied/)
    await expect(inTransaction(base.db, { actor: analyst }, (tx) => sql`insert into statistics.handed_over select 50, gen_random_uuid(), recipient, year, released_on, shown, about from statistics.handed_over limit 1`.execute(tx))).rejects.toThrow(/row-level security/)
  })

  const corrected = () => [victims,
    ['identified', 'centre', 'woman', 'adult', 'RO', 'sexual', 21], ['presumed', 'centre', 'woman', 'adult', 'NG', 'sexual', 11], ['identified', 'centre', 'man', 'adult', 'VN', 'labour', 17],
    ['identified', 'centre', 'woman', 'child', 'BE', 'sexual', 6], ['identified', 'centre', 'man', 'child', 'BE', 'criminal', 0], ['presumed', 'centre', 'woman', 'adult', 'BR', 'domestic', ':c']]
  /** A sheet with persons more: a line for each kind of them, in which what was delivered of that kind stands as well. */
  const added = (sheet: readonly (readonly unknown[])[], more: readonly (readonly unknown[])[]) => {
    const lines = new Map<string, readonly unknown[]>()
    for (const row of [...sheet, ...more]) {
      const key = row.slice(0, -1).join()
      const before = lines.get(key)?.at(-1)
      lines.set(key, before === undefined ? row : [...row.slice(0, -1), Number(before) + Number(row.at(-1))])
    }
    return [...lines.values()]
  }

  test('whose deliveries were corrected by one person is refused where the two together would give her away, and says what is lacking', async () => {
    const asking = { on: '2026-12-01' }
    await deliver('caseworker-payoke', 'victims', corrected(), 'One woman was forgotten', asking)
    const view = await counted(eurostat, asking)
    expect(said(view, 'crim-thb-a', 'victims', 'woman')).toEqual([45, 'measured'])
    expect(view).toMatchObject({ state: 'refused', why: 'would-open' })
    const { figures, persons } = view.ways ?? { figures: [], persons: null }
    const at = (...codes: string[]) => figures.find((each) => each.at.map(({ code }) => code).join() === codes.join())
    expect(at('sexual', 'woman')).toMatchObject({ of: 'victims', change: 1, since: [number + 1], why: 'few' })
    expect(at('adult', 'woman')).toMatchObject({ change: 1, since: [number, number + 1], why: 'few', more: 4 })
    expect(at()).toMatchObject({ change: 1, more: persons?.reduce((sum, each) => sum + each.persons, 0) })
    const refused = await be.ask('analyst', 'handover.propose', { ...eurostat, reason: 'Corrected' }, asking)
    expect(refused).toMatchObject({ answered: false, refusal: { refused: 'would-open', with: { figures: `${number}, ${number + 1}`, threshold: 5 } } })
    // Nobody else learns what changed: no route answers, and what is written down of the refusal names no figure.
    for (const login of ['coordinator', 'rapporteur', 'caseworker-payoke', null]) expect(refusalOf(await be.ask(login, 'handover.show', eurostat, asking)), String(login)).toBe('not-found')
    expect(JSON.stringify(await be.ask(null, 'handover.show-released', { number }))).not.toContain('ways')
    const inTheLanguage = (await visitors.as('analyst', { url: '/hand-overs/eurostat/2025' })).body
    expect(inTheLanguage).not.toContain('undefined')
  }, 120_000)

  test('leaves once exactly the persons have come that the refusal advised', async () => {
    const view = await counted(eurostat, { on: '2026-12-01' })
    const rows = { centre: [] as unknown[][], immigration: [] as unknown[][] }
    // The groups of citizenship and the organisations as whoever delivers them would write them.
    const written: Record<string, string> = { 'group:national': 'BE', 'group:eu': 'PL', 'group:other': 'MA', 'group:unknown': 'unknown' }
    for (const { at, persons } of view.ways?.persons ?? []) {
      const code = Object.fromEntries(at.map((each) => [each.axis, each.code]))
      const by = code['organisation'] === 'immigration' ? 'immigration' as const : 'centre' as const
      expect([by, code['organisation']]).toEqual([by, by])
      rows[by].push([code['status'], by, code['sex'], code['age-group'], written[code['citizenship'] ?? ''], code['form'], persons])
    }
    expect(rows.centre.length + rows.immigration.length).toBeGreaterThan(3)
    const later = { on: '2026-12-15' }
    await deliver('caseworker-payoke', 'victims', added(corrected(), rows.centre), 'More were forgotten', later)
    await deliver('immigration-officer', 'victims', added([victims, ['identified', 'immigration', 'man', 'adult', 'VN', 'labour', 9], ['identified', 'immigration', 'woman', 'adult', 'NG', 'sexual', 7], ['identified', 'immigration', 'man', 'adult', 'RO', 'begging', 5]], rows.immigration), 'More were forgotten', later)
    expect(await counted(eurostat, later)).toMatchObject({ state: 'passed', why: null, ways: null })
  }, 120_000)
})
