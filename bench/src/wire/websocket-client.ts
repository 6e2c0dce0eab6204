/**
 * A WebSocket client that costs next to nothing, so that the load shares the machine with the server and does not
 * dominate it: one read buffer for all sockets of the process, frames found by their headers and handed out as ranges of
 * that buffer, and a masking key of zeros, with which a masked payload is the payload itself (RFC 6455 allows any key).
 *
 * Reads what servers here send: binary frames, unfragmented, uncompressed; pings are answered.
 */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

const READ_BUFFER = Buffer.allocUnsafe(256 * 1024)
const END_OF_HEADERS = Buffer.from('\r\n\r\n')
const FINAL_BINARY = 0x82
const FINAL_PONG = 0x8a
const OPCODE = { binary: 2, close: 8, ping: 9 } as const

/** Handed every binary frame: a range of bytes that is only valid during the call. */
export type FrameListener = (bytes: Buffer, start: number, end: number) => void

export interface WebSocketTarget {
  /** `http://127.0.0.1:1234` */
  readonly origin: string
  readonly path: string
  readonly subprotocol?: string | undefined
}

export class WebSocketClient {
  /** Replace it at any time; called for every binary frame. */
  onFrame: FrameListener
  /** Called once when the server closes or the socket breaks, not after `close()`. */
  onEnd: (why: string) => void = (why) => {
    throw new Error(`the server ended a connection: ${why}`)
  }
  receivedBytes = 0
  readonly #socket: Socket
  /** Frames are not looked for, only bytes counted: for the readers of a saturated room. */
  #countOnly = false
  #state: 'opening' | 'open' | 'closed' = 'opening'
  #pending: Buffer[] = []
  #pendingBytes = 0
  /** Bytes that must be there before it is worth looking again. */
  #needed = 1
  #opened: { resolve(): void; reject(error: Error): void } | undefined

  private constructor(target: WebSocketTarget, onFrame: FrameListener) {
    this.onFrame = onFrame
    const { hostname, port } = new URL(target.origin)
    this.#socket = connect({
      host: hostname,
      port: Number(port),
      onread: {
        buffer: READ_BUFFER,
        callback: (length, buffer) => {
          this.#read(Buffer.from(buffer.buffer, buffer.byteOffset, length))
          return true
        },
      },
    })
    this.#socket.setNoDelay(true)
    this.#socket.on('connect', () => this.#socket.write(handshake(target)))
    this.#socket.on('error', (error) => this.#ended(error.message))
    this.#socket.on('close', () => this.#ended('closed'))
  }

  /** Resolves when the handshake is done; what the server sends with it is handed to `onFrame` at once. */
  static open(target: WebSocketTarget, onFrame: FrameListener): Promise<WebSocketClient> {
    return new Promise((resolve, reject) => {
      const client = new WebSocketClient(target, onFrame)
      client.#opened = { resolve: () => resolve(client), reject }
    })
  }

  /** From now on only counts what arrives. */
  countOnly(): void {
    this.#countOnly = true
  }

  send(payload: Uint8Array): void {
    this.#socket.write(clientFrame(payload))
  }

  /** Writes frames made by `clientFrame`. */
  sendFrames(frames: Uint8Array): void {
    this.#socket.write(frames)
  }

  close(): void {
    this.#state = 'closed'
    this.#socket.destroy()
  }

  #ended(why: string): void {
    if (this.#state === 'closed') return
    const opening = this.#state === 'opening'
    this.#state = 'closed'
    this.#socket.destroy()
    if (opening) this.#opened?.reject(new Error(`cannot connect: ${why}`))
    else this.onEnd(why)
  }

  #read(chunk: Buffer): void {
    this.receivedBytes += chunk.length
    if (this.#countOnly) return
    if (this.#pendingBytes === 0) {
      const rest = this.#consume(chunk)
      // The read buffer is used again for the next socket: what is left over is copied.
      if (rest.length > 0) this.#keep(Buffer.from(rest))
      return
    }
    this.#keep(Buffer.from(chunk))
    if (this.#pendingBytes < this.#needed) return
    const all = this.#pending.length === 1 ? chunk : Buffer.concat(this.#pending)
    this.#pending = []
    this.#pendingBytes = 0
    const rest = this.#consume(all)
    if (rest.length > 0) this.#keep(rest)
  }

  #keep(bytes: Buffer): void {
    this.#pending.push(bytes)
    this.#pendingBytes += bytes.length
  }

  /** Takes every whole frame; answers what is left. */
  #consume(bytes: Buffer): Buffer {
    let at = 0
    if (this.#state === 'opening') {
      const end = bytes.indexOf(END_OF_HEADERS)
      if (end < 0) {
        this.#needed = bytes.length + 1
        return bytes
      }
      const status = bytes.toString('latin1', 9, 12)
      if (status !== '101') {
        this.#ended(`HTTP ${bytes.toString('latin1', 9, Math.min(end, 200))}`)
        return bytes.subarray(bytes.length)
      }
      this.#state = 'open'
      at = end + END_OF_HEADERS.length
      this.#opened?.resolve()
    }
    while (this.#state === 'open') {
      const left = bytes.length - at
      if (left < 2) {
        this.#needed = 2
        break
      }
      let length = (bytes[at + 1] ?? 0) & 0x7f
      let header = 2
      if (length >= 126) {
        header = length === 126 ? 4 : 10
        if (left < header) {
          this.#needed = header
          break
        }
        length = header === 4 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
      }
      if (left < header + length) {
        this.#needed = header + length
        break
      }
      const start = at + header
      at = start + length
      this.#frame((bytes[start - header] ?? 0) & 0x0f, bytes, start, at)
    }
    return bytes.subarray(at)
  }

  #frame(opcode: number, bytes: Buffer, start: number, end: number): void {
    if (opcode === OPCODE.binary) this.onFrame(bytes, start, end)
    else if (opcode === OPCODE.ping) this.#socket.write(clientFrame(bytes.subarray(start, end), FINAL_PONG))
    else if (opcode === OPCODE.close) {
      const code = end - start >= 2 ? bytes.readUInt16BE(start) : 1005
      this.#ended(`close ${code} ${bytes.toString('utf8', start + 2, end)}`)
    }
  }
}

function handshake({ origin, path, subprotocol }: WebSocketTarget): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: ${new URL(origin).host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    ...(subprotocol ? [`Sec-WebSocket-Protocol: ${subprotocol}`] : []),
    '\r\n',
  ].join('\r\n')
}

/** One client-to-server frame with a masking key of zeros. */
export function clientFrame(payload: Uint8Array, first = FINAL_BINARY): Buffer {
  const { length } = payload
  const header = length < 126 ? 6 : length < 65_536 ? 8 : 14
  const frame = Buffer.alloc(header + length)
  frame[0] = first
  if (length < 126) frame[1] = 0x80 | length
  else if (length < 65_536) {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 0x80 | 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.set(payload, header)
  return frame
}
