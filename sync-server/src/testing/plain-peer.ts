/** Stock y-websocket clients of both generations, unchanged. */
import type { DocumentId } from '@dure/protocol'
import { until } from '@dure/testkit'
import WebSocket from 'ws'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import { WebsocketProvider as WebsocketProvider2 } from 'y-websocket-2'
import { Doc } from 'yjs'
import { DEADLINE_MS } from './deadline.ts'
import type { Peer } from './peer.ts'

export type Generation = 2 | 3
export const GENERATIONS = [2, 3] as const

// Node's `ws` is what y-websocket's documentation passes here; it lacks a few of the browser's constants only.
const polyfill = WebSocket as unknown as typeof globalThis.WebSocket
const options = { WebSocketPolyfill: polyfill, disableBc: true, connect: false, maxBackoffTime: 200 }

export class PlainPeer implements Peer {
  readonly doc: Doc
  readonly awareness: Awareness
  readonly provider: WebsocketProvider

  constructor(origin: string, documentId: DocumentId, generation: Generation, doc = new Doc()) {
    const url = `${origin.replace('http', 'ws')}/sync`
    this.doc = doc
    this.provider =
      generation === 3
        ? new WebsocketProvider(url, documentId, doc, options)
        : // The same to whoever uses it; only its event types are looser.
          (new WebsocketProvider2(url, documentId, doc, options) as unknown as WebsocketProvider)
    this.awareness = this.provider.awareness
  }

  /** Connects; resolves when the provider says that it is synced. */
  async connect(): Promise<void> {
    const synced = this.synced()
    this.provider.connect()
    await synced
  }

  /** Resolves when the provider is, or next becomes, synced. */
  synced(): Promise<void> {
    return until<void>('synced', DEADLINE_MS, (done) => {
      const check = (): void => {
        if (this.provider.synced) done(undefined)
      }
      this.provider.on('sync', check)
      check()
      return () => this.provider.off('sync', check)
    })
  }

  /** Stays away until `connect`. */
  disconnect(): void {
    this.provider.disconnect()
  }

  /** Resolves with the code of the next close. */
  closed(): Promise<number> {
    return until('the socket closes', DEADLINE_MS, (done) => {
      const told = (event: { code?: number } | null): void => {
        if (event?.code !== undefined) done(event.code)
      }
      this.provider.on('connection-close', told)
      return () => this.provider.off('connection-close', told)
    })
  }

  async close(): Promise<void> {
    this.provider.destroy()
    this.doc.destroy()
  }
}
