import { InvalidUpdate, KnownState, scanUpdate } from '@dure/document/update'
import {
  type ClientSeq,
  MAX_UPDATE_BYTES,
  newDocumentId,
  newSessionId,
  newUserId,
  type SessionId,
  toClientSeq,
  toEpoch,
  toSeq,
  type UserId,
} from '@dure/protocol'
import { type AppendOutcome, type AppendRequest, StoreUnavailable } from '@dure/store'
import { describe, expect, test } from 'vitest'
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { INLINE_SCAN_BYTES } from '../limits.ts'
import type { CommitListener } from '../log/committer.ts'
import { cutUpdate } from '../projection/cut-update.ts'
import { DocumentWorkBusy } from '../projection/document-work.ts'
import { gc, textAfter, typing, update } from '../testing/updates.ts'
import type { Submission } from './submission.ts'
import { UpdateIntake } from './update-intake.ts'

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** An intake between a store that answers when told, and sessions that write down what they hear. */
function intake(options: { shared?: boolean; work?: 'busy'; deletes?: () => Promise<void> } = {}) {
  const known = new KnownState()
  const queue: { request: AppendRequest; listener: CommitListener }[] = []
  const said: string[] = []
  const learned: string[] = []
  let seq = 0
  let full = false
  let log = Promise.withResolvers<void>()
  const under = new UpdateIntake({
    documentId: newDocumentId(),
    epoch: toEpoch(1),
    known,
    committer: {
      submit: (request, listener) => {
        if (full) return false
        queue.push({ request, listener })
        return true
      },
      // As if the store had been handed only the first.
      withdraw: () => queue.splice(0).length,
    },
    gatherMs: () => 0,
    work: {
      scan: async (bytes) => {
        learned.push('shape')
        if (options.work === 'busy') throw new DocumentWorkBusy('busy')
        try {
          return scanUpdate(bytes)
        } catch (error) {
          if (error instanceof InvalidUpdate) return error
          throw error
        }
      },
      cut: async (bytes, clocks) => {
        learned.push('cut')
        return cutUpdate(bytes, clocks)
      },
    },
    catchUp: options.shared
      ? () => {
          learned.push('log')
          return log.promise
        }
      : undefined,
    learnDeletes: async () => {
      learned.push('deletes')
      await options.deletes?.()
    },
    events: {
      committed: (row) => said.push(`row ${row.seq}`),
      replaced: () => said.push('replaced'),
      removed: () => said.push('removed'),
      refusal: () => undefined,
      damaged: (detail) => said.push(`damage: ${detail}`),
      broken: (error) => said.push(`broken: ${String(error)}`),
    },
  })
  const submit = (
    name: string,
    bytes: Uint8Array,
    over: { sessionId?: SessionId; clientSeq?: ClientSeq; userId?: UserId; restates?: boolean } = {},
  ): void => {
    const submission: Submission = {
      sessionId: newSessionId(),
      clientSeq: toClientSeq(1),
      userId: newUserId(),
      update: bytes,
      author: {},
      restates: false,
      durable: () => said.push(`${name} durable`),
      refused: (reason) => said.push(`${name} ${reason.name}`),
      ...over,
    }
    under.submit(submission)
  }
  /** The store answers the first in the queue. */
  const answer = (outcome?: AppendOutcome): void => {
    const first = queue.shift()
    if (!outcome) seq += 1
    first?.listener.settled(outcome ?? { kind: 'committed', seq: toSeq(seq) })
  }
  return {
    under,
    known,
    queue,
    said,
    learned,
    submit,
    answer,
    failAll: (reason: string) => {
      for (const { listener } of queue.splice(0)) listener.failed(new StoreUnavailable(reason))
    },
    fill: () => {
      full = true
    },
    /** The log has been read up to here. */
    read: async (...updates: Uint8Array[]) => {
      for (const each of updates) known.take(scanUpdate(each))
      log.resolve()
      log = Promise.withResolvers()
      await settle()
    },
  }
}

/** Two updates of one person, the second on the first. */
function two(clientId: number): [Uint8Array, Uint8Array, Uint8Array] {
  const doc = new Doc()
  doc.clientID = clientId
  doc.getText('text').insert(0, 'ab')
  const first = encodeStateAsUpdate(doc)
  const vector = encodeStateVector(doc)
  doc.getText('text').insert(2, 'cd')
  return [first, encodeStateAsUpdate(doc, vector), encodeStateAsUpdate(doc)]
}

