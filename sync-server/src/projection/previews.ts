/**
 * Previews of documents for their first paint: made in a worker from what the room holds, kept for the same state of
 * the log, and bounded: however many open a document that changes all the while, a twentieth of one thread is spent on
 * drawing it.
 */
import type { DocumentId, Epoch, Seq } from '@dure/protocol'
import type { Clock } from '../clock.ts'
import { PREVIEW_CACHE_BYTES } from '../limits.ts'
import type { Room } from '../room/room.ts'
import type { DocumentPreview } from './document-preview.ts'
import type { DocumentWork } from './document-work.ts'

/** A preview that took a while to make is good for so many times that while, even if the text went on meanwhile. */
const GOOD_FOR = 20
/** But never longer than this. */
const MAX_STALE_MS = 10_000

interface Kept {
  readonly preview: DocumentPreview
  readonly epoch: Epoch
  readonly head: Seq
  readonly goodUntil: number
  readonly bytes: number
}

/** Where rooms come from. */
export interface Rooms {
  open(documentId: DocumentId): Promise<Room | undefined>
}

export class Previews {
  readonly #rooms: Rooms
  readonly #workers: DocumentWork
  readonly #clock: Clock
  /** Least lately used first. */
  readonly #kept = new Map<DocumentId, Kept>()
  readonly #making = new Map<DocumentId, Promise<DocumentPreview>>()
  #bytes = 0

  constructor(rooms: Rooms, workers: DocumentWork, clock: Clock) {
    this.#rooms = rooms
    this.#workers = workers
    this.#clock = clock
  }

  /** Undefined for a document that does not exist. @throws as `loadRoom` and `DocumentWork` */
  async of(documentId: DocumentId): Promise<DocumentPreview | undefined> {
    const room = await this.#rooms.open(documentId)
    if (!room) return undefined
    const kept = this.#kept.get(documentId)
    const holds = kept && (kept.head === room.head || this.#clock.now() < kept.goodUntil)
    if (kept && holds && kept.epoch === room.epoch) {
      this.#keep(documentId, kept)
      return kept.preview
    }
    const making = this.#making.get(documentId) ?? this.#make(room).finally(() => this.#making.delete(documentId))
    this.#making.set(documentId, making)
    return making
  }

  async #make(room: Room): Promise<DocumentPreview> {
    const { documentId, epoch, head, window } = room
    const began = this.#clock.now()
    const preview = await this.#workers.preview({ base: window.base, rows: window.rows.map((row) => row.bytes) })
    const now = this.#clock.now()
    const bytes = 2 * preview.html.length
    this.#keep(documentId, {
      preview,
      epoch,
      head,
      goodUntil: now + Math.min(GOOD_FOR * (now - began), MAX_STALE_MS),
      bytes,
    })
    return preview
  }

  #keep(documentId: DocumentId, kept: Kept): void {
    this.#bytes += kept.bytes - (this.#kept.get(documentId)?.bytes ?? 0)
    this.#kept.delete(documentId)
    this.#kept.set(documentId, kept)
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#bytes <= PREVIEW_CACHE_BYTES) break
      this.#kept.delete(oldest)
      this.#bytes -= bytes
    }
  }
}
