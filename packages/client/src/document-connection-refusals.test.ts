import { SCHEMA_VERSION } from '@dure/document/schema-version'
import { CLOSE, REFUSAL, toEpoch } from '@dure/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConnectionEnded, REPLACED } from './end-reason.ts'
import { elsewhere } from './testing/elsewhere.ts'
import { World } from './testing/world.ts'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

describe('a refused edit', () => {
  const refuseText = (text: string, reason = REFUSAL.notAllowed) => {
    world.server.judge = ({ update }) =>
      Buffer.from(update).includes(text) ? { reason, detail: `no ${text} here` } : undefined
  }

  it('is parked with its reason and its words, and blocks nothing', async () => {
    const alice = world.join('alice')
    await world.settle()
    refuseText('bad')
    const clientId = alice.connection.doc.clientID
    alice.type('bad')
    await world.settle()
    expect(alice.connection.status).toEqual({
      kind: 'cannot-save',
      reason: 'not-allowed',
      detail: 'no bad here',
      pending: 1,
      keptOn: 'tab',
    })
    expect(alice.connection.parked).toMatchObject([{ reason: 'not-allowed', text: 'bad' }])
    // What is written from now on does not build on it.
    expect(alice.connection.doc.clientID).not.toBe(clientId)
    alice.connection.doc.getMap('elsewhere').set('good', 1)
    await world.settle()
    expect(world.server.content().getMap('elsewhere').get('good')).toBe(1)
    alice.connection.discardParked()
    expect(alice.connection.status).toEqual({ kind: 'saved' })
    expect(alice.connection.parked).toEqual([])
  })

  it('merged with others is told apart from them', async () => {
    const alice = world.join('alice')
    alice.type('one ')
    alice.type('two ')
    alice.type('three ')
    alice.type('bad ')
    refuseText('bad')
    await world.settle()
    expect(world.server.text()).toBe('one two three ')
    expect(alice.connection.parked.map((edit) => edit.text)).toEqual(['bad '])
  })

  it('[DU1] for the store being full is sent again, waiting longer each time, and the status says why until it is durable', async () => {
    const alice = world.join('alice')
    await world.settle()
    refuseText('text', REFUSAL.cannotStore)
    alice.type('text')
    await world.settle()
    expect(alice.connection.status).toMatchObject({ kind: 'cannot-save', reason: 'cannot-store', pending: 1 })
    await world.pass(5_000)
    expect(alice.connection.status).toMatchObject({ kind: 'cannot-save', reason: 'cannot-store', pending: 1 })
    world.server.judge = () => undefined
    await world.pass(30_000)
    expect(alice.connection.status).toEqual({ kind: 'saved' })
    const numbers = world.server.arrived.map((row) => row.clientSeq)
    expect(numbers.length).toBeGreaterThan(2)
    expect(numbers.length).toBeLessThan(10)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(alice.attempts).toBe(1)
  })

  it('that builds on what the server lacks is healed by sending all that it lacks', async () => {
    const alice = world.join('alice')
    await world.settle()
    alice.type('first ')
    await world.settle()
    let once = true
    world.server.judge = () => {
      if (!once) return undefined
      once = false
      return { reason: REFUSAL.skipsClocks, detail: 'unknown origin' }
    }
    alice.type('second ')
    alice.type('third')
    await world.pass(2_000)
    expect(world.server.text()).toBe('first second third')
    expect(alice.connection.status).toEqual({ kind: 'saved' })
    expect(alice.connection.parked).toEqual([])
  })

  it('that builds on a parked one is parked too', async () => {
    const alice = world.join('alice')
    await world.settle()
    refuseText('bad')
    alice.type('bad')
    await world.settle()
    world.server.judge = () => ({ reason: REFUSAL.skipsClocks, detail: 'builds on bad' })
    alice.type('more')
    await world.pass(5_000)
    expect(alice.connection.parked.map((edit) => edit.reason)).toEqual(['not-allowed', 'skips-clocks'])
    expect(alice.attempts).toBe(1)
  })

  it('for lack of rights is sent when the rights are given', async () => {
    const alice = world.join('alice')
    await world.settle()
    refuseText('late', REFUSAL.readOnly)
    alice.type('late')
    await world.settle()
    world.server.event('role', { role: 'viewer' })
    await world.settle()
    expect(alice.connection.role).toBe('viewer')
    expect(alice.connection.status).toMatchObject({ kind: 'cannot-save', reason: 'read-only', pending: 1 })
    world.server.judge = () => undefined
    world.server.event('role', { role: 'editor' })
    await world.settle()
    expect(world.server.text()).toBe('late')
    expect(alice.connection.status).toEqual({ kind: 'saved' })
  })
})

