import { type DocumentId, newDocumentId, newSessionId, newUserId, toClientSeq, toEpoch, toSeq } from '@dure/protocol'
import type { LogRow } from '@dure/store'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GAP_GRACE_MS, HEAL_RETRY_MS, MAX_EARLY_BYTES } from '../limits.ts'
import { createHandClock } from '../testing/hand-clock.ts'
import { LogFollower } from './log-follower.ts'

/** Everything that waits in microtasks has run by the next turn of the loop. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A log that can be written to, damaged and cut off, and a follower of it that writes down what it is handed. */
function follow(from = 0) {
  const clock = createHandClock()
  const documentId: DocumentId = newDocumentId()
  const log = { head: 0, epoch: 1, missing: new Set<number>(), readable: true, pageRows: 3, reads: 0, exists: true }
  const row = (seq: number): LogRow => ({
    seq: toSeq(seq),
    at: 0,
    userId: newUserId(),
    sessionId: newSessionId(),
    clientSeq: toClientSeq(seq),
    bytes: Uint8Array.of(seq),
  })
  const seen: number[] = []
  const told: string[] = []
  const follower = new LogFollower(
    documentId,
    toEpoch(1),
    toSeq(from),
    {
      readAfter: async (_id, after, limit) => {
        log.reads += 1
        if (!log.readable) throw new Error('unreadable')
        if (!log.exists) return undefined
        const [epoch, head] = [toEpoch(log.epoch), toSeq(log.head)]
        const rows: LogRow[] = []
        // As a store does that came to the end of its bytes: a read is shorter than was asked for.
        const most = Math.min(limit, log.pageRows)
        let through: number = after
        for (; through < log.head && rows.length < most; through += 1) {
          if (!log.missing.has(through + 1)) rows.push(row(through + 1))
        }
        return { epoch, head, rows, through: toSeq(through) }
      },
    },
    clock,
    {
      rows: (rows, head) => {
        seen.push(...rows.map((each) => each.seq))
        told.push(`to ${head}`)
      },
      replaced: () => told.push('replaced'),
      healed: () => undefined,
      unreadable: () => told.push('unreadable'),
    },
  )
  const offer = (...seqs: number[]): void => {
    log.head = Math.max(log.head, ...seqs)
    follower.offer(seqs.map(row))
  }
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms)
    await settle()
  }
  return { follower, log, clock, seen, told, offer, pass }
}

const upTo = (head: number): number[] => Array.from({ length: head }, (_, at) => at + 1)

describe('[DU5] the follower', () => {
  test('hands over each row once and in order, whatever is lost, repeated or out of order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({
              kind: fc.constant('offer' as const),
              seqs: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 }),
            }),
            fc.record({ kind: fc.constant('announce' as const), seqs: fc.tuple(fc.integer({ min: 1, max: 30 })) }),
            fc.record({ kind: fc.constant('wait' as const), seqs: fc.constant([]) }),
            fc.record({ kind: fc.constant('catch up' as const), seqs: fc.constant([]) }),
            fc.record({ kind: fc.constant('cut' as const), seqs: fc.constant([]) }),
            fc.record({ kind: fc.constant('mend' as const), seqs: fc.constant([]) }),
          ),
          { maxLength: 30 },
        ),
        async (steps) => {
          const { follower, log, seen, offer, pass } = follow()
          for (const { kind, seqs } of steps) {
            if (kind === 'offer' && seqs.length > 0) offer(...seqs)
            if (kind === 'announce') {
              log.head = Math.max(log.head, ...seqs)
              follower.announce(toSeq(Math.max(...seqs)))
            }
            if (kind === 'wait') await pass(GAP_GRACE_MS)
            if (kind === 'catch up') await follower.catchUp()
            if (kind === 'cut') log.readable = false
            if (kind === 'mend') log.readable = true
            expect(seen).toEqual(upTo(seen.length))
          }
          // Nothing more is said; only time passes.
          log.readable = true
          await pass(GAP_GRACE_MS)
          await pass(HEAL_RETRY_MS)
          expect(seen).toEqual(upTo(log.head))
          expect(follower.head).toBe(log.head)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('waits a moment for a skipped number before it asks the store', async () => {
    const { log, seen, offer, pass } = follow()
    offer(2)
    await pass(GAP_GRACE_MS - 1)
    expect(log.reads).toBe(0)
    offer(1)
    await pass(10 * GAP_GRACE_MS)
    expect([seen, log.reads]).toEqual([[1, 2], 0])
  })

  test('passes numbers that hold nothing: quarantined rows', async () => {
    const { log, seen, told, follower } = follow()
    log.head = 5
    log.missing.add(4).add(5)
    await follower.catchUp()
    expect([seen, told.at(-1)]).toEqual([[1, 2, 3], 'to 5'])
  })

  test('reads again for who asks while a read is under way', async () => {
    const { log, seen, follower } = follow()
    log.head = 1
    const first = follower.catchUp()
    log.head = 2
    await Promise.all([first, follower.catchUp()])
    expect(seen).toEqual([1, 2])
  })

  test('goes on trying while the store cannot be read, and no faster than it should', async () => {
    const { log, seen, told, offer, pass } = follow()
    log.readable = false
    offer(2)
    await pass(GAP_GRACE_MS)
    expect(log.reads).toBe(1)
    await pass(HEAL_RETRY_MS - 1)
    expect(log.reads).toBe(1)
    await pass(1)
    expect([log.reads, told]).toEqual([2, ['unreadable', 'unreadable']])
    log.readable = true
    await pass(HEAL_RETRY_MS)
    expect(seen).toEqual([1, 2])
  })

  test('does not ask for ever for what was announced and never was', async () => {
    const { log, follower, pass, clock } = follow()
    log.head = 0
    follower.announce(toSeq(100))
    for (let round = 0; round < 10; round += 1) await pass(HEAL_RETRY_MS)
    expect(log.reads).toBeLessThanOrEqual(2)
    expect(clock.pending).toBe(0)
  })

  test('[DU10] tells when the log was replaced or is gone', async () => {
    const replaced = follow()
    replaced.log.epoch = 2
    await replaced.follower.catchUp()
    const gone = follow()
    gone.log.exists = false
    await gone.follower.catchUp()
    expect([replaced.told, gone.told]).toEqual([['replaced'], ['replaced']])
  })

  test('[DU7] keeps no more early rows than its bound, and misses none of them', async () => {
    const { follower, log, seen, pass } = follow()
    const large = new Uint8Array(MAX_EARLY_BYTES / 2)
    log.head = 9
    follower.offer([2, 3, 4, 5, 6, 7, 8, 9].map((seq) => ({ seq: toSeq(seq), bytes: large })))
    await pass(GAP_GRACE_MS)
    expect(seen).toEqual(upTo(9))
  })

  test('hands over nothing after it was stopped', async () => {
    const { follower, log, seen, offer, clock } = follow()
    log.head = 3
    const reading = follower.catchUp()
    follower.stop()
    await reading
    offer(1, 2)
    expect([seen, clock.pending]).toEqual([[], 0])
  })
})
