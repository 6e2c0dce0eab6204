/** The connections that are open, whatever carries them: counted by what does, and sent away when the server stops. */
import { CLOSE, type Dialect, writeGoaway } from '@dure/protocol'
import { RECONNECT_SPREAD_MS } from '../limits.ts'
import type { Connection } from './connection.ts'
import { OutgoingBatch } from './outgoing-batch.ts'

export const CARRIERS = ['websocket', 'stream', 'poll'] as const
/** What carries a connection. */
export type Carrier = (typeof CARRIERS)[number]

/** Connections closed at once while draining; the next slice follows in the next turn, so that others get theirs. */
const DRAIN_SLICE = 200

interface Open {
  readonly dialect: Dialect
  readonly carrier: Carrier
}

export class OpenConnections {
  readonly #open = new Map<Connection, Open>()
  #draining = false

  /** From here on nobody new may connect. */
  get draining(): boolean {
    return this.#draining
  }

  /** Answers how to take it out. */
  add(connection: Connection, open: Open): () => void {
    this.#open.set(connection, open)
    return () => this.#open.delete(connection)
  }

  count(carrier: Carrier): number {
    let count = 0
    for (const each of this.#open.values()) if (each.carrier === carrier) count += 1
    return count
  }

  /** Tells everybody when to come back, and closes them in slices. */
  async drain(): Promise<void> {
    this.#draining = true
    const connections = [...this.#open]
    for (let at = 0; at < connections.length; at += DRAIN_SLICE) {
      for (const [connection, { dialect }] of connections.slice(at, at + DRAIN_SLICE)) {
        if (dialect === 'dure')
          connection.send(new OutgoingBatch([writeGoaway(Math.round(Math.random() * RECONNECT_SPREAD_MS))]))
        connection.close(CLOSE.restarting)
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
