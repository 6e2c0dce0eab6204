/** What a person is told about the connection. */
import type { CloseReason } from '@dure/protocol'
import type { Phase } from './connection-phase.ts'
import { unreachable } from './unreachable.ts'

export type ConnectionStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** `retryAtMs`: Unix time in ms of the next attempt. */
  | { readonly kind: 'waiting'; readonly retryAtMs: number }
  /** Not by itself: after `reconnectNow`, or never. */
  | { readonly kind: 'ended'; readonly closeReason: CloseReason }

export const CONNECTING: ConnectionStatus = Object.freeze({ kind: 'connecting' })

/** The public face of a phase; the former object while it says the same, so that identity means equality. */
export function connectionStatus(phase: Phase, former: ConnectionStatus): ConnectionStatus {
  switch (phase.kind) {
    case 'idle':
    case 'opening':
    case 'greeting':
      return CONNECTING
    case 'live':
      return former.kind === 'live' ? former : Object.freeze({ kind: 'live' })
    case 'waiting': {
      const { retryAtMs } = phase
      if (former.kind === 'waiting' && former.retryAtMs === retryAtMs) return former
      return Object.freeze({ kind: 'waiting', retryAtMs })
    }
    case 'ended':
      if (former.kind === 'ended' && former.closeReason === phase.reason) return former
      return Object.freeze({ kind: 'ended', closeReason: phase.reason })
    default:
      return unreachable(phase)
  }
}
