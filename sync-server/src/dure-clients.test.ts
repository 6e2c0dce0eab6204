/** Our own client against the real server, alone and beside stock ones. */
import { readServerMessage, toEpoch, toSeq } from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs'
import { converged, sees, seesPresence, textOf, type } from './testing/peer.ts'
import { GENERATIONS } from './testing/plain-peer.ts'
import { World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterAll(() => world.close())

describe('committing', () => {
  test('[DU1] nothing is acknowledged and nobody is told before the transaction has committed', async () => {
    const id = await world.document()
    const [ann, bob, carl] = [await world.dure(id), await world.dure(id), await world.plain(id)]
    const listener = world.raw(id, 'dure')
    await listener.hello()
    const heardBefore = listener.frames.length
    world.store.hold()
    type(ann, 'held')
    await world.store.arrived(1)
    // Everything the server would say on its own has a round trip of time to arrive before the pong does.
    ann.connection.reconnectNow()
    await ann.becomes('live again', ({ connection }) => connection.kind === 'live')
    const late = await world.dure(id)
    expect(ann.connection.status.kind).toBe('saving')
    expect([textOf(bob), textOf(carl), textOf(late)]).toEqual(['', '', ''])
    const kinds = listener.frames.slice(heardBefore).map((frame) => readServerMessage(frame).type)
    expect(kinds.filter((kind) => kind === 'updates' || kind === 'durable')).toEqual([])
    expect(await world.rows(id)).toHaveLength(0)
    const acksBefore = await world.metric('dure_ack_lag_seconds_count')
    world.store.release()
    await ann.connection.whenSaved()
    expect(await world.metric('dure_ack_lag_seconds_count')).toBeGreaterThan(acksBefore)
    await Promise.all([bob, carl, late].map((peer) => sees(peer, 'held')))
    expect(await world.rows(id)).toHaveLength(1)
  })

  test('[DU3] a push sent again under its number has its effect once', async () => {
    const id = await world.document()
    const raw = world.raw(id, 'dure')
    await raw.hello()
    const doc = new Doc()
    doc.getText('text').insert(0, 'once')
    raw.push(1, encodeStateAsUpdate(doc))
    await raw.told('durable')
    await raw.close()
    const again = world.raw(id, 'dure')
    Object.assign(again, { sessionId: raw.sessionId })
    await again.hello()
    expect((await again.told('welcome')).durableClientSeq).toBe(1)
    again.push(1, encodeStateAsUpdate(doc))
    await again.told('durable')
    expect(await world.rows(id)).toHaveLength(1)
  })
})

describe('resuming', () => {
  test('[DU2] a client that comes back gets only what it missed', async () => {
    const id = await world.document()
    const ann = await world.dure(id)
    for (const word of ['one ', 'two ', 'three ', 'four ']) {
      type(ann, word)
      await ann.connection.whenSaved()
    }
    const raw = world.raw(id, 'dure')
    await raw.hello({ epoch: toEpoch(1), lastSeq: toSeq(2) })
    expect(raw.messages.map((message) => message.type)).toEqual(['welcome', 'updates', 'synced', 'awareness'])
    const missed = await raw.told('updates')
    expect([missed.fromSeq, missed.toSeq, missed.updates.length]).toEqual([3, 4, 2])
  })

  test('one that missed nothing is sent nothing', async () => {
    const id = await world.document()
    const ann = await world.dure(id)
    type(ann, 'all')
    await ann.connection.whenSaved()
    const raw = world.raw(id, 'dure')
    await raw.hello({ epoch: toEpoch(1), lastSeq: toSeq(1) })
    expect(raw.messages.map((message) => message.type)).not.toContain('updates')
    expect(raw.messages.map((message) => message.type)).not.toContain('state')
  })

  test('[DU10] one of another lineage is told so by the welcome and sent the state', async () => {
    const id = await world.document()
    const raw = world.raw(id, 'dure')
    await raw.hello({ epoch: toEpoch(7), lastSeq: toSeq(3) })
    expect((await raw.told('welcome')).epoch).toBe(1)
    expect((await raw.told('state')).seq).toBe(0)
  })

  test('the person reconnects and goes on', async () => {
    const id = await world.document()
    const [ann, bob] = [await world.dure(id), await world.dure(id)]
    type(ann, 'before. ')
    await sees(bob, 'before. ')
    await world.stopServer()
    type(ann, 'offline Ann. ')
    type(bob, 'offline Bob. ')
    await ann.becomes('offline', ({ status }) => status.kind === 'offline')
    await world.startServer()
    for (const peer of [ann, bob]) peer.connection.reconnectNow()
    await Promise.all([ann.connection.whenSaved(), bob.connection.whenSaved()])
    await Promise.all([sees(ann, 'offline Bob.'), sees(bob, 'offline Ann.')])
    await converged([ann, bob])
    expect(await world.rows(id)).toHaveLength(3)
  })
})

describe('everything else', () => {
  test.each(GENERATIONS)('dure.1 and y-websocket %i work in one document', async (generation) => {
    const id = await world.document()
    const [ann, bob] = [await world.dure(id, 'Ann'), await world.plain(id, generation)]
    for (let word = 0; word < 20; word += 1) {
      type(ann, `a${word} `)
      type(bob, `b${word} `)
      if (word % 5 === 0) bob.doc.getText('text').delete(0, 1)
    }
    await Promise.all([sees(ann, 'b19'), sees(bob, 'a19'), ann.connection.whenSaved()])
    await converged([ann, bob])
    bob.awareness.setLocalState({ user: { name: 'Bob', color: '#123456' }, caret: 1 })
    await seesPresence(ann, bob, (state) => state?.['caret'] === 1)
    ann.awareness.setLocalState({ user: { name: 'Somebody else' }, caret: 2 })
    await seesPresence(bob, ann, (state) => state?.['caret'] === 2)
    // [DU6] Who it is, is the server's to say.
    expect(bob.awareness.getStates().get(ann.doc.clientID)?.['user']).toMatchObject({ name: 'Ann', guest: true })
    await ann.close()
    await seesPresence(bob, ann, (state) => state === undefined)
  })

  test('[DU11] opening, reading and reconnecting add no row', async () => {
    const id = await world.document()
    const [ann, bob] = [await world.dure(id), await world.dure(id)]
    type(ann, 'text')
    ann.doc.getText('text').delete(0, 1)
    await sees(bob, 'ext')
    await converged([ann, bob])
    const before = (await world.rows(id)).length
    for (const peer of [ann, bob]) {
      peer.connection.reconnectNow()
      await peer.becomes('live', ({ connection }) => connection.kind === 'live')
    }
    const copy = new Doc()
    applyUpdate(copy, encodeStateAsUpdate(ann.doc))
    const carl = await world.dure(id, 'Carl', copy)
    await carl.connection.whenSaved()
    type(carl, '.')
    await sees(ann, '.')
    expect(await world.rows(id)).toHaveLength(before + 1)
  })

  test('the title of the document follows its text, and those who are in it are told', async () => {
    const id = await world.document()
    const ann = await world.dure(id)
    const raw = world.raw(id, 'dure')
    await raw.hello()
    ann.doc.getText('title').insert(0, 'Harvest')
    await ann.connection.whenSaved()
    world.clock.skip(2000)
    expect((await raw.told('event')).body).toEqual({ title: 'Harvest' })
    const document: unknown = await (await fetch(`${world.origin}/api/documents/${id}`)).json()
    expect(document).toMatchObject({ title: 'Harvest' })
  })
})
