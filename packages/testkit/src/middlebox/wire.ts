/**
 * The cable in front of a middlebox: TCP connections as bytes, with the delay, the rate and the deaths that a test asks
 * for. Both directions have a lane of their own that all connections share, as on one person's line.
 */
import { connect, createServer, type Server, type Socket } from 'node:net'
import { listenLocally } from './listen-locally.ts'

/** Bytes under way on a lane beyond which its senders have to wait. */
const LANE_BYTES = 64 * 1024
/** A chunk on a slow line travels in pieces of this size, so that one large message does not arrive all at once. */
const PIECE_BYTES = 1400

/** One direction of the line. */
class Lane {
  delayMs = 0
  bytesPerSecond = Number.POSITIVE_INFINITY
  #freeAtMs = 0
  /** What is under way, of all connections. */
  bytes = 0

  /** Calls `arrive` when a chunk sent now has come through. */
  send(bytes: number, arrive: () => void): void {
    const now = performance.now()
    this.#freeAtMs = Math.max(now, this.#freeAtMs) + (bytes / this.bytesPerSecond) * 1000
    const afterMs = this.#freeAtMs - now + this.delayMs
    // What is still under way must not be overtaken when the line has become fast.
    if (afterMs <= 0 && this.bytes === 0) arrive()
    else {
      this.bytes += bytes
      setTimeout(() => {
        this.bytes -= bytes
        arrive()
      }, afterMs)
    }
  }

  get slow(): boolean {
    return this.delayMs > 0 || this.bytesPerSecond < Number.POSITIVE_INFINITY
  }
}

/** What a line does with connections. */
export type LineState = 'open' | 'cut' | 'half-open'

export class Wire {
  readonly up = new Lane()
  readonly down = new Lane()
  readonly #server: Server
  readonly #open = new Set<Socket>()
  #state: LineState = 'open'
  #port = 0

  private constructor(targetPort: number) {
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#accept(near, targetPort))
  }

  static async start(targetPort: number): Promise<Wire> {
    const wire = new Wire(targetPort)
    wire.#port = await listenLocally(wire.#server)
    return wire
  }

  get port(): number {
    return this.#port
  }

  set state(state: LineState) {
    this.#state = state
    if (state === 'cut') for (const socket of this.#open) socket.resetAndDestroy()
  }

  #accept(near: Socket, targetPort: number): void {
    if (this.#state === 'cut') {
      near.resetAndDestroy()
      return
    }
    const far = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true })
    // What was half-open once has lost bytes and stays dead, whatever becomes of the line.
    const link = { dead: false }
    this.#carry(near, far, this.up, link)
    this.#carry(far, near, this.down, link)
  }

  #carry(from: Socket, to: Socket, lane: Lane, link: { dead: boolean }): void {
    this.#open.add(from)
    from.setNoDelay(true)
    from.on('data', (chunk: Buffer) => {
      if (this.#state === 'half-open') link.dead = true
      if (link.dead) return
      for (const piece of lane.slow ? inPieces(chunk) : [chunk]) {
        lane.send(piece.length, () => {
          if (this.#state === 'half-open') link.dead = true
          if (!link.dead && to.writable) to.write(piece)
          if (lane.bytes <= LANE_BYTES && from.isPaused()) from.resume()
        })
      }
      if (lane.bytes > LANE_BYTES) from.pause()
    })
    from.on('end', () => {
      if (!link.dead) lane.send(0, () => to.end())
    })
    from.on('error', () => undefined)
    from.on('close', () => {
      this.#open.delete(from)
      if (!link.dead) lane.send(0, () => to.destroy())
    })
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    for (const socket of this.#open) socket.destroy()
    await closed
  }
}

function inPieces(chunk: Buffer): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < chunk.length; at += PIECE_BYTES) pieces.push(chunk.subarray(at, at + PIECE_BYTES))
  return pieces
}
