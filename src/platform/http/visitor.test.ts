import { expect, test } from 'vitest'
import { countedParts } from './visitor.ts'

test.each([
  ['192.0.2.1', { address: '192.0.2.1' }],
  ['::ffff:192.0.2.1', { address: '192.0.2.1' }],
  ['0:0:0:0:0:FFFF:c000:0201', { address: '192.0.2.1' }],
  ['2001:db8:1:2:3:4:5:6', { address: '2001:db8:1:2', network: '2001:db8:1' }],
  ['2001:0DB8:0001:0002::9', { address: '2001:db8:1:2', network: '2001:db8:1' }],
  ['2001:db8::a:b:c:d', { address: '2001:db8:0:0', network: '2001:db8:0' }],
  ['2001:db8::1', { address: '2001:db8:0:0', network: '2001:db8:0' }],
  ['2001:db8:1::192.0.2.1', { address: '2001:db8:1:0', network: '2001:db8:1' }],
  ['::', { address: '0:0:0:0', network: '0:0:0' }],
  ['::1', { address: '0:0:0:0', network: '0:0:0' }],
])('an address is counted as one however it is written: %s', (ip, counted) => {
  expect(countedParts(ip)).toEqual(counted)
})