describe('[DU1] committing', () => {
  test('an update is durable when it is committed, after the room was told', () => {
    const { submit, said, answer, under } = intake()
    submit('a', typing(1, 'x'))
    expect([said, under.busy]).toEqual([[], true])
    answer()
    expect([said, under.busy]).toEqual([['row 1', 'a durable'], false])
  })

  test('the next need not wait for the one before', () => {
    const { submit, said, answer, queue } = intake()
    const [first, second] = two(1)
    submit('a', first)
    submit('b', second)
    expect(queue).toHaveLength(2)
    answer()
    answer()
    expect(said).toEqual(['row 1', 'a durable', 'row 2', 'b durable'])
  })

  test('what is all known is durable at once, and adds no row', () => {
    const { submit, said, answer, queue } = intake()
    submit('a', typing(1, 'x'))
    answer()
    submit('b', typing(1, 'x'))
    expect([said.at(-1), queue.length]).toEqual(['b durable', 0])
  })

  test('an echo of what is under way waits for it, and fails with it', () => {
    const { submit, said, answer, failAll } = intake()
    submit('a', typing(1, 'x'))
    submit('echo', typing(1, 'x'))
    expect(said).toEqual([])
    answer()
    expect(said).toEqual(['row 1', 'a durable', 'echo durable'])
    submit('b', typing(2, 'x'))
    submit('echo 2', typing(2, 'x'))
    failAll('disk full')
    expect(said.slice(3)).toEqual(['b cannot-store', 'echo 2 cannot-store'])
    // Nothing of it is known, so it may be tried again.
    submit('b again', typing(2, 'x'))
    answer()
    expect(said.at(-1)).toBe('b again durable')
  })

  test('an overlap is cut to what is new', () => {
    const { submit, said, answer, queue } = intake()
    const [first, , both] = two(1)
    submit('a', first)
    answer()
    submit('both', both)
    expect(queue).toHaveLength(1)
    const doc = new Doc()
    applyUpdate(doc, first)
    applyUpdate(doc, queue[0]?.request.bytes ?? new Uint8Array())
    expect(doc.getText('text').toString()).toBe('abcd')
    expect(queue[0]?.request.bytes.length).toBeLessThan(both.length)
    answer()
    expect(said.at(-1)).toBe('both durable')
  })

  test('[DU7] what the queue has no room for is refused, to be sent again', () => {
    const { submit, said, fill } = intake()
    fill()
    submit('a', typing(1, 'x'))
    expect(said).toEqual(['a cannot-store'])
  })
})

describe('[DU4] refusing', () => {
  test('each in its own words, and nothing is queued', () => {
    const { submit, said, queue } = intake()
    submit('none', Uint8Array.of(1, 2, 3))
    submit('large', new Uint8Array(MAX_UPDATE_BYTES + 1))
    submit('skipping', update([{ client: 1, clock: 9, structs: [gc(1)] }]))
    submit('hanging', update([{ client: 1, clock: 0, structs: [textAfter(5, 0, 'x')] }]))
    expect(said).toEqual(['none malformed', 'large too-large', 'skipping skips-clocks', 'hanging skips-clocks'])
    expect(queue).toEqual([])
  })

  test('a foreign client id is refused, and what was built on it is judged anew', async () => {
    const { submit, said, answer, queue } = intake()
    const [first, second] = two(1)
    submit('a', first)
    submit('b', second)
    submit('c', typing(2, 'independent'))
    const [one, ...rest] = queue.splice(0)
    queue.push(...rest)
    one?.listener.settled({ kind: 'foreign-client', yjsClientId: 1 })
    await settle()
    expect(said).toEqual(['a foreign-client', 'b skips-clocks'])
    expect(queue).toHaveLength(1)
    answer()
    expect(said.slice(2)).toEqual(['row 1', 'c durable'])
  })

  test.each([
    [{ kind: 'wrong-epoch', epoch: toEpoch(2) } as const, 'replaced'],
    [{ kind: 'unknown-document' } as const, 'removed'],
  ])('the store says %j', (outcome, event) => {
    const { submit, said, answer } = intake()
    submit('a', typing(1, 'x'))
    answer(outcome)
    expect(said).toEqual(['a wrong-epoch', event])
  })
})

