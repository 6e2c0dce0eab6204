/**
 * The rights table, each cell by every way in: every role on a document, with an account and by a link without one, × every
 * route of the description that needs a right on a document, the sockets of both dialects, streams, polls and posts.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  API_OPERATIONS,
  API_PARTS,
  exampleOf,
  isBytes,
  type JsonObject,
  openApiOf,
  pathTemplate,
} from '@dure/api/description'
import {
  type DocumentId,
  may,
  newUserId,
  parseDocumentId,
  ROLES,
  type Role,
  toClientSeq,
  writePollRequest,
  writePostRequest,
  writePush,
  writeStreamRequest,
  writeSyncUpdate,
} from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeIn, messagesIn, packetOf } from './testing/http-peer.ts'
import type { RawPeer } from './testing/raw-peer.ts'
import { rolesPage } from './testing/roles-page.ts'
import { Somebody } from './testing/somebody.ts'
import { typing } from './testing/updates.ts'
import { World } from './testing/world.ts'

const PAGE = join(import.meta.dirname, '../../docs/roles.md')

test('[DU6] docs/roles.md says what the tables say (DURE_WRITE=1 writes it)', async () => {
  if (process.env['DURE_WRITE']) await writeFile(PAGE, rolesPage())
  expect(await readFile(PAGE, 'utf8')).toBe(rolesPage())
})

let world: World
let owner: Somebody
let colleague: Somebody
let stranger: Somebody

beforeAll(async () => {
  world = await World.start()
  owner = new Somebody(world.origin, await world.owner())
  colleague = new Somebody(world.origin, await world.join('Cleo'))
  stranger = new Somebody(world.origin)
})
afterAll(() => world.close())

/** How somebody comes to a document, and what they are on it then. */
interface Standing {
  readonly as: string
  readonly role: Role | undefined
  readonly account: boolean
}

const GIVEN = ['editor', 'commenter', 'viewer'] as const
const STANDINGS: readonly Standing[] = [
  ...ROLES.map((role) => ({ as: `${role} by name`, role, account: true })),
  ...GIVEN.map((role) => ({ as: `${role} of the workspace`, role, account: true })),
  { as: 'nobody, with an account', role: undefined, account: true },
  ...GIVEN.map((role) => ({ as: `${role} by link, without an account`, role, account: false })),
  { as: 'nobody, without an account', role: undefined, account: false },
]

/** A new document on which they stand so. */
async function documentFor({ as, role, account }: Standing): Promise<{ who: Somebody; id: DocumentId }> {
  const who = account ? colleague : stranger
  const maker = role === 'owner' ? who : owner
  const id = parseDocumentId((await maker.api.createDocument()).id)
  if (!id) throw new Error('no id')
  if (role && role !== 'owner') {
    if (as.includes('by name')) await owner.api.share(id, { email: 'cleo@dure.test', role })
    else await owner.api.setGeneralAccess(id, { reach: account ? 'workspace' : 'link', role })
  }
  return { who, id }
}

let clients = 40_000
/** Under a Yjs client id of its own. */
const update = (): Uint8Array => {
  clients += 1
  return typing(clients, 'x')
}

// ── the API ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const openApi = openApiOf(API_PARTS)
const { schemas } = openApi['components'] as { readonly schemas: JsonObject }
const paths = openApi['paths'] as Record<
  string,
  Record<string, { requestBody?: { content: Record<string, JsonObject> } }>
>

/** Where an operation takes more than the right that lets somebody near: what its own words say. */
const STRICTER: Readonly<Record<string, (role: Role) => boolean>> = {
  binDocument: (role) => role === 'owner',
  removeGrant: (role) => may(role, 'share'),
}
const BODIES: Readonly<Record<string, unknown>> = { movePage: { parentId: null } }

const routes = Object.entries(API_OPERATIONS).flatMap(([name, entry]) => {
  const { needs } = entry
  return needs && 'document' in needs ? [{ name, entry, right: needs.document }] : []
})

