import { newDocumentId, newReplicaId } from '@dure/protocol'
import { expect, test } from 'vitest'
import { event, RecordingListener, testBackplane } from './backplane-contract.ts'
import { createInProcessHub, type Delivery } from './in-process-hub.ts'

testBackplane('the in-process hub', async () => {
  const hub = createInProcessHub()
  const replicas: ReturnType<typeof newReplicaId>[] = []
  return {
    connect: async (replicaId) => {
      replicas.push(replicaId)
      return hub.connect(replicaId)
    },
    interrupt: async () => replicas.forEach(hub.cut),
    restore: async () => replicas.forEach(hub.mend),
    close: async () => {},
  }
})

/** Two replicas with one room, between which the test decides what arrives. */
async function heldUp() {
  const under: Delivery[] = []
  const hub = createInProcessHub({ schedule: (delivery) => under.push(delivery) })
  const [senderId, receiverId] = [newReplicaId(), newReplicaId()]
  const documentId = newDocumentId()
  const listener = new RecordingListener()
  const [sender, receiver] = [hub.connect(senderId), hub.connect(receiverId)]
  const room = sender.join(documentId, new RecordingListener())
  receiver.join(documentId, listener)
  await listener.subscribedTimes(1)
  return { hub, under, room, receiver, receiverId, listener, documentId, senderId }
}

test('[DU5] its scheduler may reorder, repeat and lose', async () => {
  const { under, room, listener, receiverId, documentId, senderId } = await heldUp()
  for (const body of ['lost', 'second', 'first']) room.publish(event(body))
  expect(listener.heard).toEqual([])
  expect(under.map(({ from, to }) => [from, to])).toEqual([1, 2, 3].map(() => [senderId, receiverId]))
  expect(under.every((delivery) => delivery.documentId === documentId)).toBe(true)
  under[2]?.deliver()
  under[1]?.deliver()
  under[1]?.deliver()
  expect(listener.events).toEqual(['first', 'second', 'second'])
})

test('what was under way when a replica was cut, or closed, does not arrive', async () => {
  const { hub, under, room, receiver, receiverId, listener } = await heldUp()
  room.publish(event('before the cut'))
  hub.cut(receiverId)
  room.publish(event('during'))
  hub.mend(receiverId)
  await listener.subscribedTimes(2)
  room.publish(event('after'))
  expect(under).toHaveLength(2)
  for (const delivery of under) delivery.deliver()
  expect(listener.events).toEqual(['after'])
  room.publish(event('too late'))
  await receiver.close()
  under.at(-1)?.deliver()
  expect(listener.events).toEqual(['after'])
})

test('mending what is not cut subscribes nobody again', async () => {
  const { hub, room, receiverId, listener, under } = await heldUp()
  hub.mend(receiverId)
  room.publish(event('fence'))
  await Promise.resolve()
  under.at(-1)?.deliver()
  expect(listener.events).toEqual(['fence'])
  expect(listener.subscriptions).toBe(1)
})

test('a replica id is connected once at a time', async () => {
  const hub = createInProcessHub()
  const replicaId = newReplicaId()
  const first = hub.connect(replicaId)
  expect(() => hub.connect(replicaId)).toThrow('connected already')
  await first.close()
  expect(hub.connect(replicaId).state).toBe('up')
})
