/**
 * The lasting link to one Redis server: it opens connections, opens new ones when they break, and subscribes again what
 * is wanted. It stands below rooms and codecs and knows channels and bytes only.
 *
 *   connecting ──▶ up ──▶ waiting ──▶ connecting …        (closed from everywhere)
 *
 * A publication is sent on the connection that is there, or not at all: nothing is queued for later.
 */
import { backOffMs } from './back-off.ts'
import { reasonOf } from './backplane-log.ts'
import type { Carrier, CarrierOptions } from './carrier.ts'
import { MAX_CHANNELS_PER_COMMAND, MAX_IN_FLIGHT, MAX_IN_FLIGHT_BYTES } from './limits.ts'
import { connectRedis, type RedisConnections, type RedisServer } from './redis-connections.ts'

/** `plain`: SUBSCRIBE and PUBLISH. `sharded`: SSUBSCRIBE and SPUBLISH, for the slots this node of a cluster holds. */
export type ChannelKind = 'plain' | 'sharded'

export interface RedisLinkOptions extends Omit<CarrierOptions, 'slotsEveryMs'> {
  readonly kind: ChannelKind
  /** For the logs: host and port, no password. */
  readonly name: string
  /** The server says that a sharded channel belongs to another node, or that its cluster is in trouble. */
  readonly moved: () => void
  /** Called for each connection before it is used: false closes the link, because another kind is needed here. */
  readonly accept: (server: RedisServer) => boolean
}

export interface RedisLink extends Carrier {
  readonly state: 'up' | 'down'
  /** What `CLUSTER SLOTS` answers; rejects while down. */
  clusterSlots(): Promise<unknown>
}

type Life =
  | { readonly kind: 'connecting'; readonly attempt: AbortController; readonly done: Promise<void> }
  | { readonly kind: 'up'; readonly connections: RedisConnections }
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'closed'; readonly done: Promise<void> }

/** How long `close` waits for Redis to answer the last publications. */
const CLOSE_GRACE_MS = 500

