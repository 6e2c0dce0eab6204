/** The proxy inside a middlebox: passes requests and upgrades on, as it was told to. */
import { Agent, request as ask, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { listenLocally } from './listen-locally.ts'

/**
 * What becomes of an upgrade: `pass`; `reset`, the connection breaks; `hang`, no answer ever; `forbid`, a page that says
 * 403; `strip`, the server sees an ordinary request without it; `mute`, it opens, and then nothing passes.
 */
export type Upgrades = 'pass' | 'reset' | 'hang' | 'forbid' | 'strip' | 'mute'

/**
 * What becomes of a response: `pass`; `buffer`, nothing passes before its end; `buffer-body`, status and headers do;
 * `blocks`, it passes a kilobyte at a time; `stall`, its first 2500 bytes pass and the rest does at its end.
 */
export type Responses = 'pass' | 'buffer' | 'buffer-body' | 'blocks' | 'stall'

const BLOCK_BYTES = 1024
const STALL_BYTES = 2500

export interface Passing {
  readonly kind: 'request' | 'upgrade'
  readonly method: string
  readonly path: string
  /** Which of the servers it went to, from 0. */
  readonly server: number
}

interface Break {
  readonly direction: 'up' | 'down'
  readonly matches: (passing: Passing) => boolean
  readonly happened: () => void
}

const BLOCKED = '<!doctype html><title>Blocked</title><p>Your organisation does not allow this.'

export class Relay {
  upgrades: Upgrades = 'pass'
  responses: Responses = 'pass'
  readonly passed: Passing[] = []
  readonly #servers: readonly URL[]
  readonly #server: Server
  readonly #agent = new Agent({ keepAlive: true })
  readonly #tunnels = new Set<Duplex>()
  /** Connections of upgrades that were never answered. */
  readonly #hanging = new Set<Duplex>()
  #breaks: Break[] = []
  readonly #watchers = new Set<(passing: Passing) => void>()
  #turn = 0
  #port = 0

  private constructor(servers: readonly URL[]) {
    this.#servers = servers
    this.#server = createServer((request, response) => this.#relay(request, response))
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(request, socket, head),
    )
    // Streams are quiet for long, and a test's clock may stand still meanwhile.
    this.#server.requestTimeout = 0
  }

  static async start(servers: readonly URL[]): Promise<Relay> {
    const relay = new Relay(servers)
    relay.#port = await listenLocally(relay.#server)
    return relay
  }

  get port(): number {
    return this.#port
  }

  get openTunnels(): number {
    return this.#tunnels.size
  }

  killTunnels(): void {
    for (const socket of this.#tunnels) socket.destroy()
  }

  /** Calls `listener` with each request and upgrade that passes; answers how to stop. */
  watch(listener: (passing: Passing) => void): () => void {
    this.#watchers.add(listener)
    return () => this.#watchers.delete(listener)
  }

  breakNext(direction: 'up' | 'down', matches: (passing: Passing) => boolean): Promise<void> {
    return new Promise((happened) => this.#breaks.push({ direction, matches, happened }))
  }

  #pass(kind: Passing['kind'], request: IncomingMessage): { readonly passing: Passing; readonly target: URL } {
    const server = this.#turn % this.#servers.length
    const target = this.#servers[server]
    if (!target) throw new Error('a middlebox stands before one server at least')
    this.#turn += 1
    const passing = { kind, method: request.method ?? '', path: request.url ?? '', server }
    this.passed.push(passing)
    for (const watcher of [...this.#watchers]) watcher(passing)
    return { passing, target }
  }

  /** Half of the chunk, when this is where something is to break. */
  #halfOf(direction: 'up' | 'down', passing: Passing, chunk: Buffer): Buffer | undefined {
    const found = this.#breaks.find((each) => each.direction === direction && each.matches(passing))
    if (!found || chunk.length < 2) return undefined
    this.#breaks = this.#breaks.filter((each) => each !== found)
    found.happened()
    return chunk.subarray(0, chunk.length >> 1)
  }

  // ── requests ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #relay(request: IncomingMessage, response: ServerResponse): void {
    const { passing, target } = this.#pass('request', request)
    const { method, url: path, headers } = request
    const onward = ask({ host: target.hostname, port: target.port, method, path, headers, agent: this.#agent })
    const end = (): void => {
      onward.destroy()
      response.destroy()
    }
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    onward.on('response', (answer) => this.#answer(answer, response, passing, end))
    request.on('data', (chunk: Buffer) => {
      const half = this.#halfOf('up', passing, chunk)
      if (half) {
        request.removeAllListeners()
        onward.write(half, end)
      } else onward.write(chunk)
    })
    request.on('end', () => onward.end())
    request.on('error', end)
  }

  #answer(answer: IncomingMessage, response: ServerResponse, passing: Passing, end: () => void): void {
    const { responses } = this
    const head = (): void => {
      if (!response.headersSent) response.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders()
    }
    let held: Buffer = Buffer.alloc(0)
    let passedBytes = 0
    if (responses !== 'buffer') head()
    answer.on('data', (chunk: Buffer) => {
      const half = this.#halfOf('down', passing, chunk)
      if (half) {
        // Nothing may follow it, the end of the answer neither.
        answer.removeAllListeners()
        head()
        response.write(half, end)
        return
      }
      held = Buffer.concat([held, chunk])
      const bytes = passingBytes(responses, held.length, passedBytes)
      if (bytes > 0) response.write(held.subarray(0, bytes))
      held = held.subarray(bytes)
      passedBytes += bytes
    })
    answer.on('end', () => {
      head()
      response.end(held)
    })
    answer.on('error', () => response.destroy())
  }

  // ── upgrades ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { upgrades } = this
    socket.on('error', () => undefined)
    switch (upgrades) {
      case 'reset':
        socket.destroy()
        return
      case 'hang':
        this.#hanging.add(socket)
        socket.on('close', () => this.#hanging.delete(socket))
        return
      case 'forbid':
        socket.end(
          `HTTP/1.1 403 Forbidden\r\ncontent-type: text/html\r\nconnection: close\r\n` +
            `content-length: ${BLOCKED.length}\r\n\r\n${BLOCKED}`,
        )
        return
      default:
        this.#tunnel(request, socket, head, upgrades)
    }
  }

  #tunnel(request: IncomingMessage, near: Duplex, head: Buffer, upgrades: 'pass' | 'strip' | 'mute'): void {
    const { passing, target } = this.#pass('upgrade', request)
    const far = connect(Number(target.port), target.hostname)
    far.setNoDelay(true)
    far.write(requestHead(request, upgrades === 'strip'))
    if (head.length > 0) far.write(head)
    this.#tunnels.add(near)
    const opened = { head: false }
    this.#pipe(near, far, 'up', passing, () => upgrades === 'mute')
    this.#pipe(far, near, 'down', passing, (chunk) => {
      if (upgrades !== 'mute') return false
      // The server's first chunk is its answer to the upgrade; some of the first frame may come with it.
      const muted = opened.head
      opened.head = true
      if (!muted) near.write(chunk.subarray(0, chunk.indexOf('\r\n\r\n') + 4))
      return true
    })
  }

  #pipe(
    from: Duplex,
    to: Duplex | Socket,
    direction: 'up' | 'down',
    passing: Passing,
    swallows: (chunk: Buffer) => boolean,
  ): void {
    const end = (): void => {
      from.destroy()
      to.destroy()
    }
    from.on('data', (chunk: Buffer) => {
      if (swallows(chunk)) return
      const half = this.#halfOf(direction, passing, chunk)
      if (half) {
        from.removeAllListeners('data')
        to.write(half, end)
      } else if (!to.write(chunk)) from.pause()
    })
    to.on('drain', () => from.resume())
    from.on('end', () => to.end())
    from.on('error', end)
    from.on('close', () => {
      this.#tunnels.delete(from)
      end()
    })
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.killTunnels()
    for (const socket of this.#hanging) socket.destroy()
    this.#server.closeAllConnections()
    this.#agent.destroy()
    await closed
  }
}

/** How much of what is held may pass. */
function passingBytes(responses: Responses, heldBytes: number, passedBytes: number): number {
  switch (responses) {
    case 'pass':
      return heldBytes
    case 'blocks':
      return heldBytes < BLOCK_BYTES ? 0 : heldBytes
    case 'stall':
      return Math.min(heldBytes, Math.max(0, STALL_BYTES - passedBytes))
    case 'buffer':
    case 'buffer-body':
      return 0
    default:
      throw new TypeError(`a treatment nobody thought of: ${responses satisfies never}`)
  }
}

/** The request's head as it came; without what asks for the upgrade when that is stripped. */
function requestHead(request: IncomingMessage, stripped: boolean): string {
  const lines = [`${request.method} ${request.url} HTTP/1.1`]
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(at, at + 2)
    if (stripped && (name.toLowerCase() === 'upgrade' || name.toLowerCase() === 'connection')) continue
    lines.push(`${name}: ${value}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}
