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

/**
 * A device that has not found its copy by then is gone on without, until it does: nobody waits for a stuck disk. Three
 * seconds were too few for a browser that starts on a machine with its hands full.
 */
export const RESTORE_TIMEOUT_MS = 8_000
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

/** A WebSocket on a network not known yet gets this long before a stream is tried beside it: two slow round trips. */
export const FIRST_PATIENCE_MS = 1_500
/** One on a network where they have worked: the server may be busy with everybody who comes back after a restart. */
export const KNOWN_PATIENCE_MS = 5_000
/** Every further carrier gets this long before the next is tried beside it. All of them together stay within 5 s. */
export const FALLBACK_PATIENCE_MS = 1_200
/** Where WebSockets have worked, so many failures in a row are the server's, not the network's. */
export const TRUSTED_FAILURES = 2
/** A WebSocket that broke before this did not live: proxies cut what they do not understand after some seconds. */
export const SHORT_LIFE_MS = 30_000
/** So many of them in a row: it is not to be had. */
export const MAX_SHORT_LIVES = 3
/** A stream that broke before this is one whose first words came through and nothing else. */
export const STREAM_SHORT_LIFE_MS = 10_000
/** A stream that brought nothing for this long, though the server speaks every 15 s, is asked for an echo. */
export const STREAM_QUIET_MS = 18_000
/** When a posted ping is answered, it is looked for its echo in the stream after this: some proxies hold back what is small. */
export const STREAM_ECHO_MS = 2_000
/** So often before the stream is given up. A page that slept calls its timers before it reads what has come meanwhile. */
export const STREAM_ECHO_LOOKS = 2
/** First wait before a WebSocket is tried again beside what took its place; doubled each time it fails. */
export const RETEST_BASE_MS = 15_000
export const RETEST_CAP_MS = 600_000
/** A WebSocket that is tried again answers within this, or is left alone. */
export const RETEST_TIMEOUT_MS = 5_000
/** How often it is looked whether a good moment has come to go over to it, and how often at most. */
export const HAND_OVER_MS = 200
export const HAND_OVER_LOOKS = 25
/** What took the place of WebSockets on a network is tried first there for half a day. */
export const NETWORK_MEMORY_MS = 12 * 3_600_000

/** An update posted gets this long to be answered, and the time that it takes at the slowest rate. */
export const POST_TIMEOUT_MS = 30_000
export const POST_BYTES_PER_SECOND = 8 * 1024
/** Pauses before a post that was not answered is sent again. Beyond: the connection is given up. */
export const POST_RETRIES_MS: readonly number[] = [200, 1_000]
/** A poll gets this much longer than it may be held. Beyond: like one that failed. */
export const POLL_GRACE_MS = 10_000
/** Least time between polls that bring nothing: whatever answers them at once must not be asked without end. */
export const POLL_PAUSE_MS = 1_000
