/** What happens to the Postgres store when replicas meet, connections break, and the server stops or is killed. */
import { type DocumentId, newUserId, toSeq } from '@dure/protocol'
import { type PostgresProcess, startPostgres } from '@dure/testkit/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { committed, newDocument, Pen, readAll, textOf, textsOf } from '../contract/store-world.ts'
import type { SqlStore } from '../sql-store.ts'
import { type AppendRequest, StoreRefused, StoreUnavailable } from '../store.ts'
import { openPostgresStore } from './open-postgres-store.ts'
import { startCuttingProxy } from './testing/cutting-proxy.ts'

let postgres: PostgresProcess
let connectionString = ''
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.close())
beforeEach(async () => {
  connectionString = await postgres.createDatabase()
})

const open = () => openPostgresStore({ connectionString })

async function textsBySeq(store: SqlStore, id: DocumentId): Promise<ReadonlyMap<number, string>> {
  const rows = await readAll(store, id)
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1))
  expect(rows).toHaveLength((await store.log.load(id))?.head ?? -1)
  expect(new Set(rows.map((row) => `${row.sessionId} ${row.clientSeq}`)).size).toBe(rows.length)
  return new Map(rows.map((row) => [row.seq, textOf(row.bytes)]))
}

/** Sends the batch until it is answered, as the sync server does. Answers the acks: `[seq, text]`. */
async function insist(store: SqlStore, batch: readonly AppendRequest[]): Promise<(readonly [number, string])[]> {
  for (;;) {
    try {
      const outcomes = await store.log.append(batch)
      return outcomes.flatMap((outcome, index) => {
        // A duplicate was committed by an attempt whose answer was lost.
        expect(['committed', 'duplicate']).toContain(outcome.kind)
        return outcome.kind === 'committed' ? [[outcome.seq, textOf(batch[index]?.bytes ?? new Uint8Array())]] : []
      })
    } catch (error) {
      expect(error).toBeInstanceOf(StoreUnavailable)
    }
  }
}

describe('two replicas', () => {
  test('open an empty database at the same moment', async () => {
    const stores = await Promise.all([open(), open(), open()])
    const id = await newDocument(stores[0])
    expect(await stores[1].documents.get(id)).toBeDefined()
    await Promise.all(stores.map((store) => store.close()))
  })

  test('[DU1] [DU2] append to the same documents without a gap, a deadlock or a lost ack', async () => {
    const stores = await Promise.all([open(), open()])
    const ids = await Promise.all(Array.from({ length: 5 }, () => newDocument(stores[0])))
    const acked = new Map<DocumentId, Map<number, string>>(ids.map((id) => [id, new Map()]))
    const write = async (store: SqlStore, rotation: number) => {
      const pens = ids.map((id) => new Pen(id))
      for (let turn = 0; turn < 25; turn += 1) {
        // Every writer names the documents in another order: locks taken in that order would deadlock.
        const order = pens
          .map((_, index) => pens[(index * 2 + rotation + turn) % pens.length])
          .filter((pen) => pen !== undefined)
        const batch = order.flatMap((pen) => pen.writeMany(2))
        const outcomes = await store.log.append(batch)
        for (const [index, outcome] of outcomes.entries()) {
          const request = batch[index]
          if (outcome.kind !== 'committed' || !request) throw new Error(`answered ${outcome.kind}`)
          const known = acked.get(request.documentId)
          expect(known?.has(outcome.seq)).toBe(false)
          known?.set(outcome.seq, textOf(request.bytes))
        }
      }
    }
    await Promise.all(stores.flatMap((store, index) => [write(store, index), write(store, index + 3)]))
    for (const id of ids)
      expect(await textsBySeq(stores[1], id)).toEqual(new Map([...(acked.get(id) ?? [])].sort(bySeq)))
    await Promise.all(stores.map((store) => store.close()))
  }, 60_000)

  test('[DU4] of two people who claim a Yjs client id at the same moment one gets it', async () => {
    const stores = await Promise.all([open(), open()])
    const id = await newDocument(stores[0])
    for (let round = 1; round <= 10; round += 1) {
      const pens = stores.map(() => new Pen(id, undefined, round))
      const outcomes = (
        await Promise.all(stores.map((store, i) => store.log.append([pens[i]?.write('a') ?? never()])))
      ).flat()
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['committed', 'foreign-client'])
    }
    await Promise.all(stores.map((store) => store.close()))
  })

  test('fold the same history at the same moment and pack each row once', async () => {
    const stores = await Promise.all([open(), open()])
    const pen = new Pen(await newDocument(stores[0]))
    await stores[0].log.append(pen.writeMany(3_000))
    const before = await textsBySeq(stores[0], pen.documentId)
    await stores[0].log.saveSnapshot(pen.documentId, pen.write('').epoch, {
      seq: toSeq(3_000),
      bytes: new Uint8Array(1),
    })
    const packed = await Promise.all(stores.map((store) => store.log.foldHistory(pen.documentId, toSeq(3_000))))
    expect(packed.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(3_000)
    await stores[0].log.foldHistory(pen.documentId, toSeq(3_000))
    expect(await textsBySeq(stores[1], pen.documentId)).toEqual(before)
    await Promise.all(stores.map((store) => store.close()))
  })
})

