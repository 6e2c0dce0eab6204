/**
 * One person typing at the end of one paragraph, as the Yjs updates their editor would send: each operation appends one
 * five-letter word. The bytes are what Yjs makes (typing.test.ts), written directly so that the load costs a
 * microsecond an operation. The word is the time of sending, so that a reader can tell how long it took.
 */

/** Letters of one operation. */
export const WORD_LENGTH = 5
const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
const DIGIT = new Uint8Array(128)
ALPHABET.forEach((letter, digit) => {
  DIGIT[letter] = digit
})
/** The stamp goes round after 18 minutes; nothing here waits so long. */
const STAMP_RANGE_US = 64 ** WORD_LENGTH

/** A Yjs id. */
export interface YjsId {
  readonly client: number
  readonly clock: number
}

const INFO_STRING = 4
const INFO_HAS_ORIGIN = 0x80

/** Microseconds on a clock that all processes of the machine share. */
export const nowUs = (): number => Number(process.hrtime.bigint() / 1000n)

export class Typist {
  readonly client: number
  readonly #paragraph: YjsId
  #words = 0

  /** @param paragraph The text to type into. */
  constructor(client: number, paragraph: YjsId) {
    this.client = client
    this.#paragraph = paragraph
  }

  /** How many words were typed. */
  get words(): number {
    return this.#words
  }

  /** The update of the next word, stamped with a time. */
  type(stampUs: number): Uint8Array {
    const bytes = Buffer.allocUnsafe(64)
    const clock = this.#words * WORD_LENGTH
    this.#words += 1
    let at = 0
    bytes[at++] = 1
    bytes[at++] = 1
    at = writeVarUint(bytes, at, this.client)
    at = writeVarUint(bytes, at, clock)
    if (clock === 0) {
      bytes[at++] = INFO_STRING
      bytes[at++] = 0
      at = writeVarUint(bytes, at, this.#paragraph.client)
      at = writeVarUint(bytes, at, this.#paragraph.clock)
    } else {
      bytes[at++] = INFO_STRING | INFO_HAS_ORIGIN
      at = writeVarUint(bytes, at, this.client)
      at = writeVarUint(bytes, at, clock - 1)
    }
    bytes[at++] = WORD_LENGTH
    let rest = stampUs % STAMP_RANGE_US
    for (let digit = WORD_LENGTH - 1; digit >= 0; digit -= 1) {
      bytes[at + digit] = ALPHABET[rest % 64] ?? 0
      rest = Math.floor(rest / 64)
    }
    at += WORD_LENGTH
    bytes[at++] = 0
    return bytes.subarray(0, at)
  }
}

function writeVarUint(bytes: Uint8Array, start: number, value: number): number {
  let at = start
  let rest = value
  while (rest > 0x7f) {
    bytes[at++] = 0x80 | (rest % 128)
    rest = Math.floor(rest / 128)
  }
  bytes[at++] = rest
  return at
}

/** Microseconds from the stamp at `at` to `now`. */
export function ageUs(bytes: Uint8Array, at: number, now: number): number {
  let stamp = 0
  for (let digit = 0; digit < WORD_LENGTH; digit += 1) stamp = stamp * 64 + (DIGIT[bytes[at + digit] ?? 0] ?? 0)
  return (((now - stamp) % STAMP_RANGE_US) + STAMP_RANGE_US) % STAMP_RANGE_US
}
