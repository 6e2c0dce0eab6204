/**
 * A connection on its way while the device is still asked what it kept: whoever opens a document waits for the slower of
 * the two, not for both. Nothing is said by it before it is taken.
 */
import { NORMAL_CLOSURE, type OpenTransport, type Transport, type TransportListener } from './transport.ts'

export class EarlyTransport {
  readonly #open: OpenTransport
  #early: Transport | undefined
  #taken = false
  #owner: TransportListener | undefined
  /** What was reported before anybody was there to hear it. */
  #reports: ((owner: TransportListener) => void)[] = []

  constructor(open: OpenTransport) {
    this.#open = open
  }

  begin(): void {
    try {
      this.#early = this.#open({
        opened: () => this.#report((owner) => owner.opened()),
        flowing: () => this.#report((owner) => owner.flowing?.()),
        message: (bytes) => this.#report((owner) => owner.message(bytes)),
        closed: (code) => {
          if (this.#taken) this.#report((owner) => owner.closed(code))
          // One that ended before it was taken never was: whoever comes for it tries anew.
          else this.#forget()
        },
      })
    } catch {
      // Not to be had just now, as the next attempt will find out.
    }
  }

  /** The one that is on its way, once; then a new one each time. */
  readonly take: OpenTransport = (listener) => {
    const early = this.#early
    if (!early) return this.#open(listener)
    this.#early = undefined
    this.#taken = true
    let left = false
    queueMicrotask(() => {
      if (left) return
      this.#owner = listener
      for (const report of this.#reports.splice(0)) report(listener)
    })
    return {
      send: (message) => early.send(message),
      close: (code, reason) => {
        left = true
        early.close(code, reason)
      },
      get bufferedBytes() {
        return early.bufferedBytes
      },
    }
  }

  /** Nobody will come for it. */
  drop(): void {
    this.#early?.close(NORMAL_CLOSURE, 'not needed')
    this.#forget()
  }

  #report(say: (owner: TransportListener) => void): void {
    if (this.#owner) say(this.#owner)
    else this.#reports.push(say)
  }

  #forget(): void {
    this.#early = undefined
    this.#reports = []
  }
}
