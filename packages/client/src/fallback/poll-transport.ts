/**
 * A transport where no response comes before its end: polls that are held until there is something to say, each of which
 * may reach another replica. A poll says where the client stands and is answered with what it lacks, so nothing hangs on
 * the one before (PROTOCOL.md, section 10).
 *
 * To the connection it looks like any other: it is welcomed once.
 */
import {
  CLOSE,
  type Hello,
  MESSAGE,
  type PacketItem,
  POLL_HOLD_MS,
  readServerMessage,
  type ServerMessage,
  toSeq,
  type Welcome,
  writeAwareness,
  writeEvent,
  writeGoaway,
  writeHello,
  writePollRequest,
  writePong,
} from '@dure/protocol'
import type { Position } from '../connection-phase.ts'
import { POLL_GRACE_MS, POLL_PAUSE_MS, POST_RETRIES_MS } from '../limits.ts'
import type { OpenTransport, Transport, TransportListener } from '../transport.ts'
import { type Answer, isWorthRepeating, post, readAnswer } from './http-answer.ts'
import { type HttpTransportPorts, helloIn, nameIn } from './http-transport.ts'
import { PostQueue } from './post-queue.ts'
import { PresenceFollower } from './presence-follower.ts'
import { BROKEN } from './transport-race.ts'

export const pollTransport =
  (ports: HttpTransportPorts): OpenTransport =>
  (listener) => {
    const transport = new PollTransport(ports, listener)
    queueMicrotask(() => transport.begin())
    return transport
  }

class PollTransport implements Transport {
  readonly #ports: HttpTransportPorts
  readonly #listener: TransportListener
  readonly #stop = new AbortController()
  readonly #presence = new PresenceFollower()
  #queues: { readonly pushes: PostQueue; readonly others: PostQueue } | undefined
  /** As it was said, but for a name taken since. */
  #hello: Hello | undefined
  #welcome: Welcome | undefined
  #position: Position | undefined
  /** The client's own, as it was said last. */
  #ownPresence: Uint8Array | undefined
  #mark = ''
  /** The poll under way. */
  #polling: AbortController | undefined
  /** The next poll comes back at once. */
  #hurry = false

  constructor(ports: HttpTransportPorts, listener: TransportListener) {
    this.#ports = ports
    this.#listener = listener
  }

  begin(): void {
    if (!this.#over) this.#listener.opened()
  }

  get bufferedBytes(): number {
    return this.#queues ? this.#queues.pushes.bytes + this.#queues.others.bytes : 0
  }

  send(message: Uint8Array<ArrayBuffer>): void {
    if (this.#over) return
    if (!this.#queues) {
      this.#start(message)
      return
    }
    switch (message[0]) {
      case MESSAGE.push:
        this.#queues.pushes.add(message)
        return
      // There is no session to ask: a poll that comes back tells as much.
      case MESSAGE.ping:
        this.#hurry = true
        this.#polling?.abort()
        return
      case MESSAGE.awareness:
        this.#ownPresence = message
        this.#queues.others.add(message)
        return
      case MESSAGE.reauth:
        this.#reauthenticate(message)
        return
      default:
        this.#queues.others.add(message)
    }
  }

  #reauthenticate(message: Uint8Array): void {
    const name = nameIn(message)
    if (name === undefined) {
      this.#startOver()
      return
    }
    // For those who see this person now, and for every poll from here on.
    this.#queues?.others.add(message)
    if (this.#hello) this.#hello = { ...this.#hello, displayName: name }
  }

  close(): void {
    this.#stop.abort()
    this.#polling?.abort()
    this.#queues?.pushes.stop()
    this.#queues?.others.leave()
  }

  get #over(): boolean {
    return this.#stop.signal.aborted
  }

  #start(first: Uint8Array): void {
    const hello = helloIn(first)
    const { url, fetch, clock } = this.#ports
    const queue = () =>
      new PostQueue({
        fetch,
        clock,
        url: `${url}/post`,
        sessionId: hello.sessionId,
        answered: (items) => this.#take(items),
        failed: (code) => this.#end(code),
      })
    this.#hello = hello
    this.#position = hello.resume
    this.#queues = { pushes: queue(), others: queue() }
    this.#poll().catch(() => this.#end(BROKEN))
  }

