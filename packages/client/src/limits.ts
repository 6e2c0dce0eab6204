/**
 * Every wait, queue and rate of the client, with its reason and what happens beyond it.
 * Bounds on what crosses the socket are the protocol's: `packages/protocol/src/limits.ts`.
 */

/** First step of the back-off; each further attempt doubles it. The wait is drawn evenly from 0 to the step. */
export const BACKOFF_BASE_MS = 500
/** Longest step of the back-off: a person who looks at the page again is reconnected at once anyway. */
export const BACKOFF_CAP_MS = 30_000
/** A connection that lived this long was a good one: the back-off starts over. */
export const HEALTHY_AFTER_MS = 10_000

/** A socket that has not opened by then (a proxy that swallows the upgrade) is given up and tried again. */
export const OPEN_TIMEOUT_MS = 10_000
/** The server may have to load a large document first. Beyond: the connection is given up and tried again. */
export const WELCOME_TIMEOUT_MS = 20_000

/** How often a live connection is looked at. One slow timer instead of one that is moved by every message. */
export const TICK_MS = 5_000
/** A look that comes this much too late says that the page slept, and that silence proves nothing. */
export const SLEPT_MS = 5_000
/** After waking up or a change of network the socket must answer within this, or is given up. */
export const WAKE_PROBE_MS = 5_000
/** A push that was sent in full and is neither acked nor refused for this long: the connection is given up. */
export const ANSWER_TIMEOUT_MS = 60_000

/** An offered update waits this long when the server cannot take it just now; doubled up to the cap. */
export const RESEND_BASE_MS = 1_000
export const RESEND_CAP_MS = 30_000

/** Unsent updates kept apart. Beyond: neighbours are merged, so that an offline week stays a handful of entries. */
export const MAX_UNSENT_ENTRIES = 200
/** Unsent updates are merged up to this size: small enough to travel and to be judged in one step. */
export const MERGE_TARGET_BYTES = 256 * 1024

/** Remote updates kept outside the document during a composition. Beyond: they are applied, composition or not. */
export const MAX_HELD_UPDATES = 5_000
/** Bytes of them, likewise. */
export const MAX_HELD_BYTES = 4 * 1024 * 1024
/** Others' carets wait this much longer after a composition: one arriving at its end disturbs Chromium's next one. */
export const HELD_PRESENCE_LAG_MS = 60

/** Own presence is sent at most this often: 20 caret positions a second look continuous. */
export const PRESENCE_INTERVAL_MS = 50

/** A device that does not find its copy by then is treated as one without storage: nobody waits for a stuck disk. */
export const RESTORE_TIMEOUT_MS = 3_000
/** Content of others is stored this long after it came, all at once. The outbox is stored at once. */
export const COPY_DELAY_MS = 500
/** After a failed write the next attempt waits this long, doubled up to the cap: storage that is full stays so a while. */
export const STORAGE_RETRY_BASE_MS = 2_000
export const STORAGE_RETRY_CAP_MS = 60_000
/** Rows of a local copy before they are folded into its snapshot: opening reads a handful of rows. */
export const MAX_COPY_RUNS = 100
/** Bytes of rows, or the size of the snapshot if that is more: rewriting it costs no more than what it saves. */
export const MAX_COPY_RUN_BYTES = 256 * 1024
/** Rows at which a copy that cannot be folded (refused edits are in the document) stops following until it can. */
export const MAX_UNFOLDED_RUNS = 5_000
