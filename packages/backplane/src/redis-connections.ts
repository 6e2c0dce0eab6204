/**
 * One life of a connection to one Redis server: a publisher and a subscriber, made together, watched, and given up
 * together. Whoever wants another life opens another one; ioredis' own reconnecting, queueing and resubscribing are
 * off, so that each of these is decided in one place (`redis-link.ts`).
 *
 * A server that is gone closes its sockets. One that is frozen, or behind a cable that was pulled, does not: so both
 * connections are asked with PING, and given up when nothing at all came back in time.
 */
import type { ConnectionOptions as TlsOptions } from 'node:tls'
import { Redis } from 'ioredis'
import { reasonOf } from './backplane-log.ts'
import { RedisConnector } from './redis-connector.ts'

export interface RedisServer {
  /** It is a node of a Redis Cluster. */
  readonly cluster: boolean
  /** Version of Redis, e.g. 7; 0 when it does not say. */
  readonly majorVersion: number
}

export interface RedisConnections {
  readonly publisher: Redis
  readonly subscriber: Redis
  readonly server: RedisServer
  /** Closes both at once. `broken` is not called any more. Idempotent. */
  close(): Promise<void>
}

export interface RedisTiming {
  /** The whole of connecting, signing in and the first questions. */
  readonly connectDeadlineMs: number
  readonly pingEveryMs: number
  /** No answer and no message for so long after a PING: the connection is given up. */
  readonly pingDeadlineMs: number
}

export interface RedisConnectionsOptions {
  readonly url: string
  readonly tls?: TlsOptions
  readonly timing: RedisTiming
  /** A publication arrived, on a plain or a sharded channel. The bytes are the caller's to keep. */
  readonly message: (channel: string, bytes: Uint8Array<ArrayBuffer>) => void
  /** The server has moved a sharded channel to another node. */
  readonly moved: () => void
  /** This life is over; both connections are closed. Called once, only after `connectRedis` has resolved. */
  readonly broken: (reason: string) => void
}

/** Rejects when the server cannot be reached, or not in time; `signal` ends the attempt. */
export async function connectRedis(options: RedisConnectionsOptions, signal: AbortSignal): Promise<RedisConnections> {
  const { timing } = options
  let lastError = 'connection closed'
  let over = false
  let onBroken = (_reason: string) => {}

  const open = (): Redis => {
    const redis = new Redis(options.url, {
      lazyConnect: true,
      retryStrategy: null,
      enableOfflineQueue: false,
      // It would wait while Redis loads its data set, which concerns no publication.
      enableReadyCheck: false,
      autoResubscribe: false,
      autoResendUnfulfilledCommands: false,
      connectTimeout: timing.connectDeadlineMs,
      Connector: RedisConnector,
      connectionName: 'dure-backplane',
      ...(options.tls && { tls: options.tls }),
    })
    redis.on('error', (error: unknown) => {
      lastError = reasonOf(error)
    })
    redis.on('end', () => onBroken(lastError))
    return redis
  }
  const publisher = open()
  const subscriber = open()
  const close = async () => {
    over = true
    await Promise.all([disconnect(publisher), disconnect(subscriber)])
  }

  const attempt = Promise.withResolvers<never>()
  onBroken = (reason) => attempt.reject(new Error(reason))
  const abort = () => attempt.reject(new Error('given up'))
  signal.addEventListener('abort', abort, { once: true })
  const deadline = setTimeout(
    () => attempt.reject(new Error(`no answer within ${timing.connectDeadlineMs} ms`)),
    timing.connectDeadlineMs,
  )
  try {
    // Its own reason is only ever "Connection is closed": what happened comes by `error`, then `end`.
    const connected = Promise.all([publisher.connect(), subscriber.connect()]).then(
      () => inquire(publisher),
      () => attempt.promise,
    )
    const server = await Promise.race([connected, attempt.promise])
    signal.throwIfAborted()

    let heard = 0
    const receive = (channel: Buffer, bytes: Buffer) => {
      heard += 1
      // A copy: ioredis hands out views of whole network chunks, and whoever kept 20 bytes would keep 64 kB.
      if (!over) options.message(channel.toString(), new Uint8Array(bytes))
    }
    subscriber.on('messageBuffer', receive)
    subscriber.on('smessageBuffer', receive)
    for (const redis of [publisher, subscriber]) redis.on('moved', () => over || options.moved())

    const watches: (() => void)[] = []
    const stopWatching = () => {
      for (const stop of watches) stop()
    }
    const giveUp = (reason: string) => {
      stopWatching()
      if (over) return
      close().then(
        () => options.broken(reason),
        () => options.broken(reason),
      )
    }
    onBroken = giveUp
    // Messages that keep coming excuse a late answer behind them; a publisher has nothing but its answers.
    watches.push(
      watch(subscriber, timing, () => heard, giveUp),
      watch(publisher, timing, () => 0, giveUp),
    )
    return {
      publisher,
      subscriber,
      server,
      close: () => {
        stopWatching()
        return close()
      },
    }
  } catch (error) {
    await close()
    throw error
  } finally {
    clearTimeout(deadline)
    signal.removeEventListener('abort', abort)
  }
}

/** Resolves when ioredis has let go of the socket. */
async function disconnect(redis: Redis): Promise<void> {
  if (redis.status === 'end') return
  const ended = new Promise((resolve) => redis.once('end', resolve))
  redis.disconnect()
  await ended
}

async function inquire(redis: Redis): Promise<RedisServer> {
  let info = ''
  try {
    info = await redis.info()
  } catch {
    // A user who may not ask for INFO may still publish: then the server is taken for a single one.
  }
  return {
    cluster: /^cluster_enabled:1\r?$/m.test(info),
    majorVersion: Number(/^redis_version:(\d+)\./m.exec(info)?.[1] ?? 0),
  }
}

/** Asks with PING at an interval, and gives up when neither the answer nor anything else came. Answers how to stop. */
function watch(redis: Redis, timing: RedisTiming, heard: () => number, giveUp: (reason: string) => void): () => void {
  let stopped = false
  let round = 0
  let timer: NodeJS.Timeout | undefined
  let immediate: NodeJS.Immediate | undefined

  const pause = () => {
    clearTimeout(timer)
    clearImmediate(immediate)
    if (!stopped) timer = setTimeout(ask, timing.pingEveryMs)
  }
  const ask = () => {
    round += 1
    const asked = round
    const heardBefore = heard()
    timer = setTimeout(() => {
      // After a stall of our own the answer may be waiting in the socket, which is read between timers and immediates.
      immediate = setImmediate(() => {
        if (heard() === heardBefore) giveUp(`no answer to PING within ${timing.pingDeadlineMs} ms`)
        else pause()
      })
    }, timing.pingDeadlineMs)
    redis.ping().then(
      () => asked === round && pause(),
      (error: unknown) => stopped || giveUp(reasonOf(error)),
    )
  }
  pause()
  return () => {
    stopped = true
    clearTimeout(timer)
    clearImmediate(immediate)
  }
}
