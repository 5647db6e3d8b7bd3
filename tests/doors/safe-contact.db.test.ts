import { beforeAll, describe, expect, test } from 'vitest'
import type { FileId } from '#vocabulary/ids'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let be: Belgium
let file: FileId
const centre = 'caseworker-pag-asa'
const rule = { confirmedHow: 'with-interpreter', weekdays: [1, 2], from: '09:00', until: '12:00', answeredBy: 'herself', maySay: 'who-calls', codeWord: 'The blue library' }
const say = (channel: string, more: object = {}) => be.does(centre, 'person.set-safe-contact', { file, channel, value: 'Fictief street 1', isSafe: 'yes', ...rule, ...more })
type Calls = { calls: { number: string; now: boolean; rule: { codeWord: string } }[]; notCalled: { because: string }[] }
const calls = () => be.does<Calls>(centre, 'contact.list-calls', {})
const letter = async () => (await be.does<{ letter: object | null; because: string | null }>(centre, 'contact.show-letter', { file }))

beforeAll(async () => {
  be = await Belgium.open(base.db)
  // A Monday, ten o'clock in Brussels.
  be.moment = new Date('2026-11-23T09:00:00Z')
  file = (await be.accompanied()).file
  await be.does(centre, 'task.add', { file, what: 'ask whether the lawyer came' })
})

describe('no sender reaches her by a way', () => {
  test('that nobody knows', async () => {
    expect(await calls()).toMatchObject({ calls: [], notCalled: [{ because: 'unknown' }] })
    expect(await letter()).toMatchObject({ letter: null, because: 'unknown' })
  })

  test('of which nobody noted how she said that it is safe', async () => {
    for (const channel of ['call', 'letter']) await be.does(centre, 'person.set-safe-contact', { file, channel, value: 'Fictief street 1', isSafe: 'yes' })
    expect(await calls()).toMatchObject({ calls: [], notCalled: [{ because: 'unconfirmed' }] })
    expect(await letter()).toMatchObject({ letter: null, because: 'unconfirmed' })
  })

  test('that she called unsafe, whatever was noted before', async () => {
    for (const channel of ['call', 'letter']) { await say(channel); await say(channel, { isSafe: 'no' }) }
    expect(await calls()).toMatchObject({ calls: [], notCalled: [{ because: 'not-safe' }] })
    expect(await letter()).toMatchObject({ letter: null, because: 'not-safe' })
  })

  test('on a day that she did not name, and at another hour only with the hour beside it', async () => {
    await say('call')
    expect(await calls()).toMatchObject({ calls: [{ now: true, rule: { codeWord: 'The blue library' } }], notCalled: [] })
    be.moment = new Date('2026-11-23T15:00:00Z')
    expect(await calls()).toMatchObject({ calls: [{ now: false }] })
    be.moment = new Date('2026-11-25T09:00:00Z')
    expect(await calls()).toMatchObject({ calls: [], notCalled: [{ because: 'not-now' }] })
    be.moment = new Date('2026-11-23T09:00:00Z')
  })

  test('unless all that she said is noted: half of it is refused beside the field', async () => {
    for (const [missing, value, refused] of [['confirmedHow', undefined, 'contact-how-missing'], ['weekdays', [], 'contact-days-missing'], ['until', '', 'contact-hours-missing'], ['answeredBy', undefined, 'contact-answer-missing'], ['maySay', undefined, 'contact-say-missing']] as const) {
      const outcome = await be.ask(centre, 'person.set-safe-contact', { file, channel: 'letter', value: 'x', isSafe: 'yes', ...rule, [missing]: value })
      expect(refusalOf(outcome)).toBe(refused)
    }
  })
})

test('a letter finds its address once she called letters safe', async () => {
  await say('letter', { value: 'Box 7, Specimen street 9' })
  expect(await letter()).toMatchObject({ letter: { address: 'Box 7, Specimen street 9', maySay: 'who-calls' }, because: null })
})

test('other offices find neither the calls nor the address', async () => {
  for (const login of ['immigration-officer', 'labour-inspector', 'public-prosecutor', 'administrator']) {
    expect([refusalOf(await be.ask(login, 'contact.list-calls', {})), refusalOf(await be.ask(login, 'contact.show-letter', { file }))]).toEqual(['not-found', 'not-found'])
  }
  expect(await be.does('caseworker-payoke', 'contact.list-calls', {})).toEqual({ calls: [], notCalled: [] })
  expect(refusalOf(await be.ask('caseworker-payoke', 'contact.show-letter', { file }))).toBe('not-found')
})
