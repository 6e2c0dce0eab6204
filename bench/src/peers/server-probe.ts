/**
 * Loaded into every server that is measured (`node --import`), whichever it is: answers, over the channel to the bench,
 * how much memory is in use once the garbage is gone. Does nothing else and does not keep the process alive.
 */
import { isMainThread } from 'node:worker_threads'

export interface MemoryAnswer {
  readonly heapBytes: number
  /** Heap, buffers and the like: what the process holds on to. */
  readonly heldBytes: number
}

if (isMainThread && process.channel) {
  process.on('message', (message) => {
    if (message !== 'memory') return
    // A second pass takes what the first one's finalisers let go.
    for (let pass = 0; pass < 3; pass += 1) globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    const answer: MemoryAnswer = { heapBytes: heapUsed, heldBytes: heapUsed + external }
    process.send?.(answer)
  })
  process.channel.unref()
}
