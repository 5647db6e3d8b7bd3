import { expect, test } from 'vitest'
import { carrying, localPath } from './local-path.ts'

test('after signing in one lands on a path of ours', () => {
  expect(localPath({ next: '/files/1?tab=2' })).toBe('/files/1?tab=2')
  expect(carrying('/sign-in', { next: '/waiting' })).toBe('/sign-in?next=%2Fwaiting')
})

test.each(['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', '/\t/elsewhere.example', '\\\\elsewhere.example', 'javascript:alert(1)', ''])(
  'an address that leads elsewhere is not followed: %j', (next) => {
    expect(localPath({ next })).toBe('/')
    expect(carrying('/sign-in', { next })).toBe('/sign-in')
  })

test('an address given twice is not followed', () => {
  expect(localPath({ next: ['/a', '/b'] })).toBe('/')
})
