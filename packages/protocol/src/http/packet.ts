/**
 * What a server says in one piece where there is no WebSocket: an event of a stream, the answer to a poll or to a post.
 *
 *     packet   item*
 *     item     0 · varBytes message                      a message of dure.1
 *              1 · varUint code · varString reason       close, as a WebSocket would be closed; the last item
 *              2                                         alive? (stream): the client posts presence and ping
 *              3 · varString mark                        what the answer says of presence; goes back with the next poll
 */
import { encode, MalformedMessage, Reader, writeVarString, writeVarUint, writeVarUint8Array } from '../bytes.ts'

export type PacketItem =
  | { readonly kind: 'message'; readonly message: Uint8Array }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string }
  | { readonly kind: 'alive' }
  | { readonly kind: 'mark'; readonly mark: string }

const ITEM = { message: 0, close: 1, alive: 2, mark: 3 } as const

/** Marks are digests: a hash fits. */
export const MAX_MARK_BYTES = 64
/** As much as a WebSocket's close frame carries (RFC 6455, section 5.5). */
const MAX_REASON_BYTES = 123

export function writePacket(items: readonly PacketItem[]): Uint8Array<ArrayBuffer> {
  return encode((encoder) => {
    for (const item of items) {
      writeVarUint(encoder, ITEM[item.kind])
      switch (item.kind) {
        case 'message':
          writeVarUint8Array(encoder, item.message)
          break
        case 'close':
          writeVarUint(encoder, item.code)
          writeVarString(encoder, item.reason)
          break
        case 'mark':
          writeVarString(encoder, item.mark)
          break
        case 'alive':
          break
        default:
          item satisfies never
      }
    }
  })
}

/**
 * Reads a whole packet; messages are views of `bytes`.
 * @throws MalformedMessage
 */
export function readPacket(bytes: Uint8Array): PacketItem[] {
  const reader = new Reader(bytes)
  const items: PacketItem[] = []
  while (reader.remaining > 0) {
    if (items.at(-1)?.kind === 'close') throw new MalformedMessage('an item after close')
    items.push(readItem(reader))
  }
  return items
}

function readItem(reader: Reader): PacketItem {
  const kind = reader.varUint('item kind')
  switch (kind) {
    case ITEM.message:
      return { kind: 'message', message: reader.varBytes('message', Number.MAX_SAFE_INTEGER) }
    case ITEM.close:
      return { kind: 'close', code: reader.varUint('close code'), reason: reader.varString('reason', MAX_REASON_BYTES) }
    case ITEM.alive:
      return { kind: 'alive' }
    case ITEM.mark:
      return { kind: 'mark', mark: reader.varString('mark', MAX_MARK_BYTES) }
    default:
      throw new MalformedMessage(`item kind ${kind}`)
  }
}
