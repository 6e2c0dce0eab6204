import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createRequestOrigin } from './remote-address.ts'

/** A request as it arrives from that address. */
function request(from: string, headers: Record<string, string>): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: from })
  const message = new IncomingMessage(socket)
  Object.assign(message.headers, headers)
  return message
}

test.each([
  ['no Origin: a program', { host: 'dure.example' }, true],
  ['our own page', { host: 'dure.example', origin: 'https://dure.example' }, true],
  ['our own page, in capitals', { host: 'Dure.Example', origin: 'https://dure.example' }, true],
  ['our own page on a port', { host: 'localhost:3000', origin: 'http://localhost:3000' }, true],
  ['another port', { host: 'localhost:3000', origin: 'http://localhost:3001' }, false],
  ['another site', { host: 'dure.example', origin: 'https://evil.example' }, false],
  ['a site that begins like ours', { host: 'dure.example', origin: 'https://dure.example.evil.example' }, false],
  ['a sandboxed page', { host: 'dure.example', origin: 'null' }, false],
  ['an empty Origin', { host: 'dure.example', origin: '' }, false],
  ['an allowed friend', { host: 'dure.example', origin: 'https://friend.example' }, true],
  [
    'a forwarded host from nobody we trust',
    { host: 'internal:1', 'x-forwarded-host': 'evil.example', origin: 'https://evil.example' },
    false,
  ],
])('%s', (_name, headers, ours) => {
  const origin = createRequestOrigin(['10.0.0.0/8'], ['https://friend.example'], [])
  expect(origin.isOurs(request('203.0.113.9', headers))).toBe(ours)
})

test('behind a trusted proxy its word counts, and only its word', () => {
  const origin = createRequestOrigin(['10.0.0.0/8'], [], [])
  const headers = { host: 'internal:1', 'x-forwarded-host': 'dure.example', origin: 'https://dure.example' }
  expect(origin.isOurs(request('10.1.2.3', headers))).toBe(true)
  const forged = { 'x-forwarded-for': '1.1.1.1, 198.51.100.7' }
  expect(origin.address(request('10.1.2.3', forged))).toBe('198.51.100.7')
  expect(origin.address(request('203.0.113.9', forged))).toBe('203.0.113.9')
})

test('the name that counts is the one the visitor opened', () => {
  const origin = createRequestOrigin(['10.0.0.0/8'], [], ['dure.example'])
  expect(origin.isForUs(request('203.0.113.9', { host: 'evil.example' }))).toBe(false)
  expect(origin.isForUs(request('203.0.113.9', { host: 'dure.example' }))).toBe(true)
  expect(origin.isForUs(request('203.0.113.9', { host: 'evil.example', 'x-forwarded-host': 'dure.example' }))).toBe(
    false,
  )
  expect(origin.isForUs(request('10.1.2.3', { host: 'sync-1:3000', 'x-forwarded-host': 'evil.example' }))).toBe(false)
  expect(origin.isForUs(request('10.1.2.3', { host: 'evil.example', 'x-forwarded-host': 'dure.example' }))).toBe(true)
  expect(origin.isForUs(request('203.0.113.9', {}))).toBe(true)
})
