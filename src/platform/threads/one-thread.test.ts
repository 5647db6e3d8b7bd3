import { afterAll, expect, test } from 'vitest'
import { OneThread } from './one-thread.ts'

const thread = new OneThread<{ readonly does: string }, string, number>(new URL('../../../tests/support/a-thread.ts', import.meta.url), { queueLimit: 3 })
afterAll(() => thread.stop())

test('jobs are done in the order in which they came, and say how far they are', async () => {
  const heard: number[] = []
  expect(await Promise.all([thread.ask({ does: 'counts' }, 30, { tell: (at) => heard.push(at) }), thread.ask({ does: 'answers' }, 30)])).toEqual(['counted', 'answered'])
  expect(heard).toEqual([1, 2, 3])
})

test('a job that throws, dies, takes too long or is called off tells so, and the next one is done all the same', async () => {
  await expect(thread.ask({ does: 'throws' }, 30)).rejects.toMatchObject({ why: 'fault', message: 'it was thrown' })
  await expect(thread.ask({ does: 'dies' }, 30)).rejects.toMatchObject({ why: 'fault' })
  await expect(thread.ask({ does: 'hangs' }, 0.2)).rejects.toMatchObject({ why: 'late' })
  const abort = new AbortController()
  const called = thread.ask({ does: 'counts-and-hangs' }, 30, { signal: abort.signal, tell: () => abort.abort() })
  await expect(called).rejects.toMatchObject({ why: 'cancelled' })
  await expect(thread.ask({ does: 'answers' }, 30)).resolves.toBe('answered')
})

test('more jobs than may wait are refused at once', async () => {
  const abort = new AbortController()
  const all = Array.from({ length: 5 }, () => thread.ask({ does: 'hangs' }, 30, { signal: abort.signal }).catch((fault: { why: string }) => fault.why))
  setTimeout(() => abort.abort(), 50)
  expect((await Promise.all(all)).toSorted()).toEqual(['busy', 'cancelled', 'cancelled', 'cancelled', 'cancelled'])
})
