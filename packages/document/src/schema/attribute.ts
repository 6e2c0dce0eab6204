/** One attribute of a node: its name, what it is when absent or unreadable, and how a raw value becomes a valid one. */
export type AttributeValue = string | number | boolean | null
export type Attributes = Readonly<Record<string, AttributeValue>>

export interface AttributeSpec {
  readonly name: string
  readonly fallback: AttributeValue
  /** Undefined when `raw` is not a value of this attribute. Values come from other people's clients: trust nothing. */
  parse(raw: unknown): AttributeValue | undefined
}

export const oneOf = (name: string, values: readonly string[], fallback: string | null): AttributeSpec => ({
  name,
  fallback,
  parse: (raw) => (typeof raw === 'string' && values.includes(raw) ? raw : raw === null ? fallback : undefined),
})

export const whole = (name: string, low: number, high: number, fallback: number): AttributeSpec => ({
  name,
  fallback,
  parse: (raw) => (Number.isInteger(raw) && Number(raw) >= low && Number(raw) <= high ? Number(raw) : undefined),
})

export const optionalWhole = (name: string, low: number, high: number): AttributeSpec => ({
  ...whole(name, low, high, low),
  fallback: null,
})

export const flag = (name: string, fallback = false): AttributeSpec => ({
  name,
  fallback,
  parse: (raw) => (typeof raw === 'boolean' ? raw : undefined),
})

export const text = (name: string, maxLength: number, fallback: string | null = ''): AttributeSpec => ({
  name,
  fallback,
  parse: (raw) => (typeof raw === 'string' && raw.length <= maxLength ? raw : undefined),
})

const MAX_URL_LENGTH = 4096
const SAFE_SCHEME = /^(?:https?:|mailto:|tel:|\/(?!\/)|#|\.{0,2}\/)/i

/** The address, when it leads somewhere without running script: http(s), mail, telephone, or a path of this site. */
export function safeUrl(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || raw.length > MAX_URL_LENGTH) return undefined
  const trimmed = raw.trim()
  // Browsers drop control characters inside a scheme, so "java\nscript:" would pass a naive test.
  for (const character of trimmed) if (character <= ' ') return undefined
  return SAFE_SCHEME.test(trimmed) ? trimmed : undefined
}

export const url = (name: string): AttributeSpec => ({ name, fallback: '', parse: safeUrl })

/** The id of one of the document's files, as `packages/protocol` draws them; null for none. */
export const attachmentId = (name: string): AttributeSpec => ({
  name,
  fallback: null,
  parse: (raw) => (typeof raw === 'string' && /^[0-9A-Za-z]{22}$/.test(raw) ? raw : raw === null ? null : undefined),
})

/** Every attribute of `specs`, read by `read`; what is absent or invalid takes its fallback. */
export function readAttributes(specs: readonly AttributeSpec[], read: (name: string) => unknown): Attributes {
  const attributes: Record<string, AttributeValue> = {}
  for (const spec of specs) {
    const raw = read(spec.name)
    attributes[spec.name] = (raw === undefined ? undefined : spec.parse(raw)) ?? spec.fallback
  }
  return attributes
}
