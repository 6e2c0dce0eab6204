/**
 * One connection between a client and a replica: messages in order, each with a delay of its own, until it is cut.
 * After a cut each end hears of it on its own, or never (half-open), as on a real network.
 */
import type { Transport, TransportListener } from '@dure/client'
import type { CloseReason, DocumentId } from '@dure/protocol'
import type { ManualClock, SeededRandom } from '@dure/testkit'
import type { Connection, ConnectionListener } from '../../transport/connection.ts'
import type { OutgoingBatch } from '../../transport/outgoing-batch.ts'
import type { SimulatedReplica } from './simulated-replica.ts'

/** Slowest message, in ms. */
const MAX_DELAY_MS = 40

export class SimulatedLink {
  readonly client: Transport
  readonly replica: SimulatedReplica
  readonly #time: ManualClock
  readonly #random: SeededRandom
  readonly #listener: TransportListener
  #session: ConnectionListener | undefined
  #clientOpen = true
  #serverOpen = true
  #carries = true
  /** When the last message each way arrives: the next cannot overtake it. */
  #upAt = 0
  #downAt = 0

  constructor(
    time: ManualClock,
    random: SeededRandom,
    replica: SimulatedReplica,
    documentId: DocumentId,
    listener: TransportListener,
  ) {
    this.#time = time
    this.#random = random
    this.#listener = listener
    this.replica = replica
    this.client = {
      bufferedBytes: 0,
      send: (message) => this.#up(() => this.#session?.received(message)),
      close: () => {
        this.#clientOpen = false
        this.#up(() => this.#endServer())
      },
    }
    const connection: Connection = {
      queuedBytes: 0,
      heardAt: undefined,
      probe: () => undefined,
      send: (batch: OutgoingBatch) => {
        if (!this.#serverOpen) return
        for (const message of batch.messages) {
          const copy = new Uint8Array(message)
          this.#down(() => this.#listener.message(copy))
        }
      },
      pause: () => undefined,
      resume: () => undefined,
      close: (reason: CloseReason) => {
        this.#serverOpen = false
        this.#down(() => this.#endClient(reason.code))
      },
    }
    this.#up(() => {
      if (!replica.fence.alive) return
      this.#session = replica.connect(connection, documentId)
      this.#down(() => listener.opened())
    })
  }

  get open(): boolean {
    return this.#clientOpen
  }

  /** Breaks: what is under way is lost; each end hears of it sooner or later. */
  cut(): void {
    this.#carries = false
    this.#time.setTimeout(() => this.#endClient(1006), this.#random.int(0, 200))
    this.#time.setTimeout(() => this.#endServer(), this.#random.int(0, 30_000))
  }

  /** Breaks, and neither end is told. */
  halfOpen(): void {
    this.#carries = false
    this.#time.setTimeout(() => this.#endServer(), this.#random.int(20_000, 60_000))
  }

  #up(arrive: () => void): void {
    this.#upAt = this.#later(this.#upAt, () => this.replica.fence.reach(arrive))
  }

  #down(arrive: () => void): void {
    this.#downAt = this.#later(this.#downAt, () => {
      if (this.#clientOpen) arrive()
    })
  }

  #later(after: number, act: () => void): number {
    const now = this.#time.now()
    const at = Math.max(after, now + this.#random.int(0, MAX_DELAY_MS))
    this.#time.setTimeout(() => {
      if (this.#carries && this.replica.fence.alive) act()
    }, at - now)
    return at
  }

  #endClient(code: number): void {
    if (!this.#clientOpen) return
    this.#clientOpen = false
    this.#listener.closed(code)
  }

  #endServer(): void {
    if (!this.#serverOpen || !this.replica.fence.alive) return
    this.#serverOpen = false
    this.#session?.disconnected()
  }
}
