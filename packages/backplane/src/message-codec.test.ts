import {
  MAX_PRESENCE_STATE_BYTES,
  MalformedMessage,
  newReplicaId,
  newSessionId,
  newUserId,
  parseReplicaId,
  parseSessionId,
  parseUserId,
  type ReplicaId,
  toEpoch,
  toSeq,
} from '@dure/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BackplaneMessage } from './backplane.ts'
import { MAX_MESSAGE_BYTES, MAX_RUN_BYTES } from './limits.ts'
import { decodeMessage, encodeMessage, UnsendableMessage } from './message-codec.ts'

const uint = fc.maxSafeNat()
const bytes = fc.uint8Array({ maxLength: 40 })

const committed: fc.Arbitrary<BackplaneMessage> = fc
  .tuple(uint, fc.integer({ min: 1, max: 2 ** 50 }), fc.array(bytes, { minLength: 1, maxLength: 5 }), fc.boolean())
  .map(([epoch, fromSeq, updates, carried]) => ({
    kind: 'committed',
    epoch: toEpoch(Math.max(1, epoch)),
    fromSeq: toSeq(fromSeq),
    toSeq: toSeq(fromSeq + updates.length - 1),
    updates: carried ? updates : [],
  }))
const presence: fc.Arbitrary<BackplaneMessage> = fc.record({
  kind: fc.constant('presence' as const),
  full: fc.boolean(),
  entries: fc.array(fc.record({ yjsClientId: uint, clock: uint, json: fc.string({ unit: 'binary' }) }), {
    maxLength: 4,
  }),
})
const event: fc.Arbitrary<BackplaneMessage> = fc.record({
  kind: fc.constant('event' as const),
  name: fc.string({ maxLength: 16 }),
  body: fc.jsonValue({ noUnicodeString: false }),
})
const relay: fc.Arbitrary<BackplaneMessage> = bytes.map((raw) => ({
  kind: 'relay',
  sessionId: newSessionId(),
  userId: newUserId(),
  bytes: raw,
}))
const message: fc.Arbitrary<BackplaneMessage> = fc.oneof(
  committed,
  presence,
  event,
  relay,
  fc.constant({ kind: 'presence-request' as const }),
)

/** What JSON makes of a value: it knows no -0. */
const asJson = (raw: BackplaneMessage): unknown => JSON.parse(JSON.stringify(raw))

test('what is written is read, and says who sent it', () => {
  const from = newReplicaId()
  fc.assert(
    fc.property(message, (sent) => {
      const received = decodeMessage(encodeMessage(from, sent))
      expect(received.from).toBe(from)
      expect(asJson(received.message)).toEqual(asJson(sent))
    }),
  )
})

test('random bytes throw MalformedMessage and nothing else', () => {
  const start = encodeMessage(newReplicaId(), { kind: 'presence-request' }).subarray(0, -1)
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 200 }).map((tail) => Uint8Array.of(...start, ...tail)),
  )
  fc.assert(
    fc.property(anything, (raw) => {
      try {
        decodeMessage(raw)
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedMessage)
      }
    }),
    { numRuns: 2_000 },
  )
})

test('a message that was cut short or has bytes left over is malformed', () => {
  fc.assert(
    fc.property(message, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 3 }), (sent, cutAt, extra) => {
      const whole = encodeMessage(newReplicaId(), sent)
      expect(() => decodeMessage(whole.subarray(0, cutAt % whole.length))).toThrow(MalformedMessage)
      expect(() => decodeMessage(Uint8Array.of(...whole, ...extra))).toThrow(MalformedMessage)
    }),
  )
})

test('the bytes of each kind are what they were: replicas of two versions run side by side', () => {
  const from = parseReplicaId('ReplicaReplicaReplica1') as ReplicaId
  const header = `0116${Buffer.from(from).toString('hex')}`
  const hex = (sent: BackplaneMessage) => Buffer.from(encodeMessage(from, sent)).toString('hex')
  expect(
    hex({ kind: 'committed', epoch: toEpoch(1), fromSeq: toSeq(300), toSeq: toSeq(300), updates: [Uint8Array.of(7)] }),
  ).toBe(`${header}0001ac02ac02010107`)
  expect(hex({ kind: 'presence', full: true, entries: [{ yjsClientId: 5, clock: 6, json: '{}' }] })).toBe(
    `${header}010101050602${Buffer.from('{}').toString('hex')}`,
  )
  expect(hex({ kind: 'presence-request' })).toBe(`${header}02`)
  expect(hex({ kind: 'event', name: 'r', body: 1 })).toBe(`${header}0301720131`)
  const [sessionId, userId] = [parseSessionId('session-1'), parseUserId('UserUserUserUserUserU1')]
  if (!sessionId || !userId) throw new Error('these are ids')
  expect(hex({ kind: 'relay', sessionId, userId, bytes: Uint8Array.of(26) })).toBe(
    `${header}0409${Buffer.from(sessionId).toString('hex')}16${Buffer.from(userId).toString('hex')}011a`,
  )
})

test('another version, kind or sender is malformed', () => {
  const whole = encodeMessage(newReplicaId(), { kind: 'presence-request' })
  expect(() => decodeMessage(Uint8Array.of(2, ...whole.subarray(1)))).toThrow('version 2')
  expect(() => decodeMessage(Uint8Array.of(...whole.subarray(0, -1), 9))).toThrow('kind 9')
  expect(() => decodeMessage(Uint8Array.of(1, 1, 65, 2))).toThrow('sender')
})

test('a run within the limit is carried, a larger one is a hint', () => {
  const run = (size: number) =>
    encodeMessage(newReplicaId(), {
      kind: 'committed',
      epoch: toEpoch(1),
      fromSeq: toSeq(1),
      toSeq: toSeq(1),
      updates: [new Uint8Array(size)],
    })
  expect(decodeMessage(run(MAX_RUN_BYTES)).message).toMatchObject({ updates: [{ length: MAX_RUN_BYTES }] })
  expect(decodeMessage(run(MAX_RUN_BYTES + 1)).message).toMatchObject({ toSeq: 1, updates: [] })
})

test('presence of a thousand people at their limit goes through, twice as many do not', () => {
  const crowd = (people: number): BackplaneMessage => ({
    kind: 'presence',
    full: true,
    entries: Array.from({ length: people }, (_, index) => ({
      yjsClientId: index,
      clock: 1,
      json: 'x'.repeat(MAX_PRESENCE_STATE_BYTES),
    })),
  })
  const sent = encodeMessage(newReplicaId(), crowd(1_000))
  expect(sent.length).toBeLessThan(MAX_MESSAGE_BYTES)
  expect(decodeMessage(sent).message).toMatchObject({ entries: { length: 1_000 } })
  expect(() => encodeMessage(newReplicaId(), crowd(2_000))).toThrow(UnsendableMessage)
  expect(() => decodeMessage(new Uint8Array(MAX_MESSAGE_BYTES + 1))).toThrow(MalformedMessage)
})

test('updates without their numbers are unsendable', () => {
  const run = (fromSeq: number, last: number, updates: Uint8Array[]) => () =>
    encodeMessage(newReplicaId(), {
      kind: 'committed',
      epoch: toEpoch(1),
      fromSeq: toSeq(fromSeq),
      toSeq: toSeq(last),
      updates,
    })
  expect(run(1, 2, [new Uint8Array()])).toThrow(UnsendableMessage)
  expect(run(2, 1, [])).toThrow(UnsendableMessage)
  expect(run(0, 0, [])).toThrow(UnsendableMessage)
})
