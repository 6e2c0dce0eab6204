/** Sessions over HTTP: the same words, rights, limits and ends as over a socket, and nothing more for strangers. */
import { connect } from 'node:net'
import {
  CLOSE,
  MAX_CLIENT_MESSAGE_BYTES,
  MAX_REQUEST_BYTES,
  MESSAGE,
  newDocumentId,
  newSessionId,
  REFUSAL,
  toClientSeq,
  toEpoch,
  toSeq,
  writeAwareness,
  writeHello,
  writePing,
  writePollRequest,
  writePostRequest,
  writePush,
  writeReauth,
  writeStreamRequest,
} from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeIn, type HttpPeer, markIn, messagesIn } from './testing/http-peer.ts'
import { OpenDoor } from './testing/open-door.ts'
import { seesPresence, type } from './testing/peer.ts'
import { typing } from './testing/updates.ts'
import { World } from './testing/world.ts'

/** Everybody's role, and whether they come in at all, as a test wants it. */
const rights = new OpenDoor()

let world: World
beforeAll(async () => {
  world = await World.start({ DURE_ALLOWED_ORIGINS: 'https://friend.example' }, { door: rights })
})
afterAll(() => world.close())

const caret = (yjsClientId: number, at: number, clock = at) =>
  writeAwareness([{ yjsClientId, clock, json: JSON.stringify({ caret: at }) }])

