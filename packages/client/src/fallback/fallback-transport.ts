/**
 * A transport that finds out what gets through on this network, and goes back to a WebSocket when it can. Decisions are
 * made in `transport-race.ts` and `transport-choice.ts`; this carries them out.
 *
 * What is sent before a carrier has won (hello) goes to each that is started. That may reach the server more than once,
 * and does no harm: until it has answered, nothing was pushed.
 */
import { CLIENT_SILENCE_MS, CLOSE, MESSAGE, writeGoaway, writePing } from '@dure/protocol'
import type { Clock } from '../clock.ts'
import { HAND_OVER_LOOKS, HAND_OVER_MS } from '../limits.ts'
import type { WatchPage } from '../page-signals.ts'
import { NORMAL_CLOSURE, type OpenTransport, type Transport, type TransportListener } from '../transport.ts'
import { Retest, type Tested } from './retest.ts'
import {
  type Carrier,
  type Choice,
  type Lesson,
  learn,
  NOTHING_KNOWN,
  plan,
  worthRemembering,
} from './transport-choice.ts'
import type { TransportMemory } from './transport-memory.ts'
import { BROKEN, type Race, type RaceEvent, type RaceStep, STALLED, startRace, stepRace } from './transport-race.ts'

export interface FallbackPorts {
  readonly carriers: Readonly<Record<Carrier, OpenTransport>>
  readonly clock: Clock
  readonly memory: TransportMemory
  readonly watchPage: WatchPage
}

export function fallbackTransport(ports: FallbackPorts): OpenTransport {
  const network = new Network(ports)
  return (listener) => new Attempt(ports, network, listener)
}

/** What is known of the network, and a WebSocket that was tried and waits to be taken. */
class Network {
  readonly #ports: FallbackPorts
  #choice: Choice = NOTHING_KNOWN
  ready: Tested | undefined

  constructor(ports: FallbackPorts) {
    this.#ports = ports
    const remembered = ports.memory.recall(ports.clock.now())
    if (remembered) this.#choice = learn(this.#choice, { type: 'remembered', remembered })
  }

  get choice(): Choice {
    return this.#choice
  }

  learn(lesson: Lesson): void {
    const before = worthRemembering(this.#choice)
    this.#choice = learn(this.#choice, lesson)
    const after = worthRemembering(this.#choice)
    if (before?.stream !== after?.stream || (before === undefined) !== (after === undefined))
      this.#ports.memory.keep(after, this.#ports.clock.now())
  }
}

/** One connection, as its owner sees it. */
class Attempt implements Transport {
  readonly #ports: FallbackPorts
  readonly #network: Network
  readonly #listener: TransportListener
  readonly #running = new Map<Carrier, { readonly transport: Transport; open: boolean }>()
  /** Said before a carrier won. */
  readonly #early: Uint8Array<ArrayBuffer>[] = []
  #race: Race
  #patience: unknown
  #opened = false
  #over = false
  #wonAtMs = 0
  #heardAtMs = 0
  /** Our own ping to a WebSocket may be answered before hello is: that answer is not the connection's. */
  #spoken = false
  #retest: Retest | undefined
  #stopWatching: () => void = () => {}

  constructor(ports: FallbackPorts, network: Network, listener: TransportListener) {
    this.#ports = ports
    this.#network = network
    this.#listener = listener
    const { ready } = network
    network.ready = undefined
    const first = startRace(
      ready ? { carriers: ['websocket'], patienceMs: 0, trustsFirst: true } : plan(network.choice),
    )
    this.#race = first.race
    if (ready) this.#takeOver(ready)
    else this.#perform(first)
    this.#stopWatching = ports.watchPage({
      network: (online) => {
        if (online) this.#networkChanged()
      },
      shown: () => {},
      hidden: () => {},
    })
  }

  get bufferedBytes(): number {
    const winner = this.#race.winner && this.#running.get(this.#race.winner)
    return winner ? winner.transport.bufferedBytes : 0
  }

