import { expect, test } from 'vitest'
import { addressBlock } from './address-block.ts'

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::ffff:cb00:7109', '203.0.113.9'],
  ['::1', '::1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:1:2::5', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['', ''],
  ['nonsense', 'nonsense'],
])('[DU7] %s counts as %s', (address, block) => {
  expect(addressBlock(address)).toBe(block)
})

test('[DU7] the addresses of one network count as one, those of another do not', () => {
  const one = addressBlock('2001:db8:1:2:aaaa::1')
  expect(addressBlock('2001:db8:1:2:bbbb::2')).toBe(one)
  expect(addressBlock('2001:db8:1:3:aaaa::1')).not.toBe(one)
})
