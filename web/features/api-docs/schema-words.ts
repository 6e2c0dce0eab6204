/** JSON Schema in a reader's words: what a body or an answer is made of. */
import type { Json, JsonObject } from '@dure/api/description'

export interface Field {
  readonly name: string
  readonly type: string
  readonly required: boolean
}

/** The fields of a schema that is an object, or of the one it names. */
export function fieldsOf(schema: Json | undefined, schemas: JsonObject): readonly Field[] {
  const named = nameOf(schema)
  if (named !== undefined) return fieldsOf(schemas[named], schemas)
  if (!isObject(schema) || !isObject(schema['properties'])) return []
  const required: readonly Json[] = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(schema['properties']).map(([name, value]) => ({
    name,
    type: typeWords(value, schemas),
    required: required.includes(name),
  }))
}

/** `string`, `integer 1–200`, `editor | viewer`, `Person[]`, `Workspace | null`. */
export function typeWords(schema: Json | undefined, schemas: JsonObject): string {
  const named = nameOf(schema)
  if (named !== undefined) return isChoice(schemas[named]) ? typeWords(schemas[named], schemas) : named
  if (!isObject(schema)) return 'any'
  const { enum: choices, anyOf, type, format, items } = schema
  if (Array.isArray(choices)) return choices.join(' | ')
  if (Array.isArray(anyOf)) return anyOf.map((each: Json) => typeWords(each, schemas)).join(' | ')
  if (Array.isArray(type)) return type.join(' | ')
  if (type === 'array') return `${typeWords(items, schemas)}[]`
  return [typeof format === 'string' ? format : String(type), bounds(schema)].filter(Boolean).join(' ')
}

function bounds(schema: JsonObject): string {
  const low = schema['minimum'] ?? schema['minLength']
  const high = schema['maximum'] ?? schema['maxLength']
  // JavaScript's largest whole number is no bound worth a reader's time.
  const said = high === Number.MAX_SAFE_INTEGER ? undefined : high
  if (low === undefined && said === undefined) return ''
  return said === undefined ? `≥ ${low}` : low === undefined ? `≤ ${said}` : `${low}–${said}`
}

/** The name of a schema that stands elsewhere. */
export function nameOf(schema: Json | undefined): string | undefined {
  const ref = isObject(schema) ? schema['$ref'] : undefined
  return typeof ref === 'string' ? ref.slice(ref.lastIndexOf('/') + 1) : undefined
}

const isChoice = (schema: Json | undefined): boolean => isObject(schema) && Array.isArray(schema['enum'])

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
