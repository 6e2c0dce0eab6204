import { expect, test } from 'vitest'
import { nextWish } from './follow-wish.ts'

test('[UI16] the first press goes there, the second follows, the third lets go; another face begins anew', () => {
  const first = nextWish(undefined, 'ann')
  const second = nextWish(first, 'ann')
  expect([first?.follows, second?.follows]).toEqual([false, true])
  expect(nextWish(second, 'ann')).toBeUndefined()
  expect(nextWish(second, 'bob')).toMatchObject({ key: 'bob', follows: false })
  expect(second?.times).not.toBe(first?.times)
})
