import { expect, test } from 'vitest'
import { ThreadFault, type Watch } from '#platform/threads/one-thread'
import { ThreadJobs } from './thread-jobs.ts'

type Step = { readonly asked: string; readonly watch: Watch<number>; readonly done: (answer: string) => void; readonly fails: (fault: Error) => void }
const jobs = () => {
  const begun: Step[] = []
  const all = new ThreadJobs<string, string, number>((asked, watch) => new Promise((done, fails) => {
    watch.signal?.addEventListener('abort', () => fails(new ThreadFault('cancelled', 'called off')))
    begun.push({ asked, watch, done, fails })
  }), (asked) => asked)
  return { all, begun }
}

test('work is begun once however often one looks, says how far it is, and its answer is kept', async () => {
  const { all, begun } = jobs()
  expect(await all.look('a', { milliseconds: 0 })).toEqual({ at: 'working', progress: null })
  begun[0]?.watch.tell?.(3)
  expect(await all.look('a', { milliseconds: 0 })).toEqual({ at: 'working', progress: 3 })
  begun[0]?.done('found')
  expect(await all.look('a', { milliseconds: 1_000 })).toEqual({ at: 'done', answer: 'found' })
  expect([begun.length, all.stateOf('a'), all.stateOf('b')]).toEqual([1, { at: 'done', answer: 'found' }, undefined])
})

test('what was called off stays so for whoever looks, however often a page asks, until it is asked for anew', async () => {
  const { all, begun } = jobs()
  await all.look('a', { milliseconds: 0 })
  await all.callOff('a')
  for (let looks = 0; looks < 3; looks += 1) expect(await all.look('a', { milliseconds: 0, again: false })).toEqual({ at: 'stopped', why: 'cancelled' })
  expect(begun).toHaveLength(1)
  expect(await all.look('a', { milliseconds: 0 })).toEqual({ at: 'working', progress: null })
  begun[1]?.done('found')
  expect(await all.look('a', { milliseconds: 1_000, again: false })).toEqual({ at: 'done', answer: 'found' })
})

test('a full queue, a thread that is late and one that was lost are each said, and nothing else is taken for one', async () => {
  for (const why of ['busy', 'late', 'fault'] as const) {
    const { all, begun } = jobs()
    const looking = all.look('a', { milliseconds: 1_000, again: false })
    begun[0]?.fails(new ThreadFault(why, 'it was said'))
    expect(await looking).toEqual({ at: 'stopped', why })
  }
  const { all, begun } = jobs()
  const looking = all.look('a', { milliseconds: 1_000 })
  begun[0]?.fails(new Error('ours'))
  await expect(looking).rejects.toThrow('ours')
})
