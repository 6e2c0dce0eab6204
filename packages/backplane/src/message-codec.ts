/**
 * The bytes of a backplane message.
 *
 * varUint version (1) · varString senderReplicaId · varUint kind · body
 *
 * kind 0, committed:        varUint epoch · varUint fromSeq · varUint toSeq · varUint count · count × varBytes update
 *                           count is 0 (too large to carry) or toSeq - fromSeq + 1
 * kind 1, presence:         varUint full (0 | 1) · varUint count
 *                           · count × ( varUint yjsClientId · varUint clock · varString json )
 * kind 2, presence-request: nothing
 * kind 3, event:            varString name · varString body (JSON)
 * kind 4, relay:            varString sessionId · varString userId · varBytes message
 *
 * Replicas of two versions run side by side during an update: a message of an unknown version or kind is dropped like
 * a malformed one, and the log makes up for it.
 */
import {
  type Encoder,
  encode,
  MAX_RELAYED_PRESENCE_STATE_BYTES,
  MalformedMessage,
  type PresenceEntry,
  parseReplicaId,
  parseSessionId,
  parseUserId,
  Reader,
  type ReplicaId,
  toEpoch,
  toSeq,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from '@dure/protocol'
import type {
  BackplaneMessage,
  CommittedMessage,
  EventMessage,
  PresenceMessage,
  PresenceRequestMessage,
  RelayMessage,
} from './backplane.ts'
import {
  MAX_EVENT_BODY_BYTES,
  MAX_EVENT_NAME_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_RELAYED_BYTES,
  MAX_RUN_BYTES,
} from './limits.ts'

const VERSION = 1
const KIND = { committed: 0, presence: 1, presenceRequest: 2, event: 3, relay: 4 } as const

export interface ReceivedMessage {
  readonly from: ReplicaId
  readonly message: BackplaneMessage
}

/** The message cannot be sent: larger than a limit, or no message at all. */
export class UnsendableMessage extends Error {
  override name = 'UnsendableMessage'
}

/**
 * The bytes of a message. A committed run beyond `MAX_RUN_BYTES` is written without its updates.
 * @throws UnsendableMessage
 */
export function encodeMessage(from: ReplicaId, message: BackplaneMessage): Uint8Array<ArrayBuffer> {
  const bytes = encode((encoder) => {
    writeVarUint(encoder, VERSION)
    writeVarString(encoder, from)
    writeBody(encoder, message)
  })
  if (bytes.length > MAX_MESSAGE_BYTES)
    throw new UnsendableMessage(`${message.kind}: ${bytes.length} bytes, at most ${MAX_MESSAGE_BYTES}`)
  return bytes
}

/**
 * Reads one message. Updates are views of `bytes`.
 * @throws MalformedMessage and nothing else.
 */
export function decodeMessage(bytes: Uint8Array): ReceivedMessage {
  if (bytes.length > MAX_MESSAGE_BYTES)
    throw new MalformedMessage(`${bytes.length} bytes, at most ${MAX_MESSAGE_BYTES}`)
  const reader = new Reader(bytes)
  const version = reader.varUint('version')
  if (version !== VERSION) throw new MalformedMessage(`version ${version}: this replica speaks ${VERSION}`)
  const from = parseReplicaId(reader.varString('sender', 64))
  if (!from) throw new MalformedMessage('sender: 22 characters of [0-9A-Za-z]')
  const message = readBody(reader.varUint('kind'), reader)
  reader.end()
  return { from, message }
}

function writeBody(encoder: Encoder, message: BackplaneMessage): void {
  switch (message.kind) {
    case 'committed':
      writeCommitted(encoder, message)
      break
    case 'presence':
      writePresence(encoder, message)
      break
    case 'presence-request':
      writeVarUint(encoder, KIND.presenceRequest)
      break
    case 'event':
      writeEvent(encoder, message)
      break
    case 'relay':
      writeRelay(encoder, message)
      break
    default:
      message satisfies never
  }
}

function readBody(kind: number, reader: Reader): BackplaneMessage {
  switch (kind) {
    case KIND.committed:
      return readCommitted(reader)
    case KIND.presence:
      return readPresence(reader)
    case KIND.presenceRequest:
      return { kind: 'presence-request' } satisfies PresenceRequestMessage
    case KIND.event:
      return readEvent(reader)
    case KIND.relay:
      return readRelay(reader)
    default:
      throw new MalformedMessage(`kind ${kind}`)
  }
}

function writeCommitted(encoder: Encoder, message: CommittedMessage): void {
  const numbers = message.toSeq - message.fromSeq + 1
  if (message.fromSeq < 1 || numbers < 1 || (message.updates.length !== 0 && message.updates.length !== numbers))
    throw new UnsendableMessage(
      `committed: ${message.updates.length} updates for ${message.fromSeq} to ${message.toSeq}`,
    )
  const size = message.updates.reduce((sum, update) => sum + update.length, 0)
  const updates = size > MAX_RUN_BYTES ? [] : message.updates
  writeVarUint(encoder, KIND.committed)
  writeVarUint(encoder, message.epoch)
  writeVarUint(encoder, message.fromSeq)
  writeVarUint(encoder, message.toSeq)
  writeVarUint(encoder, updates.length)
  for (const update of updates) writeVarUint8Array(encoder, update)
}

function readCommitted(reader: Reader): CommittedMessage {
  const epoch = reader.varUint('epoch')
  const fromSeq = reader.varUint('fromSeq')
  const lastSeq = reader.varUint('toSeq')
  if (epoch < 1 || fromSeq < 1 || lastSeq < fromSeq)
    throw new MalformedMessage('committed: epoch and fromSeq from 1 on, fromSeq not above toSeq')
  const count = reader.varUint('count')
  if (count !== 0 && count !== lastSeq - fromSeq + 1)
    throw new MalformedMessage(`committed: ${count} updates for ${fromSeq} to ${lastSeq}`)
  const updates: Uint8Array[] = []
  for (let index = 0; index < count; index += 1) updates.push(reader.varBytes('update', MAX_RUN_BYTES))
  return { kind: 'committed', epoch: toEpoch(epoch), fromSeq: toSeq(fromSeq), toSeq: toSeq(lastSeq), updates }
}

function writePresence(encoder: Encoder, message: PresenceMessage): void {
  writeVarUint(encoder, KIND.presence)
  writeVarUint(encoder, message.full ? 1 : 0)
  writeVarUint(encoder, message.entries.length)
  for (const entry of message.entries) {
    writeVarUint(encoder, entry.yjsClientId)
    writeVarUint(encoder, entry.clock)
    writeBoundedString(encoder, 'presence state', entry.json, MAX_RELAYED_PRESENCE_STATE_BYTES)
  }
}

function readPresence(reader: Reader): PresenceMessage {
  const full = reader.varUint('full')
  if (full > 1) throw new MalformedMessage('full: 0 or 1')
  const count = reader.varUint('count')
  const entries: PresenceEntry[] = []
  // A count that lies ends at the end of the bytes.
  for (let index = 0; index < count; index += 1) {
    entries.push({
      yjsClientId: reader.varUint('yjsClientId'),
      clock: reader.varUint('clock'),
      json: reader.varString('presence state', MAX_RELAYED_PRESENCE_STATE_BYTES),
    })
  }
  return { kind: 'presence', full: full === 1, entries }
}

function writeEvent(encoder: Encoder, message: EventMessage): void {
  writeVarUint(encoder, KIND.event)
  writeBoundedString(encoder, 'event name', message.name, MAX_EVENT_NAME_BYTES)
  writeBoundedString(encoder, 'event body', toJson(message.body), MAX_EVENT_BODY_BYTES)
}

function readEvent(reader: Reader): EventMessage {
  const name = reader.varString('event name', MAX_EVENT_NAME_BYTES)
  const json = reader.varString('event body', MAX_EVENT_BODY_BYTES)
  try {
    const body: unknown = JSON.parse(json)
    return { kind: 'event', name, body }
  } catch {
    throw new MalformedMessage('event body: not JSON')
  }
}

function writeRelay(encoder: Encoder, message: RelayMessage): void {
  if (message.bytes.length > MAX_RELAYED_BYTES)
    throw new UnsendableMessage(`relay: ${message.bytes.length} bytes, at most ${MAX_RELAYED_BYTES}`)
  writeVarUint(encoder, KIND.relay)
  writeVarString(encoder, message.sessionId)
  writeVarString(encoder, message.userId)
  writeVarUint8Array(encoder, message.bytes)
}

function readRelay(reader: Reader): RelayMessage {
  const sessionId = parseSessionId(reader.varString('session', 64))
  const userId = parseUserId(reader.varString('user', 64))
  if (!sessionId || !userId) throw new MalformedMessage('relay: a session and a user')
  return { kind: 'relay', sessionId, userId, bytes: reader.varBytes('message', MAX_RELAYED_BYTES) }
}

/** What JSON leaves out as a whole (undefined, a function) is written as null. */
function toJson(body: unknown): string {
  try {
    return JSON.stringify(body) ?? 'null'
  } catch (error) {
    throw new UnsendableMessage('event body: cannot be written as JSON', { cause: error })
  }
}

const utf8 = new TextEncoder()

/** What is written is what `read` takes: a string beyond its limit is no message. */
function writeBoundedString(encoder: Encoder, what: string, text: string, maxBytes: number): void {
  const bytes = utf8.encode(text)
  if (bytes.length > maxBytes) throw new UnsendableMessage(`${what}: ${bytes.length} bytes, at most ${maxBytes}`)
  writeVarUint8Array(encoder, bytes)
}
