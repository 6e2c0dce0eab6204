import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventLines } from './event-lines.ts'

const eventOf = (packet: Uint8Array): string => `data:${Buffer.from(packet).toString('base64')}\n\n`

test('packets are put together again, wherever the stream was cut', () => {
  const packets = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 5 })
  fc.assert(
    fc.property(packets, fc.array(fc.nat(30), { maxLength: 40 }), (sent, cuts) => {
      const text = `:${' '.repeat(20)}\n\n${sent.map(eventOf).join(': a comment\n\n')}`
      let rest = new TextEncoder().encode(text)
      const lines = new EventLines()
      const read: Uint8Array[] = []
      for (const size of [...cuts, rest.length]) {
        // The piece's memory may be used again by whoever read it.
        const piece = rest.slice(0, size)
        read.push(...lines.take(piece))
        piece.fill(0)
        rest = rest.slice(size)
      }
      expect(read.map((each) => [...each])).toEqual(sent.map((each) => [...each]))
    }),
  )
})

test('what is not base64 is an error, and other fields are not', () => {
  expect(() => new EventLines().take(new TextEncoder().encode('data:###\n'))).toThrow()
  expect(new EventLines().take(new TextEncoder().encode('event: x\nid: 1\nretry: 5\n\n'))).toEqual([])
})
