/**
 * The backplane over Redis Pub/Sub: a channel a document, named `dure:1:<documentId>`, subscribed while a room is open
 * here. On Redis Cluster (7 and later) the channels are sharded; on an older cluster they are plain.
 *
 * Nothing here waits for Redis and nothing fails for want of it. While it is away the state is `down`, publications
 * are dropped and counted, and rooms go on from the store; when it is back every room is subscribed again.
 */
import type { ConnectionOptions as TlsOptions } from 'node:tls'
import { type DocumentId, parseDocumentId, type ReplicaId } from '@dure/protocol'
import type { BackOff } from './back-off.ts'
import type { Backplane, BackplaneMessage, BackplaneState } from './backplane.ts'
import { type BackplaneLog, reasonOf } from './backplane-log.ts'
import { decodeMessage, encodeMessage, type ReceivedMessage } from './message-codec.ts'
import { createRedisCarrier } from './redis-carrier.ts'
import type { RedisTiming } from './redis-connections.ts'
import { createRoomRegistry } from './room-registry.ts'
import { createStateSwitch } from './state-switch.ts'

export interface RedisBackplaneOptions {
  /** `redis://[user][:password@]host[:port]`, or `rediss://` for TLS. Of a cluster: any of its nodes. */
  readonly url: string
  readonly replicaId: ReplicaId
  /** For `rediss://`: a certificate authority of one's own, a client certificate. */
  readonly tls?: TlsOptions
  readonly log?: BackplaneLog
  readonly timing?: Partial<RedisBackplaneTiming>
}

export interface RedisBackplaneTiming extends RedisTiming {
  readonly backOff: BackOff
  readonly slotsEveryMs: number
}

const TIMING: RedisBackplaneTiming = {
  connectDeadlineMs: 5_000,
  pingEveryMs: 3_000,
  pingDeadlineMs: 2_000,
  backOff: { baseMs: 50, capMs: 2_000 },
  slotsEveryMs: 10_000,
}

/** The 1 is the version of the channel's meaning: messages of another shape get a channel of their own. */
const CHANNEL_PREFIX = 'dure:1:'

const channelOf = (documentId: DocumentId): string => CHANNEL_PREFIX + documentId
const documentOf = (channel: string): DocumentId | undefined =>
  channel.startsWith(CHANNEL_PREFIX) ? parseDocumentId(channel.slice(CHANNEL_PREFIX.length)) : undefined

/**
 * Resolves when the first attempt to connect has succeeded or failed; it goes on trying by itself.
 * @throws TypeError when `url` is not the URL of a Redis server.
 */
export async function openRedisBackplane(options: RedisBackplaneOptions): Promise<Backplane> {
  const { replicaId, log = () => {} } = options
  requireRedisUrl(options.url)
  const { backOff, slotsEveryMs, ...timing } = { ...TIMING, ...options.timing }
  const state = createStateSwitch('down', log)
  const attempted = Promise.withResolvers<void>()
  let dropped = 0
  let closed = false

  const rooms = createRoomRegistry(
    {
      opened: (documentId) => closed || carrier.subscribe(channelOf(documentId)),
      emptied: (documentId) => closed || carrier.unsubscribe(channelOf(documentId)),
      publish: (documentId, message) => publish(documentId, message),
    },
    log,
  )

  const carrier = createRedisCarrier({
    url: options.url,
    ...(options.tls && { tls: options.tls }),
    timing,
    backOff,
    slotsEveryMs,
    log,
    message: (channel, bytes) => receive(channel, bytes),
    subscribed: (channel) => {
      const documentId = documentOf(channel)
      if (documentId) rooms.held(documentId)
    },
    unsubscribed: (channel) => {
      const documentId = documentOf(channel)
      if (documentId) rooms.lost(documentId)
    },
    state: (now) => {
      attempted.resolve()
      if (!closed) state.set(now)
    },
    lost: () => {
      dropped += 1
    },
  })

  const publish = (documentId: DocumentId, message: BackplaneMessage) => {
    if (closed) {
      dropped += 1
      return
    }
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = encodeMessage(replicaId, message)
    } catch (error) {
      dropped += 1
      log('error', 'backplane-unsendable', { documentId, kind: message.kind, reason: reasonOf(error) })
      return
    }
    carrier.publish(channelOf(documentId), bytes)
  }

  const receive = (channel: string, bytes: Uint8Array) => {
    const documentId = documentOf(channel)
    if (!documentId || closed) return
    let received: ReceivedMessage
    try {
      received = decodeMessage(bytes)
    } catch (error) {
      dropped += 1
      log('warn', 'backplane-malformed', { documentId, sizeBytes: bytes.length, reason: reasonOf(error) })
      return
    }
    if (received.from !== replicaId) rooms.deliver(documentId, received.from, received.message)
  }

  await attempted.promise
  return {
    get state(): BackplaneState {
      return state.current
    },
    get dropped() {
      return dropped
    },
    join: rooms.join,
    onStateChange: state.onChange,
    close: async () => {
      if (!closed) {
        rooms.clear()
        state.close()
        closed = true
      }
      await carrier.close()
    },
  }
}

/** The URL may hold a password, so no message of ours repeats it. */
function requireRedisUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined
  if (protocol !== 'redis:' && protocol !== 'rediss:')
    throw new TypeError('the Redis URL must look like redis://host:6379 or rediss://user:password@host:6380')
}
