/** The same room on other replicas: the port, and its two implementations. */
export type {
  Backplane,
  BackplaneMessage,
  BackplaneState,
  CommittedMessage,
  EventMessage,
  PresenceMessage,
  PresenceRequestMessage,
  RelayMessage,
  RoomListener,
  RoomSubscription,
} from './backplane.ts'
export type { BackplaneLog } from './backplane-log.ts'
export { createInProcessHub, type Delivery, type InProcessHub, type InProcessHubOptions } from './in-process-hub.ts'
export { openRedisBackplane, type RedisBackplaneOptions, type RedisBackplaneTiming } from './redis-backplane.ts'
