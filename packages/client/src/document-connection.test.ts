import { toSeq, writeUpdates } from '@dure/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Doc, encodeStateAsUpdate } from 'yjs'
import { REMOTE_ORIGIN } from './remote-origin.ts'
import { elsewhere } from './testing/elsewhere.ts'
import { World } from './testing/world.ts'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

describe('an edit on its way', () => {
  it('[DU1] is saved only after the server called it durable', async () => {
    const alice = world.join('alice')
    await world.settle()
    expect(alice.connection.status).toEqual({ kind: 'saved' })
    alice.type('hello')
    expect(alice.connection.status).toEqual({ kind: 'saving', pending: 1, keptOn: 'tab' })
    // The push arrives; its answer is still under way.
    alice.deliver(1)
    expect(world.server.text()).toBe('hello')
    expect(alice.connection.status.kind).toBe('saving')
    await world.settle()
    expect(alice.connection.status).toEqual({ kind: 'saved' })
  })

  it('reaches others under the remote origin, and is not sent back by them', async () => {
    const alice = world.join('alice')
    const bob = world.join('bob')
    await world.settle()
    const origins: unknown[] = []
    const locals: boolean[] = []
    bob.connection.doc.on('update', (_update, origin, _doc, transaction) => {
      origins.push(origin)
      locals.push(transaction.local)
    })
    alice.type('hello')
    await world.settle()
    expect(bob.text).toBe('hello')
    expect(origins).toEqual([REMOTE_ORIGIN])
    expect(locals).toEqual([false])
    expect(world.server.rows).toHaveLength(1)
  })

  it('travels together with what is typed while another is on the wire', async () => {
    const alice = world.join('alice')
    await world.settle()
    alice.type('a')
    alice.type('b')
    alice.type('c')
    expect(alice.connection.status).toMatchObject({ kind: 'saving', pending: 3 })
    await world.settle()
    expect(world.server.rows.map((row) => row.clientSeq)).toEqual([1, 2])
    expect(world.server.text()).toBe('abc')
  })

  it('typed before there is a connection is sent when there is one', async () => {
    const alice = world.join('alice')
    alice.type('early')
    expect(alice.connection.status).toMatchObject({ kind: 'saving', pending: 1 })
    await world.settle()
    expect(world.server.text()).toBe('early')
    expect(alice.connection.status).toEqual({ kind: 'saved' })
  })

  it('[DU3] whose ack was lost is sent again under the same number with the same bytes, and counts once', async () => {
    const alice = world.join('alice')
    await world.settle()
    alice.type('a')
    alice.type('b')
    world.server.mute = true
    await world.settle()
    alice.cut()
    world.server.mute = false
    alice.type('c')
    expect(alice.connection.status).toEqual({ kind: 'offline', pending: 3, keptOn: 'tab' })
    await world.pass(1000)
    expect(alice.connection.status).toEqual({ kind: 'saved' })
    expect(world.server.text()).toBe('abc')
    const bytesOf = new Map<number, string>()
    for (const { clientSeq, bytes } of world.server.arrived) {
      const hex = Buffer.from(bytes).toString('hex')
      expect(bytesOf.get(clientSeq) ?? hex).toBe(hex)
      bytesOf.set(clientSeq, hex)
    }
    expect(world.server.rows.map((row) => row.clientSeq)).toEqual([1, 2])
  })

  it('of an offline week arrives as a handful of updates', async () => {
    const alice = world.join('alice')
    await world.settle()
    alice.reachable = false
    alice.cut()
    for (let each = 0; each < 5000; each += 1) alice.type('x')
    expect(alice.connection.status).toMatchObject({ kind: 'offline', pending: 5000 })
    alice.reachable = true
    await world.pass(60_000)
    expect(world.server.text()).toBe('x'.repeat(5000))
    expect(world.server.rows.length).toBeLessThan(5)
  })
})

