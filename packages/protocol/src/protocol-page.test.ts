/** PROTOCOL.md says what the code does: its tables list what the code lists, and its numbers are the code's. */
import { describe, expect, test } from 'vitest'
import page from '../PROTOCOL.md?raw'
import { CLOSE } from './close-code.ts'
import * as limits from './limits.ts'
import { MESSAGE } from './messages/message-type.ts'
import { REFUSAL } from './refusal.ts'
import { ROLES } from './role.ts'

/** The cells of the table under a heading that starts with these columns. */
function table(heading: string, ...columns: readonly string[]): string[][] {
  const section = page.split(/^#{2,3} /m).find((each) => each.startsWith(heading))
  const rows = (section ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  const [head, _rule, ...body] = rows
  expect(head?.slice(0, columns.length), `the table of "${heading}"`).toEqual(columns)
  return body
}
const code = (text: string) => `\`${text}\``

test('the table of close codes is that of close-code.ts, in order of their numbers', () => {
  const expected = Object.values(CLOSE)
    .toSorted((one, other) => one.code - other.code)
    .map(({ code: number, name, retry, meaning }) => [String(number), code(name), retry, meaning])
  expect(table('7. Close codes', 'code', 'name', 'retry', 'meaning')).toEqual(expected)
})

test('the table of refusals is that of refusal.ts, in order of their numbers', () => {
  const expected = Object.values(REFUSAL)
    .toSorted((one, other) => one.code - other.code)
    .map(({ code: number, name, retry, meaning }) => [String(number), code(name), retry, meaning])
  expect(table('Refusals', 'code', 'name', 'retry', 'meaning')).toEqual(expected)
})

test('the table of limits lists every number of limits.ts', () => {
  const listed = table('8. Limits', 'limit', 'value').map(([name, value]) => [name, value])
  const numbers = Object.entries(limits).filter(
    ([name, value]) => typeof value === 'number' && name !== 'PROTOCOL_VERSION',
  )
  expect(listed.toSorted()).toEqual(numbers.map(([name, value]) => [code(name), String(value)]).toSorted())
})

test('the newest line of the history is the present version', () => {
  expect(table('History', 'version', 'change').at(-1)?.[0]).toBe(String(limits.PROTOCOL_VERSION))
})

test('the present dialect is the one the page is about', () => {
  expect(table('1. Connecting', 'dialect').map(([dialect]) => dialect)).toContain(code(limits.SUBPROTOCOL))
})

describe('the grammar', () => {
  const spelled: Readonly<Record<keyof typeof MESSAGE, string>> = {
    sync: 'sync',
    awareness: 'awareness',
    auth: 'auth',
    queryAwareness: 'query awareness',
    hello: 'hello',
    welcome: 'welcome',
    push: 'push',
    durable: 'durable',
    refused: 'refused',
    updates: 'updates',
    state: 'state',
    synced: 'synced',
    event: 'event',
    goaway: 'goaway',
    ping: 'ping',
    pong: 'pong',
    reauth: 'reauth',
  }

  test.each(Object.entries(MESSAGE))('has %s under its number', (name, number) => {
    const word = spelled[name as keyof typeof MESSAGE]
    expect(page).toMatch(new RegExp(`^ {4}${word} +${number}\\b`, 'm'))
  })

  test('numbers no message that does not exist', () => {
    const numbered = [...page.matchAll(/^ {4}([a-z]+(?: [a-z]+)*) {2,}(\d+)\b/gm)].map(([, , number]) => Number(number))
    expect([...new Set(numbered)].toSorted((one, other) => one - other)).toEqual(Object.values(MESSAGE))
  })

  test('names every role', () => {
    expect(page).toContain(`\`role\` is one of ${ROLES.map(code).join(', ')}`)
  })
})
