import { afterAll, describe, expect, test } from 'vitest'
import { numbersFrom, plain, randomTable } from '../../../../tests/disclosure/random-tables.ts'
import type { GateRequest } from '../domain/gate.ts'
import { cellAt } from '../domain/table.ts'
import { withPersons } from '../domain/persons-more.ts'
import { callOffGate, lookAtGate, lookForWays } from './gate-jobs.ts'
import { askForMerges, sendThroughGate, stopGate } from './gate-thread.ts'

afterAll(() => stopGate())

const rule = { threshold: 5, oneCategory: 'no' } as const
const asking = (table: ReturnType<typeof randomTable>): GateRequest => ({ tables: [table], rule, method: { suppress: 'value' }, earlier: [], seconds: 60 })
const small = randomTable({ dimensions: [plain('a', 4), plain('b', 4)], next: numbersFrom(7), upTo: 30, zeros: 0.1 })

describe('the thread of the gate', () => {
  test('answers tables in the order in which they came, and says how far it is', async () => {
    const heard = new Set<string>()
    const tell = ({ doing }: { readonly doing: string }) => { heard.add(doing) }
    const [one, two] = await Promise.all([sendThroughGate(asking(small), { tell }), sendThroughGate({ ...asking(small), method: { roundTo: 5 } }, { tell })])
    expect(one).toMatchObject({ passed: true, tables: [{ method: 'suppressed' }] })
    expect(two).toMatchObject({ passed: true, tables: [{ method: { roundedTo: 5 } }] })
    expect([...heard]).toEqual(['hiding', 'proving', 'rounding'])
  })

  test('is called off in the middle, and takes the next table', async () => {
    const large = randomTable({ dimensions: [plain('a', 10), plain('b', 8), plain('c', 6)], next: numbersFrom(2), upTo: 200, zeros: 0.1 })
    const abort = new AbortController()
    const called = sendThroughGate(asking(large), { signal: abort.signal, tell: () => abort.abort() })
    const waits = new AbortController()
    const never = sendThroughGate(asking(large), { signal: waits.signal })
    waits.abort()
    await expect(never).rejects.toMatchObject({ why: 'cancelled' })
    await expect(called).rejects.toMatchObject({ why: 'cancelled' })
    await expect(sendThroughGate(asking(small))).resolves.toMatchObject({ passed: true })
  })

  test('says that a table is refused before it looks for what would make it possible, and that search is called off like the gate', async () => {
    const before = randomTable({ dimensions: [plain('a', 8), plain('b', 7)], next: numbersFrom(5), upTo: 40, zeros: 0.1 })
    const [after = before] = withPersons([before], [{ table: 0, cell: cellAt(before.dimensions, [1, 1]), persons: 1 }])
    const request: GateRequest = { ...asking({ ...after, countedOn: '2026-11-30' }), earlier: [{ table: before, hidden: new Set() }] }
    const refused = await lookAtGate(request, 30_000)
    if (refused.at !== 'done' || refused.answer.passed) throw new Error('it was to be refused')
    expect((await lookForWays(request, refused.answer, 0)).at).toBe('working')
    await callOffGate(request)
    await expect(sendThroughGate(asking(small))).resolves.toMatchObject({ passed: true })
    // What was called off begins again, and comes to its end where nobody calls it off.
    const told = new Set<string>()
    for (let looks = 0; looks < 600; looks += 1) {
      const looked = await lookForWays(request, refused.answer, 100)
      if (looked.at !== 'working') break
      told.add(looked.progress?.doing ?? 'waits')
    }
    expect(told).toContain('trying')
    expect(await lookForWays(request, refused.answer, 0)).toMatchObject({ at: 'done' })
  }, 120_000)

  test('advises merges', async () => {
    const [best] = await askForMerges({ table: small, rule, cost: 'value', seconds: 30 })
    expect(best?.saves).toBeGreaterThan(0)
  })
})
