/**
 * How long to wait before trying again: exponential with full jitter, which spreads a crowd that lost its server at the
 * same moment evenly and lets nobody wait for no reason (Marc Brooker, "Exponential Backoff And Jitter", 2015).
 */
import { BACKOFF_BASE_MS, BACKOFF_CAP_MS } from './limits.ts'

/**
 * @param attempt 0 for the first wait after a connection that had been fine.
 * @param random From 0 up to, not including, 1.
 */
export function backOffMs(attempt: number, random: number, baseMs = BACKOFF_BASE_MS, capMs = BACKOFF_CAP_MS): number {
  // 2^16 steps are far beyond any cap, and keep the power finite.
  return Math.floor(random * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 16)))
}
