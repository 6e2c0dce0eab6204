/** Names of blocks: 10 characters of `[0-9A-Za-z]`, 59 random bits. Unique within a document, not a secret. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LENGTH = 10
/** Longest id that is read from a document; `~` and `.` occur in ids that are derived while reading. */
const PATTERN = /^[0-9A-Za-z._~-]{1,64}$/

export const isBlockId = (raw: unknown): raw is string => typeof raw === 'string' && PATTERN.test(raw)

export function newBlockId(): string {
  let id = ''
  while (id.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH * 2))) {
      // 248 = 4 × 62: bytes above it would favour the first characters.
      if (byte < 248 && id.length < LENGTH) id += ALPHABET.charAt(byte % 62)
    }
  }
  return id
}
