import { expect, test } from 'vitest'
import { LoadedLater } from './loaded-later.ts'

test('is loaded once, whoever asks, and again after it could not be had', async () => {
  let asked = 0
  const later = new LoadedLater(() => {
    asked += 1
    return asked === 1 ? Promise.reject(new Error('no network')) : Promise.resolve(`answer ${asked}`)
  })
  expect(later.now).toBeUndefined()
  await expect(later.load()).rejects.toThrow('no network')
  expect(later.now).toBeUndefined()
  expect(await Promise.all([later.load(), later.load()])).toEqual(['answer 2', 'answer 2'])
  expect(later.now).toBe('answer 2')
  expect(asked).toBe(2)
})
