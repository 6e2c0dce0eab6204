/**
 * What one connection hands in for the log (ARCHITECTURE.md, step 5): each number once, counted against what it may have
 * unanswered, and answered exactly once. A session may change who it is meanwhile; a push is of whom it was.
 */
import { type ClientSeq, MalformedMessage, mayWrite, REFUSAL, type RefusalReason, type SessionId } from '@dure/protocol'
import type { Identity } from '../auth/identity.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Room } from '../room/room.ts'
import type { AckLedger } from './ack-ledger.ts'
import type { FlowControl } from './flow-control.ts'

export interface HandedIn {
  readonly sessionId: SessionId
  readonly clientSeq: ClientSeq
  readonly update: Uint8Array
  readonly restates: boolean
}

export interface PushesPorts {
  /** Whose connection it is, to the room: who is not told of what is their own. */
  readonly author: object
  identity(): Identity
  /** Tells the client, if it is still there. */
  refuse(clientSeq: ClientSeq, reason: RefusalReason, detail: string): void
  /** One more is answered, and may be acknowledged. */
  settled(room: Room): void
}

export class Pushes {
  readonly #ports: PushesPorts
  readonly #ledger: AckLedger
  readonly #flow: FlowControl
  readonly #metrics: Metrics

  constructor(ports: PushesPorts, ledger: AckLedger, flow: FlowControl, metrics: Metrics) {
    this.#ports = ports
    this.#ledger = ledger
    this.#flow = flow
    this.#metrics = metrics
  }

  /** @throws MalformedMessage when its number does not rise. */
  submit(room: Room, { sessionId, clientSeq, update, restates }: HandedIn): void {
    const { author } = this.#ports
    const { role, userId } = this.#ports.identity()
    if (!mayWrite(role)) {
      this.#metrics.refusals.inc({ reason: REFUSAL.readOnly.name })
      this.#ports.refuse(clientSeq, REFUSAL.readOnly, 'view only')
      return
    }
    if (!this.#ledger.open(clientSeq)) throw new MalformedMessage(`clientSeq ${clientSeq} does not rise`)
    const bytes = update.length
    this.#flow.underway(1, bytes)
    const settle = (): void => {
      this.#flow.underway(-1, -bytes)
      this.#ledger.settle(clientSeq)
      this.#ports.settled(room)
    }
    room.submit({
      sessionId,
      clientSeq,
      userId,
      update,
      author,
      restates,
      durable: settle,
      refused: (reason, detail) => {
        this.#ports.refuse(clientSeq, reason, detail)
        settle()
      },
    })
  }
}
