/** One document with people who type and people who read, and what the readers saw. */
import { setTimeout as wait } from 'node:timers/promises'
import { createPage } from '../documents/page.ts'
import { Distribution } from '../measure/distribution.ts'
import { Client } from './client.ts'
import { pace } from './pace.ts'
import { inParallel, seed } from './seed.ts'
import type { Service } from './service.ts'
import { ageUs, nowUs, Typist } from './typing.ts'
import { wordsIn } from './words-in-update.ts'

export interface BusyRoomOptions {
  readonly writers: number
  readonly readers: number
  /** Readers whose messages are read; the others' bytes are counted, which costs the generator less. */
  readonly sampled?: number
  /** Replica that the readers are at; the writers are at the first. */
  readonly readersAt?: number
}

const FIRST_CLIENT = 1000
/** What belongs to joining has arrived by then. */
export const SETTLE_MS = 300

export class BusyRoom {
  readonly latency = new Distribution()
  readonly readers: number
  readonly #sampled: number
  #writers: { readonly client: Client; readonly typist: Typist }[] = []
  #clients: Client[] = []
  #words = 0
  #next = 0
  #live = false

  private constructor(options: BusyRoomOptions) {
    this.readers = options.readers
    this.#sampled = options.sampled ?? options.readers
  }

  static async open(service: Service, options: BusyRoomOptions): Promise<BusyRoom> {
    const room = new BusyRoom(options)
    const page = createPage(options.writers)
    const document = await service.createDocument()
    await seed(service, document, [page.state], page.state.length)
    const { wire } = service.peer
    const visit = (bytes: Buffer, start: number, end: number): void => {
      if (!room.#live) return
      const now = nowUs()
      room.#words += wordsIn(bytes, start, end, (at) => room.latency.add(ageUs(bytes, at, now)))
    }
    const indexes = Array.from({ length: options.readers }, (_, index) => index)
    room.#clients = await inParallel(indexes, 10, async (index) => {
      const client = await Client.join(service, document, undefined, { replica: options.readersAt ?? 0 })
      if (index < room.#sampled) client.onFrame((bytes, start, end) => wire.updatesIn(bytes, start, end, visit))
      else client.countOnly()
      return client
    })
    for (let writer = 0; writer < options.writers; writer += 1) {
      const client = await Client.join(service, document)
      client.onFrame(() => undefined)
      room.#writers.push({ client, typist: new Typist(FIRST_CLIENT + writer, page.paragraph(writer)) })
    }
    // A server may send what it has just loaded as a live update too.
    await wait(SETTLE_MS)
    room.#live = true
    return room
  }

  /** Operations that all readers together were sent so far, taken from the sampled ones. */
  get delivered(): number {
    return (this.#words / this.#sampled) * this.readers
  }

  get sent(): number {
    return this.#writers.reduce((sum, { typist }) => sum + typist.words, 0)
  }

  /** Everybody types for a while, so many operations a second together. */
  async type(perSecond: number, durationMs: number): Promise<void> {
    await pace(perSecond, durationMs, (count) => {
      const stamp = nowUs()
      const queued = new Map<Client, Uint8Array[]>()
      for (let index = 0; index < count; index += 1) {
        const writer = this.#writers[this.#next % this.#writers.length]
        this.#next += 1
        if (!writer) continue
        const updates = queued.get(writer.client) ?? []
        updates.push(writer.typist.type(stamp))
        queued.set(writer.client, updates)
      }
      for (const [client, updates] of queued) client.send(updates)
    })
  }

  /** Resolves when every sampled reader has everything that was sent, or after `withinMs`. Answers which. */
  async settles(withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs
    while (this.#words < this.sent * this.#sampled) {
      if (performance.now() > deadline) return false
      await wait(5)
    }
    return true
  }

  /** Largest difference, as a share, between what the readers were sent in bytes. */
  get spread(): number {
    const bytes = this.#clients.map((client) => client.receivedBytes)
    return 1 - Math.min(...bytes) / Math.max(...bytes)
  }

  close(): void {
    for (const client of this.#clients) client.close()
    for (const { client } of this.#writers) client.close()
  }
}
