/** Someone who types without a browser, through our client, and remembers what the save status told them. */
import { type DocumentConnection, openDocument } from '@dure/client'
import { createSeededRandom, type SeededRandom, until } from '@dure/testkit'
import * as Y from 'yjs'

/** Waits for something that comes in seconds when all is well, on a machine that is busy restarting databases. */
const DEADLINE_MS = 60_000

export class Typist {
  readonly name: string
  readonly connection: DocumentConnection
  readonly #random: SeededRandom
  #typed = 0
  #savedThrough = 0
  #typing: NodeJS.Timeout | undefined

  constructor(name: string, origin: string, documentId: string, seed: number) {
    this.name = name
    this.#random = createSeededRandom(seed)
    this.connection = openDocument({ serverUrl: origin, documentId, displayName: name })
    this.connection.subscribe(() => {
      if (this.connection.status.kind === 'saved') this.#savedThrough = this.#typed
    })
  }

  /** The document: whole words, so that no two of them get mixed. */
  get content(): Y.Array<string> {
    return this.connection.doc.getArray<string>('words')
  }

  /** Types a word here and there until `rest`. */
  start(): void {
    this.#typing ??= setInterval(() => this.#strike(), this.#random.int(8, 30))
  }

  rest(): void {
    clearInterval(this.#typing)
    this.#typing = undefined
  }

  #strike(): void {
    this.content.insert(this.#random.int(0, this.content.length), [`${this.name}${this.#typed}`])
    this.#typed += 1
  }

  /** Words typed so far, and of those the ones that were shown as saved. */
  get words(): { readonly typed: readonly string[]; readonly saved: readonly string[] } {
    const typed = Array.from({ length: this.#typed }, (_, index) => `${this.name}${index}`)
    return { typed, saved: typed.slice(0, this.#savedThrough) }
  }

  async saved(): Promise<void> {
    this.connection.reconnectNow()
    await until<void>(`${this.name} saved (${JSON.stringify(this.connection.status)})`, DEADLINE_MS, (done) => {
      const check = (): void => {
        const { connection, status } = this.connection
        if (status.kind === 'saved' && connection.kind === 'live') done(undefined)
      }
      check()
      return this.connection.subscribe(check)
    })
  }

  async leave(): Promise<void> {
    this.rest()
    await this.connection.close()
  }
}

/** Resolves when all hold the same structs and deletions; answers how long that took, in ms. */
export async function untilSame(typists: readonly Typist[]): Promise<number> {
  const started = performance.now()
  await until<void>('all the same', DEADLINE_MS, (done) => {
    const check = (): void => {
      if (areSame(typists)) done(undefined)
    }
    for (const { connection } of typists) connection.doc.on('afterTransaction', check)
    check()
    return () => {
      for (const { connection } of typists) connection.doc.off('afterTransaction', check)
    }
  })
  return performance.now() - started
}

function areSame(typists: readonly Typist[]): boolean {
  const [first, ...others] = typists.map(({ connection }) => Y.snapshot(connection.doc))
  return first === undefined || others.every((other) => Y.equalSnapshots(first, other))
}
