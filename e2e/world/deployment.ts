/** Dure as an operator runs it: sync servers as processes of their own, the production build of the web behind them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createOpenDocument, OWNER_SETTINGS, type SignedInHeaders, signIn } from '@dure/testkit'
import { freePort } from '@dure/testkit/redis'
import { Child } from './child-process.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SYNC_SERVER = join(ROOT, 'sync-server/src/main.ts')
export const WEB_SERVER = join(ROOT, 'web/.next/standalone/web/server.js')

/** One sync server on a port it keeps across restarts. */
export class Replica {
  readonly port: number
  readonly #env: Readonly<Record<string, string>>
  #child: Child | undefined
  #owner: SignedInHeaders | undefined

  constructor(port: number, env: Readonly<Record<string, string>>) {
    this.port = port
    this.#env = { ...OWNER_SETTINGS, ...env, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn' }
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get output(): string {
    return this.#child?.output ?? ''
  }

  async start(): Promise<void> {
    this.#child = new Child('sync-server', [SYNC_SERVER], this.#env)
    await this.#child.said(/listens at/)
  }

  /** As a power cut takes it: no flush, no goodbye. */
  async kill(): Promise<void> {
    await this.#child?.end('SIGKILL')
  }

  /** As an operator stops it; answers its exit code. */
  async stop(): Promise<number | null> {
    await this.#child?.end('SIGTERM')
    return this.#child?.exitCode ?? null
  }

  /** Headers of the owner's requests. */
  async owner(): Promise<SignedInHeaders> {
    this.#owner ??= await signIn(this.origin)
    return this.#owner
  }

  /** A document that whoever has its link may edit, without an account. */
  async createDocument(): Promise<string> {
    return createOpenDocument(this.origin, await this.owner())
  }
}

export interface Deployment {
  readonly replicas: readonly [Replica, ...Replica[]]
  /** Of the embedded store. */
  readonly dataDirectory: string
  stop(): Promise<void>
}

type Settings = Readonly<Record<string, string>>
/** Some settings say where the server itself is. */
export type SettingsAt = Settings | ((port: number) => Settings)

/** @param env Settings a replica gets besides its port and its data directory. */
export async function startReplicas(count: number, env: SettingsAt = {}): Promise<Deployment> {
  const data = await mkdtemp(join(tmpdir(), 'dure-e2e-'))
  const ports = await freePorts(count)
  const settings = typeof env === 'function' ? env(ports[0] ?? 0) : env
  const [first, ...others] = ports.map((port) => new Replica(port, { DURE_DATA_DIR: data, ...settings }))
  if (!first) throw new RangeError('a deployment has one replica at least')
  const replicas = [first, ...others] as const
  await Promise.all(replicas.map((replica) => replica.start()))
  return {
    replicas: [...replicas],
    dataDirectory: data,
    stop: async () => {
      await Promise.all(replicas.map((replica) => replica.kill()))
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** Replicas with the web behind them; pages are rendered from what the first one answers. */
export async function deploy(count: number, env: SettingsAt = {}): Promise<Deployment> {
  const [webPort] = await freePorts(1)
  const { replicas, dataDirectory, stop } = await startReplicas(count, (port) => ({
    DURE_WEB_ORIGIN: `http://127.0.0.1:${webPort}`,
    ...(typeof env === 'function' ? env(port) : env),
  }))
  const web = new Child(
    'web',
    [WEB_SERVER],
    { PORT: String(webPort), HOSTNAME: '127.0.0.1', NODE_ENV: 'production', DURE_API_ORIGIN: replicas[0].origin },
    dirname(WEB_SERVER),
  )
  await web.said(/Ready/)
  return {
    replicas,
    dataDirectory,
    stop: async () => {
      await stop()
      await web.end('SIGKILL')
    },
  }
}

/** Ports that are free now, each another. */
export const freePorts = (count: number): Promise<number[]> => Promise.all(Array.from({ length: count }, freePort))
