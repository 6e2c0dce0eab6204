import { expect, test } from 'vitest'
import { createHostCheck } from './allowed-hosts.ts'

const isOurs = createHostCheck(['Docs.Example.org'], ['https://friend.example'])

test.each([
  'localhost',
  'localhost:3000',
  'dure.localhost:3000',
  '127.0.0.1:3000',
  '192.168.0.7',
  '[::1]:3000',
  '[fd00::7]',
  'server',
  'server:8080',
  'proxy:8080',
  'Server.local',
  'dure.home.arpa',
  'docs.example.org',
  'DOCS.example.org:443',
  'docs.example.org.',
  'friend.example',
])('%s is a name of ours', (host) => {
  expect(isOurs(host)).toBe(true)
})

test.each([
  'evil.example',
  'evil.example:3000',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evildocs.example.org',
  'docs.example.org.evil.example',
  'evil.example/localhost',
  'user@localhost.evil.example',
  '',
  'a b',
])('%j is none', (host) => {
  expect(isOurs(host)).toBe(false)
})

test('an operator who cannot know the names may allow all', () => {
  expect(createHostCheck(['*'], [])('evil.example')).toBe(true)
})
