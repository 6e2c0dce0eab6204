/** What document workers are asked, and what they answer. Everything here survives a structured clone. */
import type { ClockRange, InvalidUpdate, PackedShape, StateIndex } from '@dure/document/update'

import type { DocumentPreview } from './document-preview.ts'
import type { SnapshotContent } from './snapshot-codec.ts'

export type Clocks = ReadonlyMap<number, number>

export interface DocumentJobs {
  /** Opens a stored snapshot. */
  decode: { ask: { readonly snapshot: Uint8Array }; answer: SnapshotContent }
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
  /** The state that rows make, as the first update of another document: under another title where one is given. */
  copy: {
    ask: { readonly base: Uint8Array; readonly rows: readonly Uint8Array[]; readonly title?: string }
    answer: { readonly state: Uint8Array; readonly title: string }
  }
  /** What a page shows of the document before it is connected. */
  preview: { ask: { readonly base: Uint8Array; readonly rows: readonly Uint8Array[] }; answer: DocumentPreview }
  /** Where what lies in a state. */
  index: { ask: { readonly state: Uint8Array }; answer: StateIndex }
  /** What an update says, or why it says nothing. */
  scan: { ask: { readonly update: Uint8Array }; answer: Scanned }
  /** An update without what is below `clocks`; null when Yjs cannot cut it. */
  cut: {
    ask: { readonly update: Uint8Array; readonly clocks: Clocks }
    answer: { readonly bytes: Uint8Array; readonly shape: PackedShape } | null
  }
  /** The delete set of a state. */
  deletes: { ask: { readonly state: Uint8Array }; answer: readonly ClockRange[] }
}

export type Scanned =
  | { readonly shape: PackedShape }
  | { readonly invalid: InvalidUpdate['kind']; readonly message: string }

export interface Folded {
  readonly title: string
  /** The emoji beside it. */
  readonly icon: string | null
  /** Indexes of rows that no document can integrate. */
  readonly rejected: readonly number[]
  /** Present when asked for and there is something to mend: an update that mends it, for the log like any edit. */
  readonly mended?: Uint8Array
  /** Present when asked for: the stored form, and the folded state with its clocks. */
  readonly snapshot?: SnapshotContent & { readonly bytes: Uint8Array }
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
