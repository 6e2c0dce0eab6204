/** The moves between the phases of a connection, and what each entails. Pure. */
import { CLOSE, type CloseReason } from '@dure/protocol'
import { backOffMs } from './back-off.ts'
import type { ConnectionEffect, ConnectionStep, Moment } from './connection-event.ts'
import type { ConnectionState } from './connection-phase.ts'
import { OPEN_TIMEOUT_MS, WELCOME_TIMEOUT_MS } from './limits.ts'
import { NORMAL_CLOSURE } from './transport.ts'

export const stay = (state: ConnectionState): ConnectionStep => ({ state, effects: [] })

/** A transport exists. */
export const isConnected = ({ phase }: ConnectionState): boolean =>
  phase.kind === 'opening' || phase.kind === 'greeting' || phase.kind === 'live'

export function open(state: ConnectionState): ConnectionStep {
  return {
    state: { ...state, phase: { kind: 'opening' }, advisedMs: undefined },
    effects: [{ type: 'open-transport' }, { type: 'set-timer', timer: 'phase', afterMs: OPEN_TIMEOUT_MS }],
  }
}

export function greet(state: ConnectionState): ConnectionStep {
  return {
    state: { ...state, phase: { kind: 'greeting' } },
    effects: [
      { type: 'send-hello', resume: state.position },
      { type: 'set-timer', timer: 'phase', afterMs: WELCOME_TIMEOUT_MS },
    ],
  }
}

/** What leaving the present phase entails. */
export function leave(state: ConnectionState, reason: CloseReason): ConnectionEffect[] {
  const effects: ConnectionEffect[] = [{ type: 'clear-timer', timer: 'phase' }]
  if (isConnected(state)) {
    const code = reason.code >= 4000 ? reason.code : NORMAL_CLOSURE
    effects.push({ type: 'close-transport', code, reason: reason.name })
  }
  if (state.phase.kind === 'live') {
    for (const name of ['tick', 'healthy', 'resend'] as const) effects.push({ type: 'clear-timer', timer: name })
    effects.push({ type: 'lost' })
  }
  return effects
}

/** What a server says that is there and reached, and still cannot take what we write. */
const TURNS_AWAY: ReadonlySet<CloseReason> = new Set([CLOSE.serverError, CLOSE.tryLater, CLOSE.damaged, CLOSE.tooMany])

/** Gives the connection up and waits before the next. `waitMs`: the server's advice; the back-off's draw otherwise. */
export function lose(state: ConnectionState, moment: Moment, reason: CloseReason, waitMs?: number): ConnectionStep {
  const afterMs = waitMs ?? backOffMs(state.attempt, moment.random)
  return {
    state: {
      ...state,
      phase: { kind: 'waiting', retryAtMs: moment.nowMs + afterMs },
      attempt: state.attempt + 1,
      advisedMs: undefined,
      turnedAway: TURNS_AWAY.has(reason) ? reason : undefined,
    },
    effects: [...leave(state, reason), { type: 'set-timer', timer: 'phase', afterMs }],
  }
}

export function end(state: ConnectionState, reason: CloseReason): ConnectionStep {
  return { state: { ...state, phase: { kind: 'ended', reason } }, effects: leave(state, reason) }
}
