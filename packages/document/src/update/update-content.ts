/** The content of a Yjs item, skipped and checked. Each reader answers the content's length in clocks. */
import { MAX_DEPTH, MAX_JSON_BYTES, MAX_NAME_BYTES } from './update-limits.ts'
import { InvalidUpdate, type UpdateReader } from './update-reader.ts'

/** Yjs' content kinds (`Item` info byte, low five bits). */
export const CONTENT = {
  gc: 0,
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  doc: 9,
  skip: 10,
} as const

/** Yjs' type kinds: array, map, text, xml element, xml fragment, xml hook, xml text. Element and hook carry a name. */
const XML_ELEMENT = 3
const XML_HOOK = 5
const LAST_TYPE = 6

export function skipContent(reader: UpdateReader, kind: number): number {
  switch (kind) {
    case CONTENT.string:
      return reader.skipString()
    case CONTENT.deleted:
      return reader.varUint()
    case CONTENT.format:
      assertKey(reader.string('mark name', MAX_NAME_BYTES))
      skipJson(reader, 'mark value')
      return 1
    case CONTENT.type:
      return skipType(reader)
    case CONTENT.any:
      return repeat(reader, () => skipAny(reader, 0))
    case CONTENT.embed:
      skipJson(reader, 'embed')
      return 1
    case CONTENT.json:
      return repeat(reader, () => skipJson(reader, 'value', 'undefined'))
    case CONTENT.binary:
      reader.skip(reader.varUint())
      return 1
    case CONTENT.doc:
      throw new InvalidUpdate('not-allowed', 'documents inside documents')
    default:
      throw new InvalidUpdate('malformed', `content kind ${kind}`)
  }
}

function repeat(reader: UpdateReader, skipOne: () => void): number {
  const count = reader.varUint()
  // Every value takes a byte at least: a larger count cannot be honest, and must not become a loop.
  if (count > reader.remaining)
    throw new InvalidUpdate('malformed', `${count} values announced, ${reader.remaining} bytes left`)
  for (let index = 0; index < count; index += 1) skipOne()
  return count
}

function skipType(reader: UpdateReader): number {
  const kind = reader.varUint()
  if (kind > LAST_TYPE) throw new InvalidUpdate('malformed', `type kind ${kind}`)
  if (kind === XML_ELEMENT || kind === XML_HOOK) assertKey(reader.string('element name', MAX_NAME_BYTES))
  return 1
}

function skipJson(reader: UpdateReader, what: string, alsoAllowed?: string): void {
  const text = reader.string(what, MAX_JSON_BYTES)
  if (text === 'null' || text === 'true' || text === '{}' || text === alsoAllowed) return
  assertShallow(text, what)
  try {
    JSON.parse(text, (key, value: unknown) => {
      assertKey(key)
      return value
    })
  } catch (error) {
    if (error instanceof InvalidUpdate) throw error
    throw new InvalidUpdate('malformed', `${what} is not JSON`)
  }
}

/** @throws InvalidUpdate for JSON that nests deeper than whoever walks it can follow. */
function assertShallow(text: string, what: string): void {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at += 1
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '}' || char === ']') depth -= 1
    else if (char === '{' || char === '[') {
      depth += 1
      if (depth > MAX_DEPTH) throw new InvalidUpdate('not-allowed', `${what} nested deeper than ${MAX_DEPTH}`)
    }
  }
}

/** lib0's `any` encoding: a kind from 116 to 127, then its value. */
function skipAny(reader: UpdateReader, depth: number): void {
  if (depth > MAX_DEPTH) throw new InvalidUpdate('not-allowed', `a value nested deeper than ${MAX_DEPTH}`)
  const kind = reader.uint8()
  switch (kind) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return
    case 125:
      reader.skipVarInt()
      return
    case 124:
      reader.skip(4)
      return
    case 123: // float64
    case 122: // bigint
      reader.skip(8)
      return
    case 119:
      reader.skipString()
      return
    case 118:
      repeat(reader, () => {
        assertKey(reader.string('key', MAX_NAME_BYTES))
        skipAny(reader, depth + 1)
      })
      return
    case 117:
      repeat(reader, () => skipAny(reader, depth + 1))
      return
    case 116:
      reader.skip(reader.varUint())
      return
    default:
      throw new InvalidUpdate('malformed', `value kind ${kind}`)
  }
}

/** `__proto__` as a key turns a plain object's prototype into data on whoever reads it into one. */
export function assertKey(name: string): void {
  if (name === '__proto__') throw new InvalidUpdate('not-allowed', 'a key named __proto__')
}
