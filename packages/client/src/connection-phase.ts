/** What a connection can be: the cases of its life, each with only what is true in it. */
import { type CloseReason, type Epoch, mayWrite, type Refused, type Role, type Seq, type Welcome } from '@dure/protocol'
import type { Watch } from './watchdog.ts'

/** The log up to `lastSeq` of this lineage has been received. */
export interface Position {
  readonly epoch: Epoch
  readonly lastSeq: Seq
}

/** The server could not take a push; over when something is durable again. */
export interface Trouble {
  readonly refused: Refused
  readonly attempt: number
  /** Pushes wait until then; undefined while one is tried again. */
  readonly resendAtMs: number | undefined
}

export interface Live {
  readonly kind: 'live'
  readonly welcome: Welcome
  readonly role: Role
  /** What was missed has arrived. */
  readonly synced: boolean
  readonly watch: Watch
  readonly trouble: Trouble | undefined
}

export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'greeting' }
  | Live
  | { readonly kind: 'waiting'; readonly retryAtMs: number }
  | { readonly kind: 'ended'; readonly reason: CloseReason }

export interface ConnectionState {
  readonly phase: Phase
  /** Undefined: nothing to resume from, the whole document is wanted. */
  readonly position: Position | undefined
  /** Connections in a row that failed or did not live long. 0 until the first failure. */
  readonly attempt: number
  /** The server said goaway and when to come back, in ms after it closes. */
  readonly advisedMs: number | undefined
  /** Why the server itself sent us away the last time, for now; undefined when it is the network that failed. */
  readonly turnedAway: CloseReason | undefined
}

export const idleConnection: ConnectionState = Object.freeze({
  phase: Object.freeze({ kind: 'idle' as const }),
  position: undefined,
  attempt: 0,
  advisedMs: undefined,
  turnedAway: undefined,
})

/** Whether pushes may be sent now. */
export const mayPush = ({ phase }: ConnectionState): boolean =>
  phase.kind === 'live' && phase.trouble?.resendAtMs === undefined && mayWrite(phase.role)
