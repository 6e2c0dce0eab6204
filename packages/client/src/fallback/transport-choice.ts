/**
 * Which carrier is tried first on this network, and for how long, from what became of those tried before. Pure.
 *
 * A network that blocks WebSockets is not told from a server that is down by one failure: it counts as blocked only when
 * something else got through where a WebSocket did not, or when WebSockets keep breaking. What is blocked is tried again
 * later, in quiet (`retestAfterMs`), so that a wrong verdict costs little.
 */
import {
  FIRST_PATIENCE_MS,
  KNOWN_PATIENCE_MS,
  MAX_SHORT_LIVES,
  RETEST_BASE_MS,
  RETEST_CAP_MS,
  SHORT_LIFE_MS,
  STREAM_SHORT_LIFE_MS,
  TRUSTED_FAILURES,
} from '../limits.ts'
import { unreachable } from '../unreachable.ts'

/** Best first. */
export const CARRIERS = ['websocket', 'stream', 'poll'] as const
/** What carries a connection. */
export type Carrier = (typeof CARRIERS)[number]
type Verdict = 'unknown' | 'works' | 'blocked'

export interface Choice {
  readonly webSocket: Verdict
  readonly stream: Verdict
  /** WebSockets in a row that worked and broke soon. */
  readonly shortLives: number
  /** Attempts in a row in which nothing got through. */
  readonly failures: number
  /** How long a blocked WebSocket is left alone before it is tried again. */
  readonly retestAfterMs: number
}

/** What is remembered of a network. */
export interface Remembered {
  readonly stream: Verdict
}

export const NOTHING_KNOWN: Choice = Object.freeze({
  webSocket: 'unknown',
  stream: 'unknown',
  shortLives: 0,
  failures: 0,
  retestAfterMs: RETEST_BASE_MS,
})

export type Lesson =
  /** The winner got through first; the others had been started before it, and had not. */
  | { readonly type: 'won'; readonly winner: Carrier; readonly others: readonly Carrier[] }
  /** Nothing got through. */
  | { readonly type: 'failed' }
  /** A connection that had worked broke without a word of the server's. */
  | { readonly type: 'broke'; readonly carrier: Carrier; readonly livedMs: number }
  /** A stream fell silent while the server answered what was asked: something holds it back. */
  | { readonly type: 'stalled' }
  /** A WebSocket was tried beside the connection. */
  | { readonly type: 'retested'; readonly worked: boolean }
  | { readonly type: 'remembered'; readonly remembered: Remembered }
  /** This may be another network. */
  | { readonly type: 'network-changed' }

export function learn(choice: Choice, lesson: Lesson): Choice {
  switch (lesson.type) {
    case 'won':
      return won(choice, lesson.winner, lesson.others)
    case 'failed':
      return { ...choice, failures: choice.failures + 1 }
    case 'broke':
      return broke(choice, lesson.carrier, lesson.livedMs)
    case 'stalled':
      return { ...choice, stream: 'blocked' }
    case 'retested':
      // On probation: it is trusted again when it has lived for a while, and not if it breaks before.
      return lesson.worked
        ? { ...choice, webSocket: 'works', shortLives: Math.max(0, MAX_SHORT_LIVES - 1) }
        : { ...choice, retestAfterMs: Math.min(choice.retestAfterMs * 2, RETEST_CAP_MS) }
    case 'remembered':
      return { ...choice, webSocket: 'blocked', stream: lesson.remembered.stream }
    case 'network-changed':
      return NOTHING_KNOWN
    default:
      return unreachable(lesson)
  }
}

function won(choice: Choice, winner: Carrier, others: readonly Carrier[]): Choice {
  const next: Choice = { ...choice, failures: 0 }
  if (winner === 'websocket') return { ...next, webSocket: 'works' }
  const webSocket = others.includes('websocket') ? 'blocked' : next.webSocket
  if (winner === 'stream') return { ...next, webSocket, stream: 'works' }
  return { ...next, webSocket, stream: others.includes('stream') ? 'blocked' : next.stream }
}

function broke(choice: Choice, carrier: Carrier, livedMs: number): Choice {
  switch (carrier) {
    case 'websocket': {
      if (livedMs >= SHORT_LIFE_MS) return { ...choice, shortLives: 0, retestAfterMs: RETEST_BASE_MS }
      const shortLives = choice.shortLives + 1
      if (shortLives < MAX_SHORT_LIVES) return { ...choice, shortLives }
      const retestAfterMs = Math.min(choice.retestAfterMs * 2, RETEST_CAP_MS)
      return { ...choice, webSocket: 'blocked', shortLives: 0, retestAfterMs }
    }
    // A stream that brings its first words and then nothing is being held back by something.
    case 'stream':
      return livedMs < STREAM_SHORT_LIFE_MS ? { ...choice, stream: 'blocked' } : choice
    case 'poll':
      return choice
    default:
      return unreachable(carrier)
  }
}

/** The order in which carriers are tried. */
export interface Plan {
  readonly carriers: readonly Carrier[]
  /** How long the first may take to get through before the next is tried beside it. */
  readonly patienceMs: number
  /** Whether an end of the first ends the attempt: the server is away, and asking it in other ways is no help. */
  readonly trustsFirst: boolean
}

export function plan(choice: Choice): Plan {
  if (choice.webSocket === 'works')
    return { carriers: CARRIERS, patienceMs: KNOWN_PATIENCE_MS, trustsFirst: choice.failures < TRUSTED_FAILURES }
  if (choice.webSocket === 'unknown') return { carriers: CARRIERS, patienceMs: FIRST_PATIENCE_MS, trustsFirst: false }
  const carriers: readonly Carrier[] =
    choice.stream === 'blocked' ? ['poll', 'websocket', 'stream'] : ['stream', 'poll', 'websocket']
  return { carriers, patienceMs: FIRST_PATIENCE_MS, trustsFirst: false }
}

/** What to keep for the next time this network is met; undefined when it needs no remembering. */
export const worthRemembering = ({ webSocket, stream }: Choice): Remembered | undefined =>
  webSocket === 'blocked' ? { stream } : undefined
