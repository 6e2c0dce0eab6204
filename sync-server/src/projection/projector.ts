/**
 * Keeps what is derived from a document's log up to date: its title, and a snapshot when the tail has grown; and mends,
 * through the log like any edit, what only the server may mend. Follows edits after a quiet moment, one pass a document
 * at a time. Nothing here is needed for durability: it can be lost at any moment and is made again from the log.
 */
import { newSessionId, type Seq, toClientSeq } from '@dure/protocol'
import type { Store } from '@dure/store'
import { SERVER_USER_ID } from '../auth/identity.ts'
import type { Clock, Timer } from '../clock.ts'
import { MAX_PROJECTIONS_AT_ONCE, PROJECTION_DELAY_MS, PROJECTION_MAX_DELAY_MS } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import type { Room } from '../room/room.ts'
import type { Folded } from './document-jobs.ts'
import type { DocumentWork } from './document-work.ts'
import { Turns } from './turns.ts'

interface Plan {
  timer: Timer | undefined
  readonly firstAskedAt: number
}

export class Projector {
  readonly #store: Store
  readonly #workers: DocumentWork
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #plans = new Map<Room, Plan>()
  readonly #running = new Map<Room, Promise<void>>()
  /** Documents that became busy together are due together; edits of all of them must get through meanwhile. */
  readonly #turns = new Turns(MAX_PROJECTIONS_AT_ONCE)
  readonly #titles = new WeakMap<Room, Pick<Folded, 'title' | 'icon'>>()
  /** Rooms with edits since they were opened. */
  readonly #edited = new WeakSet<Room>()
  /** The server's own outbox: what it mends is an edit like any other. */
  readonly #sessionId = newSessionId()
  #mends = 0

  constructor(store: Store, workers: DocumentWork, clock: Clock, logger: Logger) {
    this.#store = store
    this.#workers = workers
    this.#clock = clock
    this.#logger = logger
  }

  /** The room's document has new rows. */
  touch(room: Room): void {
    this.#edited.add(room)
    this.follow(room)
  }

  /** Brings the document's projections up to date; to open it is no reason to mend it (SPEC DU11). */
  follow(room: Room): void {
    const now = this.#clock.now()
    const plan = this.#plans.get(room) ?? { timer: undefined, firstAskedAt: now }
    plan.timer?.cancel()
    const delay = Math.min(PROJECTION_DELAY_MS, Math.max(0, plan.firstAskedAt + PROJECTION_MAX_DELAY_MS - now))
    plan.timer = this.#clock.setTimeout(() => void this.project(room), delay)
    this.#plans.set(room, plan)
  }

  /** Projects now what is still to be projected. Never rejects: a failure is logged and made good by the next pass. */
  async project(room: Room): Promise<void> {
    await this.#running.get(room)
    const plan = this.#plans.get(room)
    if (!plan) return
    plan.timer?.cancel()
    this.#plans.delete(room)
    const pass = this.#turns
      .take(() => this.#pass(room))
      .catch((error: unknown) => this.#logger.warn({ document: room.documentId, err: error }, 'projection failed'))
      .finally(() => this.#running.delete(room))
    this.#running.set(room, pass)
    await pass
  }

  /** Projects everything that waits, e.g. before the process ends. */
  async settle(): Promise<void> {
    await Promise.all([...this.#plans.keys()].map((room) => this.project(room)))
    await Promise.all(this.#running.values())
  }

  async #pass(room: Room): Promise<void> {
    const { window, head } = room
    const rows = [...window.rows]
    const last = rows.at(-1)?.seq ?? window.baseSeq
    const withSnapshot = room.wantsFolding
    const foundSound = room.known.lookedAt()
    const folded = await this.#workers.fold({
      base: window.base,
      rows: rows.map((row) => row.bytes),
      withSnapshot,
      mend: this.#edited.has(room),
    })
    await this.#quarantine(
      room,
      folded.rejected.flatMap((index) => rows[index]?.seq ?? []),
    )
    foundSound()
    const { title, icon } = folded
    const before = this.#titles.get(room)
    if (title !== before?.title || icon !== before.icon) {
      await this.#store.documents.setTitle(room.documentId, title, head, icon)
      this.#titles.set(room, { title, icon })
      room.tell('renamed', { title })
    }
    // Only in quiet: what was just typed may mend it by itself.
    if (folded.mended && room.head === head) this.#mend(room, folded.mended)
    if (!folded.snapshot) return
    const { bytes, state } = folded.snapshot
    await this.#store.log.saveSnapshot(room.documentId, room.epoch, { seq: last, bytes })
    room.fold(last, state)
    await this.#store.log.foldHistory(room.documentId, last)
  }

  #mend(room: Room, update: Uint8Array): void {
    this.#mends += 1
    room.submit({
      sessionId: this.#sessionId,
      clientSeq: toClientSeq(this.#mends),
      userId: SERVER_USER_ID,
      update,
      author: this,
      restates: false,
      durable: () => this.#logger.debug({ document: room.documentId, bytes: update.length }, 'document mended'),
      // The next pass finds what is left to mend.
      refused: (reason) => this.#logger.debug({ document: room.documentId, reason: reason.name }, 'not mended'),
    })
  }

  async #quarantine(room: Room, seqs: readonly Seq[]): Promise<void> {
    if (seqs.length === 0) return
    this.#logger.error({ document: room.documentId, seqs }, 'rows that no document can integrate are set aside')
    await this.#store.log.quarantine(room.documentId, seqs, 'does not integrate')
    // Whoever comes from now on is not sent them either.
    room.window.drop(new Set(seqs))
  }
}
