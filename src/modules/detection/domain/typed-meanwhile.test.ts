import { expect, test } from 'vitest'
import { savesAfter, typedMeanwhile } from './typed-meanwhile.ts'

const fields = ['familyName', 'signs']
const by = { mine: 'mine', hers: 'hers' }

test('what another form saved since is found where the two differ, and only there', () => {
  const saves = savesAfter(fields, { saves: {}, version: 3, by: by.hers, stands: {}, said: { familyName: 'Fictief' } })
  expect(saves).toEqual({ familyName: { version: 4, by: 'hers' } })
  const meanwhile = (seen: number, who: string, said: object) => typedMeanwhile(fields, { saves, seen: { version: seen, by: who }, stands: { familyName: 'Fictief' }, said: said as Record<string, unknown> })
  expect(meanwhile(3, by.mine, { familyName: 'Voorbeeld' })).toEqual(['familyName'])
  expect(meanwhile(3, by.mine, {})).toEqual(['familyName'])
  expect(meanwhile(3, by.mine, { familyName: 'Fictief', signs: { a: 'seen' } })).toEqual([])
  expect(meanwhile(4, by.mine, { familyName: 'Voorbeeld' })).toEqual([])
  expect(meanwhile(3, by.hers, { familyName: 'Voorbeeld' })).toEqual([])
})

test('the order in which signs were ticked makes no difference', () => {
  expect(savesAfter(fields, { saves: {}, version: 0, by: by.mine, stands: { signs: { a: 'seen', b: 'seen' } }, said: { signs: { b: 'seen', a: 'seen' } } })).toEqual({})
})
