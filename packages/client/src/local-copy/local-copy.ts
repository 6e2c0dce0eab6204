/**
 * What outlives the tab: the port to the copy of a document kept on this device, and to the outbox kept with it.
 *
 * The copy holds content of the server's log only, up to one position; edits that are not durable yet are in the outbox
 * beside it. So a copy never has to be unwound, and several tabs can write to one copy: whoever brings the next run of
 * the log appends it, and the others' is skipped.
 */
import type { Epoch, Seq, SessionId } from '@dure/protocol'
import type { Position } from '../connection-phase.ts'
import type { Outbox } from '../outbox.ts'
import type { KeptOn } from '../save-status.ts'

/** What was found on this device. */
export interface Restored {
  /** The session whose numbers go on, owned by this tab from now on. */
  readonly sessionId: SessionId
  readonly outbox: Outbox
  /** Where the content stands; undefined when there is none. */
  readonly position: Position | undefined
  /** The content: Yjs V1 updates in order. */
  readonly updates: readonly Uint8Array[]
}

/** The session under which a tab goes on with what it found late. */
export interface Joined {
  readonly sessionId: SessionId
  readonly outbox: Outbox
}

/** A gapless run of the log. */
export interface LogRun {
  readonly epoch: Epoch
  readonly fromSeq: Seq
  readonly toSeq: Seq
  readonly updates: readonly Uint8Array[]
}

/** The whole document at a position. */
export interface WholeDocument extends Position {
  readonly update: Uint8Array
}

export interface LocalCopyListener {
  /** What is kept, before anything is written over it. Not called when there is no storage to be had, or not in time. */
  found(restored: Restored): void
  /**
   * The same, when storage answers after `restore` has given up on it. Answers the session that this tab has by now, and
   * its outbox with what was found in it; undefined when what was found is another history, and is to be left alone.
   */
  foundLate(restored: Restored): Joined | undefined
  /** `keptOn` changed. */
  changed(): void
  /** The whole document as the log has it, when this tab can tell it apart from its own unsaved edits. */
  whole(): WholeDocument | undefined
  /** For the list of copies. */
  title(): string
}

export interface LocalCopy {
  /** `device` when every edit handed in is stored; `tab` until then, and while storage is full, denied, gone or stuck. */
  readonly keptOn: KeptOn
  /** Called once, first. Resolves after `found`, or without it: then nothing else here does anything before `foundLate`. */
  restore(listener: LocalCopyListener): Promise<void>
  /** Stores the outbox as it is now. `strict`: flushed to the medium, not only handed to the system. */
  keepOutbox(outbox: Outbox, strict: boolean): void
  keepRun(run: LogRun): void
  /** In place of all content kept so far. */
  keepWhole(whole: WholeDocument): void
  /** Leaves the session to whoever uses its numbers too, and answers a new one for this tab's edits. */
  renewSession(): SessionId
  /** Resolves when what was handed in is stored or has failed to be. */
  flush(): Promise<void>
  /** Flushes and lets go of the session. Idempotent. */
  close(): Promise<void>
}
