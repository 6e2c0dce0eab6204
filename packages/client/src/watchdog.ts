/**
 * Tells a quiet connection from a dead one. Pure; the connection looks every few seconds and when the page wakes up.
 *
 * A browser cannot see WebSocket pings, and a socket whose network vanished stays "open" for minutes. So silence is
 * answered with a ping in band, and silence after the ping with giving the socket up. Two things look like death and
 * are not: a large message still on its way up (the buffer shrinks), and a page that slept through its own timers.
 */
import { SLEPT_MS, TICK_MS } from './limits.ts'

export interface Watch {
  readonly heardAtMs: number
  readonly lookedAtMs: number
  /** A ping is out; the socket is given up when nothing was heard by then. */
  readonly giveUpAtMs: number | undefined
  readonly bufferedBytes: number
}

export type Look =
  | { readonly kind: 'fine'; readonly watch: Watch }
  | { readonly kind: 'ask'; readonly watch: Watch }
  | { readonly kind: 'give-up' }

/** Something was heard. */
export const listen = (watch: Watch, nowMs: number): Watch => ({ ...watch, heardAtMs: nowMs, giveUpAtMs: undefined })

/** A ping is sent now; no answer within `withinMs` means death. An earlier deadline stands. */
export function probe(watch: Watch, nowMs: number, withinMs: number): Watch {
  const giveUpAtMs = Math.min(nowMs + withinMs, watch.giveUpAtMs ?? Number.POSITIVE_INFINITY)
  return { ...watch, giveUpAtMs, lookedAtMs: nowMs }
}

export function lookAt(watch: Watch, nowMs: number, bufferedBytes: number, silenceMs: number): Look {
  const looked: Watch = { ...watch, lookedAtMs: nowMs, bufferedBytes }
  // The clock was set back: earlier times mean nothing any more.
  if (nowMs < watch.lookedAtMs) return { kind: 'fine', watch: listen(looked, nowMs) }
  if (bufferedBytes < watch.bufferedBytes) return { kind: 'fine', watch: listen(looked, nowMs) }
  if (watch.giveUpAtMs !== undefined) {
    return nowMs >= watch.giveUpAtMs ? { kind: 'give-up' } : { kind: 'fine', watch: looked }
  }
  // The silence may be the page's own: ask, and judge at the next look.
  const slept = nowMs - watch.lookedAtMs > TICK_MS + SLEPT_MS
  if (slept) return { kind: 'ask', watch: { ...looked, giveUpAtMs: nowMs + TICK_MS } }
  if (nowMs - watch.heardAtMs < silenceMs) return { kind: 'fine', watch: looked }
  return { kind: 'ask', watch: { ...looked, giveUpAtMs: nowMs + silenceMs } }
}
