/** What happens to a connection, and what it then has done. */
import type {
  ClientSeq,
  PresenceEntry,
  Refused,
  Seq,
  ServerEvent,
  ServerMessage,
  Updates,
  Welcome,
} from '@dure/protocol'
import type { ConnectionState, Position } from './connection-phase.ts'

export type TimerName = 'phase' | 'tick' | 'healthy' | 'resend'

export type ConnectionEvent =
  | { readonly type: 'start'; readonly position: Position | undefined }
  /** What this device keeps was found after the start: the copy stands here, if it stood nowhere. */
  | { readonly type: 'found-late'; readonly position: Position }
  | { readonly type: 'opened' }
  | { readonly type: 'message'; readonly message: ServerMessage }
  | { readonly type: 'unreadable' }
  | { readonly type: 'closed'; readonly code: number }
  | { readonly type: 'timer'; readonly timer: Exclude<TimerName, 'tick'> }
  | { readonly type: 'tick'; readonly bufferedBytes: number; readonly unansweredSinceMs: number | undefined }
  | { readonly type: 'network'; readonly online: boolean }
  /** The page came to the front, or back from the browser's cache. */
  | { readonly type: 'shown' }
  | { readonly type: 'reconnect-now' }
  /** The copy cannot be continued (a refusal asks for it, an update would not apply): fetch the whole document. */
  | { readonly type: 'start-over' }
  | { readonly type: 'close' }

export type ConnectionEffect =
  | { readonly type: 'open-transport' }
  | { readonly type: 'close-transport'; readonly code: number; readonly reason: string }
  | { readonly type: 'send-hello'; readonly resume: Position | undefined }
  | { readonly type: 'send-ping' }
  | { readonly type: 'set-timer'; readonly timer: TimerName; readonly afterMs: number }
  | { readonly type: 'clear-timer'; readonly timer: TimerName }
  | { readonly type: 'welcomed'; readonly welcome: Welcome }
  | { readonly type: 'apply-state'; readonly seq: Seq; readonly update: Uint8Array }
  | { readonly type: 'apply-updates'; readonly updates: Updates }
  /** All this session pushed up to `clientSeq` is durable. */
  | { readonly type: 'acknowledge'; readonly clientSeq: ClientSeq }
  | { readonly type: 'refuse'; readonly refused: Refused }
  | { readonly type: 'apply-presence'; readonly entries: readonly PresenceEntry[] }
  /** The client holds all the server had at the time. */
  | { readonly type: 'synced' }
  | { readonly type: 'tell'; readonly event: ServerEvent }
  /** Send what the outbox lets go. */
  | { readonly type: 'push' }
  /** A live connection is over: what was on the wire is unanswered, everyone's presence is stale. */
  | { readonly type: 'lost' }

export interface ConnectionStep {
  readonly state: ConnectionState
  readonly effects: readonly ConnectionEffect[]
}

/** When an event is handled, and a fresh draw from 0 up to 1. */
export interface Moment {
  readonly nowMs: number
  readonly random: number
}

export interface ConnectionSettings {
  readonly schemaVersion: number
}
