/** The way in: opens one document on one server. */
import { SCHEMA_VERSION } from '@dure/document/schema-version'
import { type DocumentId, parseDocumentId } from '@dure/protocol'
import { Awareness } from 'y-protocols/awareness'
import { Doc } from 'yjs'
import { type Clock, systemClock } from './clock.ts'
import { DocumentConnection } from './document-connection.ts'
import { fallbackTransport } from './fallback/fallback-transport.ts'
import { laterTransport } from './fallback/later-transport.ts'
import { type Fetch, platformFetch } from './fallback/platform-fetch.ts'
import { platformMemory, type TransportMemory } from './fallback/transport-memory.ts'
import { DeviceCopy } from './local-copy/device-copy.ts'
import { platformLocks, type SessionLocks } from './local-copy/session-locks.ts'
import { type WatchPage, watchPlatformPage } from './page-signals.ts'
import type { OpenTransport } from './transport.ts'
import { type CreateSocket, createPlatformSocket, httpUrl, syncUrl, webSocketTransport } from './websocket-transport.ts'

export interface OpenDocumentOptions {
  /** `wss://dure.example`, or the ws, http or https address of the server. */
  readonly serverUrl: string
  readonly documentId: DocumentId | string
  /** Created when absent. What it holds already is sent to the server where the server lacks it. */
  readonly doc?: Doc
  /** A personal access token, for programs: who this is. A page of Dure's own has its cookie, and needs none. */
  readonly token?: string
  /** What a guest wants to be called. */
  readonly displayName?: string
  /** Created when absent, and then destroyed by `close`. */
  readonly awareness?: Awareness
  /** Of the document's schema that this client can show and write, said in hello; this package's own by default. */
  readonly schemaVersion?: number
  /** Keeps content and unsaved edits on this device. Without it nothing outlives this connection. */
  readonly localCopy?: LocalCopyOptions
  /** Opens the socket: for Node clients that must send headers, and for tests. */
  readonly createSocket?: CreateSocket
  /** Makes the requests where WebSockets do not get through: for Node clients that must send headers, and for tests. */
  readonly fetch?: Fetch
  /** Instead of all of these. */
  readonly openTransport?: OpenTransport
  /** Remembers which of them got through on which network; in a browser, `localStorage` by default. */
  readonly transportMemory?: TransportMemory
  readonly watchPage?: WatchPage
  readonly clock?: Clock
  /** From 0 up to, not including, 1. */
  readonly random?: () => number
}

export interface LocalCopyOptions {
  /** Whose copy: a user's id, or one name for all guests. People who share a browser do not share copies. */
  readonly owner: string
  /** What the list of copies calls the document. */
  readonly titleOf?: (doc: Doc) => string
  /** The browser's own by default; without one, edits are kept in the tab only, and the status says so. */
  readonly factory?: IDBFactory | undefined
  /** Web Locks by default. */
  readonly locks?: SessionLocks | undefined
}

/**
 * Opens a document; the connection is on its way when this returns.
 * @throws TypeError when `documentId` or `serverUrl` is none.
 */
export function openDocument(options: OpenDocumentOptions): DocumentConnection {
  const documentId = parseDocumentId(options.documentId)
  if (!documentId) throw new TypeError(`documentId ${options.documentId}: 22 characters of [0-9A-Za-z]`)
  const url = syncUrl(options.serverUrl, documentId)
  const doc = options.doc ?? new Doc()
  const ports = { clock: options.clock ?? systemClock, random: options.random ?? Math.random }
  const localCopy = deviceCopy(options.localCopy, documentId, ports)
  const shown: Shown = { token: options.token }
  return new DocumentConnection({
    ...ports,
    documentId,
    doc,
    awareness: options.awareness ?? new Awareness(doc),
    ownsAwareness: options.awareness === undefined,
    displayName: options.displayName ?? '',
    schemaVersion: options.schemaVersion ?? SCHEMA_VERSION,
    openTransport: options.openTransport ?? networkTransport(options, url, ports.clock, shown),
    showToken: (token) => {
      shown.token = token
    },
    watchPage: options.watchPage ?? watchPlatformPage,
    localCopy,
    localCopyId: () => localCopy?.copyId,
    titleOf: options.localCopy?.titleOf ?? (() => ''),
  })
}

/** What connections show: another token from the moment on that there is one. */
interface Shown {
  token: string | undefined
}

function networkTransport(options: OpenDocumentOptions, url: string, clock: Clock, shown: Shown): OpenTransport {
  const http = { url: httpUrl(url), fetch: bearing(shown, options.fetch ?? platformFetch), clock }
  // A browser's WebSocket takes no headers.
  const socketUrl = () => (shown.token === undefined ? url : `${url}?token=${encodeURIComponent(shown.token)}`)
  return fallbackTransport({
    carriers: {
      websocket: webSocketTransport(socketUrl, options.createSocket ?? createPlatformSocket),
      stream: laterTransport(async () => (await import('./fallback/stream-transport.ts')).streamTransport(http)),
      poll: laterTransport(async () => (await import('./fallback/poll-transport.ts')).pollTransport(http)),
    },
    clock,
    memory: options.transportMemory ?? platformMemory(options.serverUrl),
    watchPage: options.watchPage ?? watchPlatformPage,
  })
}

const bearing =
  (shown: Shown, makeRequest: Fetch): Fetch =>
  (url, init) => {
    if (shown.token === undefined) return makeRequest(url, init)
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${shown.token}`)
    return makeRequest(url, { ...init, headers })
  }

function deviceCopy(
  options: LocalCopyOptions | undefined,
  documentId: DocumentId,
  ports: { readonly clock: Clock; readonly random: () => number },
): DeviceCopy | undefined {
  if (!options) return undefined
  const factory = 'factory' in options ? options.factory : platformStorage()
  const locks = 'locks' in options ? options.locks : platformLocks()
  return factory && new DeviceCopy({ ...ports, factory, locks, owner: options.owner, documentId })
}

function platformStorage(): IDBFactory | undefined {
  try {
    return globalThis.indexedDB
  } catch {
    // Some browsers throw where a page may not store anything.
    return undefined
  }
}
