/**
 * How a session comes in: asks the door, opens the room when it is let in, and goes on hearing what the door says until
 * it leaves.
 */
import { CLOSE, type CloseReason, type DocumentId } from '@dure/protocol'
import type { Caller } from '../auth/caller.ts'
import type { Door, Visit } from '../auth/door.ts'
import type { Identity } from '../auth/identity.ts'
import type { Logger } from '../observability/logger.ts'
import type { Room } from '../room/room.ts'
import type { RoomRegistry } from '../room/room-registry.ts'
import { closeOver } from './close-over.ts'

export interface EntranceEvents {
  /** Whether the session still waits for its room. */
  waits(): boolean
  /** The door lets it in as this; again whenever that has changed. False when it has gone meanwhile. */
  admitted(identity: Identity): boolean
  /** It may not come in, or not stay, or the room cannot be had. */
  turnedAway(reason: CloseReason): void
  /** The room is there. */
  opened(room: Room): void
}

export interface EntranceDeps {
  readonly door: Door
  readonly rooms: RoomRegistry
  readonly logger: Logger
}

export class Entrance {
  readonly #deps: EntranceDeps
  readonly #documentId: DocumentId
  readonly #caller: Caller
  readonly #events: EntranceEvents
  #visit: Visit | undefined
  /** Credentials that were shown since: only the newest counts. */
  #shown = 0
  #left = false

  constructor(deps: EntranceDeps, documentId: DocumentId, caller: Caller, events: EntranceEvents) {
    this.#deps = deps
    this.#documentId = documentId
    this.#caller = caller
    this.#events = events
  }

  /**
   * @param displayName What a guest wants to be called, cleaned.
   * @param before Reads from the store what the join needs.
   */
  enter(displayName: string, before: (room: Room) => Promise<void>): void {
    let opening = false
    this.#enterAs(this.#caller, displayName, (identity) => {
      if (!this.#events.admitted(identity) || opening) return
      opening = true
      void this.#openRoom(before)
    })
  }

  /**
   * Whoever is here shows another credential, and is from the door's answer on who it says: let in as that, or turned
   * away. Until then they are who they were.
   */
  async show(token: string, displayName: string): Promise<void> {
    this.#shown += 1
    const shown = this.#shown
    try {
      const caller = await this.#deps.door.callerBy(token)
      if (this.#left || shown !== this.#shown) return
      const before = this.#visit
      this.#enterAs(caller, displayName, (identity) => this.#events.admitted(identity))
      before?.leave()
    } catch (error) {
      this.#cannotOpen(error)
    }
  }

  #enterAs(caller: Caller, displayName: string, admitted: (identity: Identity) => void): void {
    const visit = this.#deps.door.enter({
      caller,
      documentId: this.#documentId,
      displayName,
      told: (admission) => {
        if (admission.kind === 'refused') this.#events.turnedAway(admission.reason)
        else admitted(admission.identity)
      },
      failed: (error) => this.#cannotOpen(error),
    })
    this.#visit = visit
    // The door may have answered at once.
    if (this.#left) visit.leave()
  }

  /** A guest is called otherwise from here on. */
  rename(displayName: string): void {
    this.#visit?.rename(displayName)
  }

  /** Nothing is heard after this. Idempotent. */
  leave(): void {
    this.#left = true
    this.#visit?.leave()
  }

  async #openRoom(before: (room: Room) => Promise<void>): Promise<void> {
    try {
      for (;;) {
        const room = await this.#deps.rooms.open(this.#documentId)
        if (!this.#events.waits()) return
        if (!room) {
          this.#events.turnedAway(CLOSE.unknownDocument)
          return
        }
        await before(room)
        if (!this.#events.waits()) return
        // The room may have been dropped or replaced while the store was read.
        if (!room.ended) {
          this.#events.opened(room)
          return
        }
      }
    } catch (error) {
      this.#cannotOpen(error)
    }
  }

  #cannotOpen(error: unknown): void {
    this.#events.turnedAway(closeOver(error, this.#documentId, this.#deps.logger, 'cannot open'))
  }
}
