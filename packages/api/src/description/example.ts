/** Examples for readers: a body, a path, a command that can be copied. Derived from the schemas, so they stay right. */
import type { Json, JsonObject } from './open-api.ts'
import { type Operation, pathTemplate } from './operation.ts'

const EXAMPLE_ID = '3mfJ2hVqk8sT1xYb7LwZpQ'

/** A value that the schema takes. @param schemas Those that it names, by `#/components/schemas/…`. */
export function exampleOf(schema: Json, schemas: JsonObject): Json {
  if (!isObject(schema)) return null
  const { $ref, examples, enum: choices, anyOf, type, properties, items, required } = schema
  if (typeof $ref === 'string') return exampleOf(schemas[$ref.slice($ref.lastIndexOf('/') + 1)] ?? null, schemas)
  for (const given of [examples, choices]) if (Array.isArray(given)) return (given as readonly Json[])[0] ?? null
  if (Array.isArray(anyOf)) return exampleOf((anyOf as readonly Json[])[0] ?? null, schemas)
  if (type === 'object' && isObject(properties)) {
    const needed = Array.isArray(required) ? (required as readonly string[]) : []
    const names = needed.length > 0 ? needed : Object.keys(properties).slice(0, 1)
    return Object.fromEntries(names.map((name) => [name, exampleOf(properties[name] ?? null, schemas)]))
  }
  if (type === 'array') return [exampleOf(items ?? null, schemas)]
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return schema['minimum'] ?? 1
  return typeof schema['pattern'] === 'string' ? EXAMPLE_ID : 'text'
}

/** A command line that asks the operation. @param origin E.g. `https://dure.example`. */
export function curlOf(entry: Operation, body: Json | undefined, origin: string): string {
  const url = origin + pathTemplate(entry).replaceAll(/\{\w+\}/g, EXAMPLE_ID)
  const lines = [`curl ${entry.method === 'GET' ? '' : `-X ${entry.method} `}${url}`]
  if (entry.who === 'browser') lines.push("-b 'dure.session_token=…'")
  else if (entry.who !== 'anybody') lines.push('-H "Authorization: Bearer $DURE_TOKEN"')
  if (body !== undefined) lines.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(body)}'`)
  return lines.join(' \\\n  ')
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