describe('what is not known yet', () => {
  test('is looked for in the log, by a read that began after it came, and then taken or refused for good', async () => {
    const { submit, said, read, answer, learned } = intake({ shared: true })
    const [first, second] = two(1)
    submit('b', second)
    submit('never', update([{ client: 9, clock: 5, structs: [gc(1)] }]))
    expect(said).toEqual([])
    await read(first)
    answer()
    expect(said).toEqual(['row 1', 'b durable'])
    await read()
    expect(said.slice(2)).toEqual(['never skips-clocks'])
    expect(learned).toEqual(['log', 'log'])
  })

  test('[DU1] what a session sends meanwhile stays behind it, so that no number is passed over', async () => {
    const { submit, queue, read } = intake({ shared: true })
    const sessionId = newSessionId()
    const [first, second] = two(1)
    submit('2', second, { sessionId, clientSeq: toClientSeq(2) })
    submit('3', typing(3, 'independent'), { sessionId, clientSeq: toClientSeq(3) })
    submit('other', typing(4, 'somebody else'))
    expect(queue.map((each) => each.request.yjsClientIds)).toEqual([[4]])
    await read(first)
    expect(queue.map((each) => each.request.clientSeq)).toEqual([1, 2, 3])
  })

  test('[DU1] what is taken back goes before what the session sent after it', async () => {
    const { submit, queue, read, said } = intake({ shared: true })
    const sessionId = newSessionId()
    const [first, second] = two(1)
    submit('foreign', typing(8, 'x'))
    submit('1', typing(3, 'independent'), { sessionId, clientSeq: toClientSeq(1) })
    submit('2', second, { sessionId, clientSeq: toClientSeq(2) })
    const [one, ...rest] = queue.splice(0)
    queue.push(...rest)
    one?.listener.settled({ kind: 'foreign-client', yjsClientId: 8 })
    await read(first)
    await settle()
    expect(said).toEqual(['foreign foreign-client'])
    expect(queue.map((each) => each.request.clientSeq)).toEqual([1, 2])
  })

  test('[DU8] a damaged document refuses what was on its way, with the reason, and may take what comes later', () => {
    const { submit, said, answer, queue } = intake()
    const [first, second] = two(1)
    submit('a', first)
    submit('b', second)
    submit('echo', second)
    answer({ kind: 'damaged', detail: 'row 5 is there already' })
    expect(said).toEqual(['a damaged', 'damage: row 5 is there already', 'b damaged', 'echo damaged'])
    expect(queue).toEqual([])
    said.length = 0
    submit('c', first)
    answer()
    expect(said).toEqual(['row 1', 'c durable'])
  })

  test('a duplicate of what another replica took is durable, and what followed is judged anew', async () => {
    const { submit, said, answer, queue, read } = intake({ shared: true })
    const [first, second] = two(1)
    submit('a', first)
    submit('b', second)
    const [one, ...rest] = queue.splice(0)
    queue.push(...rest)
    one?.listener.settled({ kind: 'duplicate' })
    expect(said).toEqual(['a durable'])
    expect(queue).toEqual([])
    await read(first)
    answer()
    expect(said.slice(1)).toEqual(['row 1', 'b durable'])
  })
})

describe('[DU11] a client that tells all it has', () => {
  /** A document with a deletion, and what a stock client restates of it: its whole delete set. */
  const doc = new Doc()
  doc.clientID = 1
  doc.getText('text').insert(0, 'abc')
  doc.getText('text').delete(1, 1)
  const whole = encodeStateAsUpdate(doc)
  const deletesOnly = encodeStateAsUpdate(doc, encodeStateVector(doc))

  test.each([
    ['only deletions', deletesOnly],
    ['with structs that have become known since it was asked', whole],
  ])('adds no row: %s', async (_name, restated) => {
    let known: KnownState | undefined
    const world = intake({
      deletes: async () => known?.keepDeletes(scanUpdate(whole).deletes),
    })
    known = world.known
    known.take(scanUpdate(whole))
    world.submit('step 2', restated, { restates: true })
    await settle()
    expect([world.said, world.queue.length, world.learned]).toEqual([['step 2 durable'], 0, ['deletes']])
  })

  test('when what is deleted cannot be learned it is taken as new, once, and nothing hangs', async () => {
    const { known, submit, queue, learned } = intake()
    known.take(scanUpdate(whole))
    submit('step 2', deletesOnly, { restates: true })
    await settle()
    expect([queue.length, learned]).toEqual([1, ['deletes']])
  })

  test('a real deletion is an edit', async () => {
    const { known, submit, queue } = intake()
    known.take(scanUpdate(whole))
    submit('deletes', deletesOnly)
    expect(queue).toHaveLength(1)
  })
})

