/** Our own client on a real socket. */
import { type DocumentConnection, openDocument } from '@dure/client'
import type { DocumentId } from '@dure/protocol'
import { until } from '@dure/testkit'
import type { Awareness } from 'y-protocols/awareness'
import { Doc } from 'yjs'
import { DEADLINE_MS } from './deadline.ts'
import type { Peer } from './peer.ts'

export class DurePeer implements Peer {
  readonly doc: Doc
  readonly awareness: Awareness
  readonly connection: DocumentConnection

  constructor(origin: string, documentId: DocumentId, displayName: string, doc = new Doc()) {
    this.doc = doc
    this.connection = openDocument({ serverUrl: origin, documentId, displayName, doc, random: () => 0.1 })
    this.awareness = this.connection.awareness
  }

  get saved(): boolean {
    return this.connection.status.kind === 'saved'
  }

  /** Resolves when `holds` does, looked at after each change of the connection. */
  becomes(what: string, holds: (connection: DocumentConnection) => boolean): Promise<void> {
    return until<void>(what, DEADLINE_MS, (done) => {
      const check = (): void => {
        if (holds(this.connection)) done(undefined)
      }
      const stop = this.connection.subscribe(check)
      check()
      return stop
    }).catch((error: unknown) => {
      const { status, connection } = this.connection
      throw new Error(`${String(error)}; ${JSON.stringify({ status, connection })}`)
    })
  }

  close(): Promise<void> {
    return this.connection.close()
  }
}
