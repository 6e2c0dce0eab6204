import { SCHEMA_VERSION } from '@dure/document/schema-version'
import { CLOSE, REFUSAL, toEpoch, toSeq, writeUpdates } from '@dure/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyUpdate, Doc, encodeStateAsUpdate, mergeUpdates } from 'yjs'
import { ConnectionEnded, REPLACED } from './end-reason.ts'
import { REMOTE_ORIGIN } from './remote-origin.ts'
import { World } from './testing/world.ts'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

/** One update that inserts `text` at the start, from someone elsewhere. */
function elsewhere(text: string, after?: Uint8Array): Uint8Array {
  const doc = new Doc()
  if (after) applyUpdate(doc, after)
  const updates: Uint8Array[] = []
  doc.on('update', (update) => updates.push(update))
  doc.getText('text').insert(0, text)
  return mergeUpdates(updates)
}

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

describe('a composition', () => {
  it('keeps remote updates out and local ones in until it is over', async () => {
    const alice = world.join('alice')
    const bob = world.join('bob')
    await world.settle()
    alice.connection.hold()
    alice.type('ㅎ')
    bob.type('bob ')
    await world.settle()
    expect(alice.text).toBe('ㅎ')
    expect(bob.text).toBe('bob ')
    expect(alice.connection.status).toMatchObject({ kind: 'saving', pending: 1 })
    alice.erase(0, 1)
    alice.type('한')
    alice.connection.release()
    expect(alice.text).toContain('bob ')
    await world.settle()
    expect(bob.text).toBe(alice.text)
    expect(bob.text).toContain('한')
    expect(world.server.rows).toHaveLength(2)
    expect(alice.connection.status).toEqual({ kind: 'saved' })
  })

  it('survives a reconnect: nothing that waited is lost or asked for twice', async () => {
    const alice = world.join('alice')
    await world.settle()
    alice.connection.hold()
    world.server.commit(elsewhere('one '))
    await world.settle()
    alice.cut()
    world.server.commit(elsewhere('two ', world.snapshot()))
    await world.pass(1000)
    expect([...world.server.members][0]?.hello?.resume).toEqual({ epoch: 1, lastSeq: 1 })
    expect(alice.text).toBe('')
    alice.connection.release()
    expect(alice.text).toBe('two one ')
  })

  it('does not hold back what was sent before it', async () => {
    const alice = world.join('alice')
    await world.settle()
    alice.type('before')
    alice.cut()
    alice.connection.hold()
    alice.type('ㅎ')
    await world.pass(1000)
    expect(world.server.text()).toBe('before')
  })
})

describe('presence', () => {
  const namesSeenBy = (person: {
    connection: { awareness: { getStates(): Map<number, unknown>; clientID: number } }
  }) =>
    [...person.connection.awareness.getStates()]
      .filter(([id]) => id !== person.connection.awareness.clientID)
      .map(([, state]) => state)

  it('reaches the others, latest state only', async () => {
    const alice = world.join('alice')
    const bob = world.join('bob')
    await world.settle()
    for (let at = 0; at < 20; at += 1) alice.connection.awareness.setLocalStateField('caret', at)
    await world.pass(100)
    expect(namesSeenBy(bob)).toEqual([{ caret: 19 }])
  })

  it('of others is gone with the connection, and said again on the next', async () => {
    const alice = world.join('alice')
    const bob = world.join('bob')
    await world.settle()
    alice.connection.awareness.setLocalStateField('caret', 1)
    bob.connection.awareness.setLocalStateField('caret', 2)
    await world.pass(100)
    expect(namesSeenBy(bob)).toEqual([{ caret: 1 }])
    bob.reachable = false
    bob.cut()
    expect(namesSeenBy(bob)).toEqual([])
    bob.reachable = true
    const clock = bob.connection.awareness.meta.get(bob.connection.awareness.clientID)?.clock ?? 0
    await world.pass(1000)
    alice.connection.awareness.setLocalStateField('caret', 3)
    await world.pass(100)
    expect(namesSeenBy(bob)).toEqual([{ caret: 3 }])
    expect(bob.connection.awareness.meta.get(bob.connection.awareness.clientID)?.clock).toBeGreaterThan(clock)
  })

  it('of who closes the document is taken away at the others', async () => {
    const alice = world.join('alice')
    const bob = world.join('bob')
    await world.settle()
    alice.connection.awareness.setLocalStateField('caret', 1)
    await world.pass(100)
    expect(namesSeenBy(bob)).toEqual([{ caret: 1 }])
    await alice.connection.close()
    await world.settle()
    expect(namesSeenBy(bob)).toEqual([])
  })

  it('waits for the end of a composition and a moment longer', async () => {
    const alice = world.join('alice')
    const bob = world.join('bob')
    await world.settle()
    alice.connection.hold()
    bob.connection.awareness.setLocalStateField('caret', 7)
    await world.pass(100)
    alice.connection.release()
    expect(namesSeenBy(alice)).toEqual([{}])
    world.clock.advance(60)
    expect(namesSeenBy(alice)).toEqual([{ caret: 7 }])
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
