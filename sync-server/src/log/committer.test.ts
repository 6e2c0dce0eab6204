import { newDocumentId, newSessionId, newUserId, toClientSeq, toEpoch, toSeq } from '@dure/protocol'
import { type AppendOutcome, type AppendRequest, StoreUnavailable } from '@dure/store'
import { expect, test } from 'vitest'
import { MAX_BATCH_UPDATES, MAX_QUEUED_COMMIT_BYTES } from '../limits.ts'
import { createHandClock } from '../testing/hand-clock.ts'
import { Committer } from './committer.ts'

/** A store whose transactions end when the test says so. */
function storeByHand() {
  const clock = createHandClock()
  const batches: (readonly AppendRequest[])[] = []
  const answers: PromiseWithResolvers<readonly AppendOutcome[]>[] = []
  const observed: [number, boolean][] = []
  const committer = new Committer(
    {
      append: (batch) => {
        batches.push(batch)
        const answer = Promise.withResolvers<readonly AppendOutcome[]>()
        answers.push(answer)
        return answer.promise
      },
    },
    { batch: (updates, _seconds, failure) => observed.push([updates, failure === undefined]) },
    clock,
  )
  /** Ends the transaction under way, and lets everything that follows from it happen. */
  const commit = async (): Promise<void> => {
    const at = batches.length - 1
    answers[at]?.resolve((batches[at] ?? []).map(({ clientSeq }) => ({ kind: 'committed', seq: toSeq(clientSeq) })))
    await settle()
  }
  const fail = async (reason: unknown): Promise<void> => {
    answers.at(-1)?.reject(reason)
    await settle()
  }
  return { committer, batches, observed, commit, fail, clock }
}

/** Everything that waits in microtasks has run by the next turn of the loop. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const documentId = newDocumentId()
const sessionId = newSessionId()
const userId = newUserId()
const request = (clientSeq: number, bytes = new Uint8Array(1), id = documentId): AppendRequest => ({
  documentId: id,
  epoch: toEpoch(1),
  sessionId,
  clientSeq: toClientSeq(clientSeq),
  userId,
  yjsClientIds: [],
  bytes,
})

/** Submits, and writes down what becomes of it. */
function submit(committer: Committer, said: string[], ...submitted: AppendRequest[]): void {
  gather(committer, said, 0, ...submitted)
}

/** The same where the document's room is busy for so long. */
function gather(committer: Committer, said: string[], waitMs: number, ...submitted: AppendRequest[]): void {
  for (const each of submitted) {
    const listener = {
      settled: (outcome: AppendOutcome) => said.push(`${each.clientSeq} ${outcome.kind}`),
      failed: (error: StoreUnavailable) => said.push(`${each.clientSeq} failed: ${error.message}`),
    }
    committer.submit(each, listener, waitMs)
  }
}

test('a burst is one transaction, and what comes meanwhile is the next', async () => {
  const { committer, batches, commit, observed } = storeByHand()
  const said: string[] = []
  submit(committer, said, request(1), request(2), request(3))
  await settle()
  submit(committer, said, request(4), request(5))
  await settle()
  expect(batches.map((batch) => batch.map((each) => each.clientSeq))).toEqual([[1, 2, 3]])
  expect(said).toEqual([])
  await commit()
  expect(said).toEqual(['1 committed', '2 committed', '3 committed'])
  expect(batches[1]?.map((each) => each.clientSeq)).toEqual([4, 5])
  await commit()
  submit(committer, said, request(6))
  await settle()
  await commit()
  expect(said.at(-1)).toBe('6 committed')
  expect(observed).toEqual([
    [3, true],
    [2, true],
    [1, true],
  ])
})

test('[DU1] when a transaction fails, what is queued behind it fails with it, in order, and the next is fresh', async () => {
  const { committer, commit, fail } = storeByHand()
  const said: string[] = []
  submit(committer, said, request(1), request(2))
  await settle()
  submit(committer, said, request(3))
  await fail(new StoreUnavailable('disk full'))
  expect(said).toEqual(['1 failed: disk full', '2 failed: disk full', '3 failed: disk full'])
  submit(committer, said, request(4))
  await settle()
  await commit()
  expect(said.at(-1)).toBe('4 committed')
})

test('an error of any other kind is told as the store failing', async () => {
  const { committer, fail } = storeByHand()
  const said: string[] = []
  submit(committer, said, request(1))
  await settle()
  await fail(new TypeError('a bug'))
  expect(said).toEqual(['1 failed: the store failed'])
})

