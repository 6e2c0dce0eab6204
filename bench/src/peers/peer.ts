/** One of the servers that are compared, and one that is running. */
import type { Wire } from '../wire/wire.ts'
import type { ServerProcess } from './server-process.ts'

export type PeerName = 'dure' | 'dure-plain' | 'hocuspocus' | 'y-websocket' | 'raw' | 'raw-batched'

export interface Peer {
  readonly name: PeerName
  /** For people: what it is, with its version. */
  readonly title: string
  readonly wire: Wire
  /**
   * @param directory An empty directory of its own; what it stores there outlives a restart.
   * @param shared Given when several processes serve the same documents.
   */
  launch(directory: string, port: number, shared?: SharedServices): Promise<ServerProcess>
  /** A document that clients may open. */
  createDocument(origin: string, name: string): Promise<string>
}

export interface SharedServices {
  readonly databaseUrl: string
  readonly redisUrl: string
}
