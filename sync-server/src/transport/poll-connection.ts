/**
 * A connection that is one answer: everything the client lacks, in one piece, as soon as there is something to say. The
 * next poll carries on where this one ended, on any replica. For networks where a response arrives only when it has
 * ended.
 *
 * After its answer the session stays in the room for a moment, unattended, so that the person does not leave and come
 * back with each poll.
 */
import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import {
  type CloseReason,
  MESSAGE,
  type PacketItem,
  POLL_HOLD_MS,
  type PresenceEntry,
  readServerMessage,
  writeAwareness,
  writePacket,
} from '@dure/protocol'
import type { Clock, Timer } from '../clock.ts'
import { POLL_DISAGREEMENT_MS, POLL_GATHER_MS, POLL_LINGER_MS, POLL_PRESENCE_GATHER_MS } from '../limits.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { AddressedListener, Connection } from './connection.ts'
import { closeItem, type OutgoingBatch } from './outgoing-batch.ts'

export interface PollOptions {
  /** Whether to wait when there is nothing to say but where the log stands. */
  readonly hold: boolean
  /** What the client was told of presence. */
  readonly mark: string
  /** Yjs ids of the client's own: it is not told of itself. */
  readonly ownIds: ReadonlySet<number>
}

/** Messages that say nothing a client that goes on does not know. */
const NO_NEWS: ReadonlySet<number | undefined> = new Set([MESSAGE.welcome, MESSAGE.synced])

export class PollConnection implements Connection {
  readonly #response: ServerResponse
  readonly #options: PollOptions
  readonly #clock: Clock
  readonly #metrics: Metrics
  readonly #people = new Map<number, PresenceEntry>()
  #messages: Uint8Array[] = []
  #bytes = 0
  #listener: AddressedListener | undefined
  /** When the answer goes, by the clock; undefined until something was said. */
  #dueAt: number | undefined
  #due: Timer | undefined
  #welcomed = false
  #answered = false
  #gone = false
  #linger: Timer | undefined

  constructor(response: ServerResponse, options: PollOptions, clock: Clock, metrics: Metrics) {
    this.#response = response
    this.#options = options
    this.#clock = clock
    this.#metrics = metrics
  }

  listen(listener: AddressedListener): void {
    this.#listener = listener
    // Whether it was answered or the client broke it off: the next poll is on its way, or nobody.
    this.#response.on('close', () => this.#unattended())
    this.#answerIn(POLL_HOLD_MS)
  }

  /** Whether the client waits for this answer. */
  get attended(): boolean {
    return !this.#answered && !this.#response.destroyed
  }

  /** The next poll is its sign of life; there is no asking for one before. */
  get heardAt(): undefined {
    return undefined
  }

  probe(): void {
    // See `heardAt`.
  }

  get queuedBytes(): number {
    return this.#bytes
  }

  send(batch: OutgoingBatch): void {
    if (!this.attended) return
    const presenceMs = this.#welcomed ? POLL_PRESENCE_GATHER_MS : POLL_DISAGREEMENT_MS
    if (!this.#welcomed) {
      this.#welcomed = true
      this.#listener?.welcomed()
    }
    for (const message of batch.messages) this.#add(message)
    if (this.#mark() !== this.#options.mark) this.#answerIn(presenceMs)
    // The first thing that is said is where the client stands: all there is, if it does not want to wait.
    if (!this.#options.hold) this.#answerIn(0)
  }

  received(message: Uint8Array): void {
    if (!this.#gone) this.#listener?.received(message)
  }

  pause(): void {
    // What a client says while it waits for an answer is bounded by its requests.
  }

  resume(): void {
    // See `pause`.
  }

  close(reason: CloseReason, detail?: string): void {
    this.#answer([closeItem(reason, detail)])
    this.#leave()
  }

  /** The same client polls anew, here: what is left of this one would only stand in its way. */
  supersede(): void {
    this.#answer([])
    this.#leave()
  }

  #add(message: Uint8Array): void {
    const type = message[0]
    if (type === MESSAGE.awareness) {
      this.#meet(message)
      return
    }
    this.#messages.push(message)
    this.#bytes += message.length
    if (!NO_NEWS.has(type)) this.#answerIn(POLL_GATHER_MS)
  }

  /** Presence is told whole, when it differs from what the client was told last. */
  #meet(message: Uint8Array): void {
    const read = readServerMessage(message)
    if (read.type !== 'awareness') return
    for (const entry of read.entries) {
      if (this.#options.ownIds.has(entry.yjsClientId)) continue
      if (entry.json === 'null') this.#people.delete(entry.yjsClientId)
      else this.#people.set(entry.yjsClientId, entry)
    }
  }

  /** The same on every replica that knows of the same people. */
  #mark(): string {
    const people = [...this.#people.values()].sort((one, other) => one.yjsClientId - other.yjsClientId)
    if (people.length === 0) return ''
    const hash = createHash('sha1')
    for (const { yjsClientId, json } of people) hash.update(`${yjsClientId} ${json}\n`)
    return hash.digest('base64url')
  }

  /** At the latest; what is due earlier stays. */
  #answerIn(ms: number): void {
    const at = this.#clock.now() + ms
    if (this.#answered || (this.#dueAt !== undefined && this.#dueAt <= at)) return
    this.#dueAt = at
    this.#due?.cancel()
    this.#due = this.#clock.setTimeout(() => this.#answer([]), ms)
  }

  #answer(last: readonly PacketItem[]): void {
    if (this.#answered) return
    this.#answered = true
    this.#due?.cancel()
    if (!this.#response.writable) return
    const packet = writePacket([...this.#items(), ...last])
    this.#response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-length': packet.length,
      'cache-control': 'no-store, no-transform',
    })
    this.#response.end(packet)
    this.#metrics.sentBytes.inc(packet.length)
    this.#messages = []
    this.#bytes = 0
  }

  #items(): PacketItem[] {
    const items = this.#messages.map((message): PacketItem => ({ kind: 'message', message }))
    const mark = this.#mark()
    if (mark !== this.#options.mark)
      items.push({ kind: 'message', message: writeAwareness([...this.#people.values()]) }, { kind: 'mark', mark })
    return items
  }

  #unattended(): void {
    this.#answered = true
    this.#due?.cancel()
    // One that was broken off before its welcome is not known to its next poll, and must not stand in its way.
    if (!this.#welcomed) this.#leave()
    if (!this.#gone) this.#linger ??= this.#clock.setTimeout(() => this.#leave(), POLL_LINGER_MS)
  }

  #leave(): void {
    if (this.#gone) return
    this.#gone = true
    this.#linger?.cancel()
    this.#listener?.disconnected()
  }
}