export function createRedisLink(options: RedisLinkOptions): RedisLink {
  const { log, name } = options
  const wanted = new Set<string>()
  /** Wanted channels not yet asked for on this connection, in the order of wanting. */
  const pending = new Set<string>()
  /** Which request the newest subscription of a channel is: an answer to an older one says nothing about it. */
  const requests = new Map<string, number>()
  let lastRequest = 0
  /** Channels whose subscription holds. */
  const held = new Set<string>()
  let flushing = false
  let failures = 0
  let lastReason = ''
  const inFlight = new Set<Promise<unknown>>()
  let inFlightBytes = 0
  let life: Life = start()

  function start(): Life {
    const attempt = new AbortController()
    // A turn later, so that whoever creates the link has it in hand when it is first told something.
    const done = Promise.resolve().then(() => connect(attempt.signal))
    return { kind: 'connecting', attempt, done }
  }

  async function connect(signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted()
      const connections = await connectRedis({ ...options, broken: (reason) => down(reason) }, signal)
      if (signal.aborted || !options.accept(connections.server)) {
        await connections.close()
        if (!signal.aborted) life = { kind: 'closed', done: Promise.resolve() }
        return
      }
      life = { kind: 'up', connections }
      log('info', 'backplane-link-up', { server: name, channels: wanted.size, afterFailures: failures })
      lastReason = ''
      pending.clear()
      for (const channel of wanted) pending.add(channel)
      options.state('up')
      flushSoon()
    } catch (error) {
      if (!signal.aborted) down(reasonOf(error))
    }
  }

  function down(reason: string): void {
    if (life.kind === 'closed') return
    failures += 1
    // One line for each new reason, not one for each try.
    if (reason !== lastReason) log('warn', 'backplane-link-down', { server: name, reason, failures })
    lastReason = reason
    const timer = setTimeout(
      () => {
        life = start()
      },
      backOffMs(options.backOff, failures, Math.random()),
    )
    life = { kind: 'waiting', timer }
    const broken = [...held]
    held.clear()
    for (const channel of broken) options.unsubscribed(channel)
    options.state('down')
  }

  /** Subscribes everything pending, in as few commands as the kind allows, after the current turn. */
  function flushSoon(): void {
    if (flushing) return
    flushing = true
    queueMicrotask(() => {
      flushing = false
      if (life.kind !== 'up') return
      const { connections } = life
      const channels = [...pending]
      pending.clear()
      // One SSUBSCRIBE may only name channels of one slot.
      const size = options.kind === 'sharded' ? 1 : MAX_CHANNELS_PER_COMMAND
      const commands: Promise<void>[] = []
      for (let at = 0; at < channels.length; at += size)
        commands.push(request(connections, channels.slice(at, at + size)))
      Promise.all(commands).then(
        () => settled(connections),
        (error: unknown) => refused(connections, reasonOf(error)),
      )
    })
  }

  async function request(connections: RedisConnections, channels: readonly string[]): Promise<void> {
    lastRequest += 1
    const number = lastRequest
    for (const channel of channels) requests.set(channel, number)
    const { subscriber } = connections
    await (options.kind === 'sharded' ? subscriber.ssubscribe(...channels) : subscriber.subscribe(...channels))
    if (!isCurrent(connections)) return
    for (const channel of channels) {
      if (requests.get(channel) !== number) continue
      held.add(channel)
      options.subscribed(channel)
    }
  }

  const isCurrent = (connections: RedisConnections) => life.kind === 'up' && life.connections === connections

  /** Only a connection on which subscribing works has earned a short first wait when it breaks. */
  function settled(connections: RedisConnections): void {
    if (isCurrent(connections)) failures = 0
  }

  function refused(connections: RedisConnections, reason: string): void {
    if (!isCurrent(connections)) return
    if (isClusterTrouble(reason)) {
      options.moved()
      return
    }
    void connections.close()
    down(`subscription refused: ${reason}`)
  }

  return {
    get state() {
      return life.kind === 'up' ? 'up' : 'down'
    },
    subscribe: (channel) => {
      wanted.add(channel)
      if (life.kind !== 'up') return
      pending.add(channel)
      flushSoon()
    },
    unsubscribe: (channel) => {
      wanted.delete(channel)
      requests.delete(channel)
      held.delete(channel)
      if (pending.delete(channel) || life.kind !== 'up') return
      const { subscriber } = life.connections
      const command = options.kind === 'sharded' ? subscriber.sunsubscribe(channel) : subscriber.unsubscribe(channel)
      // A connection that breaks meanwhile has unsubscribed it too.
      command.catch(() => {})
    },
    publish: (channel, bytes) => {
      if (life.kind !== 'up' || inFlight.size >= MAX_IN_FLIGHT || inFlightBytes + bytes.length > MAX_IN_FLIGHT_BYTES) {
        options.lost()
        return
      }
      const { publisher } = life.connections
      const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      inFlightBytes += bytes.length
      const sent = (
        options.kind === 'sharded' ? publisher.spublish(channel, payload) : publisher.publish(channel, payload)
      )
        .then(
          () => {},
          (error: unknown) => {
            options.lost()
            if (isClusterTrouble(reasonOf(error))) options.moved()
          },
        )
        .finally(() => {
          inFlight.delete(sent)
          inFlightBytes -= bytes.length
        })
      inFlight.add(sent)
    },
    clusterSlots: async () => {
      if (life.kind !== 'up') throw new Error('down')
      return life.connections.publisher.cluster('SLOTS')
    },
    close: () => {
      if (life.kind === 'closed') return life.done
      const before = life
      const done = letGo(before, inFlight)
      life = { kind: 'closed', done }
      return done
    },
  }
}

/** Answers of a cluster node that have to do with the map of slots, not with this connection. */
const isClusterTrouble = (reason: string) => /^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN) /.test(reason)

async function letGo(life: Exclude<Life, { kind: 'closed' }>, inFlight: ReadonlySet<Promise<unknown>>): Promise<void> {
  switch (life.kind) {
    case 'connecting':
      life.attempt.abort()
      return life.done
    case 'waiting':
      return clearTimeout(life.timer)
    case 'up': {
      const { promise, resolve } = Promise.withResolvers<void>()
      const grace = setTimeout(resolve, CLOSE_GRACE_MS)
      await Promise.race([Promise.all(inFlight), promise])
      clearTimeout(grace)
      return life.connections.close()
    }
    default:
      life satisfies never
  }
}
