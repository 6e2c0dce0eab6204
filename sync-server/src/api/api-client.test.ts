/** What the client of the API makes of answers: problems, and what is no API at all. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ApiClient, ApiError, createApiClient } from '@dure/api'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** What the next request is answered with. */
let next: { readonly status: number; readonly body: string }
let asked: string[]
let api: ApiClient
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`)
  response.writeHead(next.status).end(next.status === 204 ? undefined : next.body)
})

beforeEach(async () => {
  asked = []
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  api = createApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
afterEach(() => new Promise((closed) => server.close(closed)))

const failure = async (call: Promise<unknown>): Promise<ApiError> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ApiError)
  return error as ApiError
}

test('[API2] a problem is an error that has its name', async () => {
  const problem = { type: '/problems/in-bin', title: 'In the bin', status: 410, detail: 'It was moved to the bin.' }
  next = { status: 410, body: JSON.stringify(problem) }
  const error = await failure(api.getDocument('x'))
  expect([error.kind, error.problem]).toEqual(['in-bin', problem])
})

test.each([
  [200, '<h1>Welcome to our proxy</h1>'],
  [502, '<h1>Bad gateway</h1>'],
  [503, '{"error":"away"}'],
  [500, 'null'],
])('what answers %i and %s is no API', async (status, body) => {
  next = { status, body }
  expect((await failure(api.getSession())).problem).toMatchObject({ type: '/problems/no-api', status })
})

test('nothing is an answer where there is none to give', async () => {
  next = { status: 204, body: '' }
  await expect(api.removeGrant('x', 'y')).resolves.toBeUndefined()
  expect(asked).toEqual(['DELETE /api/documents/x/access/people/y'])
})
