import { expect, test } from 'vitest'
import { MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS } from '../limits.ts'
import { ConnectionQuota } from './connection-quota.ts'

test('[DU7] counts by address and in all, and counts out once', () => {
  const quota = new ConnectionQuota()
  const leave = Array.from({ length: MAX_CONNECTIONS_PER_ADDRESS }, () => quota.enter('a'))
  expect(leave.every((each) => typeof each === 'function')).toBe(true)
  expect(quota.enter('a')).toBe('address')
  expect(typeof quota.enter('b')).toBe('function')
  const [first] = leave
  if (typeof first === 'function') {
    first()
    first()
  }
  expect(quota.total).toBe(MAX_CONNECTIONS_PER_ADDRESS)
  expect(typeof quota.enter('a')).toBe('function')
  expect(quota.enter('a')).toBe('address')
})

test('[DU7] the server as a whole has a bound', () => {
  const quota = new ConnectionQuota()
  for (let at = 0; at < MAX_CONNECTIONS; at += 1) quota.enter(`address ${at}`)
  expect(quota.enter('one more')).toBe('server')
})
