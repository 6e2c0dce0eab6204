/**
 * The local copy in IndexedDB. Writes are grouped: one transaction is under way at a time, and whatever came meanwhile
 * is the next one. The outbox is stored at once; others' content a moment later, and never at the outbox's expense.
 *
 * Nothing here ever throws at the editor: when storage is full, denied, gone or stuck, `keptOn` says so and the document
 * goes on in memory.
 */
import { type DocumentId, newSessionId, type SessionId } from '@dure/protocol'
import { backOffMs } from '../back-off.ts'
import type { Clock } from '../clock.ts'
import {
  COPY_DELAY_MS,
  MAX_COPY_RUN_BYTES,
  MAX_COPY_RUNS,
  RESTORE_TIMEOUT_MS,
  STORAGE_RETRY_BASE_MS,
  STORAGE_RETRY_CAP_MS,
} from '../limits.ts'
import type { Outbox } from '../outbox.ts'
import type { OutboxEntry } from '../outbox-entry.ts'
import type { KeptOn } from '../save-status.ts'
import { CopyGone, freshSession, lockSession, openSession } from './adopt-session.ts'
import { deleteSession, putOutbox, putRun, putWhole, type SessionRows } from './copy-rows.ts'
import { answer, type Durability, openDatabase, transact } from './database.ts'
import type { LocalCopy, LocalCopyListener, LogRun, Restored, WholeDocument } from './local-copy.ts'
import { type CopyRecord, parseCopy } from './records.ts'
import type { SessionLocks } from './session-locks.ts'
import { type Batch, joined, NOTHING } from './write-batch.ts'

export interface DeviceCopyParts {
  readonly factory: IDBFactory
  /** Undefined where the browser has none: then every tab starts a session of its own. */
  readonly locks: SessionLocks | undefined
  /** Whose copy it is. People who share a browser do not share copies. */
  readonly owner: string
  readonly documentId: DocumentId
  readonly clock: Clock
  readonly random: () => number
}

export class DeviceCopy implements LocalCopy {
  readonly #parts: DeviceCopyParts
  #listener: LocalCopyListener | undefined
  #database: IDBDatabase | undefined
  #copyId = newSessionId() as string
  #sessionId: SessionId = newSessionId()
  /** Left behind by `renewSession`, to be deleted. */
  #former: SessionRows | undefined
  #releaseSession: (() => void) | undefined
  /** The rows of the session as they are stored. */
  #stored: ReadonlyMap<number, OutboxEntry> = new Map()
  #waiting: Batch = NOTHING
  #writing: Promise<void> | undefined
  #delay: unknown
  #failures = 0
  /** The entries of the outbox as last handed in, and whether they are stored. */
  #entries: readonly OutboxEntry[] = []
  #entriesStored = false
  #gone = false
  #closed = false
  /** What was kept has been handed over. Before that nothing may be written over it. */
  #restored = false
  /** The stored content ends before what was handed in: only a whole document helps. */
  #behind = false
  #keptOn: KeptOn = 'tab'

  constructor(parts: DeviceCopyParts) {
    this.#parts = parts
  }

  get keptOn(): KeptOn {
    return this.#keptOn
  }

  /** For `deleteLocalCopy` and its like. Undefined without storage. */
  get copyId(): string | undefined {
    return this.#restored ? this.#copyId : undefined
  }

