/** The description as OpenAPI 3.1, for tools. Pure: the same description gives the same document. */
import { z } from 'zod'
import { problemSchema } from '../problem.ts'
import {
  type ApiPart,
  DEFAULT_MAX_BODY_BYTES,
  isBytes,
  type Operation,
  operationDetails,
  pathTemplate,
  problemsOf,
  type Who,
} from './operation.ts'
import { PROBLEMS, type ProblemKind } from './problems.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
export type JsonObject = { readonly [name: string]: Json }

const SECURITY: Readonly<Record<Who, readonly JsonObject[]>> = {
  anybody: [],
  visitor: [{}, { token: [] }, { signIn: [] }],
  person: [{ token: [] }, { signIn: [] }],
  browser: [{ signIn: [] }],
}

export function openApiOf(parts: readonly ApiPart[]): JsonObject {
  const schemas = new Map<string, Json>()
  const paths: Record<string, Record<string, Json>> = {}
  for (const { name, operations } of parts) {
    for (const [id, entry] of Object.entries(operations)) {
      const path = pathTemplate(entry)
      const method = entry.method.toLowerCase()
      paths[path] = { ...paths[path], [method]: operationObject(id, name, entry, schemas) }
    }
  }
  schemaOf(problemSchema, schemas)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dure',
      version: '1',
      description:
        'People, documents and who may do what with them. What is in a document is read and written at `/sync/<id>`, ' +
        'by Dure’s own protocol or any `y-websocket` client. Errors are problem details (RFC 9457).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: parts.map(({ name }) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries([...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A personal access token: `dure_…`.' },
        signIn: { type: 'apiKey', in: 'cookie', name: 'dure.session_token', description: 'A signed-in browser.' },
      },
    },
  }
}

function operationObject(operationId: string, tag: string, entry: Operation, schemas: Map<string, Json>): JsonObject {
  const parameters = parametersOf(entry, schemas)
  return {
    operationId,
    tags: [tag],
    summary: entry.does,
    description: operationDetails(entry),
    security: SECURITY[entry.who],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(entry.body ? { requestBody: { required: true, content: contentOf(entry.body, schemas) } } : {}),
    responses: { ...successOf(entry, schemas), ...refusalsOf(entry) },
    ...(entry.body ? { 'x-max-body-bytes': entry.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES } : {}),
  }
}

function parametersOf(entry: Operation, schemas: Map<string, Json>): readonly JsonObject[] {
  const { params = {}, query } = entry
  const parts = Object.entries(params).map(([name, { schema, means }]) => ({
    name,
    in: 'path',
    required: true,
    description: means,
    schema: schemaOf(schema, schemas),
  }))
  const fields = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    ...describedBy(schema as z.ZodType),
    schema: schemaOf(schema as z.ZodType, schemas),
  }))
  return [...parts, ...fields, ...headersOf(entry)]
}

const describedBy = ({ description }: z.ZodType): JsonObject => (description === undefined ? {} : { description })

function headersOf({ once, versioned, method }: Operation): readonly JsonObject[] {
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Made once for each key, within a day; asked again, the answer is the same.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  }
  const match = {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of what you saw: changed only if it is still that.',
    schema: { type: 'string' },
  }
  return [...(once ? [key] : []), ...(versioned && method !== 'GET' ? [match] : [])]
}

function successOf(entry: Operation, schemas: Map<string, Json>): JsonObject {
  const { answer, status = 200, orNothing } = entry
  const nothing = { '204': { description: 'Done.' } }
  if (answer === 'nothing') return nothing
  if (answer === 'redirect') return { '302': { description: 'Go there.' } }
  const headers = entry.versioned
    ? { headers: { ETag: { description: 'The version it has now.', schema: { type: 'string' } } } }
    : {}
  const said = { [String(status)]: { description: entry.does, ...headers, content: contentOf(answer, schemas) } }
  return orNothing ? { ...said, ...nothing } : said
}

function refusalsOf(entry: Operation): JsonObject {
  const byStatus = Map.groupBy(problemsOf(entry), (kind: ProblemKind) => PROBLEMS[kind].status)
  return Object.fromEntries(
    [...byStatus].map(([status, kinds]) => [
      String(status),
      {
        description: kinds.map((kind) => `\`${kind}\`: ${PROBLEMS[kind].means}`).join('\n'),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

function contentOf(content: NonNullable<Operation['body']>, schemas: Map<string, Json>): JsonObject {
  if (isBytes(content)) return { [content.bytes]: {} }
  return { 'application/json': { schema: schemaOf(content, schemas) } }
}

/** As JSON Schema, of what is sent: before it is trimmed, lowered, branded. Named schemas go to `schemas`. */
function schemaOf(schema: z.ZodType, schemas: Map<string, Json>): Json {
  const {
    $schema: _,
    $defs = {},
    ...root
  } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      // The format says it; the pattern that goes with it is a line of its own length.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
    },
  })
  for (const [name, definition] of Object.entries($defs)) schemas.set(name, withComponentRefs(definition as Json))
  return withComponentRefs(root as Json)
}

/** `#/$defs/X`, as zod writes it, is `#/components/schemas/X` here; and `id` is the name it has there. */
function withComponentRefs(value: Json): Json {
  if (Array.isArray(value)) return value.map(withComponentRefs)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) =>
      name === '$ref' && typeof inner === 'string'
        ? [name, inner.replace('#/$defs/', '#/components/schemas/')]
        : [name, withComponentRefs(inner as Json)],
    ),
  )
}
