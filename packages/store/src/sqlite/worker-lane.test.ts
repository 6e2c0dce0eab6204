import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreUnavailable } from '../store.ts'
import { LANE_LIMITS, type LaneLimits, startSqliteWorker, WorkerLane } from './worker-lane.ts'
import type { SqlValue } from './worker-message.ts'

let directory = ''
let lane: WorkerLane
/** Every worker the lane has started, newest last. */
let workers: Worker[] = []
let noticeStart = () => {}

const startLane = async (limits: Partial<LaneLimits> = {}) => {
  workers = []
  lane = new WorkerLane({ role: 'writer', directory }, { ...LANE_LIMITS, restartPauseMs: 0, ...limits }, (setup) => {
    const worker = startSqliteWorker(setup)
    workers.push(worker)
    noticeStart()
    return worker
  })
  await lane.run({ kind: 'open' })
}
/** Resolves when the lost worker has been replaced. */
const replaced = async () => {
  while (workers.length < 2) await new Promise<void>((resolve) => (noticeStart = resolve))
}
const query = (sql: string, parameters: readonly SqlValue[] = []) =>
  ({ kind: 'query', sql, parameters, inTransaction: false }) as const
const count = async () => (await lane.run(query('select count(*) as n from t'))).cells

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dure-lane-'))
})
afterEach(async () => {
  await lane.close()
  await rm(directory, { recursive: true })
})

test('answers each request in order, errors among them', async () => {
  await startLane()
  const answers = await Promise.allSettled([
    lane.run(query('create table t (a, b)')),
    lane.run(query('insert into t values (?, ?), (2, ?)', [1, Uint8Array.of(9, 8), new Uint8Array(0)])),
    lane.run(query('nonsense')),
    lane.run(query('select a, b, null as c from t order by a')),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(answers[3]).toMatchObject({
    value: {
      columns: ['a', 'b', 'c'],
      cells: [1, undefined, null, 2, undefined, null],
      blobs: { bytes: Uint8Array.of(9, 8), lengths: [2, 0] },
    },
  })
})

test('what goes first goes before all that waits for a hold to end, and never into it', async () => {
  await startLane()
  await lane.run(query('create table t (a)'))
  const hold = await lane.hold()
  const waiting = [2, 3].map(async (number) => {
    const next = await lane.hold()
    await next.run(query('insert into t values (?)', [number]))
    next.release()
  })
  const first = lane.runFirst(query('insert into t values (1)'))
  await hold.run({ kind: 'begin', write: true })
  await hold.run({ ...query('insert into t values (0)'), inTransaction: true })
  hold.release()
  await Promise.all([first, ...waiting])
  // What the first hold wrote was rolled back with it, and nothing else.
  expect((await lane.run(query('select a from t order by rowid'))).cells).toEqual([1, 2, 3])
})

test('a worker that is lost fails what it was given, and is replaced', async () => {
  await startLane()
  await lane.run(query('create table t (a)'))
  const pending = lane.run(query('insert into t values (1)'))
  const lost = workers[0]?.terminate()
  // Terminated before it could answer, or just after: never left open.
  await pending.catch((error: unknown) => expect(error).toBeInstanceOf(StoreUnavailable))
  await lost
  await replaced()
  await expect(lane.run(query('insert into t values (2)'))).resolves.toMatchObject({ changes: 1 })
})

test('a file that has gone makes the lane unavailable, and is not replaced by an empty one', async () => {
  await startLane()
  await lane.run(query('create table t (a)'))
  await workers[0]?.terminate()
  const file = join(directory, 'dure.sqlite')
  await rename(file, `${file}.away`)
  await replaced()
  await expect(count()).rejects.toThrow(StoreUnavailable)
  await expect(count()).rejects.toThrow('cannot be opened')
  await rename(`${file}.away`, file)
  expect(await count()).toEqual([0])
})

test('a lane held with a lost worker goes to the next in line, and the holder learns of it', async () => {
  await startLane()
  await lane.run(query('create table t (a)'))
  const hold = await lane.hold()
  await hold.run({ kind: 'begin', write: true })
  await hold.run(query('insert into t values (1)'))
  const waiting = lane.hold()
  await workers[0]?.terminate()
  await expect(hold.run({ kind: 'commit' })).rejects.toThrow(StoreUnavailable)
  const next = await waiting
  await replaced()
  expect((await next.run(query('select count(*) as n from t'))).cells).toEqual([0])
  next.release()
  hold.release()
})

test('whoever holds the lane has it alone; the others follow in the order they came', async () => {
  await startLane()
  await lane.run(query('create table t (a)'))
  const order: string[] = []
  const hold = await lane.hold()
  const note = (name: string) => () => void order.push(name)
  const first = lane.runFirst(query('insert into t values (1)')).then(note('first'))
  const second = lane.hold().then(async (mine) => {
    await mine.run(query('select 1 as one'))
    order.push('second')
    mine.release()
  })
  const third = lane.run(query('insert into t values (3)')).then(note('third'))
  await hold.run({ kind: 'begin', write: true })
  await hold.run({ ...query('insert into t values (0)'), inTransaction: true })
  await hold.run({ kind: 'commit' })
  order.push('holder')
  hold.release()
  await Promise.all([first, second, third])
  expect(order).toEqual(['holder', 'first', 'second', 'third'])
  expect(await count()).toEqual([3])
})

test('a released lane is rolled back', async () => {
  await startLane()
  await lane.run(query('create table t (a)'))
  const hold = await lane.hold()
  await hold.run({ kind: 'begin', write: true })
  await hold.run(query('insert into t values (1)'))
  hold.release()
  expect(await count()).toEqual([0])
  await expect(hold.run({ kind: 'commit' })).rejects.toThrow(StoreUnavailable)
})

test('a holder that asks for nothing is rolled back and the next one gets the lane', async () => {
  await startLane({ maxIdleHoldMs: 1 })
  await lane.run(query('create table t (a)'))
  const hold = await lane.hold()
  await Promise.all([hold.run({ kind: 'begin', write: true }), hold.run(query('insert into t values (1)'))])
  expect(await count()).toEqual([0])
  await expect(hold.run({ kind: 'commit' })).rejects.toThrow('a transaction was idle for more than 1 ms')
})

test('a statement meant for a transaction that SQLite has rolled back does not run outside of it', async () => {
  await startLane()
  await lane.run(query('create table t (a)'))
  const hold = await lane.hold()
  await hold.run({ kind: 'begin', write: true })
  await hold.run({ kind: 'rollback' })
  const stray = hold.run({ ...query('insert into t values (1)'), inTransaction: true })
  await expect(stray).rejects.toThrow(StoreUnavailable)
  hold.release()
  expect(await count()).toEqual([0])
})

test('[DU7] takes no more requests than its limit, and says so', async () => {
  await startLane({ maxRequests: 3 })
  const taken = [1, 2, 3].map(() => lane.run(query('select 1 as one')))
  await expect(lane.run(query('select 1 as one'))).rejects.toThrow('3 requests are waiting already')
  await Promise.all(taken)
  await expect(lane.run(query('select 1 as one'))).resolves.toBeDefined()
})

test('closing answers what was handed in before, held lanes included', async () => {
  await startLane()
  const created = lane.run(query('create table t (a)'))
  const hold = await lane.hold()
  const waiting = lane.run(query('insert into t values (1)'))
  const closing = lane.close()
  await expect(lane.run(query('select 1 as one'))).rejects.toThrow('closed')
  hold.release()
  await expect(Promise.all([created, waiting, closing])).resolves.toBeDefined()
})