  send(message: Uint8Array<ArrayBuffer>): void {
    if (this.#over) return
    if (!this.#race.winner) this.#early.push(message)
    for (const { transport, open } of this.#running.values()) if (open) transport.send(message)
  }

  close(code: number, reason: string): void {
    if (this.#over) return
    const now = this.#ports.clock.now()
    // Given up because nothing was heard any more: it broke, without saying so.
    if (this.#race.winner && now - this.#heardAtMs >= CLIENT_SILENCE_MS) this.#broke(this.#race.winner)
    else if (!this.#race.winner) this.#network.learn({ type: 'failed' })
    for (const { transport } of this.#running.values()) transport.close(code, reason)
    this.#end()
  }

  // ── the race ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #step(event: RaceEvent): void {
    if (!this.#over) this.#perform(stepRace(this.#race, event))
  }

  #perform({ race, effects }: RaceStep): void {
    this.#race = race
    for (const effect of effects) {
      switch (effect.type) {
        case 'start':
          this.#start(effect.carrier, effect.patienceMs)
          break
        case 'drop':
          this.#drop(effect.carrier)
          break
        case 'won':
          this.#won(effect.winner, effect.others)
          break
        case 'over':
          if (effect.code === STALLED) this.#network.learn({ type: 'stalled' })
          else if (effect.broken && race.winner) this.#broke(race.winner)
          else if (effect.broken) this.#network.learn({ type: 'failed' })
          this.#end()
          this.#listener.closed(effect.code === STALLED ? BROKEN : effect.code)
          break
        default:
          effect satisfies never
      }
    }
  }

  #start(carrier: Carrier, patienceMs: number): void {
    const { clock, carriers } = this.#ports
    clock.clearTimeout(this.#patience)
    this.#patience = clock.setTimeout(() => this.#step({ type: 'overdue' }), patienceMs)
    try {
      this.#running.set(carrier, { transport: carriers[carrier](this.#listenerOf(carrier)), open: false })
    } catch {
      // A page may not open this at all (mixed content, a blocked port).
      queueMicrotask(() => this.#step({ type: 'ended', carrier, code: CLOSE.goingAway.code }))
    }
  }

  #listenerOf(carrier: Carrier): TransportListener {
    return {
      opened: () => this.#carrierOpened(carrier),
      flowing: () => this.#through(carrier),
      message: (bytes) => {
        this.#through(carrier)
        if (this.#over || this.#race.winner !== carrier) return
        this.#hear(bytes)
      },
      closed: (code) => {
        this.#running.delete(carrier)
        this.#step({ type: 'ended', carrier, code })
      },
    }
  }

  #carrierOpened(carrier: Carrier): void {
    const running = this.#running.get(carrier)
    if (!running || this.#over) return
    running.open = true
    // Answered before the document is loaded: shows that messages get through, where some proxies let only the
    // handshake pass.
    if (carrier === 'websocket') running.transport.send(writePing())
    for (const message of this.#early) running.transport.send(message)
    if (this.#opened) return
    this.#opened = true
    this.#listener.opened()
  }

  #through(carrier: Carrier): void {
    this.#heardAtMs = this.#ports.clock.now()
    if (this.#race.winner !== carrier) this.#step({ type: 'through', carrier })
  }

  #hear(bytes: Uint8Array): void {
    if (!this.#spoken && bytes[0] === MESSAGE.pong) return
    this.#spoken = true
    this.#listener.message(bytes)
  }

  #won(winner: Carrier, others: readonly Carrier[]): void {
    this.#ports.clock.clearTimeout(this.#patience)
    this.#wonAtMs = this.#ports.clock.now()
    this.#network.learn({ type: 'won', winner, others })
    this.#early.length = 0
    if (winner !== 'websocket') this.#retestIn(this.#network.choice.retestAfterMs)
  }

  #drop(carrier: Carrier): void {
    const running = this.#running.get(carrier)
    this.#running.delete(carrier)
    running?.transport.close(NORMAL_CLOSURE, 'another carrier won')
  }

  #broke(carrier: Carrier): void {
    this.#network.learn({ type: 'broke', carrier, livedMs: this.#ports.clock.now() - this.#wonAtMs })
  }

  #end(): void {
    this.#over = true
    this.#ports.clock.clearTimeout(this.#patience)
    this.#retest?.stop()
    this.#stopWatching()
  }

  // ── back to a WebSocket ───────────────────────────────────────────────────────────────────────────────────────────

  #retestIn(afterMs: number): void {
    this.#retest?.stop()
    const { carriers, clock } = this.#ports
    this.#retest = new Retest(carriers.websocket, clock, afterMs, (tested) => {
      this.#network.learn({ type: 'retested', worked: tested !== undefined })
      if (tested) this.#handOver(tested, HAND_OVER_LOOKS)
      else this.#retestIn(this.#network.choice.retestAfterMs)
    })
  }

  /** Lets the connection be made anew over the WebSocket, at a moment when nothing is under way. */
  #handOver(tested: Tested, looks: number): void {
    if (this.#over || tested.ended) {
      tested.transport.close(NORMAL_CLOSURE, 'not needed')
      return
    }
    if (this.bufferedBytes > 0 && looks > 0) {
      this.#ports.clock.setTimeout(() => this.#handOver(tested, looks - 1), HAND_OVER_MS)
      return
    }
    this.#network.ready = tested
    for (const { transport } of this.#running.values()) transport.close(NORMAL_CLOSURE, 'back to a WebSocket')
    this.#end()
    // As a server that leaves: come back, and at once.
    this.#listener.message(writeGoaway(0))
    this.#listener.closed(CLOSE.restarting.code)
  }

  #takeOver(tested: Tested): void {
    this.#running.set('websocket', { transport: tested.transport, open: true })
    tested.listener = this.#listenerOf('websocket')
    queueMicrotask(() => {
      if (this.#over) return
      if (tested.ended) {
        this.#running.delete('websocket')
        this.#step({ type: 'ended', carrier: 'websocket', code: CLOSE.goingAway.code })
        return
      }
      this.#through('websocket')
      this.#opened = true
      this.#listener.opened()
    })
  }

  #networkChanged(): void {
    this.#network.learn({ type: 'network-changed' })
    if (this.#race.winner && this.#race.winner !== 'websocket') this.#retestIn(0)
  }
}