describe('[DU11] an idle client', () => {
  it('sends no update for opening, receiving, reconnecting and closing', async () => {
    world.server.commit(elsewhere('there'))
    const alice = world.join('alice')
    await world.settle()
    world.server.commit(elsewhere('more ', world.snapshot()))
    await world.settle()
    alice.cut()
    await world.pass(60_000)
    expect(alice.text).toBe('more there')
    await alice.connection.close()
    expect(world.server.arrived).toEqual([])
  })

  it('opened again with the document it had sends nothing either', async () => {
    const doc = new Doc()
    const first = world.join('alice', { doc })
    await world.settle()
    first.type('hello')
    first.erase(0, 2)
    await world.settle()
    await first.connection.close()
    const before = world.server.arrived.length
    const second = world.join('alice', { doc })
    await world.settle()
    expect(second.connection.status).toEqual({ kind: 'saved' })
    expect(world.server.arrived).toHaveLength(before)
  })
})

describe('content', () => {
  it('is there when whenSynced resolves', async () => {
    world.server.commit(elsewhere('there'))
    const alice = world.join('alice')
    expect(alice.connection.hasSynced).toBe(false)
    const seen = alice.connection.whenSynced.then(() => alice.text)
    await world.settle()
    expect(await seen).toBe('there')
    expect(alice.connection.hasSynced).toBe(true)
  })

  it('that a given document holds and the server lacks is sent', async () => {
    const doc = new Doc()
    doc.getText('text').insert(0, 'brought along')
    const alice = world.join('alice', { doc })
    expect(alice.connection.status.kind).toBe('saving')
    await world.settle()
    expect(world.server.text()).toBe('brought along')
    expect(alice.connection.status).toEqual({ kind: 'saved' })
  })

  it('missed while away is resumed from the last number, not sent anew', async () => {
    const alice = world.join('alice')
    await world.settle()
    world.server.commit(elsewhere('one '))
    await world.settle()
    alice.cut()
    world.server.commit(elsewhere('two ', world.snapshot()))
    await world.pass(1000)
    expect(alice.text).toBe('two one ')
    const [member] = [...world.server.members]
    expect(member?.hello?.resume).toEqual({ epoch: 1, lastSeq: 1 })
  })

  it('[DU2] with a gap before it makes the client ask again, and nothing is lost', async () => {
    const alice = world.join('alice')
    await world.settle()
    world.server.mute = true
    world.server.commit(elsewhere('lost '))
    world.server.mute = false
    world.server.commit(elsewhere('seen ', world.snapshot()))
    alice.type('mine')
    await world.pass(1000)
    expect(alice.text).toBe(world.server.text())
    expect(alice.text).toContain('lost ')
    expect(alice.text).toContain('mine')
    expect(alice.connection.status).toEqual({ kind: 'saved' })
  })

  it('that does not apply makes the client load the document again', async () => {
    const alice = world.join('alice')
    await world.settle()
    const attempts = alice.attempts
    for (const member of world.server.members) {
      member.pair.right.send(
        writeUpdates({ fromSeq: toSeq(1), toSeq: toSeq(1), updates: [new Uint8Array([9, 9, 9, 9])] }),
      )
    }
    await world.pass(2000)
    expect(alice.attempts).toBe(attempts + 1)
    expect([...world.server.members][0]?.hello?.resume).toBeUndefined()
    expect(alice.connection.connection.kind).toBe('live')
  })
})

describe('listeners', () => {
  it('are called when something changed, and only then', async () => {
    const alice = world.join('alice')
    await world.settle()
    let calls = 0
    const stop = alice.connection.subscribe(() => {
      calls += 1
    })
    world.server.commit(elsewhere('someone else types'))
    await world.settle()
    expect(calls).toBe(0)
    alice.type('x')
    expect(calls).toBe(1)
    await world.settle()
    expect(calls).toBe(2)
    stop()
    alice.type('y')
    expect(calls).toBe(2)
  })

  it('hear events of the document', async () => {
    const alice = world.join('alice')
    await world.settle()
    const heard: unknown[] = []
    alice.connection.onEvent((event) => heard.push([event.name, event.body]))
    world.server.event('renamed', { title: 'Plan' })
    await world.settle()
    expect(heard).toEqual([['renamed', { title: 'Plan' }]])
  })
})

it('a whole document given to two people who never met converges', async () => {
  world.server.commit(elsewhere('shared '))
  const alice = world.join('alice')
  const bob = world.join('bob')
  await world.settle()
  alice.cut()
  bob.cut()
  alice.type('from alice ')
  bob.type('from bob ')
  await world.pass(5_000)
  expect(alice.text).toBe(bob.text)
  expect(encodeStateAsUpdate(alice.connection.doc).length).toBe(encodeStateAsUpdate(bob.connection.doc).length)
})
