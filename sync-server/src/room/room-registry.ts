/**
 * The rooms of this replica: opened once however many ask at once, dropped when nobody needs them, checked against the
 * store so that a lost hint never leaves one behind.
 */
import { mayNeedMigration } from '@dure/document'
import { CLOSE, type DocumentId } from '@dure/protocol'
import type { Timer } from '../clock.ts'
import { HEAD_CHECK_MS, PRESENCE_HEARTBEAT_MS, ROOM_IDLE_MS, ROOM_MEMORY_BYTES } from '../limits.ts'
import type { Projector } from '../projection/projector.ts'
import { loadRoom } from './load-room.ts'
import { Room, type RoomDeps } from './room.ts'

export class RoomRegistry {
  readonly #deps: RoomDeps
  readonly #projector: Projector
  readonly #rooms = new Map<DocumentId, Room>()
  readonly #opening = new Map<DocumentId, Promise<Room | undefined>>()
  /** Rooms that ended while updates of theirs were under way: the next one must find those in the store. */
  readonly #settling = new Map<DocumentId, Promise<void>>()
  readonly #timers: Timer[]
  #checking = false

  constructor(deps: Omit<RoomDeps, 'onCommitted' | 'onEnded'>, projector: Projector) {
    this.#projector = projector
    this.#deps = {
      ...deps,
      onCommitted: (room) => projector.touch(room),
      onEnded: (room) => this.#forget(room),
    }
    const { clock } = deps
    this.#timers = [
      clock.setInterval(() => this.#dropIdle(), ROOM_IDLE_MS / 6),
      clock.setInterval(() => this.#heartbeat(), PRESENCE_HEARTBEAT_MS),
    ]
    if (deps.shared) this.#timers.push(clock.setInterval(() => void this.#checkHeads(), HEAD_CHECK_MS))
  }

  get size(): number {
    return this.#rooms.size
  }

  get bytes(): number {
    let bytes = 0
    for (const room of this.#rooms.values()) bytes += room.window.bytes
    return bytes
  }

  /** The document's room, loaded if need be; undefined when there is no such document. @throws as `loadRoom` */
  async open(documentId: DocumentId): Promise<Room | undefined> {
    const room = this.#rooms.get(documentId)
    if (room) return room
    const opening = this.#opening.get(documentId) ?? this.#load(documentId)
    this.#opening.set(documentId, opening)
    return opening
  }

  /** Ends every room: members are told `reason`. */
  close(): void {
    for (const timer of this.#timers) timer.cancel()
    for (const room of [...this.#rooms.values()]) room.end(CLOSE.restarting, 'server stops')
  }

  async #load(documentId: DocumentId): Promise<Room | undefined> {
    try {
      const { log, workers, logger } = this.#deps
      await this.#settling.get(documentId)
      const start = await loadRoom(documentId, log, workers, logger)
      if (!start) return undefined
      const room = new Room(this.#deps, start)
      this.#rooms.set(documentId, room)
      logger.debug({ document: documentId }, 'room opened')
      // The last pass before a crash or a restart may not have come to it.
      if (room.window.rows.length > 0 || mayNeedMigration(room.window.base)) this.#projector.follow(room)
      return room
    } finally {
      this.#opening.delete(documentId)
    }
  }

  #forget(room: Room): void {
    const { documentId } = room
    if (this.#rooms.get(documentId) !== room) return
    this.#rooms.delete(documentId)
    this.#deps.logger.debug({ document: documentId }, 'room closed')
    const settling = room.settled().then(() => {
      if (this.#settling.get(documentId) === settling) this.#settling.delete(documentId)
    })
    this.#settling.set(documentId, settling)
  }

  #dropIdle(): void {
    const now = this.#deps.clock.now()
    const idle = [...this.#rooms.values()].filter((room) => !room.inUse).sort((a, b) => a.emptySince - b.emptySince)
    let over = this.bytes - ROOM_MEMORY_BYTES
    for (const room of idle) {
      if (over <= 0 && now - room.emptySince < ROOM_IDLE_MS) continue
      over -= room.window.bytes
      void this.#drop(room)
    }
  }

  async #drop(room: Room): Promise<void> {
    await this.#projector.project(room)
    // Somebody may have come while the last projection ran.
    if (room.inUse || room.ended) return
    room.close()
    this.#forget(room)
  }

  #heartbeat(): void {
    for (const room of this.#rooms.values()) room.heartbeat()
  }

  /**
   * Compares every room that somebody is in with the store: a message that was lost leaves no trace by which to tell
   * which of them needs it.
   */
  async #checkHeads(): Promise<void> {
    if (this.#checking) return
    this.#checking = true
    try {
      const { log, logger } = this.#deps
      const rooms = [...this.#rooms.values()].filter((room) => room.inUse)
      if (rooms.length === 0) return
      const positions = await log.positions(rooms.map((room) => room.documentId)).catch((error: unknown) => {
        logger.warn({ err: error }, 'cannot check heads')
      })
      if (!positions) return
      for (const room of rooms) {
        const position = positions.get(room.documentId)
        if (position) room.checkHead(position.epoch, position.head)
        else room.end(CLOSE.unknownDocument, 'document removed')
      }
    } finally {
      this.#checking = false
    }
  }
}
