import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayIn, instant } from '#vocabulary/instant'
import { Cast } from '../../src/main/demonstration/cast.ts'
import { figuresToTell } from '../../src/main/demonstration/tell-figures.ts'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) })
afterAll(() => stopGate())

test('the figures of the demonstration are delivered without a fault and released by two analysts, each once', async () => {
  const today = dayIn(be.door.installation.zone, instant(be.door.clock()))
  const people = [['woman', 'sexual', 9], ['man', 'sexual', 7], ['woman', 'labour', 8], ['man', 'labour', 12]] as const
  for (const [sex, form, count] of people) {
    for (let each = 0; each < count; each += 1) await be.does('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex, citizenship: 'VN', forms: [form] })
  }
  const acts = figuresToTell(new Cast(be.door), 'be', today)
  expect(new Set(acts.map(({ key }) => key)).size).toBe(acts.length)
  for (const { tell } of acts) await tell()
  const { deliveries } = await be.does<{ deliveries: { counts: boolean }[] }>('analyst', 'delivery.list', {})
  expect(deliveries.map(({ counts }) => counts)).toEqual(Array.from({ length: 8 }, () => true))
  const { figures } = await be.does<{ figures: unknown[] }>('rapporteur', 'figure.list', {})
  expect(figures).toHaveLength(4)
}, 60_000)
