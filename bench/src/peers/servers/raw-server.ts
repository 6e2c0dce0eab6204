/**
 * Relays y-websocket messages to everybody else on the same path and nothing more. The first update on a path is kept
 * and is the answer to whoever asks what there is. With BATCH=1 whatever came in during one turn of the loop goes out
 * as one write a socket.
 */
import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'

interface Room {
  readonly members: Map<WebSocket, Duplex>
  /** The answer to step 1. */
  state: Uint8Array
  batch: Buffer[]
}

const batched = process.env['BATCH'] === '1'
const rooms = new Map<string, Room>()
const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
const server = createServer()

server.on('upgrade', (request, socket, head) => {
  webSockets.handleUpgrade(request, socket, head, (webSocket) => {
    const path = request.url ?? '/'
    const room = rooms.get(path) ?? { members: new Map(), state: new Uint8Array([0, 1, 2, 0, 0]), batch: [] }
    rooms.set(path, room)
    room.members.set(webSocket, socket)
    webSocket.on('message', (message: Buffer) => received(room, webSocket, message))
    webSocket.on('close', () => {
      room.members.delete(webSocket)
      if (room.members.size === 0 && room.state.length < 6) rooms.delete(path)
    })
  })
})

function received(room: Room, from: WebSocket, message: Buffer): void {
  if (message[0] === 0 && message[1] === 0) {
    from.send(room.state)
    return
  }
  if (room.state.length < 6) {
    room.state = Uint8Array.from(message)
    room.state[1] = 1
    return
  }
  if (!batched) {
    for (const member of room.members.keys()) if (member !== from) member.send(message)
    return
  }
  room.batch.push(frame(message))
  if (room.batch.length > 1) return
  setImmediate(() => {
    const frames = Buffer.concat(room.batch)
    room.batch = []
    for (const socket of room.members.values()) socket.write(frames)
  })
}

function frame(payload: Buffer): Buffer {
  const { length } = payload
  if (length > 0xffff) throw new RangeError('longer than anything that is typed')
  const header = length < 126 ? 2 : 4
  const bytes = Buffer.allocUnsafe(header + length)
  bytes[0] = 0x82
  bytes[1] = Math.min(length, 126)
  if (header === 4) bytes.writeUInt16BE(length, 2)
  payload.copy(bytes, header)
  return bytes
}

process.once('SIGTERM', () => process.exit(0))
server.listen(Number(process.env['PORT']), '127.0.0.1')
