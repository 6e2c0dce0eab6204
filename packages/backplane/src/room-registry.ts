/**
 * Who on this replica listens to which document: the part of a backplane that does not depend on what carries it.
 *
 * A document is subscribed while at least one listener has joined it. A listener that throws is a programmer's error:
 * it is logged and nobody else notices.
 */
import type { DocumentId, ReplicaId } from '@dure/protocol'
import type { BackplaneMessage, RoomListener, RoomSubscription } from './backplane.ts'
import { type BackplaneLog, reasonOf } from './backplane-log.ts'

/** What carries the messages, as the registry needs it. */
export interface RoomCarrier {
  /** The first listener joined: subscribe, and call `held` when the subscription holds. */
  opened(documentId: DocumentId): void
  /** The last listener left: unsubscribe. */
  emptied(documentId: DocumentId): void
  publish(documentId: DocumentId, message: BackplaneMessage): void
}

export interface RoomRegistry {
  join(documentId: DocumentId, listener: RoomListener): RoomSubscription
  /** A message of another replica. For a document nobody listens to any more it goes nowhere. */
  deliver(documentId: DocumentId, from: ReplicaId, message: BackplaneMessage): void
  /** The subscription of this document holds, first or again. */
  held(documentId: DocumentId): void
  /** It does not hold any more. */
  lost(documentId: DocumentId): void
  /** Whether somebody listens to this document over a subscription that holds. */
  holds(documentId: DocumentId): boolean
  documents(): DocumentId[]
  /** Nobody listens from now on. */
  clear(): void
}

interface Room {
  readonly members: Set<RoomListener>
  holds: boolean
}

export function createRoomRegistry(carrier: RoomCarrier, log: BackplaneLog): RoomRegistry {
  const rooms = new Map<DocumentId, Room>()

  const tell = (documentId: DocumentId, what: string, call: () => void) => {
    try {
      call()
    } catch (error) {
      log('error', 'backplane-listener-threw', { documentId, what, reason: reasonOf(error) })
    }
  }
  const tellAll = (documentId: DocumentId, room: Room, what: string, call: (listener: RoomListener) => void) => {
    // A copy, since a listener may join or leave while it is told; one that left meanwhile is not told.
    for (const listener of [...room.members])
      if (room.members.has(listener)) tell(documentId, what, () => call(listener))
  }

  const leave = (documentId: DocumentId, listener: RoomListener) => {
    const room = rooms.get(documentId)
    if (!room?.members.delete(listener) || room.members.size > 0) return
    rooms.delete(documentId)
    carrier.emptied(documentId)
  }

  return {
    join: (documentId, joining) => {
      // An object of its own, so that the same listener may join twice and leave once.
      const listener: RoomListener = {
        message: (from, message) => joining.message(from, message),
        subscribed: () => joining.subscribed(),
      }
      const room = rooms.get(documentId)
      if (room) {
        room.members.add(listener)
        // It holds already: say so after `join` has returned, as for the first one.
        queueMicrotask(() => {
          if (room.holds && room.members.has(listener)) tell(documentId, 'subscribed', listener.subscribed)
        })
      } else {
        rooms.set(documentId, { members: new Set([listener]), holds: false })
        carrier.opened(documentId)
      }
      return {
        publish: (message) => carrier.publish(documentId, message),
        close: () => leave(documentId, listener),
      }
    },
    deliver: (documentId, from, message) => {
      const room = rooms.get(documentId)
      if (room) tellAll(documentId, room, message.kind, (listener) => listener.message(from, message))
    },
    held: (documentId) => {
      const room = rooms.get(documentId)
      if (!room) return
      room.holds = true
      tellAll(documentId, room, 'subscribed', (listener) => listener.subscribed())
    },
    lost: (documentId) => {
      const room = rooms.get(documentId)
      if (room) room.holds = false
    },
    holds: (documentId) => rooms.get(documentId)?.holds ?? false,
    documents: () => [...rooms.keys()],
    clear: () => {
      for (const room of rooms.values()) room.members.clear()
      rooms.clear()
    },
  }
}
