/** Yjs updates made by hand: honest ones, and those no client would make. */
import { type Encoder, encode, writeVarString, writeVarUint, writeVarUint8Array } from '@dure/protocol'
import { Doc, encodeStateAsUpdate } from 'yjs'

/** What one person types into the shared text, as one update under this Yjs client id. */
export function typing(clientId: number, what: string, root = 'text'): Uint8Array {
  const doc = new Doc()
  doc.clientID = clientId
  doc.getText(root).insert(0, what)
  return encodeStateAsUpdate(doc)
}

export type Struct = (encoder: Encoder) => void

const byte = (encoder: Encoder, value: number): void => writeVarUint(encoder, value)

/** A run of structs of one client, and an optional delete set of `[client, clock, length]`. */
export function update(
  runs: readonly { readonly client: number; readonly clock: number; readonly structs: readonly Struct[] }[],
  deletes: readonly (readonly [number, number, number])[] = [],
): Uint8Array {
  return encode((encoder) => {
    writeVarUint(encoder, runs.length)
    for (const { client, clock, structs } of runs) {
      writeVarUint(encoder, structs.length)
      writeVarUint(encoder, client)
      writeVarUint(encoder, clock)
      for (const struct of structs) struct(encoder)
    }
    writeVarUint(encoder, deletes.length)
    for (const [client, clock, length] of deletes) {
      for (const number of [client, 1, clock, length]) writeVarUint(encoder, number)
    }
  })
}

/** Garbage-collected: only its length is known. */
export const gc =
  (length: number): Struct =>
  (encoder) => {
    byte(encoder, 0)
    writeVarUint(encoder, length)
  }

export const skip =
  (length: number): Struct =>
  (encoder) => {
    byte(encoder, 10)
    writeVarUint(encoder, length)
  }

/** Text at the start of a root. */
export const text =
  (what: string, root = 'text'): Struct =>
  (encoder) => {
    byte(encoder, 4)
    writeVarUint(encoder, 1)
    writeVarString(encoder, root)
    writeVarString(encoder, what)
  }

/** Text right of a given character. */
export const textAfter =
  (client: number, clock: number, what: string): Struct =>
  (encoder) => {
    // One byte above 127 is two in LEB128, so it is written raw.
    rawByte(encoder, 0x84)
    writeVarUint(encoder, client)
    writeVarUint(encoder, clock)
    writeVarString(encoder, what)
  }

/** A mark with a JSON value, at the start of the text. */
export const format =
  (name: string, json: string): Struct =>
  (encoder) => {
    byte(encoder, 6)
    writeVarUint(encoder, 1)
    writeVarString(encoder, 'text')
    writeVarString(encoder, name)
    writeVarString(encoder, json)
  }

/** An attribute of a root map. */
export const attribute =
  (key: string, value: string): Struct =>
  (encoder) => {
    byte(encoder, 4 | 0x20)
    writeVarUint(encoder, 1)
    writeVarString(encoder, 'map')
    writeVarString(encoder, key)
    writeVarString(encoder, value)
  }

/** An element in a root, or in the type at `(client, clock)`. */
export const element =
  (parent?: readonly [number, number]): Struct =>
  (encoder) => {
    byte(encoder, 7)
    if (parent) for (const number of [0, ...parent]) writeVarUint(encoder, number)
    else {
      writeVarUint(encoder, 1)
      writeVarString(encoder, 'content')
    }
    writeVarUint(encoder, 3)
    writeVarString(encoder, 'block')
  }

/** A document inside the document. */
export const subdocument: Struct = (encoder) => {
  byte(encoder, 9)
  writeVarUint(encoder, 1)
  writeVarString(encoder, 'content')
  writeVarString(encoder, 'guid')
  byte(encoder, 118)
  writeVarUint(encoder, 0)
}

/** Text whose bytes are not UTF-8. */
export const brokenText: Struct = (encoder) => {
  byte(encoder, 4)
  writeVarUint(encoder, 1)
  writeVarString(encoder, 'text')
  writeVarUint8Array(encoder, Uint8Array.of(0x61, 0xff, 0xfe))
}

function rawByte(encoder: Encoder, value: number): void {
  encoder.cbuf[encoder.cpos] = value
  encoder.cpos += 1
}
