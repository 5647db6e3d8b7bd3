import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { perform } from '#platform/doors/perform'
import { rightsOf } from '#vocabulary/compartments'
import type { FileId } from '#vocabulary/ids'
import { officeKinds, type OfficeKind } from '#vocabulary/office-kind'
import { partyRelations, type PartyRelation } from '#vocabulary/relation'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { peopleOfEveryKind, type People } from '../support/people-of-every-kind.ts'

/** One whole file, and every kind of office in every relation to it at every question that names a file: what the table does not give is not found. */
const base = testDatabase()
let be: Belgium
let people: People
let file: FileId
beforeAll(async () => {
  be = await Belgium.open(base.db)
  file = await be.inReflection()
  people = await peopleOfEveryKind(base.db)
}, 60_000)

const asked = [...routes.values()].filter((route) => route.kind === 'ask' && route.asks.safeParse({ file: crypto.randomUUID() }).success && !route.asks.safeParse({}).success)
const standings: readonly (PartyRelation | null)[] = [...partyRelations, null]
let tried = 0
let denied = 0

async function stand(kind: OfficeKind, relation: PartyRelation | null): Promise<void> {
  const { office, account } = people.of(kind)
  await asMigrator(base.db, async (tx) => {
    await sql`delete from cases.party where file = ${file} and office = ${office}`.execute(tx)
    if (relation === null) return
    const isEmergency = relation === 'emergency'
    await sql`insert into cases.party (file, office, account, relation, opened_on, since, ends_at)
      values (${file}, ${office}, ${isEmergency ? account : null}, ${relation}, '2026-11-23', '2026-11-23', ${isEmergency ? '2999-01-01' : null})`.execute(tx)
  })
}

describe(`the ${asked.length} questions about a file`, () => {
  test.each(officeKinds)('are answered to a %s only in a relation that the table names', async (kind) => {
    for (const relation of standings) {
      await stand(kind, relation)
      for (const route of asked) {
        const gives = relation !== null && (route.place?.entries.some(({ compartment, right, relations }) =>
          (relations as readonly string[]).some((named) => (named === relation || named === 'own-office' || named === 'charge') && rightsOf(compartment, kind, named as PartyRelation).includes(right))) ?? false)
        const outcome = await perform(be.door, route, { actor: people.of(kind), language: 'en', input: { file } })
        tried += 1
        const watches = route.place?.entries.some(({ compartment, right, relations }) => relations.includes('charge') && rightsOf(compartment, kind, 'charge').includes(right)) ?? false
        if (gives || watches) continue
        denied += 1
        expect(refusalOf(outcome), `${route.name} to a ${kind} as ${relation}`).toBe('not-found')
      }
    }
  }, 60_000)

  test('were put as often as they should be', () => {
    expect(asked.length).toBeGreaterThan(4)
    expect(tried).toBe(officeKinds.length * standings.length * asked.length)
    console.info(`${tried} questions, ${denied} of which had to be not found and were`)
  })
})
