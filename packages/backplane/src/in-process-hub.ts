/**
 * The backplane of replicas that live in one process: the whole of it where there is one replica, and the one that
 * simulations put between several, since it can be made to lose, repeat, delay and reorder.
 *
 * Messages pass through the same bytes as over Redis, so that sizes, limits and what a receiver may keep are the same.
 */
import type { DocumentId, ReplicaId } from '@dure/protocol'
import type { Backplane, BackplaneMessage, BackplaneState, RoomListener } from './backplane.ts'
import { type BackplaneLog, reasonOf } from './backplane-log.ts'
import { decodeMessage, encodeMessage } from './message-codec.ts'
import { createRoomRegistry, type RoomRegistry } from './room-registry.ts'
import { createStateSwitch, type StateSwitch } from './state-switch.ts'

export interface InProcessHub {
  /** A replica of its own. @throws Error when a replica of this id is connected. */
  connect(replicaId: ReplicaId): Backplane
  /** This replica's connection breaks: it is `down`, sends nothing and hears nothing. */
  cut(replicaId: ReplicaId): void
  /** It is `up` again, and its rooms are `subscribed` again. */
  mend(replicaId: ReplicaId): void
}

/** One message on its way to one replica. */
export interface Delivery {
  readonly from: ReplicaId
  readonly to: ReplicaId
  readonly documentId: DocumentId
  readonly message: BackplaneMessage
  /** Hands it over, if the receiver still listens. May be called never, late, or more than once. */
  readonly deliver: () => void
}

export interface InProcessHubOptions {
  /** What happens to each message; by default it arrives in a microtask. */
  readonly schedule?: (delivery: Delivery) => void
  readonly log?: BackplaneLog
}

interface Replica {
  readonly rooms: RoomRegistry
  readonly state: StateSwitch
  /** Grows with each cut: what was under way then does not arrive after it. */
  connection: number
}

export function createInProcessHub(options: InProcessHubOptions = {}): InProcessHub {
  const { schedule = (delivery) => queueMicrotask(delivery.deliver), log = () => {} } = options
  const replicas = new Map<ReplicaId, Replica>()

  const send = (from: ReplicaId, documentId: DocumentId, bytes: Uint8Array) => {
    for (const [to, receiver] of replicas) {
      if (to === from || !receiver.rooms.holds(documentId)) continue
      // Decoded for each receiver from bytes of its own: no replica can change what another one sees.
      const { message } = decodeMessage(bytes.slice())
      const { connection } = receiver
      const deliver = () => {
        if (replicas.get(to) === receiver && receiver.connection === connection)
          receiver.rooms.deliver(documentId, from, message)
      }
      schedule({ from, to, documentId, message, deliver })
    }
  }

  const holdSoon = (replica: Replica, documentIds: readonly DocumentId[]) => {
    const { connection } = replica
    queueMicrotask(() => {
      if (replica.connection !== connection || replica.state.current === 'down') return
      for (const documentId of documentIds) replica.rooms.held(documentId)
    })
  }

  const find = (replicaId: ReplicaId): Replica => {
    const replica = replicas.get(replicaId)
    if (!replica) throw new Error(`replica ${replicaId} is not connected`)
    return replica
  }

  return {
    connect: (replicaId) => {
      if (replicas.has(replicaId)) throw new Error(`replica ${replicaId} is connected already`)
      let dropped = 0
      const carrier = {
        opened: (documentId: DocumentId) => holdSoon(replica, [documentId]),
        emptied: () => {},
        publish: (documentId: DocumentId, message: BackplaneMessage) => {
          if (replica.state.current === 'down') {
            dropped += 1
            return
          }
          // The usual case of a single replica costs nothing.
          if (replicas.size === 1) return
          try {
            send(replicaId, documentId, encodeMessage(replicaId, message))
          } catch (error) {
            dropped += 1
            log('error', 'backplane-unsendable', { documentId, kind: message.kind, reason: reasonOf(error) })
          }
        },
      }
      const replica: Replica = {
        rooms: createRoomRegistry(carrier, log),
        state: createStateSwitch('up', log),
        connection: 1,
      }
      replicas.set(replicaId, replica)
      return {
        get state(): BackplaneState {
          return replica.state.current
        },
        get dropped() {
          return dropped
        },
        join: (documentId: DocumentId, listener: RoomListener) => replica.rooms.join(documentId, listener),
        onStateChange: replica.state.onChange,
        close: async () => {
          if (replicas.get(replicaId) === replica) replicas.delete(replicaId)
          replica.rooms.clear()
          replica.connection += 1
          replica.state.close()
        },
      }
    },
    cut: (replicaId) => {
      const replica = find(replicaId)
      replica.connection += 1
      for (const documentId of replica.rooms.documents()) replica.rooms.lost(documentId)
      replica.state.set('down')
    },
    mend: (replicaId) => {
      const replica = find(replicaId)
      // Nothing was broken: then nothing is subscribed again, and what was lost stays lost.
      if (replica.state.current === 'up') return
      replica.state.set('up')
      holdSoon(replica, replica.rooms.documents())
    },
  }
}
