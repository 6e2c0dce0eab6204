/**
 * Checked reading and writing of the few shapes every message is made of.
 *
 * lib0's own decoder returns a view of whatever is left when a length overruns its input, and throws three kinds of
 * errors; everything here throws `MalformedMessage` and nothing else.
 */
import {
  createEncoder,
  type Encoder,
  toUint8Array,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from 'lib0/encoding'

export type { Encoder }
export { writeVarString, writeVarUint, writeVarUint8Array }

/** The peer sent bytes that are no message of this protocol. Its connection is closed with 4400. */
export class MalformedMessage extends Error {
  override name = 'MalformedMessage'
}

/** The bytes `write` puts into a fresh encoder. */
export function encode(write: (encoder: Encoder) => void): Uint8Array<ArrayBuffer> {
  const encoder = createEncoder()
  write(encoder)
  return toUint8Array(encoder)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads one message front to back. Every method throws `MalformedMessage` when the bytes do not fit. */
export class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get remaining(): number {
    return this.#bytes.length - this.#at
  }

  /** LEB128, at most 2^53 - 1. `what` names the field in the error. */
  varUint(what: string): number {
    let value = 0
    let factor = 1
    for (;;) {
      const byte = this.#bytes[this.#at]
      if (byte === undefined) throw new MalformedMessage(`${what}: the message ends inside a number`)
      this.#at += 1
      value += (byte & 0x7f) * factor
      if (value > Number.MAX_SAFE_INTEGER) throw new MalformedMessage(`${what}: a number above 2^53 - 1`)
      if (byte < 0x80) return value
      factor *= 128
      // A ninth byte cannot add to a safe integer: it is padding, or an attack on the loop.
      if (factor === 2 ** 56) throw new MalformedMessage(`${what}: a number longer than eight bytes`)
    }
  }

  /** A length-prefixed run of bytes, as a view of the message (no copy). */
  varBytes(what: string, maxBytes: number): Uint8Array {
    const length = this.varUint(`${what} length`)
    if (length > maxBytes) throw new MalformedMessage(`${what}: ${length} bytes, at most ${maxBytes}`)
    if (length > this.remaining)
      throw new MalformedMessage(`${what}: ${length} bytes announced, ${this.remaining} left`)
    const start = this.#at
    this.#at += length
    return this.#bytes.subarray(start, this.#at)
  }

  /** A length-prefixed UTF-8 string; `maxBytes` bounds its encoded size. */
  varString(what: string, maxBytes: number): string {
    const bytes = this.varBytes(what, maxBytes)
    try {
      return utf8.decode(bytes)
    } catch {
      throw new MalformedMessage(`${what}: not valid UTF-8`)
    }
  }

  /** Call when the message is read: anything left over is an error. */
  end(): void {
    if (this.remaining > 0) throw new MalformedMessage(`${this.remaining} bytes after the end of the message`)
  }
}
