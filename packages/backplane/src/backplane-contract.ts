/**
 * What every backplane promises, as tests. An implementation's own test file says how to start one and how to break it:
 * that is all it needs to add.
 */
import {
  MAX_RELAYED_PRESENCE_STATE_BYTES,
  newDocumentId,
  newReplicaId,
  type ReplicaId,
  toEpoch,
  toSeq,
} from '@dure/protocol'
import { until } from '@dure/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Backplane, BackplaneMessage, CommittedMessage, RoomListener } from './backplane.ts'
import { MAX_EVENT_BODY_BYTES, MAX_RUN_BYTES } from './limits.ts'

/** What the implementations run in: something that carries messages, and that can go away and come back. */
export interface BackplaneWorld {
  connect(replicaId: ReplicaId): Promise<Backplane>
  /** Whatever carries the messages goes away: every backplane becomes `down`. */
  interrupt(): Promise<void>
  /** It is back: every backplane becomes `up`. */
  restore(): Promise<void>
  /** Called last, when all backplanes are closed. */
  close(): Promise<void>
}

export const DEADLINE_MS = 10_000

/** Notes what it is told, and waits for it. */
export class RecordingListener implements RoomListener {
  readonly heard: { readonly from: ReplicaId; readonly message: BackplaneMessage }[] = []
  subscriptions = 0
  readonly #watchers = new Set<() => void>()