  async #poll(): Promise<void> {
    while (!this.#over) {
      const startedMs = this.#ports.clock.now()
      const hold = this.#welcome !== undefined && !this.#hurry
      this.#hurry = false
      const answer = await this.#ask(hold)
      if (this.#over) return
      // Broken off to ask anew.
      if (!answer) continue
      if (answer.kind !== 'packet') {
        this.#end(answer.kind === 'closed' ? answer.code : BROKEN)
        return
      }
      const toldBefore = this.#position
      this.#take(answer.items)
      // The sign of life that a quiet connection gives.
      if (this.#welcome && !this.#over) this.#listener.message(writePong())
      const news = this.#position !== toldBefore || answer.items.some(({ kind }) => kind === 'mark')
      if (hold && !news) await this.#until(startedMs + POLL_PAUSE_MS)
    }
  }

  /** Undefined when it was broken off to ask anew. */
  async #ask(hold: boolean): Promise<Answer | undefined> {
    for (const pauseMs of [...POST_RETRIES_MS, undefined]) {
      const answer = await this.#try(hold)
      if (!answer || this.#over) return undefined
      if (!isWorthRepeating(answer) || pauseMs === undefined) return answer
      await this.#until(this.#ports.clock.now() + pauseMs)
    }
    return undefined
  }

  async #try(hold: boolean): Promise<Answer | undefined> {
    const { clock, fetch, url } = this.#ports
    const hello = this.#hello
    if (!hello) return undefined
    const polling = new AbortController()
    const overdue = new AbortController()
    this.#polling = polling
    const timer = clock.setTimeout(() => overdue.abort(), POLL_HOLD_MS + POLL_GRACE_MS)
    try {
      const messages = [writeHello({ ...hello, resume: this.#position })]
      if (this.#ownPresence) messages.push(Uint8Array.from(this.#ownPresence))
      const body = writePollRequest(hold, this.#mark, messages)
      const response = await post(fetch, `${url}/poll`, body, AbortSignal.any([polling.signal, overdue.signal]))
      // A large document may take longer than a poll is held: from here on the bytes come, or the network breaks.
      clock.clearTimeout(timer)
      return await readAnswer(response)
    } catch {
      return polling.signal.aborted ? undefined : { kind: 'closed', code: BROKEN }
    } finally {
      clock.clearTimeout(timer)
    }
  }

  #until(timeMs: number): Promise<void> {
    const { clock } = this.#ports
    return new Promise((resolve) => clock.setTimeout(resolve, Math.max(0, timeMs - clock.now())))
  }

  // ── what the server says ──────────────────────────────────────────────────────────────────────────────────────────

  #take(items: readonly PacketItem[]): void {
    for (const item of items) {
      if (this.#over) return
      if (item.kind === 'mark') this.#mark = item.mark
      else if (item.kind === 'close') this.#end(item.code)
      else if (item.kind === 'message') this.#hear(item.message)
    }
  }

  #hear(bytes: Uint8Array): void {
    const message = readServerMessage(bytes)
    switch (message.type) {
      case 'welcome':
        this.#hearWelcome(message, bytes)
        return
      case 'state':
      case 'synced':
        this.#reach(message.seq)
        break
      case 'updates':
        this.#reach(message.toSeq)
        break
      case 'awareness':
        this.#hearPresence(message)
        return
      default:
    }
    this.#listener.message(bytes)
  }

  /** Those after the first say that the same person goes on in the same log, or the connection starts over. */
  #hearWelcome(welcome: Welcome, bytes: Uint8Array): void {
    const former = this.#welcome
    this.#welcome = welcome
    if (!former) {
      this.#listener.message(bytes)
      return
    }
    const goesOn = welcome.epoch === former.epoch && welcome.userId === former.userId
    if (!goesOn || (this.#position && this.#position.lastSeq > welcome.head)) {
      this.#startOver()
      return
    }
    const { userId, displayName, role } = welcome
    if (displayName === former.displayName && role === former.role) return
    this.#listener.message(writeEvent({ name: 'identity', body: { userId, displayName, role } }))
  }

  #hearPresence({ entries }: ServerMessage & { type: 'awareness' }): void {
    const changes = this.#presence.whole(entries)
    if (changes.length > 0) this.#listener.message(writeAwareness(changes))
  }

  #reach(seq: number): void {
    if (!this.#welcome || (this.#position && this.#position.lastSeq >= seq)) return
    this.#position = { epoch: this.#welcome.epoch, lastSeq: toSeq(seq) }
  }

  #startOver(): void {
    // As a server that leaves: come back, and at once.
    this.#listener.message(writeGoaway(0))
    this.#end(CLOSE.restarting.code)
  }

  #end(code: number): void {
    if (this.#over) return
    this.close()
    this.#listener.closed(code)
  }
}
