/** The API on two replicas over Postgres: made once whichever is asked, changed as it was seen, and broken by nothing. */
import { API_ROUTES } from '@dure/api'
import { API_OPERATIONS, API_PARTS, isBytes, type JsonObject, openApiOf, pathTemplate } from '@dure/api/description'
import { newUserId } from '@dure/protocol'
import { signIn } from '@dure/testkit'
import { type PostgresProcess, startPostgres } from '@dure/testkit/postgres'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fitting } from './testing/arbitrary-body.ts'
import { ServerProcess } from './testing/server-process.ts'
import { Somebody } from './testing/somebody.ts'

const SEED = Number(process.env['DURE_SEED'] ?? 20261121)

let postgres: PostgresProcess
let replicas: readonly ServerProcess[]
/** The owner, at each replica. */
let owners: readonly [Somebody, Somebody]
let documentId: string

beforeAll(async () => {
  postgres = await startPostgres({ fsync: false })
  const environment = { DATABASE_URL: await postgres.createDatabase(), LOG_LEVEL: 'fatal' }
  const one = await ServerProcess.start(environment)
  const two = await ServerProcess.start(environment)
  replicas = [one, two]
  const headers = await signIn(one.origin)
  owners = [new Somebody(one.origin, headers), new Somebody(two.origin, headers)]
  documentId = (await owners[0].api.createDocument()).id
}, 90_000)
afterAll(async () => {
  await Promise.all(replicas?.map((each) => each.close()) ?? [])
  await postgres?.close()
})

test('[API3] one thing is made for one key, whichever replicas are asked at once', async () => {
  const before = (await owners[0].api.listDocuments({ limit: 200 })).documents.length
  const ask = (who: Somebody): Promise<Response> =>
    who.ask('POST', API_ROUTES.documents, {}, { 'idempotency-key': 'across' })
  const answers = await Promise.all([...owners, ...owners, ...owners].map(ask))
  expect(answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual([])
  const [one, two] = [await ask(owners[0]), await ask(owners[1])]
  expect([one.status, two.status]).toEqual([201, 201])
  expect(await two.text()).toBe(await one.text())
  expect((await owners[1].api.listDocuments({ limit: 200 })).documents.length).toBe(before + 1)
})

test('[API3] of two who change what both saw, at two replicas, one does', async () => {
  const path = API_ROUTES.access(documentId)
  const seen = (await owners[0].ask('GET', path)).headers.get('etag') ?? ''
  const set = (who: Somebody, role: string): Promise<number> =>
    who
      .ask('PUT', API_ROUTES.generalAccess(documentId), { reach: 'link', role }, { 'if-match': seen })
      .then(({ status }) => status)
  expect((await Promise.all([set(owners[0], 'viewer'), set(owners[1], 'editor')])).toSorted()).toEqual([200, 412])
})

/** Ids of nothing, but for the document. */
const pathOf = (template: string): string =>
  template
    .replace('/documents/{id}', `/documents/${documentId}`)
    .replace('{number}', '0')
    .replaceAll(/\{\w+\}/g, () => newUserId())

test('[API2] lists go on behind any cursor, and find by any text', async () => {
  const lists = Object.entries(API_OPERATIONS).filter(([, { query }]) => query && 'cursor' in query.shape)
  expect(lists.length).toBeGreaterThan(4)
  for (const [name, entry] of lists) {
    for (const key of ['0', '999999999999999', '2026-01-01T00:00:00.000Z', '', 'V', '~']) {
      const path = `${pathOf(pathTemplate(entry))}?limit=1&cursor=${encodeURIComponent(`${key}.${newUserId()}`)}`
      const status = await owners[0].status('GET', path)
      expect([name, key, status === 200 || status === 400]).toEqual([name, key, true])
    }
  }
  for (const text of ['%', '_', '\\', "'", 'x\u0301', '\ud83d\ude00', '\u0001']) {
    const status = await owners[0].status('GET', `${API_ROUTES.documents}?titled=${encodeURIComponent(text)}`)
    expect([text, status]).toEqual([text, 200])
  }
})

test('[API2] whatever fits, however strange, breaks nothing', async () => {
  const openApi = openApiOf(API_PARTS)
  const { schemas } = openApi['components'] as { readonly schemas: JsonObject }
  const paths = openApi['paths'] as Record<
    string,
    Record<string, { requestBody: { content: Record<string, JsonObject> } }>
  >
  // Signing in is limited, and who has set up has.
  const taking = Object.entries(API_OPERATIONS).filter(
    ([name, { body }]) => body && !isBytes(body) && !['setUp', 'signIn', 'changePassword'].includes(name),
  )
  for (const [name, entry] of taking) {
    const template = pathTemplate(entry)
    const schema = paths[template]?.[entry.method.toLowerCase()]?.requestBody.content['application/json']?.['schema']
    await fc.assert(
      fc.asyncProperty(fitting(schema ?? null, schemas), async (body) => {
        const status = await owners[0].status(entry.method, pathOf(template), JSON.stringify(body))
        expect([name, body, status < 500]).toEqual([name, body, true])
      }),
      { numRuns: 8, seed: SEED },
    )
  }
})