  message(from: ReplicaId, message: BackplaneMessage): void {
    this.heard.push({ from, message })
    for (const watcher of [...this.#watchers]) watcher()
  }
  subscribed(): void {
    this.subscriptions += 1
    for (const watcher of [...this.#watchers]) watcher()
  }
  get events(): unknown[] {
    return this.heard.flatMap(({ message }) => (message.kind === 'event' ? [message.body] : []))
  }
  subscribedTimes(times: number): Promise<void> {
    return this.#until(`subscribed ${times} times`, () => this.subscriptions >= times)
  }
  hears(count: number): Promise<void> {
    return this.#until(`${count} messages heard`, () => this.heard.length >= count)
  }
  /** Waits for the event with this body; what was published before it has then arrived too, or never will. */
  hearsEvent(body: unknown): Promise<void> {
    return this.#until(`event ${JSON.stringify(body)} heard`, () => this.events.includes(body))
  }
  #until(what: string, holds: () => boolean): Promise<void> {
    return until<void>(what, DEADLINE_MS, (done) => {
      const check = () => {
        if (holds()) done()
      }
      this.#watchers.add(check)
      check()
      return () => this.#watchers.delete(check)
    })
  }
}

export const event = (body: unknown): BackplaneMessage => ({ kind: 'event', name: 'test', body })

/** One update a number from `fromSeq` on. */
export const committed = (fromSeq: number, ...updates: readonly Uint8Array[]): CommittedMessage => ({
  kind: 'committed',
  epoch: toEpoch(1),
  fromSeq: toSeq(fromSeq),
  toSeq: toSeq(fromSeq + updates.length - 1),
  updates,
})

export const stateBecomes = (backplane: Backplane, state: 'up' | 'down'): Promise<unknown> =>
  until(`state ${state}`, DEADLINE_MS, (done) => {
    if (backplane.state === state) done(state)
    return backplane.onStateChange((now) => {
      if (now === state) done(now)
    })
  })

export function testBackplane(name: string, start: () => Promise<BackplaneWorld>): void {
  describe(`${name} keeps the contract of a backplane`, () => {
    let world: BackplaneWorld
    let opened: Backplane[] = []
    const connect = async (replicaId = newReplicaId()) => {
      const backplane = await world.connect(replicaId)
      opened.push(backplane)
      return backplane
    }
    /** Joins and waits until the subscription holds. */
    const join = async (backplane: Backplane, documentId = newDocumentId()) => {
      const listener = new RecordingListener()
      const room = backplane.join(documentId, listener)
      await listener.subscribedTimes(1)
      return { room, listener, documentId }
    }
    /** Two replicas with the same room. */
    const pair = async () => {
      const senderId = newReplicaId()
      const [sender, receiver] = [await connect(senderId), await connect()]
      const there = await join(receiver)
      const here = await join(sender, there.documentId)
      return { senderId, sender, receiver, here, there, documentId: there.documentId }
    }

    beforeEach(async () => {
      world = await start()
    })
    afterEach(async () => {
      await Promise.all(opened.map((backplane) => backplane.close()))
      opened = []
      await world.close()
    })

    test('carries every kind of message, byte for byte, and says who sent it', async () => {
      const { senderId, here, there } = await pair()
      const messages: BackplaneMessage[] = [
        committed(7, Uint8Array.of(0, 255, 13, 10, 0), new Uint8Array()),
        { ...committed(9, Uint8Array.of(1)), toSeq: toSeq(90), updates: [] },
        { kind: 'presence', full: true, entries: [{ yjsClientId: 2 ** 32 - 1, clock: 3, json: '{"name":"두레 🌾"}' }] },
        { kind: 'presence', full: false, entries: [] },
        { kind: 'presence-request' },
        { kind: 'event', name: 'renamed', body: { title: '안녕', nested: [1, null, true] } },
      ]
      for (const message of messages) here.room.publish(message)
      await there.listener.hears(messages.length)
      expect(there.listener.heard).toEqual(messages.map((message) => ({ from: senderId, message })))
    })

    test('a replica never hears itself, and no other document hears', async () => {
      const { sender, receiver, here, there } = await pair()
      const second = await join(sender, here.documentId)
      const elsewhere = await join(receiver)
      here.room.publish(event('first'))
      there.room.publish(event('answer'))
      await Promise.all([there.listener.hearsEvent('first'), here.listener.hearsEvent('answer')])
      expect(here.listener.events).toEqual(['answer'])
      expect(second.listener.events).toEqual(['answer'])
      expect(elsewhere.listener.heard).toEqual([])
    })

    test('reaches every other replica', async () => {
      const { here, there, documentId } = await pair()
      const third = await join(await connect(), documentId)
      here.room.publish(event('all'))
      await Promise.all([there.listener.hearsEvent('all'), third.listener.hearsEvent('all')])
    })

    test('sends what the message was when it was published', async () => {
      const { here, there } = await pair()
      const update = Uint8Array.of(1, 2, 3)
      here.room.publish(committed(1, update))
      update.fill(9)
      await there.listener.hears(1)
      expect(there.listener.heard[0]?.message).toEqual(committed(1, Uint8Array.of(1, 2, 3)))
    })

    test('a second listener of a document is subscribed at once, and leaving is each one’s own', async () => {
      const { receiver, here, there, documentId } = await pair()
      const second = await join(receiver, documentId)
      expect(there.listener.subscriptions).toBe(1)
      here.room.publish(event('both'))
      await Promise.all([there.listener.hearsEvent('both'), second.listener.hearsEvent('both')])
      there.room.close()
      there.room.close()
      here.room.publish(event('one'))
      await second.listener.hearsEvent('one')
      expect(there.listener.events).toEqual(['both'])
    })

    test('a listener hears nothing after it has left, and can join again', async () => {
      const { receiver, here, there, documentId } = await pair()
      const fence = await join(receiver)
      const fenceHere = await join(await connect(), fence.documentId)
      here.room.publish(event('under way'))
      there.room.close()
      fenceHere.room.publish(event('fence'))
      await fence.listener.hearsEvent('fence')
      expect(there.listener.heard).toEqual([])
      const again = await join(receiver, documentId)
      here.room.publish(event('again'))
      await again.listener.hearsEvent('again')
      expect(there.listener.heard).toEqual([])
    })

    test('leaving and joining in one turn ends up subscribed', async () => {
      const { receiver, here, there, documentId } = await pair()
      there.room.close()
      receiver.join(documentId, new RecordingListener()).close()
      const last = await join(receiver, documentId)
      here.room.publish(event('still here'))
      await last.listener.hearsEvent('still here')
    })

    test('a listener may leave, and another join, while it is told', async () => {
      const { receiver, here, there, documentId } = await pair()
      const late = new RecordingListener()
      const leaving = receiver.join(documentId, {
        message: () => {
          leaving.close()
          receiver.join(documentId, late)
        },
        subscribed: () => {},
      })
      here.room.publish(event(1))
      await late.subscribedTimes(1)
      here.room.publish(event(2))
      await Promise.all([there.listener.hearsEvent(2), late.hearsEvent(2)])
      expect(late.events).toEqual([2])
    })

    test('a run too large to carry arrives without its updates', async () => {
      const { here, there } = await pair()
      here.room.publish(committed(1, new Uint8Array(MAX_RUN_BYTES - 1), Uint8Array.of(1)))
      here.room.publish(committed(3, new Uint8Array(MAX_RUN_BYTES), Uint8Array.of(1)))
      await there.listener.hears(2)
      const [carried, hint] = there.listener.heard.map(({ message }) => message)
      expect(carried).toMatchObject({ fromSeq: 1, toSeq: 2, updates: [{ length: MAX_RUN_BYTES - 1 }, { length: 1 }] })
      expect(hint).toMatchObject({ fromSeq: 3, toSeq: 4, updates: [] })
    })

    test('what cannot be sent is dropped and counted, and never thrown', async () => {
      const { sender, here, there } = await pair()
      const circular: unknown[] = []
      circular.push(circular)
      const tooLong = 'x'.repeat(MAX_RELAYED_PRESENCE_STATE_BYTES + 1)
      here.room.publish(event(circular))
      here.room.publish(event('x'.repeat(MAX_EVENT_BODY_BYTES)))
      here.room.publish({ kind: 'presence', full: false, entries: [{ yjsClientId: 1, clock: 1, json: tooLong }] })
      here.room.publish({ ...committed(1, Uint8Array.of(1)), toSeq: toSeq(5) })
      expect(sender.dropped).toBe(4)
      here.room.publish(event('good'))
      await there.listener.hearsEvent('good')
      expect(there.listener.heard).toHaveLength(1)
    })

    test('a listener that throws disturbs neither the next listener nor the next message', async () => {
      const { receiver, here, there, documentId } = await pair()
      const thrower = receiver.join(documentId, {
        message: () => {
          throw new Error('in message')
        },
        subscribed: () => {
          throw new Error('in subscribed')
        },
      })
      const last = await join(receiver, documentId)
      here.room.publish(event(1))
      here.room.publish(event(2))
      await Promise.all([there.listener.hearsEvent(2), last.listener.hearsEvent(2)])
      expect(last.listener.events).toEqual([1, 2])
      thrower.close()
    })

    test('[DU5] goes down and comes back: drops while down, and every room is subscribed again', async () => {
      const { sender, receiver, here, there, documentId } = await pair()
      const states: string[] = []
      const stop = sender.onStateChange((state) => states.push(`${state}, and is ${sender.state}`))
      await Promise.all([world.interrupt(), stateBecomes(sender, 'down'), stateBecomes(receiver, 'down')])

      const droppedBefore = sender.dropped
      here.room.publish(event('while down'))
      expect(sender.dropped).toBe(droppedBefore + 1)
      const opened = new RecordingListener()
      const openedWhileDown = receiver.join(newDocumentId(), opened)
      const second = new RecordingListener()
      receiver.join(documentId, second)
      there.room.publish(event('while down'))

      await Promise.all([world.restore(), stateBecomes(sender, 'up'), stateBecomes(receiver, 'up')])
      await Promise.all([here.listener.subscribedTimes(2), there.listener.subscribedTimes(2)])
      await Promise.all([opened.subscribedTimes(1), second.subscribedTimes(1)])
      here.room.publish(event('after'))
      await Promise.all([there.listener.hearsEvent('after'), second.hearsEvent('after')])
      expect(there.listener.events).toEqual(['after'])
      openedWhileDown.close()

      expect(states).toEqual(['down, and is down', 'up, and is up'])
      stop()
    })

    test('a room left while down is not subscribed again', async () => {
      const { receiver, here, there } = await pair()
      const kept = await join(receiver)
      await Promise.all([world.interrupt(), stateBecomes(receiver, 'down')])
      there.room.close()
      await Promise.all([world.restore(), kept.listener.subscribedTimes(2), here.listener.subscribedTimes(2)])
      expect(there.listener.subscriptions).toBe(1)
    })

    test('one that is told of states no longer is not told, and one that throws is passed over', async () => {
      const backplane = await connect()
      const told: string[] = []
      const stop = backplane.onStateChange(() => told.push('stopped'))
      stop()
      stop()
      backplane.onStateChange(() => {
        throw new Error('in a state listener')
      })
      backplane.onStateChange((state) => told.push(state))
      await Promise.all([world.interrupt(), stateBecomes(backplane, 'down')])
      await Promise.all([world.restore(), stateBecomes(backplane, 'up')])
      expect(told).toEqual(['down', 'up'])
    })

    test('after close it is down, silent and harmless', async () => {
      const { sender, receiver, here, there } = await pair()
      const third = await join(await connect(), there.documentId)
      await receiver.close()
      await receiver.close()
      expect(receiver.state).toBe('down')
      here.room.publish(event('nobody there'))
      await third.listener.hearsEvent('nobody there')
      there.room.publish(event('from the dead'))
      receiver.join(newDocumentId(), there.listener).close()
      there.room.close()
      here.room.publish(event('last'))
      await third.listener.hearsEvent('last')
      expect(there.listener.heard).toEqual([])
      expect(third.listener.events).toEqual(['nobody there', 'last'])
      expect(sender.state).toBe('up')
    })
  })
}
