/**
 * The life of a connection to one document, as a pure function: `(state, event, moment) → {state, effects}`.
 *
 * It owns where the copy stands in the log, when to connect, when to give a socket up, when pushes may be sent and what
 * each close code means. It holds no bytes, sockets or timers: `document-connection.ts` carries the effects out and
 * feeds back what happens.
 *
 *   idle ─start→ opening ─opened→ greeting ─welcome→ live
 *                   ↑ retry          │ closed, silent, gap │
 *                   └── waiting ←────┴─────────────────────┘      any ─close, final close code, other epoch→ ended
 */
import { CLIENT_SILENCE_MS, CLOSE, closeReasonOf } from '@dure/protocol'
import type {
  ConnectionEffect,
  ConnectionEvent,
  ConnectionSettings,
  ConnectionStep,
  Moment,
  TimerName,
} from './connection-event.ts'
import { hear } from './connection-hear.ts'
import { end, greet, isConnected, leave, lose, open, stay } from './connection-moves.ts'
import type { ConnectionState, Live, Position } from './connection-phase.ts'
import { CLOSED_HERE } from './end-reason.ts'
import { ANSWER_TIMEOUT_MS, TICK_MS, WAKE_PROBE_MS } from './limits.ts'
import { unreachable } from './unreachable.ts'
import { lookAt, probe } from './watchdog.ts'

export function step(
  state: ConnectionState,
  event: ConnectionEvent,
  moment: Moment,
  settings: ConnectionSettings,
): ConnectionStep {
  switch (event.type) {
    case 'start':
      return state.phase.kind === 'idle' ? open({ ...state, position: event.position ?? state.position }) : stay(state)
    case 'found-late':
      return foundLate(state, event.position)
    case 'opened':
      return state.phase.kind === 'opening' ? greet(state) : stay(state)
    case 'message':
      return hear(state, event.message, moment, settings)
    case 'unreadable':
      return isConnected(state) ? lose(state, moment, CLOSE.malformed) : stay(state)
    case 'closed':
      return closed(state, event.code, moment)
    case 'timer':
      return timer(state, event.timer, moment)
    case 'tick':
      return tick(state, event, moment)
    case 'network':
      return network(state, event.online, moment)
    case 'shown':
      return shown(state, moment)
    case 'reconnect-now':
      return reconnectNow(state)
    case 'start-over':
      return isConnected(state) ? lose({ ...state, position: undefined }, moment, CLOSE.goingAway) : stay(state)
    case 'close':
      return state.phase.kind === 'ended' ? stay(state) : end(state, CLOSED_HERE)
    default:
      return unreachable(event)
  }
}

function foundLate(state: ConnectionState, position: Position): ConnectionStep {
  if (state.position || state.phase.kind === 'live') return stay(state)
  const found = { ...state, position }
  // Hello has been said without it: it is said anew.
  return state.phase.kind === 'greeting' ? anew(found) : stay(found)
}

function closed(state: ConnectionState, code: number, moment: Moment): ConnectionStep {
  if (!isConnected(state)) return stay(state)
  const reason = closeReasonOf(code)
  switch (reason.retry) {
    case 'after-change':
      return end(state, reason)
    // Who said goaway and then died without a close code still meant the time it gave.
    case 'soon':
    case 'advised':
      return lose(state, moment, reason, state.advisedMs)
    default:
      return unreachable(reason.retry)
  }
}

function timer(state: ConnectionState, name: Exclude<TimerName, 'tick'>, moment: Moment): ConnectionStep {
  const { phase } = state
  switch (name) {
    case 'phase':
      if (phase.kind === 'waiting') return open(state)
      if (phase.kind === 'opening' || phase.kind === 'greeting') return lose(state, moment, CLOSE.goingAway)
      return stay(state)
    case 'healthy':
      return stay(phase.kind === 'live' ? { ...state, attempt: 0 } : state)
    case 'resend':
      if (phase.kind !== 'live' || !phase.trouble) return stay(state)
      return {
        state: { ...state, phase: { ...phase, trouble: { ...phase.trouble, resendAtMs: undefined } } },
        effects: [{ type: 'push' }],
      }
    default:
      return unreachable(name)
  }
}

function tick(
  state: ConnectionState,
  event: Extract<ConnectionEvent, { type: 'tick' }>,
  moment: Moment,
): ConnectionStep {
  const { phase } = state
  if (phase.kind !== 'live') return stay(state)
  const look = lookAt(phase.watch, moment.nowMs, event.bufferedBytes, CLIENT_SILENCE_MS)
  const { unansweredSinceMs } = event
  const unanswered = unansweredSinceMs !== undefined && moment.nowMs - unansweredSinceMs > ANSWER_TIMEOUT_MS
  if (look.kind === 'give-up' || (unanswered && event.bufferedBytes === 0)) return lose(state, moment, CLOSE.goingAway)
  const effects: ConnectionEffect[] = [{ type: 'set-timer', timer: 'tick', afterMs: TICK_MS }]
  if (look.kind === 'ask') effects.unshift({ type: 'send-ping' })
  return { state: { ...state, phase: { ...phase, watch: look.watch } }, effects }
}

/** The network changed: whatever is open hangs on the old one, whatever waits need not wait. */
function network(state: ConnectionState, online: boolean, moment: Moment): ConnectionStep {
  const { phase } = state
  if (phase.kind === 'live') return ask(state, phase, moment)
  if (!online) return stay(state)
  if (phase.kind === 'waiting') return openNow(state)
  return phase.kind === 'opening' || phase.kind === 'greeting' ? anew(state) : stay(state)
}

/** Leaves the attempt that is under way and makes another. */
function anew(state: ConnectionState): ConnectionStep {
  const { effects } = open(state)
  return { state: { ...state, phase: { kind: 'opening' } }, effects: [...leave(state, CLOSE.goingAway), ...effects] }
}

function shown(state: ConnectionState, moment: Moment): ConnectionStep {
  const { phase } = state
  if (phase.kind === 'live') return ask(state, phase, moment)
  return phase.kind === 'waiting' ? openNow(state) : stay(state)
}

/** Asks the other side for a sign of life, soon. */
function ask(state: ConnectionState, phase: Live, moment: Moment): ConnectionStep {
  return {
    state: { ...state, phase: { ...phase, watch: probe(phase.watch, moment.nowMs, WAKE_PROBE_MS) } },
    effects: [{ type: 'send-ping' }, { type: 'set-timer', timer: 'tick', afterMs: WAKE_PROBE_MS }],
  }
}

function openNow(state: ConnectionState): ConnectionStep {
  const { state: opened, effects } = open(state)
  return { state: opened, effects: [{ type: 'clear-timer', timer: 'phase' }, ...effects] }
}

function reconnectNow(state: ConnectionState): ConnectionStep {
  const { phase } = state
  if (phase.kind === 'idle' || (phase.kind === 'ended' && phase.reason === CLOSED_HERE)) return stay(state)
  const { state: opened, effects } = open(state)
  return { state: { ...opened, attempt: 0 }, effects: [...leave(state, CLOSE.goingAway), ...effects] }
}
