/** The heavy work on documents, as those who need it see it. Threads do it in the server, the caller's own in a simulation. */
import type { ClockRange, InvalidUpdate, StateIndex, UpdateShape } from '@dure/document/update'
import type { CutUpdate } from './cut-update.ts'
import type { Clocks, DocumentJobs, Folded } from './document-jobs.ts'
import type { DocumentPreview } from './document-preview.ts'
import type { SnapshotContent } from './snapshot-codec.ts'

/** Every method rejects with `DocumentJobFailed` when the job cannot be done, or `DocumentWorkBusy` when not just now. */
export interface DocumentWork {
  /** Opens a stored snapshot: its Yjs V1 state and clocks. */
  decode(snapshot: Uint8Array): Promise<SnapshotContent>
  fold(ask: DocumentJobs['fold']['ask']): Promise<Folded>
  copy(ask: DocumentJobs['copy']['ask']): Promise<DocumentJobs['copy']['answer']>
  preview(ask: DocumentJobs['preview']['ask']): Promise<DocumentPreview>
  /** Where what lies in a Yjs V1 state. */
  index(state: Uint8Array): Promise<StateIndex>
  /** What an update says; an `InvalidUpdate` is an answer, too. */
  scan(update: Uint8Array): Promise<UpdateShape | InvalidUpdate>
  /** The update without what is below `clocks`. */
  cut(update: Uint8Array, clocks: Clocks): Promise<CutUpdate | 'impossible'>
  deletesOf(state: Uint8Array): Promise<readonly ClockRange[]>
}

/** The job cannot be done: its input is damaged, or ends the thread that does it. */
export class DocumentJobFailed extends Error {
  override name = 'DocumentJobFailed'
}

/** Nothing is known of the job: too many wait, its thread was lost under another, or the server is stopping. */
export class DocumentWorkBusy extends Error {
  override name = 'DocumentWorkBusy'
}