describe('a connection that breaks', () => {
  test('[DU1] in the middle of an append makes it unavailable and leaves nothing of it', async () => {
    const [store, other] = await Promise.all([open(), open()])
    const pen = new Pen(await newDocument(store))
    const request = pen.write('a')
    const id = pen.documentId
    let appending: Promise<unknown> = Promise.resolve()
    await other.database.transaction().execute(async (transaction) => {
      await transaction.selectFrom('document').select('id').where('id', '=', id).forUpdate().execute()
      appending = store.log.append([request]).catch((error: unknown) => error)
      await endWhoeverWaitsForALock(other)
      expect(await appending).toBeInstanceOf(StoreUnavailable)
    })
    expect((await store.log.load(id))?.head).toBe(0)
    expect(await store.log.append([request])).toEqual([committed(1)])
    await Promise.all([store.close(), other.close()])
  })

  test('[DU1] [DU3] after COMMIT but before its answer is unavailable, and the repeated append a duplicate', async () => {
    const proxy = await startCuttingProxy(connectionString)
    const store = await openPostgresStore({ connectionString: proxy.connectionString })
    const pen = new Pen(await newDocument(store))
    const batch = [pen.write('a'), pen.write('b')]
    const cut = proxy.loseNextCommit()
    await expect(store.log.append(batch)).rejects.toThrow(StoreUnavailable)
    await cut
    expect(await store.log.append([...batch, pen.write('c')])).toEqual([
      { kind: 'duplicate' },
      { kind: 'duplicate' },
      committed(3),
    ])
    expect(textsOf((await store.log.load(pen.documentId))?.rows ?? [])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ])
    await store.close()
    await proxy.close()
  })

  test('while idle costs at most one call, and never the process', async () => {
    const store = await open()
    const pen = new Pen(await newDocument(store))
    await Promise.all([1, 2, 3, 4].map(() => store.documents.get(pen.documentId)))
    const admin = await open()
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(
      admin.database,
    )
    await insist(store, [pen.write('a')])
    expect(await textsBySeq(store, pen.documentId)).toEqual(new Map([[1, 'a']]))
    await Promise.all([store.close(), admin.close()])
  })
})

describe('a server that goes away', () => {
  test.each([
    ['is stopped at once', () => postgres.stopAtOnce()],
    ['is killed', () => postgres.kill()],
    ['is stopped by its operator', () => postgres.stop()],
  ])(
    '[DU1] [DU2] and %s makes the store unavailable; it heals by itself, with every acked row and no gap',
    async (_, stop) => {
      const store = await open()
      const id = await newDocument(store)
      const acked: (readonly [number, string])[] = []
      const pen = new Pen(id)
      for (let turn = 0; turn < 20; turn += 1) acked.push(...(await insist(store, pen.writeMany(3))))
      let stopped = false
      const writing = (async () => {
        const mine = new Pen(id)
        while (!stopped) acked.push(...(await insist(store, mine.writeMany(3))))
        acked.push(...(await insist(store, mine.writeMany(3))))
      })()
      await stop()
      await expect(store.check()).rejects.toThrow(StoreUnavailable)
      await expect(store.log.load(id)).rejects.toThrow(StoreUnavailable)
      await expect(store.documents.list(newUserId(), { limit: 1 })).rejects.toThrow(StoreUnavailable)
      await expect(open()).rejects.toThrow(StoreUnavailable)
      stopped = true
      await postgres.start()
      await writing
      await expect(store.check()).resolves.toBeUndefined()
      const stored = await textsBySeq(store, id)
      for (const [seq, text] of acked) expect(stored.get(seq)).toBe(text)
      expect(acked.length).toBeGreaterThanOrEqual(60)
      await store.close()
    },
    60_000,
  )
})

test('[DU1] [DU2] a fail-over to the standby keeps every acked row, and the log goes on without a gap', async () => {
  const original = await startPostgres()
  const first = await original.createDatabase()
  const proxy = await startCuttingProxy(first)
  const store = await openPostgresStore({ connectionString: proxy.connectionString })
  const standby = await original.startStandby()
  try {
    const id = await newDocument(store)
    const pen = new Pen(id)
    const acked: (readonly [number, string])[] = []
    for (let turn = 0; turn < 10; turn += 1) acked.push(...(await insist(store, pen.writeMany(3))))
    let moved = false
    const writing = (async () => {
      const mine = new Pen(id)
      while (!moved) acked.push(...(await insist(store, mine.writeMany(3))))
      acked.push(...(await insist(store, mine.writeMany(3))))
    })()
    await original.kill()
    proxy.moveTo(standby.addressOf(first))
    // Not promoted yet, it answers reads only: it is not taken for the original, not even for those.
    await expect(store.check()).rejects.toThrow(StoreUnavailable)
    await expect(store.log.load(id)).rejects.toThrow('takes no writes')
    await standby.promote()
    moved = true
    await writing
    const stored = await textsBySeq(store, id)
    for (const [seq, text] of acked) expect(stored.get(seq)).toBe(text)
    expect(acked.length).toBeGreaterThanOrEqual(33)
  } finally {
    await store.close()
    await proxy.close()
    await standby.close()
    await original.close()
  }
}, 60_000)

