/**
 * A small world: one real server in this process, a data directory of its own, and the people who use it. Everything it
 * made is gone after `close`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DocumentId, newDocumentId, type SessionId, toSeq } from '@dure/protocol'
import { type LogRow, openSqliteStore, type SqliteStoreOptions } from '@dure/store'
import { joinAs, OWNER_SETTINGS, type SignedInHeaders, signIn } from '@dure/testkit'
import type { Doc } from 'yjs'
import { GUEST_USER_ID } from '../auth/identity.ts'
import { type Config, readConfig } from '../config/read-config.ts'
import { type RunningServer, type ServerParts, startServer } from '../start-server.ts'
import { DurePeer } from './dure-peer.ts'
import { GatedStore } from './gated-store.ts'
import { HttpPeer } from './http-peer.ts'
import { LogWatch } from './log-watch.ts'
import { type Generation, PlainPeer } from './plain-peer.ts'
import { RawPeer } from './raw-peer.ts'
import { SkippingClock } from './skipping-clock.ts'

/** More rows than any test writes. */
const ALL_ROWS = 1_000_000

export class World {
  readonly clock = new SkippingClock()
  readonly directory: string
  readonly #environment: Readonly<Record<string, string>>
  readonly #parts: Partial<ServerParts>
  readonly #leaving: (() => Promise<void>)[] = []
  log = new LogWatch()
  #running: { readonly server: RunningServer; readonly store: GatedStore } | undefined
  /** The port of the first start: a restart takes it again. */
  #port = '0'
  #owner: Promise<SignedInHeaders> | undefined

  private constructor(directory: string, environment: Readonly<Record<string, string>>, parts: Partial<ServerParts>) {
    this.directory = directory
    this.#environment = environment
    this.#parts = parts
  }

  /** @param parts What the server gets instead of its own. */
  static async start(
    environment: Readonly<Record<string, string>> = {},
    parts: Partial<ServerParts> = {},
  ): Promise<World> {
    const world = new World(await mkdtemp(join(tmpdir(), 'dure-world-')), environment, parts)
    await world.startServer()
    return world
  }

  async startServer(): Promise<void> {
    this.log = new LogWatch()
    const opened = Promise.withResolvers<GatedStore>()
    const config: Config = readConfig({
      HOST: '127.0.0.1',
      DURE_DATA_DIR: this.directory,
      DURE_WORKERS: '1',
      LOG_LEVEL: 'debug',
      ...OWNER_SETTINGS,
      ...this.#environment,
      PORT: this.#port,
    })
    const server = await startServer(config, {
      ...this.#parts,
      clock: this.clock,
      logTo: this.log,
      openStore: async () => {
        const options: SqliteStoreOptions = { directory: this.directory }
        const store = new GatedStore(await openSqliteStore(options))
        opened.resolve(store)
        return store
      },
    })
    this.#running = { server, store: await opened.promise }
    this.#port = new URL(server.origin).port
  }

  async stopServer(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    running?.store.release()
    await running?.server.stop()
  }

  get origin(): string {
    return this.#now().server.origin
  }

  get store(): GatedStore {
    return this.#now().store
  }

  /** A new document that whoever has its id may edit. Its log is empty: the API would give it its first block. */
  async document(): Promise<DocumentId> {
    const anybody = { reach: 'link', reachRole: 'editor' } as const
    return (await this.store.documents.create({ id: newDocumentId(), createdBy: GUEST_USER_ID, ...anybody })).id
  }

  /** Headers of the owner's requests. */
  owner(): Promise<SignedInHeaders> {
    this.#owner ??= signIn(this.origin)
    return this.#owner
  }

  /** Headers of somebody's who is new to the workspace. */
  async join(name: string, role: 'admin' | 'member' | 'guest' = 'member'): Promise<SignedInHeaders> {
    const email = `${name.toLowerCase().replaceAll(/[^a-z]/g, '')}@dure.test`
    return joinAs(this.origin, await this.owner(), { name, email, password: `the password of ${name}` }, role)
  }

  /** A stock y-websocket client, synced. */
  async plain(documentId: DocumentId, generation: Generation = 3, doc?: Doc): Promise<PlainPeer> {
    const peer = this.leavesAtTheEnd(new PlainPeer(this.origin, documentId, generation, doc))
    await peer.connect()
    return peer
  }

  /** Our client, synced. */
  async dure(documentId: DocumentId, displayName = 'someone', doc?: Doc): Promise<DurePeer> {
    const peer = this.leavesAtTheEnd(new DurePeer(this.origin, documentId, displayName, doc))
    await peer.connection.whenSynced
    return peer
  }

  raw(
    documentId: DocumentId | string,
    dialect: 'dure' | 'plain',
    headers: Readonly<Record<string, string>> = {},
  ): RawPeer {
    return this.leavesAtTheEnd(new RawPeer(this.origin, documentId, dialect, headers))
  }

  http(documentId: DocumentId | string, sessionId?: SessionId): HttpPeer {
    return this.leavesAtTheEnd(new HttpPeer(this.origin, documentId, sessionId))
  }

  /** The document's log, as the store has it. */
  async rows(documentId: DocumentId): Promise<readonly LogRow[]> {
    return (await this.store.log.readAfter(documentId, toSeq(0), ALL_ROWS))?.rows ?? []
  }

  /** A figure of `/metrics`; 0 for one that was never counted. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.origin}/metrics`)).text()
    const line = text.split('\n').find((each) => each.startsWith(`${name} `) || each.startsWith(`${name}{`))
    return line === undefined ? 0 : Number(line.slice(line.lastIndexOf(' ') + 1))
  }

  leavesAtTheEnd<Leaver extends { close(): Promise<void> }>(leaver: Leaver): Leaver {
    this.#leaving.push(() => leaver.close())
    return leaver
  }

  async close(): Promise<void> {
    await Promise.all(this.#leaving.map((leave) => leave()))
    await this.stopServer()
    await rm(this.directory, { recursive: true, force: true })
  }

  #now(): { readonly server: RunningServer; readonly store: GatedStore } {
    if (!this.#running) throw new Error('the server is not running')
    return this.#running
  }
}