describe('a stream', () => {
  test('welcomes, brings the log and goes on', async () => {
    const id = await world.document()
    const ann = await world.dure(id, 'Ann')
    type(ann, 'before. ')
    await ann.connection.whenSaved()
    const peer = world.http(id)
    await peer.stream()
    await peer.told('synced')
    const kinds = peer.messages.map((message) => message.type)
    expect([kinds[0], kinds.includes('updates'), kinds.at(-1)]).toEqual([
      'welcome',
      true,
      expect.stringMatching(/synced|awareness/),
    ])
    expect((await peer.told('welcome')).displayName).toBe('http')
    type(ann, 'after.')
    expect((await peer.told('updates', ({ toSeq: last }) => last === 2)).fromSeq).toBeGreaterThan(0)
    expect(await world.metric('dure_sessions{transport="stream"}')).toBe(1)
  })

  test('[DU1] a push is answered when it is on disk, and not before', async () => {
    const id = await world.document()
    const peer = world.http(id)
    await peer.stream()
    await peer.told('synced')
    world.store.hold()
    let answered = false
    const answer = peer.push(1, typing(51, 'held')).then((items) => {
      answered = true
      return items
    })
    await world.store.arrived(1)
    // A round trip of the same kind.
    await peer.post(writePing())
    expect([answered, (await world.rows(id)).length]).toEqual([false, 0])
    world.store.release()
    expect(messagesIn(await answer)).toEqual([{ type: 'durable', clientSeq: 1, seq: 0 }])
    expect(await world.rows(id)).toHaveLength(1)
    expect((await peer.told('updates')).toSeq).toBe(1)
  })

  test('[DU3] a push sent again, by whatever way, has its effect once', async () => {
    const id = await world.document()
    const peer = world.http(id)
    await Promise.all([peer.push(1, typing(52, 'once')), peer.push(1, typing(52, 'once'))])
    await peer.push(1, typing(52, 'once'))
    const socket = world.raw(id, 'dure')
    Object.assign(socket, { sessionId: peer.sessionId })
    await socket.hello()
    expect((await socket.told('welcome')).durableClientSeq).toBe(1)
    socket.push(1, typing(52, 'once'))
    await socket.told('durable')
    expect(await world.rows(id)).toHaveLength(1)
  })

  test('[DU4] what cannot be integrated is refused in the answer, and changes nothing', async () => {
    const id = await world.document()
    const answer = await world.http(id).push(1, Uint8Array.of(9, 9, 9))
    expect(messagesIn(answer)).toMatchObject([
      { type: 'refused', clientSeq: 1, reason: REFUSAL.malformed },
      { type: 'durable', clientSeq: 1 },
    ])
    expect(await world.rows(id)).toHaveLength(0)
  })

  test('[DU6] presence is stamped by the server, answers the ping, takes another name, and leaves with the stream', async () => {
    const id = await world.document()
    const ann = await world.dure(id, 'Ann')
    const peer = world.http(id)
    await peer.stream()
    await peer.told('synced')
    await peer.post(
      writeAwareness([
        { yjsClientId: 77, clock: 1, json: JSON.stringify({ caret: 1, user: { name: 'Somebody else' } }) },
      ]),
      writePing(),
    )
    await peer.told('pong')
    const shown = { doc: { clientID: 77 } } as typeof ann
    await seesPresence(ann, shown, (state) => JSON.stringify(state ?? {}).includes('"http"'))
    await peer.post(writeReauth({ credential: '', displayName: 'Hans' }))
    await peer.told('event', ({ name }) => name === 'identity')
    await peer.post(caret(77, 2))
    await seesPresence(ann, shown, (state) => JSON.stringify(state ?? {}).includes('Hans'))
    await peer.close()
    await seesPresence(ann, shown, (state) => state === undefined)
  })

  test('[DU6] nobody speaks for a session whose name they only know', async () => {
    const id = await world.document()
    const peer = world.http(id)
    await peer.stream()
    await peer.told('synced')
    await world.http(id).post(writePing())
    await world.http(id, newSessionId()).post(writePing())
    await peer.post(writePing())
    await peer.told('pong')
    expect(peer.messages.filter((message) => message.type === 'pong')).toHaveLength(1)
  })

  test('is asked for a sign of life, and cut when it gives none', async () => {
    const id = await world.document()
    const [quiet, lively] = [world.http(id), world.http(id)]
    for (const peer of [quiet, lively]) {
      await peer.stream()
      await peer.told('synced')
    }
    for (let beat = 1; beat <= 4; beat += 1) {
      world.clock.skip(15_000)
      await lively.until('asked', () => lively.items.filter((item) => item.kind === 'alive').length >= beat)
      await lively.post(writePing())
    }
    await quiet.until('the end', () => quiet.ended)
    expect(closeIn(quiet.items)).toBeUndefined()
    expect(lively.ended).toBe(false)
  })

  test('of a client that connects anew takes the place of the older one', async () => {
    const id = await world.document()
    const older = world.http(id)
    await older.stream()
    await older.told('synced')
    const newer = world.http(id, older.sessionId)
    await newer.stream()
    await newer.told('synced')
    await older.until('the end', () => older.ended)
    await newer.post(writePing())
    await newer.told('pong')
  })

  test.each([
    ['an unknown document', newDocumentId(), CLOSE.unknownDocument],
    ['what is no document', 'short', CLOSE.unknownDocument],
  ])('of %s ends with its close code', async (_name, id, reason) => {
    const body = writeStreamRequest([world.http(id).hello()])
    const peer = world.http(id)
    const stream = await peer.request('stream', body)
    const text = new Uint8Array(await stream.arrayBuffer())
    const said = Buffer.from(text).toString('latin1')
    const packet = /data:(\S+)/.exec(said)?.[1]
    expect([...(packet === undefined ? text : Buffer.from(packet, 'base64'))].slice(0, 3)).toEqual([
      1,
      ...[(reason.code & 0x7f) | 0x80, reason.code >> 7],
    ])
    expect(closeIn(await peer.poll(true))).toBe(reason.code)
    expect(closeIn(await peer.push(1, typing(1, 'x')))).toBe(reason.code)
  })

  test('of a client that is too old is told so', async () => {
    const id = await world.document()
    const old = { protocolVersion: 0, schemaVersion: 1, sessionId: newSessionId(), displayName: '', resume: undefined }
    const peer = world.http(id)
    await peer.stream(writeStreamRequest([writeHello(old)]))
    expect(await peer.closed()).toBe(CLOSE.outdated.code)
  })
})

