import { expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { Instant } from '#vocabulary/instant'
import { testDatabase } from '../../../tests/support/database.ts'
import { beginTryFrom, forgiveTryFrom } from './slow-down.ts'

const base = testDatabase()
const now = Instant.parse('2026-11-30T08:00:00.000Z')
const route = { name: 'session.open', slowed: { tries: 2, minutes: 15 } } as const

test('a network has five times the tries of an address, however many addresses it has, and other networks theirs', async () => {
  const looked = async (network: string | undefined, addresses: number) => asMigrator(base.db, async (tx) => {
    let count = 0
    for (let one = 0; one < addresses * 2; one += 1) {
      const refusal = await beginTryFrom({ tx, route, now, from: { device: '', address: `${network ?? 'none'} ${one >> 1}`, network } })
      if (refusal === undefined) count += 1
    }
    return count
  })
  expect([await looked('one', 20), await looked('other', 3), await looked(undefined, 20)]).toEqual([10, 6, 40])
})

test('what was right takes its try back from the address and the network', async () => {
  await asMigrator(base.db, async (tx) => {
    for (let one = 0; one < 30; one += 1) {
      const trying = { tx, route, now, from: { device: '', address: `right ${one}`, network: 'right' } }
      expect(await beginTryFrom(trying)).toBeUndefined()
      await forgiveTryFrom(trying, {})
    }
  })
})
