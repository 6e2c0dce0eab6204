/** A browser for tests: storage and locks that its tabs share, tabs that can crash, and storage that can fail. */
import { IDBFactory as FakeFactory } from 'fake-indexeddb'
import { listLocalCopies } from '../local-copy/copy-shelf.ts'
import type { SessionLocks } from '../local-copy/session-locks.ts'

/** What the storage does to who uses it. */
export type StorageMood = 'fine' | 'full' | 'denied' | 'stuck' | 'slow'

const deafHandler = { value: null, writable: true }
const SILENT = { onsuccess: deafHandler, onerror: deafHandler, onupgradeneeded: deafHandler }

export class Device {
  readonly factory: IDBFactory = new FakeFactory()
  readonly held = new Set<string>()
  mood: StorageMood = 'fine'
  /** Databases that were asked for while storage was slow. */
  readonly #asked: (() => void)[] = []
  /** False: a page on plain http, which has no Web Locks. */
  hasLocks = true

  /** Opened when storage `answers`. */
  later(open: () => void): void {
    this.#asked.push(open)
  }

  /** What was asked of slow storage is answered now. */
  async answers(): Promise<void> {
    this.mood = 'fine'
    for (const open of this.#asked.splice(0)) open()
    await this.settle()
  }

  /**
   * Resolves when what was handed to the storage is stored. Transactions on the same rows queue up, so one that reads
   * them ends after all before it; opening takes a few in a row.
   */
  async settle(): Promise<void> {
    for (let each = 0; each < 5; each += 1) await listLocalCopies('nobody', this.factory)
  }
}

export class Tab {
  readonly locks: SessionLocks | undefined
  readonly factory: IDBFactory
  readonly #device: Device
  readonly #held = new Set<string>()
  readonly #databases: IDBDatabase[] = []

  constructor(device: Device) {
    this.#device = device
    this.locks = device.hasLocks ? { tryAcquire: (name) => this.#tryAcquire(name) } : undefined
    this.factory = {
      open: (name: string, version?: number) => this.#open(name, version),
      deleteDatabase: (name: string) => device.factory.deleteDatabase(name),
      databases: () => device.factory.databases(),
      cmp: (a: unknown, b: unknown) => device.factory.cmp(a, b),
    }
  }

  crash(): void {
    for (const database of this.#databases) database.close()
    for (const name of this.#held) this.#device.held.delete(name)
    this.#held.clear()
  }

  async #tryAcquire(name: string): Promise<(() => void) | undefined> {
    const { held } = this.#device
    if (held.has(name)) return undefined
    held.add(name)
    this.#held.add(name)
    return () => {
      held.delete(name)
      this.#held.delete(name)
    }
  }

  #open(name: string, version?: number): IDBOpenDBRequest {
    if (this.#device.mood === 'denied') throw new DOMException('no storage for this page', 'SecurityError')
    // A request whose events never reach who asked.
    if (this.#device.mood === 'stuck') return Object.create(new FakeFactory().open(name, version), SILENT)
    if (this.#device.mood === 'slow') return this.#openLater(name, version)
    const request = this.#device.factory.open(name, version)
    request.addEventListener('success', () => this.#opened(request.result))
    return request
  }

  #openLater(name: string, version?: number): IDBOpenDBRequest {
    const asked = Object.create(new FakeFactory().open('another'), {
      ...SILENT,
      result: { value: null, writable: true },
    })
    this.#device.later(() => {
      const request = this.#open(name, version)
      request.addEventListener('upgradeneeded', (event) => {
        asked.result = request.result
        asked.onupgradeneeded?.(event)
      })
      request.addEventListener('success', (event) => {
        asked.result = request.result
        asked.onsuccess?.(event)
      })
    })
    return asked
  }

  #opened(database: IDBDatabase): void {
    this.#databases.push(database)
    const transaction = database.transaction.bind(database)
    database.transaction = (...args) => {
      if (this.#device.mood === 'full' && args[1] === 'readwrite')
        throw new DOMException('no room left', 'QuotaExceededError')
      return transaction(...args)
    }
  }
}
