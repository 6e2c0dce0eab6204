/** Bodies drawn from a JSON Schema: such as fit it, as strange as they may be, and such as hardly ever do. */
import type { Json, JsonObject } from '@dure/api/description'
import fc from 'fast-check'

/** Text that has broken programs before. */
const STRANGE = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200b\ufeff',
  '가나다라마바사아자차'.repeat(20),
  '👩‍👩‍👧‍👦'.repeat(10),
  "'; drop table person; --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '%00%2e%2e%2f',
  '../../etc/passwd',
  '__proto__',
  'x'.repeat(600),
]

/** @param schemas Those that it names, by `#/components/schemas/…`. */
export function fitting(schema: Json, schemas: JsonObject): fc.Arbitrary<unknown> {
  if (!isObject(schema)) return fc.jsonValue()
  const { $ref, enum: choices, anyOf, type, properties, required, items } = schema
  if (typeof $ref === 'string') return fitting(schemas[$ref.slice($ref.lastIndexOf('/') + 1)] ?? null, schemas)
  if (Array.isArray(choices)) return fc.constantFrom(...(choices as readonly Json[]))
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map((each: Json) => fitting(each, schemas)))
  if (type === 'object' && isObject(properties)) {
    const needed = Array.isArray(required) ? (required as readonly string[]) : []
    const fields = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, fitting(each, schemas)]))
    return fc.record(fields, { requiredKeys: [...needed] })
  }
  if (type === 'array') return fc.array(fitting(items ?? null, schemas), { maxLength: 5 })
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (type === 'integer')
    return fc.integer({ min: numberOr(schema['minimum'], 0), max: numberOr(schema['maximum'], 99) })
  if (typeof schema['pattern'] === 'string') return fc.stringMatching(new RegExp(schema['pattern']))
  if (schema['format'] === 'email') return fc.emailAddress()
  const longest = Math.min(numberOr(schema['maxLength'], 700), 700)
  return fc.oneof(
    fc.string({ maxLength: longest }),
    fc.constantFrom(...STRANGE).map((text) => text.slice(0, longest)),
  )
}

/** A body that fits, with something put wrong; or anything at all. Whether it still fits is for the schema to say. */
export const hardlyFitting = (schema: Json, schemas: JsonObject): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(null, [], '', 0, true, {}, [[]], JSON.parse('{"__proto__":{"admin":true}}')),
    fc
      .tuple(fitting(schema, schemas), fc.jsonValue({ maxDepth: 2 }), fc.nat(), fc.constantFrom('swap', 'drop', 'add'))
      .map(spoil),
  )

function spoil([body, value, at, how]: [unknown, unknown, number, string]): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return value
  const entries = Object.entries(body)
  if (how === 'add' || entries.length === 0) return { ...body, constructor: value, [`field${at % 3}`]: value }
  const [name] = entries[at % entries.length] ?? ['']
  return how === 'drop' ? Object.fromEntries(entries.filter(([each]) => each !== name)) : { ...body, [name]: value }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const numberOr = (value: Json | undefined, otherwise: number): number => (typeof value === 'number' ? value : otherwise)