describe('a poll', () => {
  test('brings everything, then what is new, and waits while there is nothing', async () => {
    const id = await world.document()
    const ann = await world.dure(id)
    type(ann, 'one ')
    await ann.connection.whenSaved()
    const peer = world.http(id)
    const answer = await peer.poll(false)
    const mark = markIn(answer)
    const first = messagesIn(answer)
    const kinds = first.map((message) => message.type)
    expect([kinds[0], kinds.includes('updates')]).toEqual(['welcome', true])
    expect(first).toContainEqual({ type: 'synced', seq: 1 })
    const resume = { epoch: toEpoch(1), lastSeq: toSeq(1) }
    let answered = false
    const held = peer.poll(true, mark, resume).then((items) => {
      answered = true
      return items
    })
    // As many as went in have been welcomed: it is held.
    await world.log.said('connected', 3)
    expect(answered).toBe(false)
    type(ann, 'two ')
    expect(messagesIn(await held).find((message) => message.type === 'updates')).toMatchObject({ fromSeq: 2, toSeq: 2 })
    const nothing = peer.poll(true, mark, { epoch: toEpoch(1), lastSeq: toSeq(2) })
    await world.log.said('connected', 4)
    world.clock.skip(15_000)
    // The title is told, for which time went on as well.
    const said = messagesIn(await nothing).map((message) => message.type)
    expect(said.filter((each) => each !== 'event')).toEqual(['welcome', 'synced'])
  })

  test('tells of presence whole, once, and of nobody to themselves', async () => {
    const id = await world.document()
    const ann = await world.dure(id, 'Ann')
    ann.awareness.setLocalState({ caret: 1 })
    const peer = world.http(id)
    const own = caret(88, 1)
    const people = (items: Awaited<ReturnType<HttpPeer['poll']>>): number[][] =>
      messagesIn(items).flatMap((message) =>
        message.type === 'awareness' ? [message.entries.map((entry) => entry.yjsClientId)] : [],
      )
    await peer.poll(false, '', undefined, own)
    // By then her own caret has gone the same way.
    await seesPresence(ann, { doc: { clientID: 88 } } as typeof ann, (state) => state?.['caret'] === 1)
    const first = await peer.poll(true, '', undefined, own)
    expect(people(first)).toEqual([[ann.doc.clientID]])
    const mark = markIn(first) ?? ''
    expect(mark).not.toBe('')
    const resume = { epoch: toEpoch(1), lastSeq: toSeq(0) }
    expect(people(await peer.poll(false, mark, resume, own))).toEqual([])
    const gone = peer.poll(true, mark, resume, own)
    await ann.close()
    expect(people(await gone)).toEqual([[]])
  })

  test('keeps its person while the next one is on its way, and lets them go when none comes', async () => {
    const id = await world.document()
    const ann = await world.dure(id)
    const peer = world.http(id)
    const shown = { doc: { clientID: 99 } } as typeof ann
    let left = 0
    ann.awareness.on('change', ({ removed }: { removed: number[] }) => {
      left += removed.length
    })
    for (let round = 1; round <= 5; round += 1) {
      await peer.poll(false, '', undefined, caret(99, round))
      await seesPresence(ann, shown, (state) => state?.['caret'] === round)
    }
    await peer.post(caret(99, 6))
    await seesPresence(ann, shown, (state) => state?.['caret'] === 6)
    expect(left).toBe(0)
    world.clock.skip(5000)
    await seesPresence(ann, shown, (state) => state === undefined)
  })

  test('gives way to a socket of the same client: its person is there once, and speaks by that', async () => {
    const id = await world.document()
    const ann = await world.dure(id)
    const peer = world.http(id)
    const shown = { doc: { clientID: 98 } } as typeof ann
    await peer.poll(false, '', undefined, caret(98, 1))
    await seesPresence(ann, shown, (state) => state?.['caret'] === 1)
    const socket = world.raw(id, 'dure')
    Object.assign(socket, { sessionId: peer.sessionId })
    await socket.hello()
    socket.send(caret(98, 2))
    await seesPresence(ann, shown, (state) => state?.['caret'] === 2)
  })

  test('after the log was replaced is answered with the whole of it', async () => {
    const id = await world.document()
    const items = await world.http(id).poll(true, '', { epoch: toEpoch(9), lastSeq: toSeq(4) })
    expect(messagesIn(items).map((message) => message.type)).toContain('state')
  })
})

