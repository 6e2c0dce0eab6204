/** Which carrier is tried first, as tables: what was seen of the network, and what follows. */
import { describe, expect, test } from 'vitest'
import { MAX_SHORT_LIVES, RETEST_BASE_MS, RETEST_CAP_MS, SHORT_LIFE_MS, STREAM_SHORT_LIFE_MS } from '../limits.ts'
import { type Choice, type Lesson, learn, NOTHING_KNOWN, plan, worthRemembering } from './transport-choice.ts'

const after = (...lessons: readonly Lesson[]): Choice => lessons.reduce(learn, NOTHING_KNOWN)

const webSocketWon: Lesson = { type: 'won', winner: 'websocket', others: [] }
const streamWon: Lesson = { type: 'won', winner: 'stream', others: ['websocket'] }
const pollWon: Lesson = { type: 'won', winner: 'poll', others: ['websocket', 'stream'] }
const failed: Lesson = { type: 'failed' }
const shortLife: Lesson = { type: 'broke', carrier: 'websocket', livedMs: SHORT_LIFE_MS - 1 }
const longLife: Lesson = { type: 'broke', carrier: 'websocket', livedMs: SHORT_LIFE_MS }
const shortStream: Lesson = { type: 'broke', carrier: 'stream', livedMs: STREAM_SHORT_LIFE_MS - 1 }
const works: Lesson = { type: 'retested', worked: true }
const worksNot: Lesson = { type: 'retested', worked: false }
const changed: Lesson = { type: 'network-changed' }
const shortLives = Array<Lesson>(MAX_SHORT_LIVES).fill(shortLife)

describe('the order of carriers', () => {
  test.each<[string, readonly Lesson[], string, boolean]>([
    ['nothing is known', [], 'websocket stream poll', false],
    ['nothing got through', [failed, failed], 'websocket stream poll', false],
    ['a WebSocket worked', [webSocketWon], 'websocket stream poll', true],
    ['it worked, and failed once since', [webSocketWon, failed], 'websocket stream poll', true],
    ['it worked, and has failed twice since', [webSocketWon, failed, failed], 'websocket stream poll', false],
    ['it failed twice and works again', [webSocketWon, failed, failed, webSocketWon], 'websocket stream poll', true],
    ['a stream got through where it did not', [streamWon], 'stream poll websocket', false],
    ['only a poll got through', [pollWon], 'poll websocket stream', false],
    [
      'the stream is cut later',
      [streamWon, { ...shortStream, livedMs: STREAM_SHORT_LIFE_MS }],
      'stream poll websocket',
      false,
    ],
    ['the stream dries up at once', [streamWon, shortStream], 'poll websocket stream', false],
    ['the stream stalls, however late', [streamWon, { type: 'stalled' }], 'poll websocket stream', false],
    ['WebSockets keep breaking', [webSocketWon, ...shortLives], 'stream poll websocket', false],
    ['they broke, but lived between', [webSocketWon, shortLife, longLife, shortLife], 'websocket stream poll', true],
    ['one is back after a while', [streamWon, works], 'websocket stream poll', true],
    ['it is back and breaks soon', [streamWon, works, shortLife], 'stream poll websocket', false],
    ['it is back and lives', [streamWon, works, longLife, shortLife], 'websocket stream poll', true],
    ['it is not back', [streamWon, worksNot], 'stream poll websocket', false],
    ['the network changed', [pollWon, changed], 'websocket stream poll', false],
    [
      'streams were used here before',
      [{ type: 'remembered', remembered: { stream: 'works' } }],
      'stream poll websocket',
      false,
    ],
    [
      'polls were used here before',
      [{ type: 'remembered', remembered: { stream: 'blocked' } }],
      'poll websocket stream',
      false,
    ],
  ])('when %s', (_name, lessons, order, trustsFirst) => {
    const { carriers, ...rest } = plan(after(...lessons))
    expect([carriers.join(' '), rest.trustsFirst]).toEqual([order, trustsFirst])
  })
})

test('a carrier that was not tried is not judged', () => {
  expect(after({ type: 'won', winner: 'poll', others: [] })).toMatchObject({ webSocket: 'unknown', stream: 'unknown' })
  expect(after(pollWon)).toMatchObject({ webSocket: 'blocked', stream: 'blocked' })
})

test('a WebSocket is tried again less and less often, and as at first once one has lived', () => {
  expect(after(streamWon).retestAfterMs).toBe(RETEST_BASE_MS)
  expect(after(streamWon, worksNot, worksNot).retestAfterMs).toBe(4 * RETEST_BASE_MS)
  expect(after(streamWon, ...Array<Lesson>(30).fill(worksNot)).retestAfterMs).toBe(RETEST_CAP_MS)
  // Going back and forth between two that both seem to work gets rarer, too.
  expect(after(streamWon, works, shortLife, works, shortLife).retestAfterMs).toBe(4 * RETEST_BASE_MS)
  expect(after(streamWon, works, shortLife, works, longLife).retestAfterMs).toBe(RETEST_BASE_MS)
})

test('only what differs from the rule is remembered', () => {
  expect(worthRemembering(after())).toBeUndefined()
  expect(worthRemembering(after(webSocketWon))).toBeUndefined()
  expect(worthRemembering(after(streamWon))).toEqual({ stream: 'works' })
  expect(worthRemembering(after(pollWon))).toEqual({ stream: 'blocked' })
  expect(worthRemembering(after(pollWon, works))).toBeUndefined()
})
