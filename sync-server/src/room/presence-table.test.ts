import { MAX_RELAYED_PRESENCE_STATE_BYTES, newReplicaId, newUserId, type PresenceEntry } from '@dure/protocol'
import fc from 'fast-check'
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { Doc } from 'yjs'
import { guest } from '../auth/identity.ts'
import { PRESENCE_HEARTBEAT_MS, PRESENCE_REPLICA_TTL_MS, PRESENCE_TOMBSTONE_MS } from '../limits.ts'
import { PresenceTable } from './presence-table.ts'

const ann = guest('Ann', 'editor')
const nobody = guest('', 'editor')
const entry = (yjsClientId: number, clock: number, state: unknown = { caret: clock }): PresenceEntry => ({
  yjsClientId,
  clock,
  json: JSON.stringify(state),
})

/** The server's word reaches a client. */
function hear(awareness: Awareness, entries: readonly PresenceEntry[]): void {
  const encoder = createEncoder()
  writeVarUint(encoder, entries.length)
  for (const { yjsClientId, clock, json } of entries) {
    writeVarUint(encoder, yjsClientId)
    writeVarUint(encoder, clock)
    writeVarString(encoder, json)
  }
  applyAwarenessUpdate(awareness, toUint8Array(encoder), 'server')
}

/** A member's screen, as y-protocols shows it. */
class Screen {
  readonly #awareness = new Awareness(new Doc())
  constructor() {
    this.#awareness.setLocalState(null)
  }
  take(entries: readonly PresenceEntry[]): void {
    hear(this.#awareness, entries)
  }
  caretOf(id: number): unknown {
    return this.#awareness.getStates().get(id)?.['caret']
  }
  close(): void {
    this.#awareness.destroy()
  }
  /** What a stock client says after hearing of these: the same. */
  echo(ids: number[]): PresenceEntry[] {
    expect(encodeAwarenessUpdate(this.#awareness, ids).length).toBeGreaterThan(0)
    return ids.map((id) => entry(id, this.#awareness.meta.get(id)?.clock ?? 0, this.#awareness.getStates().get(id)))
  }
}

describe('[DU6] whose presence it is', () => {
  test('the server says who someone is, and lets a guest choose colour and mark', () => {
    const table = new PresenceTable()
    table.announce(
      {},
      ann,
      [entry(1, 1, { caret: 4, user: { id: 'tab', name: 'Root', color: '#abcdef', guest: false, admin: true } })],
      0,
    )
    const [told] = table.takeChanges().forMembers
    expect(JSON.parse(told?.json ?? '')).toEqual({
      caret: 4,
      user: { id: 'guest:tab', name: 'Ann', color: '#abcdef', guest: true },
    })
  })

  test('the server says who a person is, and lets them choose a colour alone', () => {
    const table = new PresenceTable()
    const userId = newUserId()
    const said = { id: newUserId(), name: 'Root', color: '#abcdef', guest: true }
    const identity = { userId, displayName: 'Bea', role: 'viewer', isGuest: false } as const
    table.announce({}, identity, [entry(1, 1, { user: said })], 0)
    const [told] = table.takeChanges().forMembers
    expect(JSON.parse(told?.json ?? '')).toEqual({ user: { id: userId, name: 'Bea', color: '#abcdef' } })
  })

  test('a guest cannot say the id of a person, and what is said back stays the same', () => {
    const table = new PresenceTable()
    const id = newUserId()
    for (const [member, said] of [id, `guest:${id}`].entries()) {
      table.announce({}, ann, [entry(member, 1, { user: { id: said } })], 0)
    }
    const told = table.takeChanges().forMembers.map(({ json }) => JSON.parse(json).user.id)
    expect(told).toEqual([`guest:${id}`, `guest:${id}`])
  })

  test('a plain client names itself, on one line and without tricks', () => {
    const table = new PresenceTable()
    table.announce({}, nobody, [entry(1, 1, { user: { name: 'Bo\u202eb\n<b>', color: 'red' } })], 0)
    expect(JSON.parse(table.everyone()[0]?.json ?? '')).toEqual({ user: { name: 'Bo b <b>', guest: true } })
  })

  test('nobody speaks for another connection', () => {
    const table = new PresenceTable()
    const [one, two] = [{}, {}]
    table.announce(one, ann, [entry(1, 1)], 0)
    table.announce(
      two,
      nobody,
      [entry(2, 1), entry(1, 99, { caret: 'stolen' }), { yjsClientId: 1, clock: 100, json: 'null' }],
      0,
    )
    expect(table.everyone().map((each) => [each.yjsClientId, each.clock])).toEqual([
      [1, 1],
      [2, 1],
    ])
    expect(table.everyone()[0]?.json).not.toContain('stolen')
  })

  test('what a client without presence of its own echoes is no claim', () => {
    const table = new PresenceTable()
    const bot = {}
    const screen = new Screen()
    table.hear(newReplicaId(), true, [entry(7, 3)], 0)
    screen.take(table.takeChanges().forMembers)
    table.announce(bot, nobody, screen.echo([7]), 0)
    table.leave(bot, 0)
    expect(table.takeChanges()).toEqual({ forMembers: [], forReplicas: [] })
    expect(table.everyone()).toHaveLength(1)
    screen.close()
  })

  test('no object is refused; one too large for its stamp is dropped and nothing else', () => {
    const table = new PresenceTable()
    const one = {}
    for (const json of ['[1]', '1', '"x"', '{', '']) {
      expect(table.announce(one, ann, [{ yjsClientId: 1, clock: 1, json }], 0)).toBe(false)
    }
    const large = { a: 'x'.repeat(MAX_RELAYED_PRESENCE_STATE_BYTES) }
    expect(table.announce(one, ann, [entry(1, 1), entry(1, 2, large)], 0)).toBe(true)
    expect(table.everyone().map((each) => each.clock)).toEqual([1])
  })
})

describe('leaving and coming back', () => {
  test('someone who comes back with the clock at which they left is seen', () => {
    const table = new PresenceTable()
    const screen = new Screen()
    const socket = {}
    table.announce(socket, ann, [entry(1, 5)], 0)
    screen.take(table.takeChanges().forMembers)
    table.leave(socket, 0)
    screen.take(table.takeChanges().forMembers)
    expect(screen.caretOf(1)).toBeUndefined()
    table.announce({}, ann, [entry(1, 5)], 10)
    screen.take(table.takeChanges().forMembers)
    expect(screen.caretOf(1)).toBe(5)
    screen.close()
  })

  test('someone who comes back with what they were told of themselves is seen; one who had heard of them is no claim', () => {
    const table = new PresenceTable<object>()
    const [socket, back, listener, screen] = [{}, {}, {}, new Screen()]
    table.join(socket)
    table.join(listener)
    // Told at a higher clock than they said, stamped: a stock client takes that over.
    table.announce(socket, ann, [entry(1, 0)], 0)
    const [told] = table.takeChanges().forMembers
    if (!told) throw new Error('nobody is told')
    screen.take([told])
    table.leave(socket, 0)
    screen.take(table.takeChanges().forMembers)
    table.announce(listener, nobody, [told], 5)
    expect(table.everyone()).toEqual([])
    table.join(back)
    table.announce(back, ann, [told], 10)
    screen.take(table.takeChanges().forMembers)
    expect(screen.caretOf(1)).toBe(0)
    screen.close()
  })

  test('stock clients, who say back whatever they hear, fall silent when nobody moves', () => {
    const table = new PresenceTable()
    const people = [1, 2].map((id) => {
      const doc = new Doc()
      doc.clientID = id
      const awareness = new Awareness(doc)
      const person = { awareness, socket: {}, online: true, says: [] as PresenceEntry[] }
      awareness.on('update', ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
        for (const changed of [...added, ...updated, ...removed]) {
          const clock = awareness.meta.get(changed)?.clock ?? 0
          person.says.push(entry(changed, clock, awareness.getStates().get(changed) ?? null))
        }
      })
      return person
    })
    const [ann, bob] = people
    if (!ann || !bob) return
    /** Ticks until nothing is said any more; answers how many it took. */
    const quiet = (): number => {
      for (let ticks = 1; ticks < 100; ticks += 1) {
        const online = people.filter((person) => person.online)
        for (const { socket, says } of online) table.announce(socket, nobody, says.splice(0), 0)
        const { forMembers } = table.takeChanges()
        if (forMembers.length === 0) return ticks
        for (const { awareness } of online) hear(awareness, forMembers)
      }
      return 100
    }
    const connect = (person: typeof ann): void => {
      table.leave(person.socket, 0)
      person.socket = {}
      person.online = true
      const { clientID, meta } = person.awareness
      person.says.splice(
        0,
        person.says.length,
        entry(clientID, meta.get(clientID)?.clock ?? 0, person.awareness.getLocalState()),
      )
    }
    for (const person of people) connect(person)
    expect(quiet()).toBeLessThan(5)
    for (let round = 0; round < 3; round += 1) {
      table.leave(ann.socket, 0)
      ann.online = false
      expect(quiet()).toBeLessThan(5)
      expect(bob.awareness.getStates().has(1)).toBe(false)
      connect(ann)
      ann.awareness.setLocalStateField('caret', round)
      expect(quiet()).toBeLessThan(6)
      expect(bob.awareness.getStates().get(1)?.['caret']).toBe(round)
      // Moving on while the last word about oneself is still on its way.
      connect(ann)
      table.announce(ann.socket, nobody, ann.says.splice(0), 0)
      const { forMembers } = table.takeChanges()
      ann.awareness.setLocalStateField('caret', round + 100)
      for (const { awareness } of people) hear(awareness, forMembers)
      expect(quiet()).toBeLessThan(8)
      expect(bob.awareness.getStates().get(1)?.['caret']).toBe(round + 100)
      expect(ann.awareness.getLocalState()?.['caret']).toBe(round + 100)
    }
    for (const { awareness } of people) awareness.destroy()
  })

  test('who left is forgotten after a while', () => {
    const table = new PresenceTable()
    const socket = {}
    table.announce(socket, ann, [entry(1, 5)], 0)
    table.leave(socket, 0)
    table.takeChanges()
    expect(table.everyoneAndTheLeft()).toHaveLength(1)
    table.expire(PRESENCE_TOMBSTONE_MS + 1)
    expect(table.everyoneAndTheLeft()).toEqual([])
  })

  test('people of a silent replica are gone within ten seconds, however the looks fall', () => {
    expect(PRESENCE_REPLICA_TTL_MS + PRESENCE_HEARTBEAT_MS).toBeLessThan(10_000)
    expect(PRESENCE_REPLICA_TTL_MS).toBeGreaterThan(2 * PRESENCE_HEARTBEAT_MS)
    const table = new PresenceTable()
    const replica = newReplicaId()
    table.hear(replica, true, [entry(1, 5)], 0)
    table.takeChanges()
    table.expire(PRESENCE_REPLICA_TTL_MS)
    expect(table.hasChanges).toBe(false)
    table.expire(PRESENCE_REPLICA_TTL_MS + 1)
    expect(table.takeChanges().forMembers).toEqual([{ yjsClientId: 1, clock: 5, json: 'null' }])
  })

  test('a list of all who are on a replica says who is not', () => {
    const table = new PresenceTable()
    const replica = newReplicaId()
    table.hear(replica, true, [entry(1, 1), entry(2, 1)], 0)
    table.takeChanges()
    table.hear(replica, true, [entry(2, 1)], 0)
    expect(table.takeChanges().forMembers).toEqual([{ yjsClientId: 1, clock: 1, json: 'null' }])
  })
})

describe('someone who fell silent', () => {
  const shown = (table: PresenceTable<object>): Map<number, string> =>
    new Map(table.takeChanges().forMembers.map(({ yjsClientId, json }) => [yjsClientId, json]))

  test('is taken off the screens, and shown again as they were when they are heard again', () => {
    const table = new PresenceTable()
    const [one, two] = [{}, {}]
    table.announce(one, ann, [entry(1, 5)], 0)
    table.announce(two, ann, [entry(2, 1)], 0)
    const before = shown(table)
    table.hide(one, 1)
    table.hide(one, 2)
    expect(shown(table)).toEqual(new Map([[1, 'null']]))
    expect(table.here().map(({ yjsClientId }) => yjsClientId)).toEqual([2])
    expect([...table.members()]).toEqual([one, two])
    table.show(one, 3)
    table.show(one, 4)
    expect(shown(table)).toEqual(new Map([[1, before.get(1) ?? '']]))
  })

  test('says something: that is shown at once', () => {
    const table = new PresenceTable()
    const one = {}
    table.announce(one, ann, [entry(1, 5)], 0)
    table.hide(one, 1)
    shown(table)
    table.announce(one, ann, [entry(1, 6)], 2)
    expect(shown(table).get(1)).toContain('"caret":6')
    table.show(one, 3)
    expect(table.hasChanges).toBe(false)
  })

  test('and came back on another connection is shown by that one, whatever becomes of the old', () => {
    const table = new PresenceTable()
    const [hanging, fresh] = [{}, {}]
    table.announce(hanging, ann, [entry(1, 5)], 0)
    table.hide(hanging, 1)
    table.announce(fresh, ann, [entry(1, 6)], 2)
    expect(shown(table).get(1)).toContain('"caret":6')
    table.show(hanging, 3)
    table.leave(hanging, 4)
    expect(table.hasChanges).toBe(false)
    table.leave(fresh, 5)
    expect(shown(table)).toEqual(new Map([[1, 'null']]))
  })

  test('and leaves is gone', () => {
    const table = new PresenceTable()
    const one = {}
    table.announce(one, ann, [entry(1, 5)], 0)
    table.hide(one, 1)
    table.leave(one, 2)
    expect(shown(table)).toEqual(new Map([[1, 'null']]))
    expect([...table.members()]).toEqual([])
  })
})

test('on every screen is, in the end, who is on some replica, however they move and whatever arrives late or twice', () => {
  const replicas = [0, 1, 2]
  const step = fc.record({
    what: fc.constantFrom('join', 'move', 'leave', 'hide', 'show', 'deliver', 'repeat', 'swap'),
    who: fc.nat({ max: 2 }),
    where: fc.nat({ max: 2 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const ids = replicas.map(() => newReplicaId())
      const tables = replicas.map(() => new PresenceTable())
      const screens = replicas.map(() => new Screen())
      const wire: { from: number; to: number; full: boolean; entries: readonly PresenceEntry[] }[] = []
      const sockets = new Map<number, { at: number; socket: object }>()
      const clocks = [0, 0, 0]
      const send = (from: number, full: boolean, entries: readonly PresenceEntry[]): void => {
        for (const to of replicas) if (to !== from) wire.push({ from, to, full, entries })
      }
      const tick = (at: number): void => {
        const { forMembers, forReplicas } = tables[at]?.takeChanges() ?? { forMembers: [], forReplicas: [] }
        screens[at]?.take(forMembers)
        if (forReplicas.length > 0) send(at, false, forReplicas)
      }
      const deliver = (): void => {
        const message = wire.shift()
        if (!message) return
        const from = ids[message.from]
        if (from) tables[message.to]?.hear(from, message.full, message.entries, 0)
        tick(message.to)
      }
      for (const { what, who, where } of steps) {
        const now = sockets.get(who)
        if (what === 'deliver') deliver()
        if (what === 'repeat' && wire[0]) wire.push(wire[0])
        if (what === 'swap') wire.push(...wire.splice(0, 1))
        if (what === 'leave' && now) {
          tables[now.at]?.leave(now.socket, 0)
          sockets.delete(who)
          tick(now.at)
        }
        if ((what === 'hide' || what === 'show') && now) {
          tables[now.at]?.[what](now.socket, 0)
          tick(now.at)
        }
        if (what === 'join' || what === 'move') {
          const socket = {}
          // A stock client that reconnects says its old clock; one that changed something, a new one.
          if (what === 'join') clocks[who] = (clocks[who] ?? 0) + 1
          if (now) tables[now.at]?.leave(now.socket, 0)
          if (now) tick(now.at)
          tables[where]?.announce(socket, nobody, [entry(100 + who, clocks[who] ?? 0, { caret: clocks[who] })], 0)
          sockets.set(who, { at: where, socket })
          tick(where)
        }
      }
      // Those who fell silent are heard again, the heartbeat comes, and everything on the wire arrives in order.
      for (const { at, socket } of sockets.values()) {
        tables[at]?.show(socket, 0)
        tick(at)
      }
      while (wire.length > 0) deliver()
      for (const at of replicas) send(at, true, tables[at]?.here() ?? [])
      while (wire.length > 0) deliver()
      for (const screen of screens) {
        for (const who of [0, 1, 2]) {
          expect(screen.caretOf(100 + who)).toBe(sockets.has(who) ? clocks[who] : undefined)
        }
        screen.close()
      }
    }),
    { numRuns: 300 },
  )
})
