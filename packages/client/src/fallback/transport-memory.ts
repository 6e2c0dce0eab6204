/**
 * What is remembered of networks between visits. A page is not told which network it is on: some browsers say of what
 * kind it is (wifi, ethernet, cellular), and that is all there is to tell them apart. So what is kept is a guess of what
 * to try first, not more; it expires, and is tested again on each visit.
 */
import { NETWORK_MEMORY_MS } from '../limits.ts'
import type { Remembered } from './transport-choice.ts'

export interface TransportMemory {
  recall(nowMs: number): Remembered | undefined
  /** Undefined: forget. */
  keep(remembered: Remembered | undefined, nowMs: number): void
}

export const noMemory: TransportMemory = { recall: () => undefined, keep: () => undefined }

/** As much of `Storage` as is used. */
export interface TextStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** @param networkKind What the browser says of the network just now; empty where it says nothing. */
export function storedMemory(storage: TextStorage, serverUrl: string, networkKind: () => string): TransportMemory {
  const key = () => `dure.transport ${new URL(serverUrl).host} ${networkKind()}`.trim()
  return {
    recall: (nowMs) => quietly(() => read(storage.getItem(key()), nowMs)),
    keep: (remembered, nowMs) => {
      quietly(() => {
        if (!remembered) storage.removeItem(key())
        else storage.setItem(key(), JSON.stringify({ ...remembered, untilMs: nowMs + NETWORK_MEMORY_MS }))
      })
    },
  }
}

/** The page's own, where there is one that may be used. */
export function platformMemory(serverUrl: string): TransportMemory {
  if (typeof document === 'undefined') return noMemory
  const storage = quietly(() => globalThis.localStorage)
  return storage ? storedMemory(storage, serverUrl, networkKind) : noMemory
}

function networkKind(): string {
  const connection: unknown = 'connection' in navigator ? navigator.connection : undefined
  if (typeof connection !== 'object' || connection === null || !('type' in connection)) return ''
  return typeof connection.type === 'string' ? connection.type : ''
}

function read(text: string | null, nowMs: number): Remembered | undefined {
  const kept: unknown = text === null ? undefined : JSON.parse(text)
  if (typeof kept !== 'object' || kept === null || !('untilMs' in kept) || !('stream' in kept)) return undefined
  const { untilMs, stream } = kept
  // A clock that was set back must not make a guess last for ever.
  if (typeof untilMs !== 'number' || untilMs <= nowMs || untilMs > nowMs + NETWORK_MEMORY_MS) return undefined
  return stream === 'works' || stream === 'blocked' || stream === 'unknown' ? { stream } : undefined
}

/** Storage may be denied, full, or hold what somebody else wrote: all of it is as good as no memory. */
function quietly<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
