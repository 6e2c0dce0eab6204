/** What each message of the server does to a connection. Pure; part of `connection-state.ts`. */
import {
  CLOSE,
  type Durable,
  type Refused,
  type Seq,
  type ServerEvent,
  type ServerMessage,
  toSeq,
  type Updates,
  type Welcome,
} from '@dure/protocol'
import { backOffMs } from './back-off.ts'
import type { ConnectionEffect, ConnectionSettings, ConnectionStep, Moment } from './connection-event.ts'
import { end, lose, stay } from './connection-moves.ts'
import type { ConnectionState, Live, Trouble } from './connection-phase.ts'
import { REPLACED } from './end-reason.ts'
import { roleIn } from './identity-event.ts'
import { HEALTHY_AFTER_MS, RESEND_BASE_MS, RESEND_CAP_MS, TICK_MS } from './limits.ts'
import { unreachable } from './unreachable.ts'
import { listen, type Watch } from './watchdog.ts'

/** A message of the server arrived. */
export function hear(
  state: ConnectionState,
  message: ServerMessage,
  moment: Moment,
  settings: ConnectionSettings,
): ConnectionStep {
  const { phase } = state
  if (phase.kind === 'live') {
    return hearLive(state, { ...phase, watch: listen(phase.watch, moment.nowMs) }, message, moment)
  }
  if (phase.kind !== 'greeting') return stay(state)
  // A server that is leaving may say so before it answers.
  if (message.type === 'goaway') return stay({ ...state, advisedMs: message.reconnectAfterMs })
  if (message.type !== 'welcome') return lose(state, moment, CLOSE.malformed)
  return welcomed(state, message, moment, settings)
}

function welcomed(
  state: ConnectionState,
  welcome: Welcome,
  moment: Moment,
  settings: ConnectionSettings,
): ConnectionStep {
  const { position } = state
  if (position && (position.epoch !== welcome.epoch || position.lastSeq > welcome.head)) return end(state, REPLACED)
  if (welcome.minSchemaVersion > settings.schemaVersion) return end(state, CLOSE.outdated)
  const { nowMs } = moment
  const watch: Watch = { heardAtMs: nowMs, lookedAtMs: nowMs, giveUpAtMs: undefined, bufferedBytes: 0 }
  const phase: Live = { kind: 'live', welcome, role: welcome.role, synced: false, watch, trouble: undefined }
  return {
    state: { ...state, phase, turnedAway: undefined },
    effects: [
      { type: 'clear-timer', timer: 'phase' },
      { type: 'set-timer', timer: 'tick', afterMs: TICK_MS },
      { type: 'set-timer', timer: 'healthy', afterMs: HEALTHY_AFTER_MS },
      { type: 'welcomed', welcome },
      { type: 'acknowledge', clientSeq: welcome.durableClientSeq },
      { type: 'push' },
    ],
  }
}

function hearLive(before: ConnectionState, live: Live, message: ServerMessage, moment: Moment): ConnectionStep {
  const state: ConnectionState = { ...before, phase: live }
  switch (message.type) {
    case 'welcome':
      return lose(state, moment, CLOSE.malformed)
    case 'state':
      return {
        state: reach(state, live, message.seq),
        effects: [{ type: 'apply-state', seq: message.seq, update: message.update }, { type: 'push' }],
      }
    case 'updates':
      return updates(state, live, message, moment)
    case 'synced':
      return {
        state: reach({ ...state, phase: { ...live, synced: true } }, live, message.seq),
        effects: [{ type: 'synced' }, { type: 'push' }],
      }
    case 'durable':
      return durable(state, live, message)
    case 'refused':
      return refused(state, live, message, moment)
    case 'awareness':
      return { state, effects: [{ type: 'apply-presence', entries: message.entries }] }
    case 'event':
      return serverEvent(state, live, message)
    case 'goaway':
      return stay({ ...state, advisedMs: message.reconnectAfterMs })
    case 'pong':
      return stay(state)
    default:
      return unreachable(message)
  }
}

/** The copy now holds the log up to `seq`, if it did not already. */
function reach(state: ConnectionState, live: Live, seq: Seq): ConnectionState {
  const lastSeq = toSeq(Math.max(state.position?.lastSeq ?? 0, seq))
  return { ...state, position: { epoch: live.welcome.epoch, lastSeq } }
}

function updates(state: ConnectionState, live: Live, message: Updates, moment: Moment): ConnectionStep {
  const lastSeq = state.position?.lastSeq ?? 0
  if (message.toSeq <= lastSeq) return stay(state)
  // Something between was missed. Nothing is lost: the position stands, and hello asks for what follows it.
  if (message.fromSeq > lastSeq + 1) return lose(state, moment, CLOSE.goingAway)
  return {
    state: reach(state, live, message.toSeq),
    effects: [{ type: 'apply-updates', updates: message }],
  }
}

function durable(state: ConnectionState, live: Live, message: Durable): ConnectionStep {
  // An ack passes over refused numbers, so only one beyond the refused push says that the trouble is over.
  const over = live.trouble !== undefined && message.clientSeq > live.trouble.refused.clientSeq
  const effects: ConnectionEffect[] = [{ type: 'acknowledge', clientSeq: message.clientSeq }, { type: 'push' }]
  if (over) effects.unshift({ type: 'clear-timer', timer: 'resend' })
  const phase = over ? { ...live, trouble: undefined } : live
  return { state: reach({ ...state, phase }, live, message.seq), effects }
}

function refused(state: ConnectionState, live: Live, message: Refused, moment: Moment): ConnectionStep {
  const told: ConnectionEffect = { type: 'refuse', refused: message }
  switch (message.reason.retry) {
    case 'never':
      return { state, effects: [told, { type: 'push' }] }
    case 'resync': {
      // The next welcome brings the other epoch to light; the outbox keeps everything until then.
      if (message.reason.name === 'wrong-epoch') return lose(state, moment, CLOSE.goingAway)
      return { state, effects: [told] }
    }
    case 'retry': {
      const attempt = live.trouble ? live.trouble.attempt + 1 : 0
      const afterMs = RESEND_BASE_MS + backOffMs(attempt, moment.random, RESEND_BASE_MS, RESEND_CAP_MS)
      const trouble: Trouble = { refused: message, attempt, resendAtMs: moment.nowMs + afterMs }
      return {
        state: { ...state, phase: { ...live, trouble } },
        effects: [told, { type: 'set-timer', timer: 'resend', afterMs }],
      }
    }
    default:
      return unreachable(message.reason.retry)
  }
}

function serverEvent(state: ConnectionState, live: Live, event: ServerEvent): ConnectionStep {
  const told: ConnectionEffect = { type: 'tell', event }
  const role = roleIn(event)
  if (!role) return { state, effects: [told] }
  return { state: { ...state, phase: { ...live, role } }, effects: [told, { type: 'push' }] }
}
