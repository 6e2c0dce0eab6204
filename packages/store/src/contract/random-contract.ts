/** Random scripts of appends, snapshots, folds and quarantines: after each, the store and the model tell the same story. */
import {
  type DocumentId,
  newDocumentId,
  newSessionId,
  newUserId,
  type SessionId,
  toClientSeq,
  toEpoch,
  toSeq,
  type UserId,
} from '@dure/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlStore } from '../sql-store.ts'
import type { AppendRequest, LogRow } from '../store.ts'
import { LogModel } from './log-model.ts'
import { FIRST_EPOCH, readRows, type StoreWorld } from './store-world.ts'

const DOCUMENTS = 3
const SESSIONS = 3
const USERS = 2
const YJS_CLIENTS = 10
const RUNS = 60

/** Ids as small numbers, so that a failing script is short and reads well. Document `DOCUMENTS` does not exist. */
const appendArbitrary = fc.record({
  do: fc.constant('append' as const),
  batch: fc.array(
    fc.record({
      document: fc.integer({ min: 0, max: DOCUMENTS }),
      epoch: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) }),
      session: fc.nat(SESSIONS - 1),
      /** From the session's newest number: 1 is the next one, 0 and below were there before, above 1 leaves some out. */
      ahead: fc.oneof(
        { weight: 3, arbitrary: fc.constant(1) },
        { weight: 1, arbitrary: fc.integer({ min: -2, max: 3 }) },
      ),
      user: fc.nat(USERS - 1),
      yjsClientIds: fc.array(fc.nat(YJS_CLIENTS - 1), { maxLength: 2 }),
      bytes: fc.uint8Array({ maxLength: 8 }),
    }),
    { maxLength: 8 },
  ),
})
/** Where in the document's log: 0 before its first row, 8 at its head, 9 beyond. */
const placeArbitrary = { document: fc.nat(DOCUMENTS - 1), eighths: fc.nat(9) }
const stepArbitrary = fc.oneof(
  { weight: 6, arbitrary: appendArbitrary },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('snapshot' as const), ...placeArbitrary }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fold' as const), ...placeArbitrary }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), document: fc.nat(DOCUMENTS - 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('quarantine' as const), ...placeArbitrary }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), ...placeArbitrary, limit: fc.nat(10) }) },
)
type Step = typeof stepArbitrary extends fc.Arbitrary<infer T> ? T : never

export function randomContract(world: () => StoreWorld): void {
  describe('random scripts', () => {
    let store: SqlStore
    beforeAll(async () => {
      store = await (await world().newPlace()).open()
    })
    afterAll(() => store.close())

    test('[DU2] [DU3] [DU4] [DU10] the store does what the model does', async () => {
      const property = fc.asyncProperty(fc.array(stepArbitrary, { maxLength: 40, size: 'max' }), (script) =>
        play(store, script),
      )
      // Shrinking ends in time for the seed to be printed.
      await fc.assert(property, { numRuns: RUNS, interruptAfterTimeLimit: 60_000 })
    }, 120_000)
  })
}

async function play(store: SqlStore, script: readonly Step[]): Promise<void> {
  const documents = Array.from({ length: DOCUMENTS }, newDocumentId)
  const people = {
    sessions: Array.from({ length: SESSIONS }, newSessionId),
    users: Array.from({ length: USERS }, newUserId),
  }
  for (const id of documents) await store.documents.create({ id, createdBy: newUserId() })
  const model = new LogModel(documents)
  const all = [...documents, newDocumentId()]
  for (const step of script) await take(store, model, step, (index) => pick(all, index), people)
  for (const id of documents) await compare(store, model, id, people)
}

interface People {
  readonly sessions: readonly SessionId[]
  readonly users: readonly UserId[]
}

async function take(
  store: SqlStore,
  model: LogModel,
  step: Step,
  idOf: (index: number) => DocumentId,
  { sessions, users }: People,
): Promise<void> {
  if (step.do === 'append') {
    const newest = new Map<string, number>()
    const batch = step.batch.map((one): AppendRequest => {
      const documentId = idOf(one.document)
      const sessionId = pick(sessions, one.session)
      const userId = pick(users, one.user)
      const key = `${documentId} ${sessionId} ${userId}`
      const before = newest.get(key) ?? model.cursor(documentId, sessionId, userId)
      const clientSeq = toClientSeq(Math.max(1, before + one.ahead))
      newest.set(key, Math.max(before, clientSeq))
      return {
        documentId,
        epoch: toEpoch(one.epoch),
        sessionId,
        clientSeq,
        userId,
        yjsClientIds: one.yjsClientIds,
        bytes: one.bytes,
      }
    })
    expect(await store.log.append(batch)).toEqual(batch.map((request) => model.append(request)))
    return
  }
  const id = idOf(step.document)
  const document = model.documents.get(id)
  if (!document) throw new Error('steps other than append name documents that exist')
  const place = 'eighths' in step ? Math.ceil((document.rows.length * step.eighths) / 8) : 0
  switch (step.do) {
    case 'snapshot': {
      const kept = await store.log.saveSnapshot(id, FIRST_EPOCH, {
        seq: toSeq(place),
        bytes: Uint8Array.of(place),
      })
      expect(kept).toBe(model.saveSnapshot(id, place))
      return
    }
    case 'fold':
      expect(await store.log.foldHistory(id, toSeq(place))).toBe(model.fold(id, place))
      return
    case 'drop':
      await store.log.dropSnapshot(id, toSeq(document.snapshot ?? 0))
      document.snapshot = undefined
      return
    case 'quarantine':
      if (place < 1 || place > document.rows.length) return
      await store.log.quarantine(id, [toSeq(place)], 'random')
      document.quarantined.add(place)
      return
    case 'read': {
      const rows = await readRows(store, id, place, step.limit)
      expect(rows.map(plain)).toEqual(model.readAfter(id, place, step.limit))
    }
  }
}

async function compare(store: SqlStore, model: LogModel, id: DocumentId, { sessions, users }: People): Promise<void> {
  const document = model.documents.get(id)
  if (!document) throw new Error('a document of the model')
  const head = document.rows.length
  const from = document.snapshot ?? 0
  const loaded = await store.log.load(id)
  expect(loaded).toMatchObject({ epoch: 1, head })
  expect(loaded?.snapshot?.seq).toBe(document.snapshot)
  expect(loaded?.rows.map(plain)).toEqual(model.readAfter(id, from))
  expect(loaded?.quarantined).toEqual([...document.quarantined].filter((seq) => seq > from).sort((a, b) => a - b))
  expect((await readRows(store, id, 0, 1_000)).map(plain)).toEqual(model.readAfter(id, 0))
  expect(await store.log.positions([id])).toEqual(new Map([[id, { epoch: 1, head }]]))
  expect(
    await store.log.authors(
      id,
      Array.from({ length: YJS_CLIENTS }, (_, index) => index),
    ),
  ).toEqual(document.authors)
  for (const session of sessions) {
    for (const user of users) {
      expect(await store.log.durableClientSeq(id, session, user)).toBe(model.cursor(id, session, user))
    }
  }
}

const plain = ({ seq, userId, sessionId, clientSeq, bytes }: LogRow) => ({
  seq,
  user: userId,
  session: sessionId,
  clientSeq,
  bytes: [...bytes],
})

function pick<T>(values: readonly T[], index: number): T {
  const value = values[index]
  if (value === undefined) throw new RangeError(`no value ${index} among ${values.length}`)
  return value
}