describe('[DU8] an update too large for the main thread', () => {
  /** Two states of one large document, the second with more, and a small edit on top of that. */
  const grown = () => {
    const doc = new Doc()
    doc.clientID = 1
    doc.getText('text').insert(0, '두레'.repeat(INLINE_SCAN_BYTES / 6))
    const first = encodeStateAsUpdate(doc)
    doc.getText('text').insert(0, 'more')
    const whole = encodeStateAsUpdate(doc)
    const before = encodeStateVector(doc)
    doc.getText('text').insert(0, '!')
    return { first, whole, edit: encodeStateAsUpdate(doc, before), doc }
  }

  test('is read by a worker; what its session sends next waits behind it, others do not', async () => {
    const { submit, queue, learned, said, answer } = intake()
    const { whole, edit } = grown()
    const sessionId = newSessionId()
    submit('large', whole, { sessionId, clientSeq: toClientSeq(1) })
    submit('next', edit, { sessionId, clientSeq: toClientSeq(2) })
    submit('other', typing(9, 'small'))
    expect(queue).toHaveLength(1)
    await settle()
    expect(queue.map((each) => each.request.bytes.length)).toEqual([
      typing(9, 'small').length,
      whole.length,
      edit.length,
    ])
    expect(learned).toEqual(['shape'])
    for (let row = 0; row < 3; row += 1) answer()
    expect(said.filter((each) => each.endsWith('durable'))).toEqual(['other durable', 'large durable', 'next durable'])
  })

  test('is cut by one where it overlaps', async () => {
    const { submit, queue, learned, known } = intake()
    const { first, whole, doc } = grown()
    known.take(scanUpdate(first))
    submit('large', whole)
    await settle()
    expect(learned).toEqual(['shape', 'cut'])
    const copy = new Doc()
    applyUpdate(copy, first)
    applyUpdate(copy, queue[0]?.request.bytes ?? new Uint8Array())
    expect(copy.getText('text').toString()).toBe(doc.getText('text').toString().slice(1))
  })

  test('is refused with the reason when it is none, and may be sent again when no worker has time', async () => {
    const { submit, said, under } = intake()
    submit('broken', new Uint8Array(INLINE_SCAN_BYTES + 1).fill(9))
    await under.settled()
    const busy = intake({ work: 'busy' })
    busy.submit('large', grown().whole)
    await busy.under.settled()
    expect([...said, ...busy.said]).toEqual(['broken malformed', 'large cannot-store'])
  })
})

describe('[DU9] what throws', () => {
  test('over an answer of the store is told to the room, and the committer goes on', () => {
    const { under, said, answer } = intake()
    under.submit({
      sessionId: newSessionId(),
      clientSeq: toClientSeq(1),
      userId: newUserId(),
      update: typing(1, 'x'),
      author: {},
      restates: false,
      durable: () => {
        throw new TypeError('a bug')
      },
      refused: () => undefined,
    })
    expect(() => answer()).not.toThrow()
    expect(said).toEqual(['row 1', 'broken: TypeError: a bug'])
    expect(under.busy).toBe(false)
  })

  test('while learning ends the waiting, and is told', async () => {
    const { known, submit, said, under } = intake({ deletes: () => Promise.reject(new Error('worker lost')) })
    const doc = new Doc()
    doc.clientID = 1
    doc.getText('text').insert(0, 'abc')
    doc.getText('text').delete(1, 1)
    known.take(scanUpdate(encodeStateAsUpdate(doc)))
    submit('step 2', encodeStateAsUpdate(doc, encodeStateVector(doc)), { restates: true })
    await under.settled()
    expect([said, under.busy]).toEqual([['broken: Error: worker lost'], false])
  })
})