test('[DU1] a commit that no longer waits for the standby is not acknowledged, and not when it is repeated either', async () => {
  const original = await startPostgres()
  const connectionString = await original.createDatabase()
  const [store, other] = await Promise.all([1, 2].map(() => openPostgresStore({ connectionString })))
  if (!store || !other) throw new Error('two were opened')
  try {
    const pen = new Pen(await newDocument(store))
    const lost = await original.startStandby()
    expect(await store.log.append([pen.write('a')])).toEqual([committed(1)])
    await lost.close()
    const request = pen.write('b')
    const appending = store.log.append([request]).catch((error: unknown) => error)
    await cancelWhoeverWaitsForTheStandby(other)
    expect(await appending).toBeInstanceOf(StoreUnavailable)

    // It is there by now, on one disk.
    expect((await store.log.load(pen.documentId))?.head).toBe(2)
    const repeating = store.log.append([request]).catch((error: unknown) => error)
    await cancelWhoeverWaitsForTheStandby(other)
    expect(await repeating).toBeInstanceOf(StoreUnavailable)
    const standby = await original.startStandby()
    expect(await store.log.append([request])).toEqual([{ kind: 'duplicate' }])
    await standby.close()
  } finally {
    await Promise.all([store.close(), other.close()])
    await original.close()
  }
}, 60_000)

describe('the settings durability rests on', () => {
  test('[DU1] commits wait for the disk whatever the database says', async () => {
    const first = await open()
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(first.database)
    await sql`alter database ${sql.ref(rows[0]?.name ?? '')} set synchronous_commit = off`.execute(first.database)
    await first.close()
    const store = await open()
    expect((await sql`show synchronous_commit`.execute(store.database)).rows).toEqual([{ synchronous_commit: 'on' }])
    await store.close()
  })

  test('ids sort byte by byte whatever the language of the database', async () => {
    const store = await open()
    const { rows } = await sql<{ column_name: string; collation_name: string }>`
      select distinct column_name, collation_name from information_schema.columns
      where table_schema = 'public' and data_type = 'text' and column_name like '%id'`.execute(store.database)
    const names = rows.map((row) => row.column_name)
    expect(names).toEqual(expect.arrayContaining(['document_id', 'id', 'session_id', 'user_id', 'person_id']))
    // Every one of them, whichever tables there will be.
    expect(rows.filter((row) => row.collation_name !== 'C')).toEqual([])
    await store.close()
  })

  test('a 64-bit number above 2^53 is an error and not another number', async () => {
    const store = await open()
    const read = (text: string) => sql<{ n: number }>`select ${sql.lit(text)}::bigint as n`.execute(store.database)
    expect((await read('9007199254740991')).rows).toEqual([{ n: Number.MAX_SAFE_INTEGER }])
    await expect(read('9007199254740993')).rejects.toThrow('9007199254740993')
    await store.close()
  })

  test.each([
    ['no such database', () => connectionString.replace('/test_', '/none_'), 'does not exist'],
    ['no such role', () => connectionString.replace('//dure@', '//stranger@'), 'stranger'],
    ['no URL', () => 'postgresql://user:secret@host:port/x', 'connection string'],
  ])('%s is refused at the opening, without a password in the message', async (_, wrong, message) => {
    const opening = openPostgresStore({ connectionString: wrong() })
    await expect(opening).rejects.toThrow(StoreRefused)
    await expect(opening).rejects.toThrow(message)
    await expect(opening).rejects.not.toThrow('secret')
  })

  test('a database in another encoding is refused', async () => {
    connectionString = await postgres.createDatabase('--encoding=LATIN1', '--template=template0')
    await expect(open()).rejects.toThrow('needs a Postgres database in UTF8, this one is in LATIN1')
  })
})

const bySeq = ([a]: readonly [number, string], [b]: readonly [number, string]) => a - b

/** Looks until someone waits: the append is then in the middle of its transaction. */
async function endWhoeverWaitsForALock(store: SqlStore): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(store.database)
    if (rows.length > 0) return
  }
}

/** Looks until someone waits. */
async function cancelWhoeverWaitsForTheStandby({ database }: SqlStore): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select pg_cancel_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event = 'SyncRep'`.execute(database)
    if (rows.length > 0) return
  }
}

function never(): never {
  throw new Error('not reached')
}
