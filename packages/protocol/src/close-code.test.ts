import { expect, test } from 'vitest'
import { CLOSE, closeReasonOf } from './close-code.ts'

const rows = Object.values(CLOSE)

test('each code and each name stands for one reason', () => {
  expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length)
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  for (const row of rows) expect(closeReasonOf(row.code)).toBe(row)
})

test('our own codes mean to a stock y-websocket client what they mean to ours', () => {
  // y-websocket 3.1, `defaultShouldReconnect`.
  const stockComesBack = (code: number) => !(code >= 4400 && code < 4500)
  for (const { code, retry, name } of rows.filter((row) => row.code >= 4000))
    expect(stockComesBack(code), name).toBe(retry !== 'after-change')
})

test('a code nobody here sends is trouble of the network', () => {
  for (const code of [1005, 1006, 1015, 3000, 4999])
    expect(closeReasonOf(code)).toMatchObject({ code, name: 'network', retry: 'soon' })
})
