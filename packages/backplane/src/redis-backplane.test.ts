import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newDocumentId, newReplicaId } from '@dure/protocol'
import { until } from '@dure/testkit'
import { freePort, type RedisProcess, startRedis } from '@dure/testkit/redis'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Backplane } from './backplane.ts'
import { committed, DEADLINE_MS, event, RecordingListener, stateBecomes, testBackplane } from './backplane-contract.ts'
import type { BackplaneLog } from './backplane-log.ts'
import { MAX_IN_FLIGHT_BYTES, MAX_RUN_BYTES } from './limits.ts'
import { openRedisBackplane, type RedisBackplaneOptions, type RedisBackplaneTiming } from './redis-backplane.ts'

/** Quick enough for a test, slow enough that a busy machine is not taken for a dead Redis. */
const TIMING: Partial<RedisBackplaneTiming> = {
  connectDeadlineMs: 1_000,
  pingEveryMs: 50,
  pingDeadlineMs: 500,
  backOff: { baseMs: 10, capMs: 100 },
}

testBackplane('the Redis backplane', async () => {
  const redis = await startRedis()
  return {
    connect: (replicaId) => openRedisBackplane({ url: redis.url, replicaId, timing: TIMING }),
    interrupt: redis.kill,
    restore: redis.restart,
    close: redis.stop,
  }
})

