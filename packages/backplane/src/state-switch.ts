/** Up or down, and who is told at each change. */
import type { BackplaneState } from './backplane.ts'
import { type BackplaneLog, reasonOf } from './backplane-log.ts'

export interface StateSwitch {
  readonly current: BackplaneState
  /** Tells the listeners when this is a change. One that throws is logged and keeps nobody else from being told. */
  set(state: BackplaneState): void
  onChange(listener: (state: BackplaneState) => void): () => void
  /** Down for good, telling nobody: whoever closes knows. */
  close(): void
}

export function createStateSwitch(initial: BackplaneState, log: BackplaneLog): StateSwitch {
  let current = initial
  const listeners = new Set<(state: BackplaneState) => void>()
  return {
    get current() {
      return current
    },
    set: (state) => {
      if (state === current) return
      current = state
      for (const listener of [...listeners]) {
        try {
          listener(state)
        } catch (error) {
          log('error', 'backplane-listener-threw', { what: 'state', reason: reasonOf(error) })
        }
      }
    },
    onChange: (listener) => {
      // A function of its own, so that the same listener may be added twice and removed once.
      const own = (state: BackplaneState) => listener(state)
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
    close: () => {
      listeners.clear()
      current = 'down'
    },
  }
}
