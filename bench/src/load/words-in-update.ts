/**
 * Finds the typed words in an update, however a server has merged updates on the way. Knows the few shapes that typing
 * makes; anything else is an error, so that nothing is counted that was not understood.
 */
import { cursor, readVarUint } from '../wire/wire.ts'
import { WORD_LENGTH } from './typing.ts'

const CONTENT_STRING = 4
const HAS_LEFT = 0x80
const HAS_RIGHT = 0x40
const CONTENT_BITS = 0x1f

/** Calls `visit` with the position of each word; answers how many there were. */
export function wordsIn(bytes: Uint8Array, start: number, end: number, visit: (at: number) => void): number {
  let words = 0
  const clients = readVarUint(bytes, start)
  for (let client = 0; client < clients; client += 1) {
    const structs = readVarUint(bytes, cursor.at)
    readVarUint(bytes, cursor.at)
    readVarUint(bytes, cursor.at)
    for (let struct = 0; struct < structs; struct += 1) {
      const text = textOf(bytes, cursor.at)
      const length = cursor.at - text
      if (length % WORD_LENGTH !== 0) throw new Error(`a text of ${length} letters was not typed here`)
      for (let at = text; at < text + length; at += WORD_LENGTH) visit(at)
      words += length / WORD_LENGTH
    }
  }
  if (bytes[cursor.at] !== 0 || cursor.at !== end - 1) throw new Error('an update with more than typing in it')
  return words
}

/** The position of a struct's text; leaves the cursor after it. */
function textOf(bytes: Uint8Array, start: number): number {
  const info = bytes[start] ?? 0
  if ((info & CONTENT_BITS) !== CONTENT_STRING) throw new Error(`a struct of kind ${info & CONTENT_BITS}`)
  let at = start + 1
  if (info & HAS_LEFT) at = afterId(bytes, at)
  if (info & HAS_RIGHT) at = afterId(bytes, at)
  if (!(info & (HAS_LEFT | HAS_RIGHT))) at = afterId(bytes, at + 1)
  const length = readVarUint(bytes, at)
  const text = cursor.at
  cursor.at = text + length
  return text
}

function afterId(bytes: Uint8Array, at: number): number {
  readVarUint(bytes, at)
  readVarUint(bytes, cursor.at)
  return cursor.at
}
