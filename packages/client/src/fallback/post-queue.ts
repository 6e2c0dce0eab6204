/**
 * What a client says after hello, by requests: one at a time, in order; what comes meanwhile goes together in the next.
 * A request that fails is sent again a few times with the same bytes, which the server takes as once.
 */
import { MESSAGE, type PacketItem, type SessionId, writePostRequest } from '@dure/protocol'
import type { Clock } from '../clock.ts'
import { POST_BYTES_PER_SECOND, POST_RETRIES_MS, POST_TIMEOUT_MS } from '../limits.ts'
import { type Answer, isWorthRepeating, post, readAnswer } from './http-answer.ts'
import type { Fetch } from './platform-fetch.ts'
import { BROKEN } from './transport-race.ts'

export interface PostQueuePorts {
  readonly fetch: Fetch
  readonly clock: Clock
  readonly url: string
  readonly sessionId: SessionId
  /** @param posted What the server has answered. */
  answered(items: readonly PacketItem[], posted: readonly Uint8Array[]): void
  /** It cannot be sent; what is queued is dropped. Reported once. */
  failed(code: number): void
}

export class PostQueue {
  readonly #ports: PostQueuePorts
  readonly #stop = new AbortController()
  #queue: Uint8Array[] = []
  #bytes = 0
  #sending = false
  #underway: readonly Uint8Array[] = []

  constructor(ports: PostQueuePorts) {
    this.#ports = ports
  }

  /** Bytes queued and under way; they count until they are answered. */
  get bytes(): number {
    return this.#bytes
  }

  add(message: Uint8Array): void {
    if (this.#stop.signal.aborted) return
    // Of presence only the newest counts, and a client speaks of itself alone.
    if (message[0] === MESSAGE.awareness) this.#drop((each) => each[0] === MESSAGE.awareness)
    this.#queue.push(message)
    this.#bytes += message.length
    if (!this.#sending) void this.#send()
  }

  stop(): void {
    this.#stop.abort()
    this.#queue = []
    this.#underway = []
    this.#bytes = 0
  }

  /** Stops, but says the last word of presence, as likely as not that the person leaves, without waiting for an answer. */
  leave(): void {
    const { fetch, url, sessionId } = this.#ports
    const last = [...this.#underway, ...this.#queue].findLast((each) => each[0] === MESSAGE.awareness)
    this.stop()
    if (!last) return
    post(fetch, url, writePostRequest(sessionId, [last]), AbortSignal.timeout(POST_TIMEOUT_MS), true)
      .then((response) => response.body?.cancel())
      // The connection is over: nobody is left to tell.
      .catch(() => {})
  }

  #drop(which: (message: Uint8Array) => boolean): void {
    for (const each of this.#queue.filter(which)) this.#bytes -= each.length
    this.#queue = this.#queue.filter((each) => !which(each))
  }

  async #send(): Promise<void> {
    this.#sending = true
    while (this.#queue.length > 0) {
      const messages = this.#take()
      this.#underway = messages
      const size = messages.reduce((sum, each) => sum + each.length, 0)
      const answer = await this.#answerTo(writePostRequest(this.#ports.sessionId, messages))
      if (this.#stop.signal.aborted) return
      this.#bytes -= size
      this.#underway = []
      if (answer.kind === 'packet') this.#ports.answered(answer.items, messages)
      else {
        this.stop()
        this.#ports.failed(answer.kind === 'closed' ? answer.code : BROKEN)
        return
      }
    }
    this.#sending = false
  }

  /** Up to and with the next push, and as many as a request may carry. */
  #take(): Uint8Array[] {
    const push = this.#queue.findIndex((each) => each[0] === MESSAGE.push)
    return this.#queue.splice(0, push < 0 ? MAX_TOGETHER : Math.min(push + 1, MAX_TOGETHER))
  }

  async #answerTo(body: Uint8Array<ArrayBuffer>): Promise<Answer> {
    for (const pauseMs of [...POST_RETRIES_MS, undefined]) {
      const answer = await this.#try(body)
      if (!isWorthRepeating(answer) || pauseMs === undefined || this.#stop.signal.aborted) return answer
      await new Promise<void>((resolve) => this.#ports.clock.setTimeout(resolve, pauseMs))
    }
    return { kind: 'closed', code: BROKEN }
  }

  async #try(body: Uint8Array<ArrayBuffer>): Promise<Answer> {
    const { clock, fetch, url } = this.#ports
    const overdue = new AbortController()
    const timeoutMs = POST_TIMEOUT_MS + (body.length / POST_BYTES_PER_SECOND) * 1000
    const timer = clock.setTimeout(() => overdue.abort(), timeoutMs)
    try {
      const signal = AbortSignal.any([this.#stop.signal, overdue.signal])
      return await readAnswer(await post(fetch, url, body, signal))
    } catch {
      return { kind: 'closed', code: BROKEN }
    } finally {
      clock.clearTimeout(timer)
    }
  }
}

/** A caret, a name and a ping at most wait beside a push: far below what a request may carry. */
const MAX_TOGETHER = 8
