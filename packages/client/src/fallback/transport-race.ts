/**
 * One attempt at a connection by several carriers: the first that brings a word of the server wins, and the others are
 * let go of. Each is started when the one before has failed, or has taken too long. Pure.
 */
import { CLOSE, closeReasonOf } from '@dure/protocol'
import { FALLBACK_PATIENCE_MS } from '../limits.ts'
import { unreachable } from '../unreachable.ts'
import type { Carrier, Plan } from './transport-choice.ts'

export interface Race {
  readonly waiting: readonly Carrier[]
  readonly running: readonly Carrier[]
  /** All that were started, in order. */
  readonly started: readonly Carrier[]
  readonly winner: Carrier | undefined
  readonly over: boolean
  readonly trustsFirst: boolean
}

export type RaceEvent =
  /** The last that was started has had its time. */
  | { readonly type: 'overdue' }
  /** Bytes of the server's came this way. */
  | { readonly type: 'through'; readonly carrier: Carrier }
  | { readonly type: 'ended'; readonly carrier: Carrier; readonly code: number }

export type RaceEffect =
  | { readonly type: 'start'; readonly carrier: Carrier; readonly patienceMs: number }
  | { readonly type: 'drop'; readonly carrier: Carrier }
  | { readonly type: 'won'; readonly winner: Carrier; readonly others: readonly Carrier[] }
  /** The attempt is over. `broken`: without a word of the server's. */
  | { readonly type: 'over'; readonly code: number; readonly broken: boolean }

export interface RaceStep {
  readonly race: Race
  readonly effects: readonly RaceEffect[]
}

/** What the platform reports for a connection that broke without a close frame. */
export const BROKEN = 1006

/** Ours, never on the wire: the server answers requests, and its stream says nothing. */
export const STALLED = 4900

export function startRace({ carriers, patienceMs, trustsFirst }: Plan): RaceStep {
  const race: Race = { waiting: carriers, running: [], started: [], winner: undefined, over: false, trustsFirst }
  return startNext(race, patienceMs)
}

export function stepRace(race: Race, event: RaceEvent): RaceStep {
  if (race.over) return { race, effects: [] }
  switch (event.type) {
    case 'overdue':
      return race.winner ? { race, effects: [] } : startNext(race, FALLBACK_PATIENCE_MS)
    case 'through':
      return through(race, event.carrier)
    case 'ended':
      return ended(race, event.carrier, event.code)
    default:
      return unreachable(event)
  }
}

function startNext(race: Race, patienceMs: number): RaceStep {
  const [carrier, ...waiting] = race.waiting
  if (!carrier) return { race, effects: [] }
  return {
    race: { ...race, waiting, running: [...race.running, carrier], started: [...race.started, carrier] },
    effects: [{ type: 'start', carrier, patienceMs }],
  }
}

function through(race: Race, carrier: Carrier): RaceStep {
  if (race.winner || !race.running.includes(carrier)) return { race, effects: [] }
  const others = race.started.filter((each) => each !== carrier)
  const dropped = race.running.filter((each) => each !== carrier)
  return {
    race: { ...race, winner: carrier, running: [carrier], waiting: [] },
    effects: [
      ...dropped.map((each): RaceEffect => ({ type: 'drop', carrier: each })),
      { type: 'won', winner: carrier, others },
    ],
  }
}

function ended(race: Race, carrier: Carrier, code: number): RaceStep {
  if (!race.running.includes(carrier)) return { race, effects: [] }
  const running = race.running.filter((each) => each !== carrier)
  const left: Race = { ...race, running }
  const broken = !isWordOfServer(code)
  // What the server says it would say by any carrier.
  if (race.winner || !broken) return over(left, code, broken)
  if (race.trustsFirst && race.started.length === 1) return over(left, code, true)
  // One that was started later has its own time.
  if (left.waiting.length > 0 && (race.started.at(-1) === carrier || running.length === 0))
    return startNext(left, FALLBACK_PATIENCE_MS)
  return running.length > 0 ? { race: left, effects: [] } : over(left, BROKEN, true)
}

const over = (race: Race, code: number, broken: boolean): RaceStep => ({
  race: { ...race, running: [], waiting: [], over: true },
  effects: [
    ...race.running.map((each): RaceEffect => ({ type: 'drop', carrier: each })),
    { type: 'over', code, broken },
  ],
})

/** Whether a close code is the server's. A proxy that ends a socket politely says 1000 or 1001, and so may a server. */
const isWordOfServer = (code: number): boolean =>
  code !== CLOSE.goingAway.code && closeReasonOf(code).name !== 'network'
