export type {
  Backplane,
  BackplaneMessage,
  BackplaneState,
  CommittedMessage,
  EventMessage,
  PresenceMessage,
  PresenceRequestMessage,
  RoomListener,
  RoomSubscription,
} from './backplane.ts'
