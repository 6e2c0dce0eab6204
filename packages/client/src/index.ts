/** The client half of Dure's `dure.1` protocol, for browsers and Node. See ../README.md. */
export { type Clock, systemClock } from './clock.ts'
export type { ConnectionStatus } from './connection-status.ts'
export type { DocumentConnection } from './document-connection.ts'
export { CLOSED_HERE, ConnectionEnded, REPLACED } from './end-reason.ts'
export type { Fetch } from './fallback/platform-fetch.ts'
export type { Remembered } from './fallback/transport-choice.ts'
export type { TransportMemory } from './fallback/transport-memory.ts'
export type { Self } from './identity-event.ts'
export {
  deleteLocalCopy,
  type LocalCopySummary,
  listLocalCopies,
  readLocalCopy,
  setLocalCopyAside,
} from './local-copy/copy-shelf.ts'
export { type SessionLocks, webLocks } from './local-copy/session-locks.ts'
export { type LocalCopyOptions, type OpenDocumentOptions, openDocument } from './open-document.ts'
export { type PageSignals, type WatchPage, watchPlatformPage } from './page-signals.ts'
export { type ParkedEdit, textOfUpdate } from './parked-edit.ts'
export { REMOTE_ORIGIN } from './remote-origin.ts'
export type { KeptOn, SaveStatus } from './save-status.ts'
export type { OpenTransport, Transport, TransportListener } from './transport.ts'
export { type CreateSocket, createPlatformSocket, type SocketLike } from './websocket-transport.ts'
