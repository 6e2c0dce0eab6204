/** What carries channels between replicas, as rooms see it: one Redis server, or the nodes of a Redis Cluster. */
import type { BackOff } from './back-off.ts'
import type { BackplaneLog } from './backplane-log.ts'
import type { RedisConnectionsOptions } from './redis-connections.ts'

export interface CarrierOptions extends Pick<RedisConnectionsOptions, 'url' | 'tls' | 'timing' | 'message'> {
  readonly backOff: BackOff
  /** A cluster's map of slots is read again so often, besides whenever a node says that it is stale. */
  readonly slotsEveryMs: number
  readonly log: BackplaneLog
  /** The subscription of a channel holds, first or again. */
  readonly subscribed: (channel: string) => void
  /** It held, and does not any more. `subscribed` follows when it holds again. */
  readonly unsubscribed: (channel: string) => void
  /** At each change, and `down` also after each attempt that failed. */
  readonly state: (state: 'up' | 'down') => void
  /** A publication could not be sent, or was lost after it was sent. */
  readonly lost: () => void
}

export interface Carrier {
  subscribe(channel: string): void
  unsubscribe(channel: string): void
  /** Sends it now or loses it: nothing is queued for later. */
  publish(channel: string, bytes: Uint8Array<ArrayBuffer>): void
  /** Waits shortly for publications under way, then lets go. Idempotent. */
  close(): Promise<void>
}
