/**
 * A checked cursor over the bytes of a Yjs V1 update. Never reads past the end, never loops on padding, and throws
 * `InvalidUpdate` and nothing else. It skips what it can: text is checked and counted, not decoded.
 */

/** The bytes are not an update that a document may take. `kind` says which refusal answers it. */
export class InvalidUpdate extends Error {
  override name = 'InvalidUpdate'
  readonly kind: 'malformed' | 'not-allowed'
  constructor(kind: 'malformed' | 'not-allowed', message: string) {
    super(message)
    this.kind = kind
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export class UpdateReader {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes
    this.#at = at
  }

  /** Offset of what is read next. */
  get at(): number {
    return this.#at
  }

  get remaining(): number {
    return this.#bytes.length - this.#at
  }

  uint8(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) throw new InvalidUpdate('malformed', 'the update ends too early')
    this.#at += 1
    return byte
  }

  /** LEB128 up to 2^53 - 1. */
  varUint(): number {
    let byte = this.uint8()
    if (byte < 0x80) return byte
    let value = byte & 0x7f
    let factor = 128
    for (;;) {
      byte = this.uint8()
      value += (byte & 0x7f) * factor
      if (value > Number.MAX_SAFE_INTEGER || factor > 2 ** 49)
        throw new InvalidUpdate('malformed', 'a number above 2^53 - 1')
      if (byte < 0x80) return value
      factor *= 128
    }
  }

  /** lib0's signed number: sign in bit 6 of the first byte. Only skipped. */
  skipVarInt(): void {
    let bytes = 1
    while ((this.uint8() & 0x80) !== 0) {
      bytes += 1
      if (bytes > 8) throw new InvalidUpdate('malformed', 'a signed number longer than eight bytes')
    }
  }

  skip(count: number): void {
    if (count > this.remaining) throw new InvalidUpdate('malformed', `${count} bytes announced, ${this.remaining} left`)
    this.#at += count
  }

  /** Skips a length-prefixed string after checking its UTF-8, and answers its length in UTF-16 units, as Yjs counts. */
  skipString(): number {
    const length = this.varUint()
    const start = this.#at
    this.skip(length)
    return utf16Length(this.#bytes, start, this.#at)
  }

  /** A length-prefixed string of at most `maxBytes` bytes. */
  string(what: string, maxBytes: number): string {
    const length = this.varUint()
    if (length > maxBytes) throw new InvalidUpdate('not-allowed', `${what} of ${length} bytes, at most ${maxBytes}`)
    const start = this.#at
    this.skip(length)
    try {
      return decoder.decode(this.#bytes.subarray(start, this.#at))
    } catch {
      throw new InvalidUpdate('malformed', `${what} is not valid UTF-8`)
    }
  }
}

/** The length in UTF-16 units of `bytes[start, end)`. @throws InvalidUpdate when it is not well-formed UTF-8. */
export function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let units = 0
  let at = start
  while (at < end) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) {
      at += 1
      units += 1
      continue
    }
    const size = sequenceSize(lead)
    if (size === 0 || at + size > end || !isSequence(bytes, at, lead, size)) {
      throw new InvalidUpdate('malformed', 'text is not valid UTF-8')
    }
    at += size
    units += size === 4 ? 2 : 1
  }
  return units
}

/** Bytes in the sequence a lead byte starts (RFC 3629); 0 when nothing may start with it. */
function sequenceSize(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2
  if (lead >= 0xe0 && lead <= 0xef) return 3
  if (lead >= 0xf0 && lead <= 0xf4) return 4
  return 0
}

function isSequence(bytes: Uint8Array, at: number, lead: number, size: number): boolean {
  for (let offset = 1; offset < size; offset += 1) {
    if (((bytes[at + offset] ?? 0) & 0xc0) !== 0x80) return false
  }
  const second = bytes[at + 1] ?? 0
  // Overlong forms, surrogates and code points beyond U+10FFFF differ in their second byte (RFC 3629, section 4).
  if (lead === 0xe0) return second >= 0xa0
  if (lead === 0xed) return second <= 0x9f
  if (lead === 0xf0) return second >= 0x90
  if (lead === 0xf4) return second <= 0x8f
  return true
}