describe.each(STANDINGS)('[DU6] $as', (standing) => {
  const { role, account } = standing

  test.each(routes)('$name takes the right to $right', async ({ name, entry, right }) => {
    const { who, id } = await documentFor(standing)
    const [, ...others] = Object.keys(entry.params ?? {})
    const path = others.reduce(
      (template, part) => template.replace(`{${part}}`, part === 'number' ? '0' : newUserId()),
      pathTemplate(entry).replace('{id}', id),
    )
    const content = paths[pathTemplate(entry)]?.[entry.method.toLowerCase()]?.requestBody?.content
    const json = content?.['application/json']?.['schema']
    const body = BODIES[name] ?? (json === undefined ? undefined : exampleOf(json, schemas))
    const bytes = isBytes(entry.body) ? { 'content-type': entry.body.bytes } : {}
    const response = await who.ask(entry.method, path, isBytes(entry.body) ? 'x' : body, bytes)
    const kind = response.ok ? '' : ((await response.json()) as { type: string }).type.replace('/problems/', '')
    const lets = may(role, right) && role !== undefined && (STRICTER[name]?.(role) ?? true)
    if (!account && entry.who !== 'visitor') expect([name, kind]).toEqual([name, 'sign-in-required'])
    else if (lets) expect(['sign-in-required', 'forbidden', 'unknown-document']).not.toContain(kind)
    else expect([name, kind]).toEqual([name, account || role ? 'forbidden' : 'sign-in-required'])
  })

  // ── documents themselves ──────────────────────────────────────────────────────────────────────────────────────────

  const reads = may(role, 'read')
  const writes = may(role, 'write')
  const rows = async (id: DocumentId): Promise<number> => (await world.rows(id)).length

  test('a socket of dure.1', async () => {
    const { who, id } = await documentFor(standing)
    const before = await rows(id)
    const socket = world.raw(id, 'dure', who.headers)
    await socket.opened()
    socket.sayHello()
    if (!reads) {
      await socket.closed()
      expect(socket.frames).toEqual([])
    } else {
      expect((await socket.told('welcome')).role).toBe(role)
      socket.push(1, update())
      await socket.told(writes ? 'durable' : 'refused')
    }
    expect(await rows(id)).toBe(before + (writes ? 1 : 0))
  })

  test('a socket of a stock client', async () => {
    const { who, id } = await documentFor(standing)
    const before = await rows(id)
    const watching: RawPeer = world.raw(id, 'dure', role === 'owner' ? who.headers : owner.headers)
    await watching.hello()
    const socket = world.raw(id, 'plain', who.headers)
    if (!reads) {
      await socket.closed()
      expect(socket.frames).toEqual([])
    } else {
      await socket.opened()
      await socket.heard(1)
      socket.send(writeSyncUpdate(update()))
      if (writes) await watching.reaches(before + 1)
      else await socket.closed()
    }
    expect(await rows(id)).toBe(before + (writes ? 1 : 0))
  })

  test('polls, a stream, and posts', async () => {
    const { who, id } = await documentFor(standing)
    const before = await rows(id)
    const peer = world.http(id)
    const polled = await peer.request('poll', writePollRequest(false, '', [peer.hello()]), who.headers)
    const items = polled.ok ? await packetOf(polled) : []
    expect(messagesIn(items).some(({ type }) => type === 'welcome')).toBe(reads)
    const streaming = world.http(id)
    const stop = new AbortController()
    const streamed = await fetch(`${world.origin}/sync/${id}/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', ...who.headers },
      body: writeStreamRequest([streaming.hello()]),
      signal: stop.signal,
    })
    const first = streamed.body ? Buffer.from((await streamed.body.getReader().read()).value ?? []).toString() : ''
    const said = [...first.matchAll(/^data:(.*)$/gm)].map(([, data]) => Buffer.from(data ?? '', 'base64'))
    stop.abort()
    if (!reads) expect(said.join('').length).toBeLessThan(100)
    const push = writePush({ clientSeq: toClientSeq(1), update: update() })
    const posted = await peer.request('post', writePostRequest(peer.sessionId, [push]), who.headers)
    const answers = posted.ok ? await packetOf(posted) : []
    // A number that was refused is settled too.
    const types = messagesIn(answers).map(({ type }) => type)
    expect(types).toEqual(writes ? ['durable'] : reads ? ['refused', 'durable'] : [])
    if (!reads && posted.ok) expect(closeIn(answers)).toBeDefined()
    expect(await rows(id)).toBe(before + (writes ? 1 : 0))
  })
})
