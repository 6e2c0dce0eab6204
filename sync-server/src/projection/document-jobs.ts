/** What document workers are asked, and what they answer. Everything here survives a structured clone. */
import type { ClockRange } from '@dure/document/update'

export type Clocks = ReadonlyMap<number, number>

export interface DocumentJobs {
  /** Opens a stored snapshot. */
  decode: { ask: { readonly snapshot: Uint8Array }; answer: { readonly state: Uint8Array; readonly clocks: Clocks } }
  /** Folds rows into a state and reads the projections off it. */
  fold: {
    ask: {
      readonly base: Uint8Array
      readonly rows: readonly Uint8Array[]
      readonly withSnapshot: boolean
      readonly mend: boolean
    }
    answer: Folded
  }
  /** What a holder of `clocks` lacks of `state`. */
  diff: { ask: { readonly state: Uint8Array; readonly clocks: Clocks }; answer: Uint8Array }
  /** The delete set of a state. */
  deletes: { ask: { readonly state: Uint8Array }; answer: readonly ClockRange[] }
}

export interface Folded {
  readonly title: string
  /** Indexes of rows that no document can integrate. */
  readonly rejected: readonly number[]
  /** Present when asked for and there is something to mend: an update that mends it, for the log like any edit. */
  readonly mended?: Uint8Array
  /** Present when asked for: the stored form, and the folded state with its clocks. */
  readonly snapshot?: { readonly bytes: Uint8Array; readonly state: Uint8Array; readonly clocks: Clocks }
}

export type JobName = keyof DocumentJobs

export interface JobRequest<Name extends JobName = JobName> {
  readonly id: number
  readonly name: Name
  readonly ask: DocumentJobs[Name]['ask']
}

export type JobReply =
  | { readonly id: number; readonly answer: DocumentJobs[JobName]['answer'] }
  | { readonly id: number; readonly error: string }
