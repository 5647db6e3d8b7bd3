import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { numbersFrom, plain, randomTable } from '../disclosure/random-tables.ts'
import { sendThroughGate, stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors
const wish = { rows: 'form', columns: 'sex', from: 2026, to: 2026 }

beforeAll(async () => {
  be = await Belgium.open(base.db)
  const people = [[9, 'woman', 'labour'], [7, 'man', 'labour'], [8, 'woman', 'sexual'], [2, 'man', 'sexual'], [6, 'man', 'begging'], [3, 'woman', 'begging']] as const
  for (const [count, sex, form] of people) for (let each = 0; each < count; each += 1) {
    await be.does('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex, citizenship: 'VN', forms: [form] })
  }
  visitors = await Visitors.open(be)
}, 120_000)
afterAll(() => stopGate())

type Work = { at: string; why: string | null; progress: object | null }
type Cost = { figures: number; persons: number; most: number; zeros: number }
type Cell = { value: number | null; mark: string; rounded: number | null; before: object | null }
type Seen = {
  state: string; why: string | null; work: Work; withoutGate: Work; openedWithout: number | null; exactWithout: number | null; table: { cells: Cell[] }
  choices: { ways: { how: string; isChosen: boolean; work: Work; refused: string | null; cost: Cost | null; least: { cost: number; bound: number; isProven: boolean } | null }[]; advice: Work; merges: { merge: string; cost: Cost; fewer: number }[] | null }
}
const kept = async () => (await be.does<{ table: string }>('analyst', 'table.keep', wish)).table
const look = (asked: object) => be.does<Seen>('analyst', 'release.check', asked)
async function settled(asked: object): Promise<Seen> {
  for (let tries = 0; ; tries += 1) {
    const seen = await look(asked)
    const all = [seen.work, seen.withoutGate, seen.choices.advice, ...seen.choices.ways.map(({ work }) => work)]
    if (all.every(({ at }) => at !== 'working') || tries > 30) return seen
  }
}

const large = randomTable({ dimensions: [plain('a', 14), plain('b', 12), plain('c', 10)], next: numbersFrom(2), upTo: 200, zeros: 0.1 })
/** Keeps the thread of the gate at work until it is let go. */
function holdTheGate(jobs = 1): () => Promise<void> {
  const aborts = Array.from({ length: jobs }, () => new AbortController())
  const held = aborts.map(({ signal }) => sendThroughGate({ tables: [large], rule: { threshold: 5, oneCategory: 'no' }, method: { suppress: 'value' }, earlier: [], seconds: 300 }, { signal }).catch(() => undefined))
  return async () => {
    for (const abort of aborts.toReversed()) abort.abort()
    await Promise.all(held)
  }
}

describe('the choices for a table', () => {
  test('stand side by side in the same units, of the table that its readers get', async () => {
    const table = await kept()
    const before = await settled({ table })
    expect(before.choices).toMatchObject({ ways: [{ how: 'suppress', isChosen: true, work: { at: 'done' }, refused: null }, { how: 'round', isChosen: false, work: { at: 'none' }, cost: null, refused: null }], advice: { at: 'none' }, merges: null })
    const seen = await settled({ table, compare: 'yes' })
    const [hide, round] = seen.choices.ways
    const hidden = seen.table.cells.filter(({ mark }) => mark !== 'open')
    const persons = hidden.map(({ value }) => value ?? 0)
    expect(hide?.cost).toEqual({ figures: hidden.length, persons: persons.reduce((sum, value) => sum + value, 0), most: Math.max(...persons), zeros: persons.filter((value) => value === 0).length })
    expect(hide?.least).toMatchObject({ isProven: true })
    // The years and the rest are in what is proven, and not in what is told of this table.
    expect(hide?.least?.cost).toBeGreaterThan(hide?.cost?.persons ?? Infinity)
    const rounded = await settled({ table, how: 'round' })
    const moves = rounded.table.cells.flatMap(({ value, rounded: shown }) => (value === null || shown === null || shown === value ? [] : [Math.abs(shown - value)]))
    expect(moves.length).toBeGreaterThan(0)
    expect(round).toMatchObject({ refused: null, cost: { figures: moves.length, persons: moves.reduce((sum, move) => sum + move, 0), most: Math.max(...moves) } })
    const [best] = seen.choices.merges ?? []
    expect(best?.fewer).toBeGreaterThan(0)
    expect(best?.cost.figures).toBeLessThan(hidden.length)
    const merged = await settled({ table, merges: [best?.merge] })
    expect(merged.choices.ways[0]?.cost).toEqual(best?.cost)
  }, 120_000)

  test('come with what a reader would know without the gate, worked out in its thread and not while a page is made', async () => {
    const table = await kept()
    const seen = await settled({ table })
    expect(seen.openedWithout).toBeGreaterThan(0)
    expect(seen.exactWithout).toBeLessThanOrEqual(seen.openedWithout ?? 0)
    expect(seen.table.cells.filter(({ mark }) => mark === 'small').every(({ before }) => before !== null)).toBe(true)
  }, 60_000)
})

describe('while the thread of the gate is at something else', () => {
  test('a table waits its turn, is called off and stays so for whoever looks, and begins anew where that is asked', async () => {
    const table = (await be.does<{ table: string }>('analyst', 'table.keep', { ...wish, columns: 'citizenship-group' })).table
    const letGo = holdTheGate()
    expect(await look({ table })).toMatchObject({ state: 'working', work: { at: 'working', progress: null }, withoutGate: { at: 'none' } })
    await be.does('analyst', 'release.stop', { table })
    for (let looks = 0; looks < 2; looks += 1) expect(await look({ table })).toMatchObject({ state: 'stopped', why: 'gate-stopped', work: { at: 'stopped', why: 'cancelled' } })
    const page = await visitors.as('analyst', { url: `/tables/${table}/release?how=suppress`, cookies: { ariadne_language: 'en' } })
    expect([page.statusCode, page.body.includes('The work was called off.'), page.body.includes('again=yes'), page.body.includes('http-equiv')]).toEqual([200, true, true, false])
    expect(await look({ table, again: 'yes' })).toMatchObject({ state: 'working' })
    const working = await visitors.as('analyst', { url: `/tables/${table}/release?how=suppress`, cookies: { ariadne_language: 'en' } })
    expect(working.body).toContain(`<noscript><meta http-equiv="refresh" content="5;url=/tables/${table}/release?how=suppress"/></noscript>`)
    await letGo()
    expect(await settled({ table })).toMatchObject({ state: 'passed', work: { at: 'done' } })
  }, 90_000)

  test('records say how far it is, keep asking, and are called off as the gate is', async () => {
    const { table } = await be.does<{ table: string }>('analyst', 'table.keep', { rows: 'citizenship', from: 2026, to: 2026 })
    const letGo = holdTheGate()
    expect(await be.does('analyst', 'record.check', { table })).toMatchObject({ why: 'gate-works', work: { at: 'working', progress: null } })
    const working = await visitors.as('analyst', { url: `/tables/${table}/records`, cookies: { ariadne_language: 'en' } })
    expect(working.body).toMatch(new RegExp(`data-at-work="/tables/${table}/records"[^]*action="/tables/${table}/stop"`))
    expect(working.body).toContain(`content="5;url=/tables/${table}/records"`)
    await be.does('analyst', 'release.stop', { table, how: 'suppress' })
    const stopped = await visitors.as('analyst', { url: `/tables/${table}/records`, cookies: { ariadne_language: 'en' } })
    expect([stopped.statusCode, stopped.body.includes('The work was called off.'), stopped.body.includes(`/tables/${table}/records?again=yes`), stopped.body.includes('http-equiv')]).toEqual([200, true, true, false])
    await letGo()
    let seen = await be.does<{ why: string | null }>('analyst', 'record.check', { table, again: 'yes' })
    for (let tries = 0; seen.why === 'gate-works' && tries < 20; tries += 1) seen = await be.does('analyst', 'record.check', { table })
    // All are of one citizenship: the gate has its answer, and it would have to hide that.
    expect(seen).toMatchObject({ why: 'records-would-tell', work: { at: 'done' } })
  }, 90_000)

  test('a full queue is said calmly by every screen, in every language, and nothing is an error', async () => {
    const table = (await be.does<{ table: string }>('analyst', 'table.keep', { ...wish, columns: 'age' })).table
    const letGo = holdTheGate(51)
    expect(await look({ table })).toMatchObject({ state: 'stopped', why: 'gate-busy', work: { why: 'busy' } })
    expect(refusalOf(await be.ask('analyst', 'release.propose', { table, reason: 'Yearly figures' }))).toBe('gate-busy')
    for (const [language, sentence] of [['en', 'Too much waits for the gate'], ['nl', 'wacht er te veel op de poort'], ['fr', 'Trop de travail attend le portail'], ['de', 'wartet zu viel auf das Tor']] as const) {
      const page = await visitors.as('analyst', { url: `/tables/${table}/release?how=suppress`, cookies: { ariadne_language: language } })
      expect([page.statusCode, page.body.includes(sentence)], language).toEqual([200, true])
    }
    await letGo()
    expect(await settled({ table, again: 'yes' })).toMatchObject({ state: 'passed' })
  }, 120_000)
})
