/**
 * The IndexedDB database of local copies, version 1, shared by all tabs of an origin.
 *
 * copies    copyId                      owner, documentId, position, title, times, whether it was set aside
 * snapshots copyId                      the content up to `seq`, one Yjs update
 * runs      copyId, toSeq               the content after the snapshot
 * sessions  copyId, sessionId           the next free clientSeq of an outbox
 * entries   copyId, sessionId, key      the outbox, one row an entry
 */

const NAME = 'dure'
const VERSION = 1

export const STORES = ['copies', 'snapshots', 'runs', 'sessions', 'entries'] as const
export type StoreName = (typeof STORES)[number]

/** @throws DOMException when the browser has no storage for this page, or no room for a database. */
export function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(NAME, VERSION)
    request.onupgradeneeded = () => create(request.result)
    request.onsuccess = () => {
      const database = request.result
      // A newer version of the page wants to upgrade, or the person clears site data: do not stand in the way.
      database.onversionchange = () => database.close()
      resolve(database)
    }
    request.onerror = () => reject(request.error)
  })
}

function create(database: IDBDatabase): void {
  database.createObjectStore('copies', { keyPath: 'copyId' }).createIndex('byDocument', ['owner', 'documentId'])
  database.createObjectStore('snapshots', { keyPath: 'copyId' })
  const keyPaths = {
    runs: ['copyId', 'toSeq'],
    sessions: ['copyId', 'sessionId'],
    entries: ['copyId', 'sessionId', 'key'],
  }
  for (const [name, keyPath] of Object.entries(keyPaths)) {
    database.createObjectStore(name, { keyPath }).createIndex('byCopy', 'copyId')
  }
}

export type Durability = 'relaxed' | 'strict'

/**
 * Runs `work` in one transaction: all of it is stored, or nothing. `work` awaits requests of this transaction only.
 * @throws what `work` throws, or DOMException when the transaction fails.
 */
export async function transact<T>(
  database: IDBDatabase,
  mode: 'readonly' | 'readwrite',
  durability: Durability,
  work: (stores: Record<StoreName, IDBObjectStore>) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction([...STORES], mode, { durability })
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'))
  })
  try {
    const result = await work({
      copies: transaction.objectStore('copies'),
      snapshots: transaction.objectStore('snapshots'),
      runs: transaction.objectStore('runs'),
      sessions: transaction.objectStore('sessions'),
      entries: transaction.objectStore('entries'),
    })
    await done
    return result
  } catch (error) {
    done.catch(() => {})
    try {
      transaction.abort()
    } catch {
      // It has ended already, which is what is wanted.
    }
    throw error
  }
}

/** The answer of one request. Rows are `unknown` until `records.ts` has parsed them. */
export const answer = (request: IDBRequest): Promise<unknown> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** All rows of a copy in key order. */
export async function rowsOf(store: IDBObjectStore, copyId: string): Promise<readonly unknown[]> {
  const rows = await answer(store.index('byCopy').getAll(copyId))
  return Array.isArray(rows) ? rows : []
}

/** Deletes all rows of a copy. */
export async function deleteRowsOf(store: IDBObjectStore, copyId: string): Promise<void> {
  const keys = await answer(store.index('byCopy').getAllKeys(copyId))
  if (Array.isArray(keys)) for (const key of keys) store.delete(key)
}
