/** Requests made from the API's description: each route aimed at somebody's things, and what a refusal of it may say. */
import { problemSchema } from '@dure/api'
import {
  API_OPERATIONS,
  API_PARTS,
  exampleOf,
  isBytes,
  type Json,
  type JsonObject,
  type Operation,
  openApiOf,
  PROBLEMS,
  pathTemplate,
  problemsOf,
} from '@dure/api/description'
import { expect } from 'vitest'

const openApi = openApiOf(API_PARTS)
export const { schemas } = openApi['components'] as { readonly schemas: JsonObject }

export const EVERY = Object.entries(API_OPERATIONS).map(([name, entry]) => ({
  name,
  entry,
  route: `${entry.method} ${name}`,
}))
export const having = <Key extends 'body' | 'params' | 'query'>(key: Key) => EVERY.filter(({ entry }) => entry[key])
export const WITH_JSON = having('body').filter(({ entry }) => !isBytes(entry.body))

/** What stands for secrets is guessed; a name that is not known here needs an id of the test’s. */
export function aimedAt(entry: Operation, ids: Readonly<Record<string, string>>): string {
  const parts = Object.entries(entry.params ?? {}).map(([name, { unknown }]): [string, string] => {
    if (name === 'token') return [name, `guessed${'x'.repeat(30)}`]
    const id = ids[unknown]
    if (id === undefined) throw new Error(`a test needs an id for ${unknown}`)
    return [name, id]
  })
  return parts.reduce((path, [name, id]) => path.replace(`{${name}}`, encodeURIComponent(id)), pathTemplate(entry))
}

export const schemaOf = (entry: Operation): Json => {
  const said = (openApi['paths'] as Record<string, Record<string, JsonObject>>)[pathTemplate(entry)]
  const body = said?.[entry.method.toLowerCase()]?.['requestBody'] as
    | { content: Record<string, JsonObject> }
    | undefined
  return body?.content['application/json']?.['schema'] ?? null
}

/** A body that fits, with ids that are somebody’s. */
export function bodyFor(
  entry: Operation,
  { person, document }: { readonly person: string; readonly document: string },
): unknown {
  if (!entry.body || isBytes(entry.body)) return undefined
  const example = JSON.stringify(exampleOf(schemaOf(entry), schemas))
  return JSON.parse(
    example
      .replace(/"personId":"\w{22}"/g, `"personId":"${person}"`)
      .replace(/"\w{22}"/g, (id) => (id.includes(person) ? id : `"${document}"`)),
  ) as unknown
}

/** Problems that any route may give, whoever asks for whatever. */
const ANY_PROBLEM = ['no-such-route', 'method-not-allowed']
/** What only a program that broke says. */
const LEAKS =
  /\bat \S+ \(|node_modules|\/src\/|sqlite|select |insert |update .* set|constraint|stack|of undefined|\[object/i

/** A refusal tells what the description says it may, and nothing else. Answers its kind. */
export async function refusal(entry: Operation, response: Response): Promise<string> {
  const text = await response.text()
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const problem = problemSchema.strict().parse(JSON.parse(text))
  const kind = problem.type.replace('/problems/', '')
  expect([pathTemplate(entry), kind, [...problemsOf(entry), ...ANY_PROBLEM].includes(kind as never)]).toEqual([
    pathTemplate(entry),
    kind,
    true,
  ])
  expect([kind, PROBLEMS[kind as keyof typeof PROBLEMS].status]).toEqual([kind, response.status])
  expect(problem.status).toBe(response.status)
  expect(problem.detail).not.toMatch(LEAKS)
  expect(text).not.toMatch(/olive|vera@|owner@/i)
  return kind
}
