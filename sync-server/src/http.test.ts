/** The public port as HTTP sees it: what is not there, not allowed, not from here. */
import { get } from 'node:http'
import { connect } from 'node:net'
import { DEFAULT_MAX_BODY_BYTES } from '@dure/api/description'
import { newDocumentId } from '@dure/protocol'
import { until } from '@dure/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { DEADLINE_MS } from './testing/deadline.ts'
import { World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await World.start({ DURE_ALLOWED_ORIGINS: 'https://friend.example' })
})
afterAll(() => world.close())

/** As the owner asks. */
const ask = async (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(world.origin + path, { ...init, headers: { ...init.headers, ...(await world.owner()) } })
const json = { 'content-type': 'application/json' }

/** Sends bytes as they are; answers all that comes back until the server closes. */
function speak(request: string): Promise<string> {
  const socket = connect(Number(new URL(world.origin).port), '127.0.0.1')
  socket.end(request)
  let answer = ''
  return until<string>('the connection ends', DEADLINE_MS, (done) => {
    socket.on('data', (data) => {
      answer += data.toString()
    })
    socket.on('error', () => done(answer))
    socket.on('close', () => done(answer))
    return () => socket.destroy()
  })
}

/** Answers the status of a refused upgrade, or 101. */
function upgrade(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  const socket = new WebSocket(`${world.origin.replace('http', 'ws')}${path}`, { headers })
  return until('an answer to the upgrade', DEADLINE_MS, (done) => {
    socket.on('open', () => done({ status: 101, body: '' }))
    socket.on('unexpected-response', (_request, response) => {
      let body = ''
      response.on('data', (data: Buffer) => {
        body += data.toString()
      })
      response.on('end', () => done({ status: response.statusCode ?? 0, body }))
    })
    socket.on('error', () => undefined)
    return () => socket.terminate()
  })
}

const documentPath = '/api/documents'

test.each([
  ['GET', '/nowhere', 404, 'no-such-page'],
  ['GET', '/api', 404, 'no-such-route'],
  ['GET', '/api/nothing', 404, 'no-such-route'],
  ['GET', '/api/documents/short', 404, 'unknown-document'],
  ['GET', `/api/documents/${newDocumentId()}`, 404, 'unknown-document'],
  ['GET', '/api/documents?limit=0', 400, 'bad-query'],
  ['GET', '/api/documents?limit=many', 400, 'bad-query'],
  ['GET', '/api/documents?cursor=x', 400, 'bad-query'],
  ['DELETE', documentPath, 405, 'method-not-allowed'],
  ['PUT', `/api/documents/${newDocumentId()}`, 405, 'method-not-allowed'],
  ['POST', '/healthz', 405, 'method-not-allowed'],
  ['DELETE', '/metrics', 405, 'method-not-allowed'],
  ['GET', `/sync/${newDocumentId()}`, 426, 'websocket-only'],
  ['POST', '/sync', 426, 'websocket-only'],
])('%s %s is answered %i %s', async (method, path, status, kind) => {
  const response = await ask(path, { method })
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toMatch('application/problem+json')
  const problem: unknown = await response.json()
  expect(problem).toMatchObject({ status, type: `/problems/${kind}` })
  if (status === 405) expect(response.headers.get('allow')).toMatch(/GET/)
})

test.each([
  ['no JSON', 'x', 400],
  ['another shape', '{"titel":"x"}', 400],
  ['not an object', '[]', 400],
  ['too large', JSON.stringify({ a: 'x'.repeat(DEFAULT_MAX_BODY_BYTES) }), 413],
])('a body that is %s is refused', async (_name, body, status) => {
  const response = await ask(documentPath, { method: 'POST', headers: json, body })
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toMatch('application/problem+json')
})

test('health, readiness and metrics answer GET and HEAD', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    expect((await ask(path)).status).toBe(200)
    const head = await ask(path, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  }
})

test('pages are made, listed and paged', async () => {
  const ids: string[] = []
  for (const _ of [1, 2, 3]) {
    const made = await ask(documentPath, { method: 'POST', headers: json, body: '{}' })
    ids.push(((await made.json()) as { id: string }).id)
  }
  const listed: string[] = []
  for (let cursor = ''; ; ) {
    const page = (await (await ask(`${documentPath}?limit=2${cursor}`)).json()) as {
      documents: { id: string }[]
      nextCursor?: string
    }
    listed.push(...page.documents.map((each) => each.id))
    if (page.nextCursor === undefined) break
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
  }
  expect(listed).toEqual(expect.arrayContaining(ids))
  expect(new Set(listed).size).toBe(listed.length)
})

