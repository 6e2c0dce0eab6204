import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('so many at a time, the others in order, whether those before them succeed or fail', async () => {
  const turns = new Turns(2)
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<number>())
  const begun: number[] = []
  const results = gates.map((gate, index) =>
    turns.take(() => {
      begun.push(index)
      return gate.promise
    }),
  )
  const ended = Promise.allSettled(results)
  await Promise.resolve()
  expect(begun).toEqual([0, 1])

  gates[1]?.reject(new Error('no'))
  await expect(results[1]).rejects.toThrow('no')
  await Promise.resolve()
  expect(begun).toEqual([0, 1, 2])

  for (const [index, gate] of gates.entries()) gate.resolve(index)
  expect((await ended).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ])
  expect(begun).toEqual([0, 1, 2, 3, 4])
  // All turns were given back.
  await expect(Promise.all([turns.take(async () => 'a'), turns.take(async () => 'b')])).resolves.toEqual(['a', 'b'])
})