  async restore(listener: LocalCopyListener): Promise<void> {
    this.#listener = listener
    const { clock } = this.#parts
    const { promise: timeout, resolve } = Promise.withResolvers<undefined>()
    const timer = clock.setTimeout(() => resolve(undefined), RESTORE_TIMEOUT_MS)
    const restoring = this.#restore().catch(() => undefined)
    const restored = await Promise.race([restoring, timeout])
    clock.clearTimeout(timer)
    if (!restored || this.#closed) {
      void restoring.then((late) => this.#comeLate(late))
      return
    }
    this.#restored = true
    this.#setKeptOn()
    listener.found(restored)
  }

  keepOutbox(outbox: Outbox, strict: boolean): void {
    if (!this.#restored) return
    if (outbox.entries !== this.#entries) {
      this.#entries = outbox.entries
      this.#entriesStored = false
      // The caller is about to look; it need not be told.
      this.#keptOn = 'tab'
    }
    this.#waiting = { ...this.#waiting, outbox, strict: strict || this.#waiting.strict }
    if (this.#failures === 0) this.#write()
  }

  keepRun(run: LogRun): void {
    if (!this.#restored) return
    this.#waiting = { ...this.#waiting, runs: [...this.#waiting.runs, run] }
    this.#writeLater(COPY_DELAY_MS)
  }

  keepWhole(whole: WholeDocument): void {
    if (!this.#restored) return
    this.#waiting = { ...this.#waiting, whole, runs: [] }
    this.#behind = false
    this.#writeLater(COPY_DELAY_MS)
  }

  renewSession(): SessionId {
    this.#goOnAs(newSessionId())
    return this.#sessionId
  }

  /** Another session of this tab takes the place of the stored one, whose rows go when its own are stored. */
  #goOnAs(sessionId: SessionId): void {
    const record = { copyId: this.#copyId, sessionId: this.#sessionId, nextClientSeq: 0, nextKey: 0 }
    this.#former = { record, entries: [...this.#stored.values()] }
    this.#stored = new Map()
    this.#sessionId = sessionId
    const releaseFormer = this.#releaseSession
    this.#releaseSession = undefined
    // Nobody else can know the new session before its rows are stored, so its lock is certain to be had.
    void lockSession(this.#parts.locks, sessionId).then((release) => {
      this.#releaseSession = release
      releaseFormer?.()
    })
  }

  async flush(): Promise<void> {
    this.#write()
    await this.#writing
  }

  async close(): Promise<void> {
    if (this.#closed) return
    await this.flush()
    this.#closed = true
    this.#parts.clock.clearTimeout(this.#delay)
    this.#letGo()
  }

  // ── opening ───────────────────────────────────────────────────────────────────────────────────────────────────────

  async #restore(): Promise<Restored> {
    const [database, fresh] = await Promise.all([openDatabase(this.#parts.factory), freshSession(this.#parts.locks)])
    this.#database = database
    const { copyId, release, restored } = await openSession(database, this.#copyId, fresh, this.#parts)
    this.#copyId = copyId
    this.#releaseSession = release
    this.#sessionId = restored.sessionId
    this.#entries = restored.outbox.entries
    this.#hasStored(restored.outbox)
    return restored
  }

  /** Storage answers after all. The tab has gone on without it: what was found joins what it has by now. */
  #comeLate(restored: Restored | undefined): void {
    const joined = restored && !this.#closed ? this.#listener?.foundLate(restored) : undefined
    if (!joined) {
      this.#letGo()
      return
    }
    this.#goOnAs(joined.sessionId)
    this.#restored = true
    // What came meanwhile was not stored.
    this.#behind = true
    this.keepOutbox(joined.outbox, true)
    this.#listener?.changed()
  }

  #letGo(): void {
    this.#releaseSession?.()
    this.#releaseSession = undefined
    this.#database?.close()
    this.#database = undefined
  }

  // ── writing ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #writeLater(afterMs: number): void {
    this.#delay ??= this.#parts.clock.setTimeout(() => {
      this.#delay = undefined
      this.#write()
    }, afterMs)
  }

  #write(): void {
    if (!this.#restored || this.#gone || this.#closed) return
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined
    })
  }

  async #writeAll(): Promise<void> {
    // One microtask, so that what happens in one task is one transaction.
    await Promise.resolve()
    this.#parts.clock.clearTimeout(this.#delay)
    this.#delay = undefined
    while (this.#waiting !== NOTHING) {
      const batch = this.#waiting
      this.#waiting = NOTHING
      if (!(await this.#tryWrite(batch))) return
    }
  }

  /** False when even the outbox could not be stored: it waits for the next attempt. */
  async #tryWrite(batch: Batch): Promise<boolean> {
    const hasContent = batch.whole !== undefined || batch.runs.length > 0
    try {
      await this.#writeBatch(batch)
    } catch (error) {
      if (hasContent && !(error instanceof CopyGone)) {
        // The content can be had from the server again; the outbox is all there is.
        this.#behind = true
        return this.#tryWrite({ ...NOTHING, outbox: batch.outbox, strict: batch.strict })
      }
      return this.#failed(batch, error)
    }
    this.#failures = 0
    this.#setKeptOn()
    return true
  }

  #failed(batch: Batch, error: unknown): false {
    this.#waiting = { ...this.#waiting, outbox: this.#waiting.outbox ?? batch.outbox }
    this.#gone = error instanceof CopyGone
    const afterMs = STORAGE_RETRY_BASE_MS + this.#retryMs()
    this.#failures += 1
    this.#setKeptOn()
    if (!this.#gone && !this.#closed) this.#writeLater(afterMs)
    return false
  }

  #retryMs(): number {
    return backOffMs(this.#failures, this.#parts.random(), STORAGE_RETRY_BASE_MS, STORAGE_RETRY_CAP_MS)
  }

  async #writeBatch(batch: Batch): Promise<void> {
    const database = this.#database
    if (!database) return
    const durability: Durability = batch.strict ? 'strict' : 'relaxed'
    const copy = await transact(database, 'readwrite', durability, (stores) => this.#put(stores, batch))
    if (batch.outbox) this.#hasStored(batch.outbox)
    this.#foldIfLong(copy)
  }

  #hasStored({ entries }: Outbox): void {
    this.#stored = new Map(entries.map((entry) => [entry.key, entry]))
    if (entries === this.#entries) this.#entriesStored = true
  }

  async #put(stores: Parameters<typeof putRun>[0], batch: Batch): Promise<CopyRecord> {
    const stored = parseCopy(await answer(stores.copies.get(this.#copyId)))
    if (!stored || stored.setAside) throw new CopyGone('deleted or set aside')
    let copy = batch.whole ? await putWhole(stores, stored, batch.whole) : stored
    for (const run of joined(batch.runs)) {
      const next = putRun(stores, copy, run)
      if (!next) this.#behind = true
      copy = next ?? copy
    }
    if (batch.outbox) this.#putOutbox(stores, batch.outbox)
    copy = { ...copy, changedAtMs: this.#parts.clock.now(), title: this.#listener?.title() || copy.title }
    stores.copies.put(copy)
    return copy
  }

  #putOutbox(stores: Parameters<typeof putRun>[0], outbox: Outbox): void {
    if (this.#former) deleteSession(stores, this.#copyId, this.#former)
    this.#former = undefined
    putOutbox(stores, this.#copyId, this.#sessionId, outbox, this.#stored)
  }

  /** Replaces many rows, or a copy that has fallen behind, by one snapshot when the document is as the log has it. */
  #foldIfLong(copy: CopyRecord): void {
    const long = copy.runs > MAX_COPY_RUNS || copy.runBytes > Math.max(MAX_COPY_RUN_BYTES, copy.snapshotBytes)
    if (!long && !this.#behind) return
    const whole = this.#listener?.whole()
    if (whole) this.keepWhole(whole)
  }

  #setKeptOn(): void {
    const keptOn: KeptOn = this.#entriesStored && !this.#gone && this.#database ? 'device' : 'tab'
    if (keptOn === this.#keptOn) return
    this.#keptOn = keptOn
    this.#listener?.changed()
  }
}
