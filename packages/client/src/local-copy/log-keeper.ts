/** Hands what each event brings of the log to the local copy, as gapless runs. */
import { toSeq } from '@dure/protocol'
import type { Position } from '../connection-phase.ts'
import type { LocalCopy } from './local-copy.ts'

/** Content of the log that one event brought. */
interface Brought {
  readonly updates: readonly Uint8Array[]
  readonly whole: Uint8Array | undefined
}

export class LogKeeper {
  readonly #copy: LocalCopy
  #brought: Brought | undefined
  #position: Position | undefined

  constructor(copy: LocalCopy) {
    this.#copy = copy
  }

  /** The copy stands here. */
  startAt(position: Position | undefined): void {
    this.#position = position
  }

  /** `updates` account for all the numbers by which the position moves in this event; `whole` for all of them ever. */
  bring(updates: readonly Uint8Array[], whole?: Uint8Array): void {
    this.#brought = { updates, whole }
  }

  /** The event is over, and the log was received up to `position`. */
  settle(position: Position | undefined): void {
    const brought = this.#brought
    const former = this.#position?.lastSeq ?? 0
    this.#brought = undefined
    this.#position = position
    // What is left out here makes a gap, which the copy notices at the next run and closes with a whole document.
    if (!brought || !position) return
    const { epoch, lastSeq } = position
    if (brought.whole) this.#copy.keepWhole({ ...position, update: brought.whole })
    else if (lastSeq > former) {
      this.#copy.keepRun({ epoch, fromSeq: toSeq(former + 1), toSeq: lastSeq, updates: brought.updates })
    }
  }
}
