/**
 * Carries out the connection's effects: owns the transport, the timers and the page's signals, and feeds what happens
 * back into `connection-state.ts`. Events are handled one after the other, each with all its effects, so that an effect
 * that causes the next event never finds a half-changed state.
 */
import { CLOSE, MalformedMessage, readServerMessage, writeHello, writePing } from '@dure/protocol'
import type { Clock } from './clock.ts'
import type { ConnectionEffect, ConnectionEvent, ConnectionSettings, TimerName } from './connection-event.ts'
import { type ConnectionState, idleConnection, type Position } from './connection-phase.ts'
import { step } from './connection-state.ts'
import type { OpenTransport, Transport } from './transport.ts'

type DriverEffectType = 'open-transport' | 'close-transport' | 'send-hello' | 'send-ping' | 'set-timer' | 'clear-timer'
type DriverEffect = Extract<ConnectionEffect, { type: DriverEffectType }>
/** What concerns the document, its outbox and its people. */
export type DocumentEffect = Exclude<ConnectionEffect, DriverEffect>

/** The document behind the connection. */
export interface ConnectionOwner {
  perform(effect: DocumentEffect): void
  /** The hello to say now. */
  hello(resume: Position | undefined): Parameters<typeof writeHello>[0]
  /** Since when a push waits for its answer. */
  unansweredSinceMs(): number | undefined
  /** After each event with all its effects. */
  settled(): void
}

export interface DriverPorts {
  readonly openTransport: OpenTransport
  readonly clock: Clock
  /** From 0 up to, not including, 1. */
  readonly random: () => number
}

export class ConnectionDriver {
  readonly #owner: ConnectionOwner
  readonly #ports: DriverPorts
  readonly #settings: ConnectionSettings
  readonly #timers = new Map<TimerName, unknown>()
  #state: ConnectionState = idleConnection
  #transport: Transport | undefined
  /** Tells the callbacks of the present transport from those of former ones. */
  #generation = 0
  /** With the transport an event belongs to, if it belongs to one. */
  #events: { readonly event: ConnectionEvent; readonly generation: number | undefined }[] = []
  #handling = false

  constructor(owner: ConnectionOwner, ports: DriverPorts, settings: ConnectionSettings) {
    this.#owner = owner
    this.#ports = ports
    this.#settings = settings
  }

  get state(): ConnectionState {
    return this.#state
  }

  dispatch(event: ConnectionEvent, generation?: number): void {
    this.#events.push({ event, generation })
    if (this.#handling) return
    this.#handling = true
    try {
      for (let next = this.#events.shift(); next; next = this.#events.shift()) {
        if (next.generation === undefined || next.generation === this.#generation) this.#handle(next.event)
      }
    } finally {
      this.#handling = false
    }
  }

  /** Sends a message, or drops it while there is no connection. */
  send(message: Uint8Array<ArrayBuffer>): void {
    this.#transport?.send(message)
  }

  #handle(event: ConnectionEvent): void {
    const moment = { nowMs: this.#ports.clock.now(), random: this.#ports.random() }
    const { state, effects } = step(this.#state, event, moment, this.#settings)
    this.#state = state
    for (const effect of effects) this.#perform(effect)
    this.#owner.settled()
  }

  #perform(effect: ConnectionEffect): void {
    switch (effect.type) {
      case 'open-transport':
        this.#open()
        break
      case 'close-transport':
        this.#generation += 1
        this.#transport?.close(effect.code, effect.reason)
        this.#transport = undefined
        break
      case 'send-hello':
        this.send(writeHello(this.#owner.hello(effect.resume)))
        break
      case 'send-ping':
        this.send(writePing())
        break
      case 'set-timer':
        this.#setTimer(effect.timer, effect.afterMs)
        break
      case 'clear-timer':
        this.#clearTimer(effect.timer)
        break
      default:
        this.#owner.perform(effect)
    }
  }

  #open(): void {
    this.#generation += 1
    const generation = this.#generation
    try {
      this.#transport = this.#ports.openTransport({
        opened: () => this.dispatch({ type: 'opened' }, generation),
        message: (bytes) => this.dispatch(read(bytes), generation),
        closed: (code) => this.dispatch({ type: 'closed', code }, generation),
      })
    } catch {
      // A page may not open this socket at all (mixed content, a blocked port): as good as a broken network.
      this.dispatch({ type: 'closed', code: CLOSE.goingAway.code }, generation)
    }
  }

  #setTimer(name: TimerName, afterMs: number): void {
    this.#clearTimer(name)
    this.#timers.set(
      name,
      this.#ports.clock.setTimeout(() => {
        this.#timers.delete(name)
        this.dispatch(name === 'tick' ? this.#tick() : { type: 'timer', timer: name })
      }, afterMs),
    )
  }

  #tick(): ConnectionEvent {
    const bufferedBytes = this.#transport?.bufferedBytes ?? 0
    return { type: 'tick', bufferedBytes, unansweredSinceMs: this.#owner.unansweredSinceMs() }
  }

  #clearTimer(name: TimerName): void {
    this.#ports.clock.clearTimeout(this.#timers.get(name))
    this.#timers.delete(name)
  }
}

function read(bytes: Uint8Array): ConnectionEvent {
  try {
    return { type: 'message', message: readServerMessage(bytes) }
  } catch (error) {
    if (error instanceof MalformedMessage) return { type: 'unreadable' }
    throw error
  }
}