describe('pages of other sites', () => {
  test('cannot change anything', async () => {
    for (const origin of ['https://evil.example', 'null', `${world.origin}.evil.example`, 'http://127.0.0.1:1']) {
      const response = await ask(documentPath, { method: 'POST', headers: { ...json, origin }, body: '{}' })
      expect([origin, response.status]).toEqual([origin, 403])
    }
    for (const origin of [world.origin, 'https://friend.example']) {
      const response = await ask(documentPath, { method: 'POST', headers: { ...json, origin }, body: '{}' })
      expect([origin, response.status]).toEqual([origin, 201])
    }
  })

  test('cannot connect', async () => {
    const id = await world.document()
    const foreign = await upgrade(`/sync/${id}`, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
    expect(JSON.parse(foreign.body)).toMatchObject({ type: '/problems/foreign-origin' })
    expect((await upgrade(`/sync/${id}`, { origin: world.origin })).status).toBe(101)
  })
})

describe('a name that is none of ours, as a page sends it that rebinds its own to our address', () => {
  /** `fetch` lets nobody choose the Host. */
  const ask = (host: string): Promise<{ status: number | undefined; body: string }> =>
    until('an answer', DEADLINE_MS, (done) => {
      const asked = get(`${world.origin}/api/session`, { headers: { host } }, (response) => {
        let body = ''
        response.on('data', (data: Buffer) => {
          body += data.toString()
        })
        response.on('end', () => done({ status: response.statusCode, body }))
      })
      return () => asked.destroy()
    })

  test('is told nothing, by whichever door', async () => {
    const id = await world.document()
    const answer = await ask('evil.example:3000')
    expect(answer.status).toBe(421)
    expect(answer.body).toContain('/problems/unknown-host')
    expect(answer.body).toContain('DURE_ALLOWED_HOSTS')
    const { status, body } = await upgrade(`/sync/${id}`, { host: 'evil.example', origin: 'http://evil.example' })
    expect([status, JSON.parse(body)]).toMatchObject([421, { type: '/problems/unknown-host' }])
  })

  test('a name the operator gave, an address and a local name are answered', async () => {
    const id = await world.document()
    for (const host of ['friend.example', '10.0.0.7:3000', '[fd00::1]', 'server.local']) {
      expect([host, (await ask(host)).status]).toEqual([host, 200])
      expect((await upgrade(`/sync/${id}`, { host, origin: `http://${host}` })).status).toBe(101)
    }
  })
})

describe('upgrades', () => {
  test.each([
    '/sync/',
    '/sync/short',
    `/sync/${newDocumentId()}`,
    `/sync/${newDocumentId()}/more`,
    '/elsewhere',
    '/sync',
  ])('to %s are refused with a problem', async (path) => {
    const { status, body } = await upgrade(path)
    expect([path, status]).toEqual([path, 404])
    expect(JSON.parse(body)).toMatchObject({ status: 404 })
  })

  test('path tricks reach no document', async () => {
    const id = await world.document()
    for (const path of [
      `/sync/%2e%2e/sync/${id}`,
      `/SYNC/${id}`,
      `//sync/${id}`,
      `/sync/${id}%00`,
      `/sync/../sync/${id}`,
    ]) {
      const answer = await speak(
        `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n` +
          'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      )
      expect(answer.split('\r\n')[0]).toBe('HTTP/1.1 404 Not Found')
    }
  })
})

test('what is no HTTP is answered 400, and the server lives on', async () => {
  for (const nonsense of ['nonsense\r\n\r\n', 'GET / HTTP/1.1\r\nbad header\r\n\r\n', '\x16\x03\x01\x02\x00\x01']) {
    const answer = await speak(nonsense)
    expect(answer).toMatch(/^HTTP\/1.1 400 Bad Request/)
    expect(answer).toMatch('application/problem+json')
  }
  expect((await ask('/healthz')).status).toBe(200)
})

describe('what every answer says to a browser', () => {
  const ALWAYS = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }

  test.each([
    ['GET', '/api/session'],
    ['POST', '/api/session'],
    ['OPTIONS', '/api/documents'],
    ['GET', '/api/openapi.json'],
    ['GET', '/api/nothing'],
    ['GET', '/api/../api/session%2f..'],
    ['DELETE', documentPath],
    ['GET', `/sync/${newDocumentId()}`],
    ['GET', '/healthz'],
    ['GET', '/metrics'],
  ])('%s %s', async (method, path) => {
    const { headers } = await ask(path, { method })
    expect(Object.fromEntries(Object.keys(ALWAYS).map((name) => [name, headers.get(name)]))).toEqual(ALWAYS)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; ")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
    // A promise to keep to TLS is made by TLS only.
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  test('by TLS, to come back by TLS only', async () => {
    const { headers } = await ask('/api/session', { headers: { origin: world.origin.replace('http:', 'https:') } })
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
  })
})
