/** What crosses HTTP in one piece: what is written is read, and nothing else is. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MalformedMessage } from '../bytes.ts'
import { newSessionId, toClientSeq } from '../ids.ts'
import { MAX_MESSAGES_PER_REQUEST, PROTOCOL_VERSION } from '../limits.ts'
import { writeAwareness } from '../messages/awareness.ts'
import { writeHello } from '../messages/hello.ts'
import { writePing } from '../messages/ping.ts'
import { writePush } from '../messages/push.ts'
import { type PacketItem, readPacket, writePacket } from './packet.ts'
import {
  readPollRequest,
  readPostRequest,
  readStreamRequest,
  writePollRequest,
  writePostRequest,
  writeStreamRequest,
} from './request-body.ts'

const sessionId = newSessionId()
const hello = writeHello({
  protocolVersion: PROTOCOL_VERSION,
  schemaVersion: 1,
  sessionId,
  displayName: 'Ann',
  resume: undefined,
})
const presence = writeAwareness([{ yjsClientId: 5, clock: 1, json: '{}' }])
const push = (clientSeq: number) => writePush({ clientSeq: toClientSeq(clientSeq), update: Uint8Array.of(0, 0) })

const item: fc.Arbitrary<PacketItem> = fc.oneof(
  fc.record({ kind: fc.constant('message' as const), message: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ kind: fc.constant('mark' as const), mark: fc.string({ maxLength: 40 }) }),
  fc.constant({ kind: 'alive' as const }),
)
const close: fc.Arbitrary<PacketItem> = fc.record({
  kind: fc.constant('close' as const),
  code: fc.integer({ min: 1000, max: 4999 }),
  reason: fc.string({ maxLength: 30 }),
})

describe('packets', () => {
  test('what is written is read', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), fc.option(close), (items, last) => {
        const sent = last ? [...items, last] : items
        expect(readPacket(writePacket(sent))).toEqual(sent)
      }),
    )
  })

  test('keep their bytes', () => {
    const items: PacketItem[] = [
      { kind: 'message', message: Uint8Array.of(27) },
      { kind: 'alive' },
      { kind: 'mark', mark: 'm' },
      { kind: 'close', code: 1012, reason: 'r' },
    ]
    expect([...writePacket(items)]).toEqual([0, 1, 27, 2, 3, 1, 109, 1, 244, 7, 1, 114])
  })

  test('nothing follows a close, and what does not fit is malformed', () => {
    const closed = writePacket([{ kind: 'close', code: 4404, reason: '' }])
    for (const bytes of [[...closed, 2], [7], [0, 200], [3, 5, 1], [1, 200]])
      expect(() => readPacket(Uint8Array.from(bytes))).toThrow(MalformedMessage)
  })

  test('random bytes throw MalformedMessage and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (raw) => {
        for (const read of [readPacket, readStreamRequest, readPollRequest, readPostRequest]) {
          try {
            read(raw)
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedMessage)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('requests', () => {
  test('say what was written', () => {
    const stream = readStreamRequest(writeStreamRequest([hello, presence]))
    expect(stream.hello).toMatchObject({ type: 'hello', sessionId, displayName: 'Ann' })
    expect(stream.messages.map(({ message }) => message.type)).toEqual(['hello', 'awareness'])
    expect(stream.messages.map(({ bytes }) => [...bytes])).toEqual([[...hello], [...presence]])
    const poll = readPollRequest(writePollRequest(true, 'mark', [hello]))
    expect(poll).toMatchObject({ hold: true, mark: 'mark', hello: { sessionId } })
    const post = readPostRequest(writePostRequest(sessionId, [push(3), presence, writePing()]))
    expect(post.sessionId).toBe(sessionId)
    expect(post.messages.map(({ message }) => message.type)).toEqual(['push', 'awareness', 'ping'])
  })

  test.each([
    ['a stream without hello', () => readStreamRequest(writeStreamRequest([presence]))],
    ['a stream that says nothing', () => readStreamRequest(new Uint8Array())],
    ['a stream with two hellos', () => readStreamRequest(writeStreamRequest([hello, hello]))],
    ['a stream that pushes', () => readStreamRequest(writeStreamRequest([hello, push(1)]))],
    ['a poll without hello', () => readPollRequest(writePollRequest(false, '', []))],
    ['a poll with a long mark', () => readPollRequest(writePollRequest(false, 'x'.repeat(65), [hello]))],
    ['a poll with another hold', () => readPollRequest(Uint8Array.of(2, 0, ...writeStreamRequest([hello])))],
    ['a post that says nothing', () => readPostRequest(writePostRequest(sessionId, []))],
    ['a post with hello', () => readPostRequest(writePostRequest(sessionId, [hello]))],
    ['a post with two pushes', () => readPostRequest(writePostRequest(sessionId, [push(1), push(2)]))],
    ['a post of no session', () => readPostRequest(writePostRequest('x' as typeof sessionId, [writePing()]))],
    [
      'too many messages',
      () => readPostRequest(writePostRequest(sessionId, Array(MAX_MESSAGES_PER_REQUEST + 1).fill(writePing()))),
    ],
  ])('%s is malformed', (_name, read) => {
    expect(read).toThrow(MalformedMessage)
  })
})