test('withdrawing takes back what is queued for that document and nothing else', async () => {
  const { committer, batches, commit } = storeByHand()
  const said: string[] = []
  const other = newDocumentId()
  submit(committer, said, request(1))
  await settle()
  submit(committer, said, request(2), request(9, new Uint8Array(1), other), request(3))
  expect(committer.withdraw(documentId)).toBe(2)
  expect(committer.queuedUpdates).toBe(1)
  await commit()
  expect(batches[1]?.map((each) => each.documentId)).toEqual([other])
  await commit()
  expect(said).toEqual(['1 committed', '9 committed'])
})

test('[DU7] a transaction holds so many updates, and the queue so many bytes', async () => {
  const { committer, batches, commit } = storeByHand()
  const said: string[] = []
  submit(committer, said, ...Array.from({ length: MAX_BATCH_UPDATES + 1 }, (_, at) => request(at + 1)))
  await settle()
  expect(batches[0]).toHaveLength(MAX_BATCH_UPDATES)
  await commit()
  expect(batches[1]).toHaveLength(1)
  const listener = { settled: () => undefined, failed: () => undefined }
  // The bytes are only counted: one buffer stands for them all.
  const eighth = new Uint8Array(MAX_QUEUED_COMMIT_BYTES / 8)
  for (let at = 0; at < 8; at += 1) expect(committer.submit(request(9000 + at, eighth), listener)).toBe(true)
  expect(committer.submit(request(9100), listener)).toBe(false)
})

test('closing takes no more and waits for what is queued', async () => {
  const { committer, commit } = storeByHand()
  const said: string[] = []
  submit(committer, said, request(1))
  await settle()
  submit(committer, said, request(2))
  let closed = false
  const closing = committer.close().then(() => {
    closed = true
  })
  expect(committer.submit(request(3), { settled: () => undefined, failed: () => undefined })).toBe(false)
  await commit()
  expect(closed).toBe(false)
  await commit()
  await closing
  expect(said).toEqual(['1 committed', '2 committed'])
})

test('what comes for a busy room is gathered into one transaction, in order, and holds up no other document', async () => {
  const { committer, batches, commit, clock } = storeByHand()
  const said: string[] = []
  const other = newDocumentId()
  gather(committer, said, 10, request(1))
  clock.advance(6)
  gather(committer, said, 10, request(2))
  // Its room is ready by now; but what came before it goes before it.
  submit(committer, said, request(3), request(9, new Uint8Array(1), other))
  await settle()
  expect(batches.map((batch) => batch.map((each) => each.clientSeq))).toEqual([[9]])
  expect(committer.queuedUpdates).toBe(3)
  await commit()
  clock.advance(4)
  await settle()
  expect(batches[1]?.map((each) => each.clientSeq)).toEqual([1, 2, 3])
  await commit()
  expect(said).toEqual(['9 committed', '1 committed', '2 committed', '3 committed'])
  expect(clock.pending).toBe(0)
})

test('what is gathered can be withdrawn, with what is queued of its document', async () => {
  const { committer, commit, clock } = storeByHand()
  const said: string[] = []
  submit(committer, said, request(1))
  await settle()
  submit(committer, said, request(2))
  gather(committer, said, 10, request(3), request(4))
  expect(committer.withdraw(documentId)).toBe(3)
  expect(committer.queuedUpdates).toBe(0)
  await commit()
  clock.advance(20)
  await settle()
  expect(said).toEqual(['1 committed'])
})

test('a transaction that fails takes what is gathered with it, and the next one starts anew', async () => {
  const { committer, commit, fail, clock } = storeByHand()
  const said: string[] = []
  submit(committer, said, request(1))
  await settle()
  gather(committer, said, 10, request(2))
  await fail(new StoreUnavailable('disk full'))
  expect(said).toEqual(['1 failed: disk full', '2 failed: disk full'])
  gather(committer, said, 10, request(3))
  clock.advance(10)
  await settle()
  await commit()
  expect(said.at(-1)).toBe('3 committed')
})

test('closing commits what is gathered without waiting for its time', async () => {
  const { committer, commit } = storeByHand()
  const said: string[] = []
  gather(committer, said, 10_000, request(1), request(2))
  const closing = committer.close()
  await settle()
  await commit()
  await closing
  expect(said).toEqual(['1 committed', '2 committed'])
})