describe('[DU6] a viewer', () => {
  it('sends nothing, and is told why', async () => {
    world.server.role = 'viewer'
    const alice = world.join('alice')
    await world.settle()
    alice.type('not mine to write')
    await world.settle()
    expect(world.server.arrived).toEqual([])
    expect(alice.connection.status).toMatchObject({ kind: 'cannot-save', reason: 'read-only', pending: 1 })
  })
})

describe('who this person is', () => {
  it('can change its name on an open connection, and before there is one', async () => {
    const alice = world.join('alice')
    alice.deliver()
    alice.connection.setDisplayName('Alice')
    await world.settle()
    expect(alice.connection.self).toEqual({ userId: 'alice', displayName: 'Alice' })
    alice.connection.setDisplayName('Alicia')
    await world.settle()
    expect(alice.connection.self?.displayName).toBe('Alicia')
    expect(alice.attempts).toBe(1)
  })

  it('can be said anew, with what the server then lets them do', async () => {
    const alice = world.join('alice')
    await world.settle()
    const clientId = alice.connection.doc.clientID
    world.server.role = 'viewer'
    alice.connection.reauthenticate('someone else')
    await world.settle()
    expect(alice.connection.self?.userId).toBe('someone else')
    expect(alice.connection.role).toBe('viewer')
    // A Yjs client id belongs to who wrote under it first.
    expect(alice.connection.doc.clientID).not.toBe(clientId)
    world.server.closeAll(CLOSE.signInRequired.code)
    await world.settle()
    alice.connection.reauthenticate('alice')
    await world.settle()
    expect(alice.connection.connection).toEqual({ kind: 'live' })
  })
})

describe('[DU10] another lineage', () => {
  it('is told, and not merged: the copy stays as it was', async () => {
    const alice = world.join('alice')
    await world.settle()
    alice.type('before')
    await world.settle()
    alice.cut()
    alice.type(' and after')
    world.server.forgetEverything()
    world.server.epoch = toEpoch(2)
    world.server.commit(elsewhere('restored'))
    await world.pass(60_000)
    expect(alice.connection.connection).toEqual({ kind: 'ended', closeReason: REPLACED })
    expect(alice.connection.status).toMatchObject({ kind: 'cannot-save', reason: 'replaced', pending: 1 })
    expect(alice.text).toBe('before and after')
    expect(world.server.text()).toBe('restored')
  })

  it('of the same epoch shows in a log that is shorter than the copy', async () => {
    const alice = world.join('alice')
    await world.settle()
    alice.type('before')
    await world.settle()
    alice.cut()
    world.server.forgetEverything()
    await world.pass(60_000)
    expect(alice.connection.connection).toEqual({ kind: 'ended', closeReason: REPLACED })
  })
})

describe('the end', () => {
  it('for an unknown document rejects whenSynced, and is not tried again', async () => {
    world.server.rejectWith = CLOSE.unknownDocument.code
    const alice = world.join('alice')
    await world.pass(120_000)
    await expect(alice.connection.whenSynced).rejects.toEqual(new ConnectionEnded(CLOSE.unknownDocument))
    expect(alice.attempts).toBe(1)
    expect(alice.connection.status).toMatchObject({ kind: 'cannot-save', reason: 'unknown-document', pending: 0 })
  })

  it('for a sign-in that ran out keeps the edits and goes on after reconnectNow', async () => {
    const alice = world.join('alice')
    await world.settle()
    world.server.closeAll(CLOSE.signInRequired.code)
    await world.settle()
    alice.type('kept')
    await world.pass(120_000)
    expect(alice.attempts).toBe(1)
    expect(alice.connection.status).toMatchObject({ kind: 'cannot-save', reason: 'sign-in-required', pending: 1 })
    alice.connection.reconnectNow()
    await world.settle()
    expect(world.server.text()).toBe('kept')
    expect(alice.connection.status).toEqual({ kind: 'saved' })
  })

  it('for a client that is too old keeps the edits', async () => {
    const alice = world.join('alice')
    alice.type('kept')
    world.server.minSchemaVersion = SCHEMA_VERSION + 1
    await world.settle()
    expect(world.server.arrived).toEqual([])
    expect(alice.connection.status).toMatchObject({ kind: 'cannot-save', reason: 'outdated', pending: 1 })
  })

  it('by close lets go of every timer, and whenSaved rejects', async () => {
    const alice = world.join('alice')
    await world.settle()
    alice.reachable = false
    alice.cut()
    alice.type('unsent')
    const saved = alice.connection.whenSaved()
    await alice.connection.close()
    await expect(saved).rejects.toBeInstanceOf(ConnectionEnded)
    expect(world.clock.pending).toBe(0)
    await world.pass(60_000)
    expect(alice.connection.connection.kind).toBe('ended')
  })
})
