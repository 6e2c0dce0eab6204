/** The Redis backplane on Redis Cluster: a cluster of one node keeps the contract, one of two moves its slots. */
import { type DocumentId, newDocumentId, newReplicaId } from '@dure/protocol'
import { type RedisProcess, startRedis } from '@dure/testkit/redis'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Backplane } from './backplane.ts'
import { event, RecordingListener, stateBecomes, testBackplane } from './backplane-contract.ts'
import { SLOTS, slotOf } from './cluster-slots.ts'
import { openRedisBackplane, type RedisBackplaneTiming } from './redis-backplane.ts'

const TIMING: Partial<RedisBackplaneTiming> = {
  connectDeadlineMs: 1_000,
  pingEveryMs: 50,
  pingDeadlineMs: 500,
  backOff: { baseMs: 10, capMs: 200 },
  slotsEveryMs: 60_000,
}

interface Node {
  readonly process: RedisProcess
  readonly administrator: Redis
  /** One command; the answer as text. */
  cluster(...words: readonly (string | number)[]): Promise<string>
}

async function startNode(firstSlot: number, lastSlot: number): Promise<Node> {
  const process = await startRedis({ cluster: true })
  const administrator = new Redis(process.url)
  administrator.on('error', () => {})
  const cluster = async (...words: readonly (string | number)[]) =>
    String(await administrator.call('CLUSTER', ...words.map(String)))
  await cluster('ADDSLOTSRANGE', firstSlot, lastSlot)
  return { process, administrator, cluster }
}
async function stopNode(node: Node): Promise<void> {
  node.administrator.disconnect()
  await node.process.stop()
}
/** It knows who holds every slot. About 2 s after its start, which is why the nodes are shared by the tests. */
const settled = (node: Node) => node.process.logged('Cluster state changed: ok')

describe('a cluster of one node', () => {
  let node: Node
  beforeAll(async () => {
    node = await startNode(0, SLOTS - 1)
    await settled(node)
  })
  afterAll(() => stopNode(node))

  testBackplane('the Redis backplane on a cluster', async () => ({
    connect: (replicaId) => openRedisBackplane({ url: node.process.url, replicaId, timing: TIMING }),
    interrupt: async () => node.process.pause(),
    restore: async () => node.process.resume(),
    close: async () => node.process.resume(),
  }))
})

describe('a cluster of two nodes', () => {
  let nodes: [Node, Node]
  let opened: Backplane[] = []
  beforeAll(async () => {
    nodes = [await startNode(0, SLOTS / 2 - 1), await startNode(SLOTS / 2, SLOTS - 1)]
    const [low, high] = nodes
    await low.cluster('SET-CONFIG-EPOCH', 1)
    await high.cluster('SET-CONFIG-EPOCH', 2)
    const busPort = (await high.administrator.config('GET', 'cluster-port')) as string[]
    await low.cluster('MEET', '127.0.0.1', high.process.port, busPort[1] ?? '')
    await Promise.all(nodes.map(settled))
  })
  afterAll(() => Promise.all(nodes.map(stopNode)))
  afterEach(async () => {
    await Promise.all(opened.map((backplane) => backplane.close()))
    opened = []
  })
  const open = async () => {
    const backplane = await openRedisBackplane({
      url: nodes[0].process.url,
      replicaId: newReplicaId(),
      timing: TIMING,
    })
    opened.push(backplane)
    await stateBecomes(backplane, 'up')
    return backplane
  }
  const documentIn = (half: 'low' | 'high'): DocumentId => {
    for (;;) {
      const documentId = newDocumentId()
      if (slotOf(`dure:1:${documentId}`) < SLOTS / 2 === (half === 'low')) return documentId
    }
  }
  const join = async (backplane: Backplane, documentId: DocumentId) => {
    const listener = new RecordingListener()
    const room = backplane.join(documentId, listener)
    await listener.subscribedTimes(1)
    return { room, listener, documentId }
  }
  const channelsOn = async (node: Node) => (await node.administrator.call('PUBSUB', 'SHARDCHANNELS')) as string[]

  test('each document goes over the node that holds its slot', async () => {
    const [one, other] = [await open(), await open()]
    for (const [half, node] of [
      ['low', nodes[0]],
      ['high', nodes[1]],
    ] as const) {
      const there = await join(other, documentIn(half))
      const here = await join(one, there.documentId)
      here.room.publish(event(half))
      await there.listener.hearsEvent(half)
      expect(await channelsOn(node)).toEqual([`dure:1:${there.documentId}`])
    }
    expect(one.dropped).toBe(0)
  })

  test('[DU5] a document whose slot moves is subscribed again where it went', async () => {
    const [one, other] = [await open(), await open()]
    const there = await join(other, documentIn('low'))
    const here = await join(one, there.documentId)
    const stays = await join(other, documentIn('low'))
    const [low, high] = nodes
    const slot = slotOf(`dure:1:${there.documentId}`)
    const target = await high.cluster('MYID')
    await high.cluster('SETSLOT', slot, 'NODE', target)
    await low.cluster('SETSLOT', slot, 'NODE', target)
    await Promise.all([there.listener.subscribedTimes(2), here.listener.subscribedTimes(2)])
    here.room.publish(event('moved'))
    await there.listener.hearsEvent('moved')
    expect(await channelsOn(high)).toEqual([`dure:1:${there.documentId}`])
    expect(stays.listener.subscriptions).toBe(1)
  })

  test('[DU5] one node that goes away takes down its documents only, and they are back with it', async () => {
    const [one, other] = [await open(), await open()]
    const low = await join(other, documentIn('low'))
    const high = await join(other, documentIn('high'))
    const lowHere = await join(one, low.documentId)
    const highHere = await join(one, high.documentId)
    nodes[1].process.pause()
    await Promise.all([stateBecomes(one, 'down'), stateBecomes(other, 'down')])
    lowHere.room.publish(event('goes on'))
    await low.listener.hearsEvent('goes on')
    nodes[1].process.resume()
    await Promise.all([high.listener.subscribedTimes(2), highHere.listener.subscribedTimes(2)])
    await Promise.all([stateBecomes(one, 'up'), stateBecomes(other, 'up')])
    highHere.room.publish(event('back'))
    await high.listener.hearsEvent('back')
    expect(low.listener.subscriptions).toBe(1)
  })

  test('[DU5] after a crash of both nodes every document is subscribed again', async () => {
    const backplane = await open()
    const rooms = [await join(backplane, documentIn('low')), await join(backplane, documentIn('high'))]
    await Promise.all([...nodes.map((node) => node.process.kill()), stateBecomes(backplane, 'down')])
    await Promise.all(nodes.map((node) => node.process.restart()))
    await Promise.all(rooms.map(({ listener }) => listener.subscribedTimes(2)))
    await stateBecomes(backplane, 'up')
  })
})
