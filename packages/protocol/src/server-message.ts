/** Everything a server says to a `dure.1` client. Read by the client. */
import { MalformedMessage, Reader } from './bytes.ts'
import { type AwarenessMessage, readAwareness } from './messages/awareness.ts'
import { type Durable, readDurable } from './messages/durable.ts'
import { readEvent, type ServerEvent } from './messages/event.ts'
import { type Goaway, readGoaway } from './messages/goaway.ts'
import { MESSAGE } from './messages/message-type.ts'
import type { Pong } from './messages/ping.ts'
import { type Refused, readRefused } from './messages/refused.ts'
import { readState, type State } from './messages/state.ts'
import { readSynced, type Synced } from './messages/synced.ts'
import { readUpdates, type Updates } from './messages/updates.ts'
import { readWelcome, type Welcome } from './messages/welcome.ts'

export type ServerMessage =
  | Welcome
  | State
  | Updates
  | Synced
  | Durable
  | Refused
  | AwarenessMessage
  | ServerEvent
  | Goaway
  | Pong

/**
 * Reads one whole message the server sent.
 * @throws MalformedMessage when the bytes are not exactly one message; the client then reconnects.
 */
export function readServerMessage(bytes: Uint8Array): ServerMessage {
  const reader = new Reader(bytes)
  const message = readBody(reader.varUint('message type'), reader)
  reader.end()
  return message
}

function readBody(type: number, reader: Reader): ServerMessage {
  switch (type) {
    case MESSAGE.welcome:
      return readWelcome(reader)
    case MESSAGE.state:
      return readState(reader)
    case MESSAGE.updates:
      return readUpdates(reader)
    case MESSAGE.synced:
      return readSynced(reader)
    case MESSAGE.durable:
      return readDurable(reader)
    case MESSAGE.refused:
      return readRefused(reader)
    case MESSAGE.awareness:
      return readAwareness(reader)
    case MESSAGE.event:
      return readEvent(reader)
    case MESSAGE.goaway:
      return readGoaway(reader)
    case MESSAGE.pong:
      return { type: 'pong' }
    default:
      throw new MalformedMessage(`message type ${type} is not one a server sends`)
  }
}
