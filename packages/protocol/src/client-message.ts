/** Everything a client may say. Read by the server; the dialect decides which of them are expected. */
import { MalformedMessage, Reader } from './bytes.ts'
import {
  MAX_ECHOED_PRESENCE_STATES,
  MAX_PRESENCE_STATE_BYTES,
  MAX_PRESENCE_STATES_PER_MESSAGE,
  MAX_RELAYED_PRESENCE_STATE_BYTES,
} from './limits.ts'
import { type AwarenessMessage, type PresenceBounds, type QueryAwareness, readAwareness } from './messages/awareness.ts'
import { type Hello, readHello } from './messages/hello.ts'
import { MESSAGE } from './messages/message-type.ts'
import type { Ping } from './messages/ping.ts'
import { type Push, readPush } from './messages/push.ts'
import { type Reauth, readReauth } from './messages/reauth.ts'
import { readSync, type Sync } from './messages/sync.ts'

/** `plain`: stock y-websocket. `dure`: negotiated `dure.1`. */
export type Dialect = 'plain' | 'dure'

export type PlainClientMessage = Sync | AwarenessMessage | QueryAwareness
export type DureClientMessage = Hello | Push | AwarenessMessage | Ping | Reauth
export type ClientMessage = PlainClientMessage | DureClientMessage

const FROM_DURE: PresenceBounds = {
  maxEntries: MAX_PRESENCE_STATES_PER_MESSAGE,
  maxStateBytes: MAX_PRESENCE_STATE_BYTES,
}
/** A stock y-websocket client sends every state it hears back to the server, as the server wrote it. */
const FROM_PLAIN: PresenceBounds = {
  maxEntries: MAX_ECHOED_PRESENCE_STATES,
  maxStateBytes: MAX_RELAYED_PRESENCE_STATE_BYTES,
}

/**
 * Reads one whole message a client sent.
 * @throws MalformedMessage when the bytes are not exactly one message of this dialect.
 */
export function readClientMessage(bytes: Uint8Array, dialect: 'dure'): DureClientMessage
export function readClientMessage(bytes: Uint8Array, dialect: Dialect): ClientMessage
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
      return readAwareness(reader, FROM_DURE)
    case MESSAGE.ping:
      return { type: 'ping' }
    case MESSAGE.reauth:
      return readReauth(reader)
    default:
      throw new MalformedMessage(`message type ${type} is not one a dure.1 client sends`)
  }
}

function readPlain(type: number, reader: Reader): PlainClientMessage {
  switch (type) {
    case MESSAGE.sync:
      return readSync(reader)
    case MESSAGE.awareness:
      return readAwareness(reader, FROM_PLAIN)
    case MESSAGE.queryAwareness:
      return { type: 'query-awareness' }
    default:
      throw new MalformedMessage(`message type ${type} is not one a y-websocket client sends`)
  }
}
