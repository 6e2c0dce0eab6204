/**
 * The carrier for the address in the configuration. Whether one server is there or a cluster shows at the first
 * connection, and holds until the process ends.
 */
import type { Carrier, CarrierOptions } from './carrier.ts'
import { createClusterLinks } from './cluster-links.ts'
import type { RedisServer } from './redis-connections.ts'
import { createRedisLink } from './redis-link.ts'

/** Sharded Pub/Sub came with Redis 7; before it a cluster sends every publication to all its nodes. */
const needsShards = (server: RedisServer) => server.cluster && server.majorVersion >= 7

export function createRedisCarrier(options: CarrierOptions): Carrier {
  const wanted = new Set<string>()
  const link = createRedisLink({
    ...options,
    kind: 'plain',
    name: new URL(options.url).host,
    moved: () => {},
    accept: (server) => {
      if (!needsShards(server)) return true
      options.log('info', 'backplane-cluster', { server: new URL(options.url).host })
      carrier = createClusterLinks(options)
      for (const channel of wanted) carrier.subscribe(channel)
      return false
    },
  })
  let carrier: Carrier = link
  return {
    subscribe: (channel) => {
      wanted.add(channel)
      carrier.subscribe(channel)
    },
    unsubscribe: (channel) => {
      wanted.delete(channel)
      carrier.unsubscribe(channel)
    },
    publish: (channel, bytes) => carrier.publish(channel, bytes),
    close: async () => {
      await Promise.all([link.close(), carrier.close()])
    },
  }
}
