/** One try of a WebSocket, later, beside what is in use; ready to be taken when it answers. */
import { writePing } from '@dure/protocol'
import type { Clock } from '../clock.ts'
import { RETEST_TIMEOUT_MS } from '../limits.ts'
import { NORMAL_CLOSURE, type OpenTransport, type Transport, type TransportListener } from '../transport.ts'

/** A WebSocket that has answered a ping and waits for its owner. */
export interface Tested {
  readonly transport: Transport
  listener: TransportListener | undefined
  ended: boolean
}

export class Retest {
  readonly #clock: Clock
  #timer: unknown
  #transport: Transport | undefined
  #done = false

  /** @param done Called once: with the WebSocket, or without when none answered. Not after `stop`. */
  constructor(open: OpenTransport, clock: Clock, afterMs: number, done: (tested: Tested | undefined) => void) {
    this.#clock = clock
    this.#timer = clock.setTimeout(() => this.#try(open, done), afterMs)
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer)
    if (!this.#done) this.#transport?.close(NORMAL_CLOSURE, 'not needed')
    this.#done = true
  }

  #try(open: OpenTransport, tell: (tested: Tested | undefined) => void): void {
    const done = (tested: Tested | undefined): void => {
      if (this.#done) return
      this.#done = true
      this.#clock.clearTimeout(this.#timer)
      if (!tested) this.#transport?.close(NORMAL_CLOSURE, 'no answer')
      tell(tested)
    }
    this.#timer = this.#clock.setTimeout(() => done(undefined), RETEST_TIMEOUT_MS)
    try {
      const transport = open({
        opened: () => transport.send(writePing()),
        message: (bytes) => {
          if (tested.listener) tested.listener.message(bytes)
          else done(tested)
        },
        closed: (code) => {
          tested.ended = true
          tested.listener?.closed(code)
          done(undefined)
        },
      })
      const tested: Tested = { transport, listener: undefined, ended: false }
      this.#transport = transport
    } catch {
      done(undefined)
    }
  }
}
