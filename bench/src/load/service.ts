/** A peer that runs for one measurement: one process or several replicas, their cost, and an end that leaves nothing. */
import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@dure/testkit/postgres'
import { freePort, startRedis } from '@dure/testkit/redis'
import { cpuMsOf, descendantsOf, residentBytesOf } from '../measure/process-usage.ts'
import type { Peer, SharedServices } from '../peers/peer.ts'
import type { LoopAnswer, MemoryAnswer } from '../peers/server-probe.ts'
import type { ServerProcess } from '../peers/server-process.ts'

interface Shared extends SharedServices {
  close(): Promise<void>
}

export class Service {
  readonly peer: Peer
  readonly #directory: string
  readonly #shared: Shared | undefined
  readonly #count: number
  #servers: ServerProcess[] = []
  #documents = 0

  private constructor(peer: Peer, directory: string, count: number, shared: Shared | undefined) {
    this.peer = peer
    this.#directory = directory
    this.#count = count
    this.#shared = shared
  }

  /** @param replicas With more than one, Postgres and Redis are started for them. */
  static async start(peer: Peer, replicas = 1): Promise<Service> {
    const directory = await mkdtemp(join(tmpdir(), 'dure-bench-'))
    // A measurement that fails ends its process: its files go all the same.
    process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
    const service = new Service(peer, directory, replicas, replicas > 1 ? await startShared() : undefined)
    await service.#launch()
    return service
  }

  /** @param ports Where to listen; free ones unless given. */
  async #launch(ports: readonly number[] = []): Promise<void> {
    for (let replica = 0; replica < this.#count; replica += 1) {
      const directory = join(this.#directory, String(replica))
      await mkdir(directory, { recursive: true })
      const port = ports[replica] ?? (await freePort())
      this.#servers.push(await this.peer.launch(directory, port, this.#shared))
    }
  }

  origin(replica = 0): string {
    return this.#server(replica).origin
  }

  createDocument(): Promise<string> {
    this.#documents += 1
    return this.peer.createDocument(this.origin(), `document-${this.#documents}`)
  }

  /** Time on a core of the server processes, in ms. */
  cpuMs(): number {
    return cpuMsOf(this.#pids)
  }

  /** Of the database and Redis. */
  sharedCpuMs(): number {
    return cpuMsOf(descendantsOf(process.pid, this.#pids))
  }

  residentBytes(): number {
    return residentBytesOf(this.#pids)
  }

  memory(): Promise<MemoryAnswer> {
    return this.#server(0).memory()
  }

  loop(): Promise<LoopAnswer> {
    return this.#server(0).loop()
  }

  get output(): string {
    return this.#servers.map((server) => server.output).join('\n')
  }

  /** Stops as an operator does and starts again on the same data, at another port. */
  async restart(): Promise<void> {
    await this.#stopServers()
    await this.#launch()
  }

  /** Ends it and starts it again on the same data and at the same port, while its clients try to come back. */
  async bounce(how: 'stop' | 'kill'): Promise<void> {
    const ports = this.#servers.map((server) => Number(new URL(server.origin).port))
    const servers = this.#servers
    this.#servers = []
    await Promise.all(servers.map((server) => server[how]()))
    await this.#launch(ports)
  }

  async stop(): Promise<void> {
    await this.#stopServers()
    await this.#shared?.close()
    await rm(this.#directory, { recursive: true, force: true })
  }

  async #stopServers(): Promise<void> {
    const servers = this.#servers
    this.#servers = []
    await Promise.all(servers.map((server) => server.stop()))
  }

  get #pids(): number[] {
    return this.#servers.map((server) => server.pid)
  }

  #server(replica: number): ServerProcess {
    const server = this.#servers[replica]
    if (!server) throw new RangeError(`replica ${replica} of ${this.#servers.length}`)
    return server
  }
}

async function startShared(): Promise<Shared> {
  const postgres = await startPostgres()
  try {
    const redis = await startRedis()
    return {
      databaseUrl: await postgres.createDatabase(),
      redisUrl: redis.url,
      close: async () => {
        await redis.stop()
        await postgres.close()
      },
    }
  } catch (error) {
    await postgres.close()
    throw error
  }
}