describe('rights', () => {
  test('[DU6] a viewer reads by stream and poll, and adds nothing by posts', async () => {
    const id = await world.document()
    rights.role = 'viewer'
    try {
      const peer = world.http(id)
      await peer.stream()
      expect((await peer.told('welcome')).role).toBe('viewer')
      expect(messagesIn(await peer.poll(false))).toMatchObject([{ type: 'welcome', role: 'viewer' }, {}, {}])
      expect(messagesIn(await peer.push(1, typing(5, 'no')))).toMatchObject([
        { type: 'refused', reason: REFUSAL.readOnly },
        { type: 'durable' },
      ])
      expect(await world.rows(id)).toHaveLength(0)
    } finally {
      rights.role = 'editor'
    }
  })

  test('[DU6] who may not come in is told so by each request, also when that is new', async () => {
    const id = await world.document()
    const peer = world.http(id)
    await peer.stream()
    await peer.told('synced')
    rights.refused = true
    try {
      expect(closeIn(await peer.push(1, typing(5, 'no')))).toBe(CLOSE.forbidden.code)
      expect(closeIn(await peer.poll(false))).toBe(CLOSE.forbidden.code)
      const another = world.http(id)
      await another.stream()
      expect(await another.closed()).toBe(CLOSE.forbidden.code)
      expect(await world.rows(id)).toHaveLength(0)
    } finally {
      rights.refused = false
    }
  })
})

const ROUTES = ['stream', 'poll', 'post'] as const

describe.each(ROUTES)('strangers at /%s', (route) => {
  const bodyFor = (peer: HttpPeer): Uint8Array<ArrayBuffer> => {
    if (route === 'stream') return writeStreamRequest([peer.hello()])
    if (route === 'poll') return writePollRequest(false, '', [peer.hello()])
    return writePostRequest(peer.sessionId, [writePush({ clientSeq: toClientSeq(1), update: typing(3, 'x') })])
  }

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])(
    'from a page of %s change and read nothing',
    async (origin) => {
      const id = await world.document()
      const peer = world.http(id)
      const response = await peer.request(route, bodyFor(peer), { origin })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ type: '/problems/foreign-origin' })
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
      expect(await world.rows(id)).toHaveLength(0)
    },
  )

  test('from a page that may connect may read the answer, asked before or not', async () => {
    const id = await world.document()
    const peer = world.http(id)
    for (const origin of [world.origin, 'https://friend.example']) {
      const response = await peer.request(route, bodyFor(peer), { origin })
      expect([origin, response.status]).toEqual([origin, 200])
      expect(response.headers.get('access-control-allow-origin')).toBe(origin)
      const asked = await fetch(`${world.origin}/sync/${id}/${route}`, { method: 'OPTIONS', headers: { origin } })
      expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([204, 'content-type'])
    }
    const foreign = { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }
    expect((await fetch(`${world.origin}/sync/${id}/${route}`, foreign)).status).toBe(405)
  })

  test.each(['GET', 'PUT', 'DELETE'])('with %s are told what it takes', async (method) => {
    const response = await fetch(`${world.origin}/sync/${newDocumentId()}/${route}`, { method })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'that a form could send (%s) are refused',
    async (type) => {
      const id = await world.document()
      const peer = world.http(id)
      const response = await peer.request(route, bodyFor(peer), { 'content-type': type })
      expect(response.status).toBe(415)
      expect(await world.rows(id)).toHaveLength(0)
    },
  )

  test.each<[string, Uint8Array<ArrayBuffer>]>([
    ['nothing', new Uint8Array()],
    ['noise', Uint8Array.of(200, 1, 2, 3)],
    ['a message of the server', writeStreamRequest([Uint8Array.of(MESSAGE.synced, 1)])],
    ['a plain message', writeStreamRequest([Uint8Array.of(MESSAGE.sync, 0, 0)])],
    ['megabytes of nothing', new Uint8Array(MAX_CLIENT_MESSAGE_BYTES)],
  ])('that send %s are closed as malformed', async (_name, body) => {
    const id = await world.document()
    const response = await world.http(id).request(route, body)
    const packet = new Uint8Array(await response.arrayBuffer())
    expect([response.status, [...packet.slice(0, 3)]]).toEqual([200, [1, (4400 & 0x7f) | 0x80, 4400 >> 7]])
    expect(await world.rows(id)).toHaveLength(0)
  })

  test('that send more than any message are cut off', async () => {
    const id = await world.document()
    const response = await world.http(id).request(route, new Uint8Array(MAX_REQUEST_BYTES + 1))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ type: '/problems/body-too-large' })
  })
})