describe('the Redis backplane and its server', () => {
  let redis: RedisProcess
  let opened: Backplane[] = []
  beforeEach(async () => {
    redis = await startRedis()
  })
  afterEach(async () => {
    await Promise.all(opened.map((backplane) => backplane.close()))
    opened = []
    await redis.stop()
  })
  const open = async (options: Partial<RedisBackplaneOptions> = {}) => {
    const backplane = await openRedisBackplane({
      url: redis.url,
      replicaId: newReplicaId(),
      timing: TIMING,
      ...options,
    })
    opened.push(backplane)
    return backplane
  }
  const enter = async (backplane: Backplane, documentId = newDocumentId()) => {
    const listener = new RecordingListener()
    const room = backplane.join(documentId, listener)
    await listener.subscribedTimes(1)
    return { room, listener, documentId }
  }

  test('[DU5] a Redis that froze is noticed, and heals when it goes on', async () => {
    const [one, other] = [await open(), await open()]
    const there = await enter(other)
    const here = await enter(one, there.documentId)
    redis.pause()
    await Promise.all([stateBecomes(one, 'down'), stateBecomes(other, 'down')])
    const dropped = one.dropped
    here.room.publish(event('while frozen'))
    expect(one.dropped).toBe(dropped + 1)
    redis.resume()
    await Promise.all([there.listener.subscribedTimes(2), here.listener.subscribedTimes(2)])
    here.room.publish(event('thawed'))
    await there.listener.hearsEvent('thawed')
    expect(there.listener.events).toEqual(['thawed'])
  })

  test('a stall shorter than the deadline changes nothing and loses nothing', async () => {
    const [one, other] = [await open(), await open()]
    const there = await enter(other)
    const here = await enter(one, there.documentId)
    const states: string[] = []
    one.onStateChange((state) => states.push(state))
    redis.pause()
    for (let number = 0; number < 100; number += 1) here.room.publish(event(number))
    redis.resume()
    await there.listener.hearsEvent(99)
    expect(there.listener.events).toEqual(Array.from({ length: 100 }, (_, number) => number))
    expect(states).toEqual([])
    expect(one.dropped).toBe(0)
  })

  test('[DU7] what a frozen Redis does not take is dropped beyond a limit, and counted', async () => {
    const backplane = await open()
    const { room } = await enter(backplane)
    redis.pause()
    const update = new Uint8Array(MAX_RUN_BYTES)
    const fit = Math.floor(MAX_IN_FLIGHT_BYTES / (MAX_RUN_BYTES + 100))
    for (let number = 1; number <= fit + 10; number += 1) room.publish(committed(number, update))
    expect(backplane.dropped).toBeGreaterThanOrEqual(10)
    expect(backplane.dropped).toBeLessThanOrEqual(12)
    // What was under way when the connection was given up is lost as well, and counted too.
    await stateBecomes(backplane, 'down')
    expect(backplane.dropped).toBe(fit + 10)
    redis.resume()
    await stateBecomes(backplane, 'up')
  })

  test('[DU5] 500 rooms are subscribed again after a crash of Redis', async () => {
    const [one, other] = [await open(), await open()]
    const rooms = await Promise.all(Array.from({ length: 500 }, () => enter(other)))
    await redis.kill()
    await stateBecomes(other, 'down')
    await redis.restart()
    await Promise.all(rooms.map(({ listener }) => listener.subscribedTimes(2)))
    await stateBecomes(one, 'up')
    const speakers = await Promise.all(rooms.map(({ documentId }) => enter(one, documentId)))
    for (const speaker of speakers) speaker.room.publish(event(speaker.documentId))
    await Promise.all(rooms.map(({ listener, documentId }) => listener.hearsEvent(documentId)))
    for (const { listener, documentId } of rooms) expect(listener.events).toEqual([documentId])
    expect(rooms.every(({ listener }) => listener.subscriptions === 2)).toBe(true)
  })

  test('starts down where there is no Redis, and comes up when there is one', async () => {
    const port = await freePort()
    const backplane = await open({ url: `redis://127.0.0.1:${port}` })
    expect(backplane.state).toBe('down')
    const listener = new RecordingListener()
    const documentId = newDocumentId()
    const room = backplane.join(documentId, listener)
    room.publish(event('nobody carries this'))
    expect(backplane.dropped).toBe(1)
    const late = await startRedis({ port })
    try {
      await Promise.all([stateBecomes(backplane, 'up'), listener.subscribedTimes(1)])
      const speaker = await enter(await open({ url: late.url }), documentId)
      speaker.room.publish(event('hello'))
      await listener.hearsEvent('hello')
    } finally {
      await late.stop()
    }
  })

  test('a Redis that is frozen from the start does not hold the start up for ever', async () => {
    redis.pause()
    const backplane = await open()
    expect(backplane.state).toBe('down')
    redis.resume()
    await stateBecomes(backplane, 'up')
  })

  test('what others publish on the channel is dropped and counted, and the room goes on', async () => {
    const logged: string[] = []
    const backplane = await open({ log: (_level, name) => logged.push(name) })
    const { listener, documentId } = await enter(backplane)
    const stranger = new Redis(redis.url)
    try {
      const channel = `dure:1:${documentId}`
      const junk = [Buffer.alloc(0), Buffer.from('hello'), Buffer.alloc(2_000_000, 0xff), Buffer.from([1, 22, 65])]
      for (const bytes of junk) expect(await stranger.publish(channel, bytes)).toBe(1)
      const there = await enter(await open(), documentId)
      there.room.publish(event('good'))
      await listener.hearsEvent('good')
      expect(listener.heard).toHaveLength(1)
      expect(backplane.dropped).toBe(junk.length)
      expect(logged.filter((name) => name === 'backplane-malformed')).toHaveLength(junk.length)
    } finally {
      stranger.disconnect()
    }
  })

  test('an administrator who kills its connections only makes it connect again', async () => {
    const backplane = await open()
    const { listener } = await enter(backplane)
    const administrator = new Redis(redis.url)
    try {
      await Promise.all([administrator.call('CLIENT', 'KILL', 'TYPE', 'pubsub'), stateBecomes(backplane, 'down')])
      await Promise.all([stateBecomes(backplane, 'up'), listener.subscribedTimes(2)])
    } finally {
      administrator.disconnect()
    }
  })

  test('leaves no subscription and no connection behind', async () => {
    const backplane = await open()
    const { room } = await enter(backplane)
    const administrator = new Redis(redis.url)
    try {
      expect(await administrator.pubsub('CHANNELS', 'dure:*')).toHaveLength(1)
      room.close()
      // One more subscription on the same connection is answered after the unsubscription.
      const second = await enter(backplane)
      expect(await administrator.pubsub('CHANNELS', 'dure:*')).toEqual([`dure:1:${second.documentId}`])
      expect(String(await administrator.client('LIST'))).toContain('name=dure-backplane')
      await backplane.close()
      expect(String(await administrator.client('LIST'))).not.toContain('name=dure-backplane')
    } finally {
      administrator.disconnect()
    }
  })

  test('sends what was published right before it is closed', async () => {
    const [one, other] = [await open(), await open()]
    const there = await enter(other)
    const here = await enter(one, there.documentId)
    here.room.publish(event('last words'))
    await one.close()
    await there.listener.hearsEvent('last words')
  })

  test('speaks RESP2 to a server that knows no other', async () => {
    const url = `${redis.url}?protocol=2`
    const [one, other] = [await open({ url }), await open({ url })]
    const there = await enter(other)
    const here = await enter(one, there.documentId)
    redis.pause()
    await Promise.all([stateBecomes(one, 'down'), stateBecomes(other, 'down')])
    redis.resume()
    await Promise.all([there.listener.subscribedTimes(2), here.listener.subscribedTimes(2)])
    here.room.publish(event('in RESP2'))
    await there.listener.hearsEvent('in RESP2')
    const administrator = new Redis(redis.url)
    try {
      expect(String(await administrator.client('LIST'))).toMatch(/name=dure-backplane .* resp=2/)
    } finally {
      administrator.disconnect()
    }
  })

  test('a process that has closed it ends by itself', async () => {
    const script = `
      import { openRedisBackplane } from './src/index.ts'
      import { newDocumentId, newReplicaId } from '@dure/protocol'
      const backplane = await openRedisBackplane({ url: '${redis.url}', replicaId: newReplicaId() })
      const held = Promise.withResolvers()
      backplane.join(newDocumentId(), { message: () => {}, subscribed: () => held.resolve() })
      await held.promise
      await backplane.close()`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('..', import.meta.url),
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const ended = until<number | null>('the end of the process', DEADLINE_MS, (done) => {
      child.on('exit', done)
      return () => child.kill('SIGKILL')
    })
    expect(await ended).toBe(0)
  })

  test('can be closed in every state', async () => {
    const noOneThere = await open({ url: `redis://127.0.0.1:${await freePort()}` })
    await noOneThere.close()
    const up = await open()
    redis.pause()
    await stateBecomes(up, 'down')
    await up.close()
    redis.resume()
  })

  test('a reason for being down is logged once, however often it tries', async () => {
    const lines: string[] = []
    let visits = 0
    const visitors = new Set<() => void>()
    const refuser = createServer((socket) => {
      socket.on('error', () => {})
      socket.on('data', (commands) => {
        visits += 1
        for (const _ of commands.toString().matchAll(/^\*/gm)) socket.write('-NOAUTH not you\r\n')
        for (const visitor of visitors) visitor()
      })
    }).listen(0, '127.0.0.1')
    await once(refuser, 'listening')
    const { port } = refuser.address() as AddressInfo
    const log: BackplaneLog = (level, name, { reason = '' }) => lines.push(`${level} ${name} ${reason}`)
    const backplane = await open({ url: `redis://:secret@127.0.0.1:${port}`, log })
    await until<void>('several tries', DEADLINE_MS, (done) => {
      const visitor = () => {
        if (visits >= 20) done()
      }
      visitors.add(visitor)
      return () => visitors.delete(visitor)
    })
    await backplane.close()
    refuser.close()
    expect(lines).toEqual(['warn backplane-link-down NOAUTH not you'])
  })

  test('signs in with the password of the URL, and says what is wrong with it', async () => {
    const locked = await startRedis({ password: 'p@ss word' })
    try {
      expect((await open({ url: locked.url })).state).toBe('up')
      const reasons: unknown[] = []
      const url = `redis://:wrong@127.0.0.1:${locked.port}/2`
      const refused = await open({ url, log: (_level, _name, { reason }) => reasons.push(reason) })
      expect(refused.state).toBe('down')
      expect(reasons[0]).toMatch('WRONGPASS')
      expect(JSON.stringify(reasons)).not.toContain('wrong@')
    } finally {
      await locked.stop()
    }
  })

  test('speaks TLS, and goes on trying where it does not trust the certificate', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'dure-tls-'))
    const [certificateFile, keyFile] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')]
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '1',
    ]
    const subject = ['-subj', '/CN=dure-test', '-addext', 'subjectAltName=IP:127.0.0.1']
    await promisify(execFile)('openssl', [...request, ...subject, '-keyout', keyFile, '-out', certificateFile])
    const secure = await startRedis({ tls: { certificateFile, keyFile }, password: 'secret' })
    try {
      const tls = { ca: await readFile(certificateFile) }
      const [one, other] = [await open({ url: secure.url, tls }), await open({ url: secure.url, tls })]
      const there = await enter(other)
      const here = await enter(one, there.documentId)
      here.room.publish(event('in private'))
      await there.listener.hearsEvent('in private')

      // The refusal and the server's alert are two errors of one socket; the second must not end the process.
      const failures: unknown[] = []
      const distrusting = await open({ url: secure.url, log: (_level, _name, { reason }) => failures.push(reason) })
      expect(distrusting.state).toBe('down')
      expect(failures[0]).toMatch('self-signed certificate')
      await Promise.all([secure.kill(), stateBecomes(one, 'down')])
      await Promise.all([secure.restart(), stateBecomes(one, 'up')])
    } finally {
      await secure.stop()
      await rm(directory, { recursive: true })
    }
  })

  test('a URL that is none stops the start, without repeating the password', async () => {
    for (const url of ['', 'localhost:6379', 'http://user:secret@host'])
      await expect(open({ url })).rejects.toThrow(/^the Redis URL must look like redis:\/\/host:6379 or [^ ]+$/)
  })
})
