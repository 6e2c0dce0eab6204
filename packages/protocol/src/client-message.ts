/** Everything a client may say. Read by the server; the dialect decides which of them are expected. */
import { MalformedMessage, Reader } from './bytes.ts'
import { MAX_PRESENCE_STATES_PER_MESSAGE } from './limits.ts'
import { type AwarenessMessage, type QueryAwareness, readAwareness } from './messages/awareness.ts'
import { type Hello, readHello } from './messages/hello.ts'
import { MESSAGE } from './messages/message-type.ts'
import type { Ping } from './messages/ping.ts'
import { type Push, readPush } from './messages/push.ts'
import { readSync, type Sync } from './messages/sync.ts'

/** `plain`: stock y-websocket. `dure`: negotiated `dure.1`. */
export type Dialect = 'plain' | 'dure'

export type PlainClientMessage = Sync | AwarenessMessage | QueryAwareness
export type DureClientMessage = Hello | Push | AwarenessMessage | Ping
export type ClientMessage = PlainClientMessage | DureClientMessage

/**
 * Reads one whole message a client sent.
 * @throws MalformedMessage when the bytes are not exactly one message of this dialect.
 */
export function readClientMessage(bytes: Uint8Array, dialect: Dialect): ClientMessage {
  const reader = new Reader(bytes)
  const type = reader.varUint('message type')
  const message = dialect === 'dure' ? readDure(type, reader) : readPlain(type, reader)
  reader.end()
  return message
}

function readDure(type: number, reader: Reader): DureClientMessage {
  switch (type) {
    case MESSAGE.hello:
      return readHello(reader)
    case MESSAGE.push:
      return readPush(reader)
    case MESSAGE.awareness:
      return readAwareness(reader, MAX_PRESENCE_STATES_PER_MESSAGE)
    case MESSAGE.ping:
      return { type: 'ping' }
    default:
      throw new MalformedMessage(`message type ${type} is not one a dure.1 client sends`)
  }
}

function readPlain(type: number, reader: Reader): PlainClientMessage {
  switch (type) {
    case MESSAGE.sync:
      return readSync(reader)
    case MESSAGE.awareness:
      return readAwareness(reader, MAX_PRESENCE_STATES_PER_MESSAGE)
    case MESSAGE.queryAwareness:
      return { type: 'query-awareness' }
    default:
      throw new MalformedMessage(`message type ${type} is not one a y-websocket client sends`)
  }
}
