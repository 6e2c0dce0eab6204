/**
 * The store of a simulation: what the contract of `UpdateLog` says, kept in memory and so surviving every crash of a
 * process. Each call takes virtual time before and after the moment in which it happens, so that a crash or a fault can
 * fall on either side of it. (That the real stores keep the same contract is proved by their own suite.)
 */
import { type DocumentId, type Epoch, type Seq, toClientSeq, toEpoch, toSeq, type UserId } from '@dure/protocol'
import {
  type AppendOutcome,
  type AppendRequest,
  type LogPage,
  type LogRow,
  type Snapshot,
  StoreUnavailable,
  type UpdateLog,
} from '@dure/store'
import type { ManualClock, SeededRandom } from '@dure/testkit'
import * as Y from 'yjs'
import type { Fence } from './fence.ts'

/** Slowest answer of the store, in ms. */
const MAX_DELAY_MS = 40
/** Rows that one read may end after. */
const MAX_PAGE_ROWS = 200

interface StoredDocument {
  readonly epoch: Epoch
  readonly rows: LogRow[]
  readonly cursors: Map<string, number>
  readonly authors: Map<number, UserId>
  readonly quarantined: Set<Seq>
  snapshot: Snapshot | undefined
  /** Everything in the log, integrated: what is durable. */
  readonly truth: Y.Doc
}

export class SimulatedDisk {
  /** Share of calls that fail, before or after they happened. */
  faults = 0
  readonly #documents = new Map<DocumentId, StoredDocument>()
  readonly #time: ManualClock
  readonly #random: SeededRandom

  constructor(time: ManualClock, random: SeededRandom) {
    this.#time = time
    this.#random = random
  }

  create(documentId: DocumentId): void {
    this.#documents.set(documentId, {
      epoch: toEpoch(1),
      rows: [],
      cursors: new Map(),
      authors: new Map(),
      quarantined: new Set(),
      snapshot: undefined,
      truth: new Y.Doc(),
    })
  }

  /** The document as the log has it at this moment. */
  truth(documentId: DocumentId): Y.Doc {
    return this.#get(documentId).truth
  }

  rows(documentId: DocumentId): readonly LogRow[] {
    return this.#get(documentId).rows
  }

  quarantined(documentId: DocumentId): ReadonlySet<Seq> {
    return this.#get(documentId).quarantined
  }

  /** The log as one process reaches it. */
  reach(fence: Fence): UpdateLog {
    const call = <T>(happen: () => T): Promise<T> => this.#call(fence, happen)
    return {
      append: (batch) => call(() => batch.map((request) => this.#append(request))),
      load: (id) =>
        call(() => {
          const document = this.#documents.get(id)
          if (!document) return undefined
          const { snapshot, quarantined } = document
          return { ...this.#page(document, snapshot?.seq ?? toSeq(0)), snapshot, quarantined: [...quarantined] }
        }),
      readAfter: (id, afterSeq, limit) => call(() => this.#page(this.#get(id), afterSeq, limit)),
      positions: (ids) =>
        call(() => {
          const found = ids.flatMap((id) => {
            const document = this.#documents.get(id)
            return document ? [[id, { epoch: document.epoch, head: headOf(document) }] as const] : []
          })
          return new Map(found)
        }),
      durableClientSeq: (id, sessionId, userId) =>
        call(() => toClientSeq(this.#get(id).cursors.get(`${sessionId} ${userId}`) ?? 0)),
      authors: (id, clientIds) =>
        call(() => new Map([...this.#get(id).authors].filter(([clientId]) => clientIds.includes(clientId)))),
      saveSnapshot: (id, epoch, snapshot) =>
        call(() => {
          const document = this.#get(id)
          if (document.epoch !== epoch || snapshot.seq <= (document.snapshot?.seq ?? 0)) return false
          document.snapshot = snapshot
          return true
        }),
      dropSnapshot: (id, seq) =>
        call(() => {
          const document = this.#get(id)
          if (document.snapshot?.seq === seq) document.snapshot = undefined
        }),
      foldHistory: () => call(() => 0),
      quarantine: (id, seqs) => call(() => seqs.forEach((seq) => void this.#get(id).quarantined.add(seq))),
    }
  }

  async #call<T>(fence: Fence, happen: () => T): Promise<T> {
    await this.#delay()
    // A process that crashed while its call was on its way may or may not have got it through.
    if (!fence.alive && this.#random.chance(0.5)) return never()
    if (this.#random.chance(this.faults)) throw new StoreUnavailable('simulated: not done')
    const result = happen()
    await this.#delay()
    if (!fence.alive) return never()
    await new Promise<void>((resolve) => fence.reach(resolve))
    if (this.#random.chance(this.faults)) throw new StoreUnavailable('simulated: done, but the answer was lost')
    return result
  }

  #delay(): Promise<void> {
    return new Promise((resolve) => this.#time.setTimeout(resolve, this.#random.int(0, MAX_DELAY_MS)))
  }

  #append(request: AppendRequest): AppendOutcome {
    const document = this.#documents.get(request.documentId)
    if (!document) return { kind: 'unknown-document' }
    const { sessionId, clientSeq, userId, bytes } = request
    const writer = `${sessionId} ${userId}`
    if (clientSeq <= (document.cursors.get(writer) ?? 0)) return { kind: 'duplicate' }
    if (request.epoch !== document.epoch) return { kind: 'wrong-epoch', epoch: document.epoch }
    for (const yjsClientId of request.yjsClientIds) {
      const owner = document.authors.get(yjsClientId)
      if (owner !== undefined && owner !== userId) return { kind: 'foreign-client', yjsClientId }
    }
    for (const yjsClientId of request.yjsClientIds) document.authors.set(yjsClientId, userId)
    const seq = toSeq(document.rows.length + 1)
    document.cursors.set(writer, clientSeq)
    document.rows.push({ seq, at: this.#time.now(), userId, sessionId, clientSeq, bytes: new Uint8Array(bytes) })
    Y.applyUpdate(document.truth, bytes)
    return { kind: 'committed', seq }
  }

  /** Some of what was asked for, at least one row: a real store reads no more than so many bytes at once. */
  #page(document: StoredDocument, after: Seq, limit = Number.POSITIVE_INFINITY): LogPage {
    const head = headOf(document)
    const most = Math.min(limit, this.#random.int(1, MAX_PAGE_ROWS))
    const all = visible(document).filter((row) => row.seq > after)
    const rows = all.slice(0, most)
    const through = rows.length < all.length ? (rows.at(-1)?.seq ?? after) : head
    return { epoch: document.epoch, head, rows, through }
  }

  #get(documentId: DocumentId): StoredDocument {
    const document = this.#documents.get(documentId)
    if (!document) throw new Error(`no document ${documentId}`)
    return document
  }
}

const headOf = (document: StoredDocument): Seq => toSeq(document.rows.length)

const visible = (document: StoredDocument): readonly LogRow[] =>
  document.rows.filter((row) => !document.quarantined.has(row.seq))

/** The answer to a process that is no more. */
const never = <T>(): Promise<T> => new Promise(() => undefined)
