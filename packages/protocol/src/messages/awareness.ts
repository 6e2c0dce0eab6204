/**
 * Presence, in y-protocols' awareness shape, both ways and under both dialects. The server stamps who each state
 * belongs to, so a client's own word for its user is never relayed.
 *
 * varUint 1 · varBytes ( varUint count · count × ( varUint yjsClientId · varUint clock · varString state ) )
 * `state` is JSON; `null` says the person left.
 *
 * A plain client may also ask for everyone's presence: varUint 3.
 */
import {
  Reader as BytesReader,
  encode,
  MalformedMessage,
  type Reader,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from '../bytes.ts'
import { MAX_RELAYED_PRESENCE_STATE_BYTES } from '../limits.ts'
import { MESSAGE } from './message-type.ts'

export interface PresenceEntry {
  readonly yjsClientId: number
  /** Grows with each change; a receiver takes the highest. */
  readonly clock: number
  /** The state as JSON text; `null` (the text) when the person left. */
  readonly json: string
}

export interface AwarenessMessage {
  readonly type: 'awareness'
  readonly entries: readonly PresenceEntry[]
}

export interface QueryAwareness {
  readonly type: 'query-awareness'
}

/** What one awareness message may carry, by who sent it. */
export interface PresenceBounds {
  readonly maxEntries: number
  readonly maxStateBytes: number
}

/** What a server sends: as many as a room can hold on all its replicas. */
const FROM_SERVER: PresenceBounds = { maxEntries: 100_000, maxStateBytes: MAX_RELAYED_PRESENCE_STATE_BYTES }

export function writeAwareness(entries: readonly PresenceEntry[]): Uint8Array<ArrayBuffer> {
  const payload = encode((encoder) => {
    writeVarUint(encoder, entries.length)
    for (const entry of entries) {
      writeVarUint(encoder, entry.yjsClientId)
      writeVarUint(encoder, entry.clock)
      writeVarString(encoder, entry.json)
    }
  })
  return encode((encoder) => {
    writeVarUint(encoder, MESSAGE.awareness)
    writeVarUint8Array(encoder, payload)
  })
}

/** Reads what follows the type. `bounds`: a server passes its own for clients. */
export function readAwareness(reader: Reader, bounds: PresenceBounds = FROM_SERVER): AwarenessMessage {
  const { maxEntries, maxStateBytes } = bounds
  const payload = new BytesReader(reader.varBytes('awareness', reader.remaining))
  const count = payload.varUint('awareness count')
  if (count > maxEntries) throw new MalformedMessage(`awareness: ${count} states, at most ${maxEntries}`)
  const entries: PresenceEntry[] = []
  for (let index = 0; index < count; index += 1) {
    const yjsClientId = payload.varUint('yjsClientId')
    const clock = payload.varUint('clock')
    const json = payload.varString('presence state', maxStateBytes)
    entries.push({ yjsClientId, clock, json })
  }
  payload.end()
  return { type: 'awareness', entries }
}

export const writeQueryAwareness = (): Uint8Array<ArrayBuffer> =>
  encode((encoder) => writeVarUint(encoder, MESSAGE.queryAwareness))