test('a server that stops tells streams and polls when to come back', async () => {
  const local = await World.start()
  try {
    const id = await local.document()
    const ann = await local.dure(id)
    type(ann, 'saved')
    await ann.connection.whenSaved()
    const [streaming, polling] = [local.http(id), local.http(id)]
    await streaming.stream()
    await streaming.told('synced')
    const held = polling.poll(true, '', { epoch: toEpoch(1), lastSeq: toSeq(1) })
    await local.log.said('connected', 3)
    await local.stopServer()
    expect(await streaming.closed()).toBe(CLOSE.restarting.code)
    expect(streaming.messages.some((message) => message.type === 'goaway')).toBe(true)
    const items = await held
    expect(messagesIn(items).some((message) => message.type === 'goaway')).toBe(true)
    expect(closeIn(items)).toBe(CLOSE.restarting.code)
  } finally {
    await local.close()
  }
})

test('[DU7] a stream that is not read is sent no more than a bound, and is cut in the end', {
  timeout: 60_000,
}, async () => {
  const local = await World.start()
  try {
    const id = await local.document()
    const body = writeStreamRequest([local.http(id).hello()])
    const socket = connect(Number(new URL(local.origin).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `POST /sync/${id}/stream HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/octet-stream\r\n` +
        `content-length: ${body.length}\r\n\r\n`,
    )
    socket.write(body)
    socket.pause()
    const ann = await local.dure(id)
    await local.log.said('connected', 2)
    const before = await local.metric('dure_sent_bytes_total')
    for (let at = 0; at < 48; at += 1) {
      type(ann, 'x'.repeat(256 * 1024))
      await ann.connection.whenSaved()
    }
    const sent = (await local.metric('dure_sent_bytes_total')) - before
    // A megabyte in base64, what the kernel takes for it, and the writer's acks; twelve were written.
    expect(sent).toBeLessThan(9 * 1024 * 1024)
    local.clock.skip(30_000 + 60_000 * 60)
    await local.log.said('disconnected', 1)
    socket.destroy()
  } finally {
    await local.close()
  }
})

test('[DU7] all of it is given back', async () => {
  const local = await World.start()
  try {
    const id = await local.document()
    const peers = Array.from({ length: 20 }, () => local.http(id))
    await Promise.all(peers.map((peer) => peer.stream()))
    await Promise.all(peers.map((peer) => peer.told('synced')))
    expect(await local.metric('dure_sessions{transport="stream"}')).toBe(20)
    await Promise.all(peers.map(() => local.http(id).poll(false)))
    for (const peer of peers) await peer.close()
    await local.log.said('disconnected', 20)
    expect(await local.metric('dure_sessions{transport="poll"}')).toBe(20)
    local.clock.skip(5000)
    await local.log.said('disconnected', 40)
    for (const name of ['dure_sessions{transport="stream"}', 'dure_sessions{transport="poll"}', 'dure_connections'])
      expect([name, await local.metric(name)]).toEqual([name, 0])
  } finally {
    await local.close()
  }
})
