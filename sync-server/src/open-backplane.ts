/** The backplane that the settings name: Redis, or this process alone. */
import { type Backplane, createInProcessHub, openRedisBackplane } from '@dure/backplane'
import type { ReplicaId } from '@dure/protocol'
import type { Config } from './config/read-config.ts'
import type { Logger } from './observability/logger.ts'

export async function openBackplane(config: Config, replicaId: ReplicaId, logger: Logger): Promise<Backplane> {
  if (config.redisUrl !== undefined) {
    return openRedisBackplane({
      url: config.redisUrl,
      replicaId,
      log: (level, event, fields) => logger[level](fields, event),
    })
  }
  const hub = createInProcessHub()
  const backplane = hub.connect(replicaId)
  if (config.store.kind === 'postgres') {
    // Other replicas may write to the same store and nothing tells us: every open document is checked against it.
    hub.cut(replicaId)
    logger.warn('DATABASE_URL without REDIS_URL: edits made on other replicas arrive by polling, within about a second')
  }
  return backplane
}
