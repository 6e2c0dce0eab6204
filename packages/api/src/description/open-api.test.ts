/** The OpenAPI document, against what OpenAPI 3.1 asks of one. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  API_OPERATIONS,
  API_PARTS,
  curlOf,
  documentOperations,
  exampleOf,
  type JsonObject,
  openApiOf,
  pathTemplate,
  problemsOf,
} from './index.ts'

const schemaObject = z.record(z.string(), z.json())
const content = z.record(
  z.string().regex(/^[\w+.*-]+\/[\w+.*-]+$/),
  z.strictObject({ schema: schemaObject.optional() }),
)
const operationObject = z.strictObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  tags: z.array(z.string()).length(1),
  summary: z.string().min(1),
  description: z.string().min(1),
  security: z.array(z.partialRecord(z.enum(['token', 'signIn']), z.tuple([]))).optional(),
  parameters: z
    .array(
      z.discriminatedUnion('in', [
        z.strictObject({
          name: z.string(),
          in: z.literal('path'),
          required: z.literal(true),
          description: z.string(),
          schema: schemaObject,
        }),
        z.looseObject({
          name: z.string(),
          in: z.enum(['query', 'header']),
          required: z.boolean(),
          schema: schemaObject,
        }),
      ]),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.looseObject({ description: z.string().min(1), content: content.optional() }),
  ),
  'x-max-body-bytes': z.int().optional(),
})
const document = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.string() })),
  tags: z.array(z.strictObject({ name: z.string() })),
  paths: z.record(
    z.string().startsWith('/api/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operationObject),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[A-Za-z]+$/), schemaObject),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.enum(['http', 'apiKey']) })),
  }),
})

const openApi = openApiOf(API_PARTS)
const parsed = document.parse(openApi)

test('the document is OpenAPI 3.1, and every reference in it leads somewhere', () => {
  const refs = [...JSON.stringify(openApi).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? '')
  expect(refs.length).toBeGreaterThan(50)
  for (const ref of refs) {
    expect(ref).toMatch(/^#\/components\/schemas\/[A-Za-z]+$/)
    expect(Object.keys(parsed.components.schemas)).toContain(ref.split('/').at(-1))
  }
})

test('each operation is in it once, with its parts, its bounds and the problems it may give', () => {
  const ids = Object.values(parsed.paths).flatMap((path) => Object.values(path).map((each) => each?.operationId))
  expect(ids.toSorted()).toEqual(Object.keys(API_OPERATIONS).toSorted())
  for (const entry of Object.values(API_OPERATIONS)) {
    const method = z.enum(['get', 'post', 'put', 'patch', 'delete']).parse(entry.method.toLowerCase())
    const said = parsed.paths[pathTemplate(entry)]?.[method]
    const parts = said?.parameters?.filter((each) => each.in === 'path').map(({ name }) => name) ?? []
    expect(parts).toEqual(Object.keys(entry.params ?? {}))
    for (const kind of problemsOf(entry)) expect(JSON.stringify(said?.responses)).toContain(`\`${kind}\``)
  }
})

test('nothing in it takes a string of any length, or a field that is not named', () => {
  for (const entry of Object.values(API_OPERATIONS)) {
    if (!(entry.body instanceof z.ZodType)) continue
    const schema = z.toJSONSchema(entry.body, { io: 'input' })
    const text = JSON.stringify(schema)
    const objects = text.match(/"type":"object"/g)?.length ?? 0
    expect([entry.does, text.match(/"additionalProperties":false/g)?.length ?? 0]).toEqual([entry.does, objects])
    for (const leaf of stringsOf(schema)) {
      expect([entry.does, 'maxLength' in leaf || 'enum' in leaf || 'pattern' in leaf]).toEqual([entry.does, true])
    }
  }
})

test('each example is one', () => {
  const schemas = (openApi['components'] as { schemas: JsonObject }).schemas
  for (const [name, entry] of Object.entries(API_OPERATIONS)) {
    if (!(entry.body instanceof z.ZodType)) continue
    const { requestBody } = Object.values(parsed.paths)
      .flatMap((path) => Object.values(path))
      .find(({ operationId }) => operationId === name) ?? { requestBody: undefined }
    const schema = requestBody?.content['application/json']?.schema as JsonObject
    expect([name, entry.body.safeParse(exampleOf(schema, schemas)).success]).toEqual([name, true])
  }
})

test('an example can be copied into a shell', () => {
  expect(curlOf(documentOperations.createDocument, { a: 1 }, 'https://dure.example')).toBe(
    `curl -X POST https://dure.example/api/documents \\
  -H "Authorization: Bearer $DURE_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '{"a":1}'`,
  )
})

function stringsOf(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(stringsOf)
  if (value === null || typeof value !== 'object') return []
  const own = (value as { type?: unknown }).type === 'string' ? [value as Record<string, unknown>] : []
  return [...own, ...Object.values(value).flatMap(stringsOf)]
}
