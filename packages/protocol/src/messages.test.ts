/** What holds for every message, whoever sends it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MalformedMessage } from './bytes.ts'
import { readClientMessage } from './client-message.ts'
import { readServerMessage } from './server-message.ts'
import { allMessages } from './testing/arbitrary-messages.ts'

const readers = [
  (bytes: Uint8Array) => readClientMessage(bytes, 'dure'),
  (bytes: Uint8Array) => readClientMessage(bytes, 'plain'),
  readServerMessage,
]

/** Reads, or throws MalformedMessage; anything else thrown fails the test. */
function readOrRefuse(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): unknown {
  try {
    return read(bytes)
  } catch (error) {
    if (error instanceof MalformedMessage) return error
    throw error
  }
}

describe.each(allMessages)('$name', ({ read, drawn }) => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(drawn, ({ message, bytes }) => {
        expect(read(bytes)).toEqual(message)
      }),
    )
  })

  test('cut short anywhere, or with bytes left over, is malformed', () => {
    fc.assert(
      fc.property(drawn, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 3 }), ({ bytes }, cutAt, extra) => {
        expect(() => read(bytes.subarray(0, cutAt % bytes.length))).toThrow(MalformedMessage)
        expect(() => read(Uint8Array.of(...bytes, ...extra))).toThrow(MalformedMessage)
      }),
    )
  })

  test('with any one byte changed is another message or malformed, and throws nothing else', () => {
    fc.assert(
      fc.property(drawn, fc.nat(), fc.integer({ min: 0, max: 255 }), ({ bytes }, at, value) => {
        const changed = bytes.slice()
        changed[at % bytes.length] = value
        for (const reader of readers) readOrRefuse(reader, changed)
      }),
    )
  })
})

test('random bytes are a message or malformed, and throw nothing else', () => {
  // Half of them start with a type that exists, so that the bodies are reached.
  const bytes = fc
    .tuple(fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }), fc.uint8Array({ maxLength: 120 }))
    .map(([type, rest]) => (type === undefined ? rest : Uint8Array.of(type, ...rest)))
  fc.assert(
    fc.property(bytes, (raw) => {
      for (const reader of readers) readOrRefuse(reader, raw)
    }),
    { numRuns: 20_000 },
  )
})

test('what one side says, the other dialect and direction do not take for theirs', () => {
  for (const { name, drawn } of allMessages) {
    const [{ bytes } = { bytes: new Uint8Array() }] = fc.sample(drawn, { numRuns: 1, seed: 1 })
    const takers = readers.filter((reader) => !(readOrRefuse(reader, bytes) instanceof MalformedMessage))
    // Awareness goes both ways in both dialects; every other message has one reader.
    expect(takers, name).toHaveLength(name === 'awareness' ? 3 : 1)
  }
})
