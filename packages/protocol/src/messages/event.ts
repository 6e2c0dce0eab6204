/**
 * event, server → client: something about the document that is not an edit of it.
 * A client ignores names it does not know.
 *
 * varUint 24 · varString name · varString body (JSON)
 */
import { encode, MalformedMessage, type Reader, writeVarString, writeVarUint } from '../bytes.ts'
import { MESSAGE } from './message-type.ts'

export interface ServerEvent {
  readonly type: 'event'
  /** `renamed`, `role`, … */
  readonly name: string
  readonly body: unknown
}

const MAX_NAME_BYTES = 64
const MAX_BODY_BYTES = 64 * 1024

export function writeEvent(event: Omit<ServerEvent, 'type'>): Uint8Array<ArrayBuffer> {
  return encode((encoder) => {
    writeVarUint(encoder, MESSAGE.event)
    writeVarString(encoder, event.name)
    // What JSON leaves out as a whole (undefined, a function) is written as null.
    writeVarString(encoder, JSON.stringify(event.body) ?? 'null')
  })
}

/** Reads what follows the type. */
export function readEvent(reader: Reader): ServerEvent {
  const name = reader.varString('event name', MAX_NAME_BYTES)
  const body = reader.varString('event body', MAX_BODY_BYTES)
  try {
    return { type: 'event', name, body: JSON.parse(body) as unknown }
  } catch {
    throw new MalformedMessage('event body: not JSON')
  }
}
