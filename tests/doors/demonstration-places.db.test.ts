import { beforeAll, expect, test } from 'vitest'
import { dayIn, instant } from '#vocabulary/instant'
import { Cast } from '../../src/main/demonstration/cast.ts'
import { placesToTell } from '../../src/main/demonstration/tell-places.ts'
import { Belgium, conditions } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) })

test('the centres of the demonstration say how many places they have, and whoever refers sees how many are free', async () => {
  for (let each = 0; each < 2; each += 1) {
    const { file } = await be.accompanied()
    await be.steps(file, ...conditions, ['caseworker-pag-asa', 'apply-for-reflection-document', { kind: 'application' }])
    await be.steps(file, ['immigration-officer', 'issue-reflection-document', { kind: 'issue' }])
  }
  const acts = placesToTell(new Cast(be.door), 'be', dayIn(be.door.installation.zone, instant(be.door.clock())))
  for (const { tell } of acts) await tell()
  const { centres } = await be.does<{ centres: { key: string; groups: { group: string; places: number; free: number }[] }[] }>('labour-inspector', 'place.list-free', {})
  expect(centres.filter(({ groups }) => groups.length > 0)).toHaveLength(acts.length)
  expect(centres.find(({ key }) => key === 'pag-asa')?.groups).toContainEqual({ group: 'women', places: 9, free: 7 })
  const own = await be.does<{ counts: { version: number }[] }>('caseworker-surya', 'place.show-own', {})
  for (const { tell } of acts) await tell()
  expect(await be.does('caseworker-surya', 'place.show-own', {}), 'what somebody has counted stands').toEqual(own)
})
