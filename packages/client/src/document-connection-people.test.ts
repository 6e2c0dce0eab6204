import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { elsewhere } from './testing/elsewhere.ts'
import { World } from './testing/world.ts'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

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
