/**
 * How long to wait before the next try: full jitter, after Marc Brooker, "Exponential Backoff And Jitter" (AWS
 * Architecture Blog, 2015): a random time from 0 to an exponentially growing bound, so that replicas that lost the same
 * server do not return together.
 */
export interface BackOff {
  /** Bound of the first wait. */
  readonly baseMs: number
  /** Bound of all waits. */
  readonly capMs: number
}

/** @param failures Tries that failed in a row, from 1. @param fraction From 0 up to, not including, 1. */
export const backOffMs = ({ baseMs, capMs }: BackOff, failures: number, fraction: number): number =>
  Math.floor(fraction * Math.min(capMs, baseMs * 2 ** (failures - 1)))
