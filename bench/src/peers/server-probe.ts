/**
 * Loaded into every server that is measured (`node --import`), whichever it is: answers, over the channel to the bench,
 * how much memory is in use once the garbage is gone, and how late its event loop was. Does nothing else and does not keep the process alive.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

export interface MemoryAnswer {
  readonly heapBytes: number
  /** Heap, buffers and the like: what the process holds on to. */
  readonly heldBytes: number
}

/** How late the event loop came to what was due, since this was last asked, in ms. */
export interface LoopAnswer {
  readonly p99Ms: number
  readonly maxMs: number
}

const LOOP_RESOLUTION_MS = 5

if (isMainThread && process.channel) {
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  loop.enable()
  process.on('message', (message) => {
    if (message === 'loop') {
      // The histogram counts the time between looks, of which one resolution is not late.
      const late = (ns: number): number => Math.max(0, ns / 1e6 - LOOP_RESOLUTION_MS)
      const answer: LoopAnswer = { p99Ms: late(loop.percentile(99)), maxMs: late(loop.max) }
      loop.reset()
      process.send?.(answer)
    }
    if (message !== 'memory') return
    // A second pass takes what the first one's finalisers let go.
    for (let pass = 0; pass < 3; pass += 1) globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    const answer: MemoryAnswer = { heapBytes: heapUsed, heldBytes: heapUsed + external }
    process.send?.(answer)
  })
  process.channel.unref()
}
