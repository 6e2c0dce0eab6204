/**
 * Every queue, map, wait and rate of the server, with its reason and what happens beyond it.
 * Bounds on single messages are the protocol's: `packages/protocol/src/limits.ts`.
 */

/** Updates one transaction may hold. A larger backlog goes on in the next: a transaction's latency stays bounded. */
export const MAX_BATCH_UPDATES = 4096
/** Bytes one transaction may hold; a single larger update still goes alone. */
export const MAX_BATCH_BYTES = 16 * 1024 * 1024
/** Bytes waiting for the disk, all documents together. Beyond: new updates are refused `cannot-store` (retry). */
export const MAX_QUEUED_COMMIT_BYTES = 256 * 1024 * 1024

/** Unacknowledged bytes of one connection. Beyond: the server stops reading its socket until half of it is durable. */
export const MAX_INFLIGHT_BYTES_PER_CONNECTION = 16 * 1024 * 1024
/** Unacknowledged updates of one connection, likewise. */
export const MAX_INFLIGHT_UPDATES_PER_CONNECTION = 2048

/** Messages kept for a connection whose room is still loading. Beyond: close `too-many`. */
export const MAX_OPENING_MESSAGES = 256
/** Bytes of them, likewise: one large update of a reconnecting client must fit. */
export const MAX_OPENING_BYTES = 16 * 1024 * 1024

/** Bytes a slow reader may have queued before the server stops sending to it and lets it catch up later. */
export const SLOW_READER_BYTES = 1024 * 1024
/**
 * A reader that has not emptied its queue within this, and the time that the queue takes at the slowest rate, is closed
 * `try-later`; it resumes from the log.
 */
export const SLOW_READER_MS = 30_000
/** The slowest rate at which a queue may be read: a large document still reaches a phone on a poor network. */
export const SLOW_READER_BYTES_PER_SECOND = 16 * 1024

/** Bytes of answers (acks, pongs, refusals) to one that does not read them. Beyond: the server stops reading its socket. */
export const MAX_UNREAD_ANSWER_BYTES = 256 * 1024

/** A dure.1 client must say hello within this; a socket that says nothing costs memory. Beyond: close `hello-timeout`. */
export const HELLO_TIMEOUT_MS = 10_000

/** Longest that a busy room gathers edits before it commits and tells them: one frame of a screen. */
export const MAX_FANOUT_DELAY_MS = 16
/**
 * Share of a core that one room's fan-out may take before it gathers. A write to one socket costs about 10 µs whatever
 * is in it: a room of a hundred takes 1 ms a tick and gathers for a frame, one of twenty for 4 ms, one of three for less
 * than its edit takes to disk.
 */
export const FANOUT_LOAD_SHARE = 0.05

/**
 * Updates up to this size are read on the main thread; larger ones by a worker. The worst that an attacker can put into
 * so many bytes takes 25 ms there, and as long to be cut.
 */
export const INLINE_SCAN_BYTES = 256 * 1024

/** Rows a returning client is sent one by one; one that missed more gets the state instead. */
export const MAX_RESUME_ROWS = 2000
/** Updates after the snapshot before a room has its tail folded: a join stays a handful of buffers. */
export const FOLD_TAIL_ROWS = 500
/** Bytes of them, likewise. */
export const FOLD_TAIL_BYTES = 512 * 1024
/** Folded rows a room still holds, so that someone who was away for a moment resumes without the store. */
export const KEPT_FOLDED_ROWS = 1000
/** Bytes of them, likewise. Beyond either: the oldest are let go, and a resume from before reads the store. */
export const KEPT_FOLDED_BYTES = 32 * 1024

/** Rows read from the store at once when a room is loaded; the store bounds their bytes. */
export const LOAD_ROWS = 10_000

/** How long a room without people is kept: covers a reload and a short loss of network. */
export const ROOM_IDLE_MS = 30_000
/** Bytes all rooms may hold. Beyond: rooms without people are dropped at once, the longest unused first. */
export const ROOM_MEMORY_BYTES = 512 * 1024 * 1024
/** Connections in one room. Beyond: close `too-many`. */
export const MAX_MEMBERS_PER_ROOM = 2000

/** Wait for a number of the log that is announced but missing before it is read from the store. */
export const GAP_GRACE_MS = 30
/**
 * How often the positions of the rooms that somebody is in are checked against the store: one query for all of them.
 * A quarter of what SPEC DU5 allows: in 200 rounds of kill -9 on a machine with eight times more work than cores, a
 * check each second once took 2.1 s to be read, answered and shown.
 */
export const HEAD_CHECK_MS = 500
/** Rows read from the store at once when healing. */
export const HEAL_ROWS = 500
/** Bytes of rows kept that came before their turn. Beyond: they are dropped, and read from the store like lost ones. */
export const MAX_EARLY_BYTES = 8 * 1024 * 1024
/** Wait before the log is read again for what is missing, when the store could not be read. */
export const HEAL_RETRY_MS = 500

/** Presence is sent at most this often a room: 25 caret positions a second look continuous. */
export const PRESENCE_TICK_MS = 40
/** A replica repeats its people's presence this often, as its sign of life; and looks this often for silent ones. */
export const PRESENCE_HEARTBEAT_MS = 2500
/**
 * People of a replica that was silent for this long have left: two heartbeats may be lost. Found up to one heartbeat
 * later, which still is within the ten seconds promised.
 */
export const PRESENCE_REPLICA_TTL_MS = 7000
/** Someone with presence who was not heard for this long is asked for a sign of life, at the next heartbeat. */
export const PRESENCE_QUIET_MS = 1000
/**
 * Who has not answered within this is hidden, at the next heartbeat: at worst 1 + 2.5 + 5 s after they were last heard.
 * Longer than a poor network takes to carry a ping and its answer.
 */
export const PRESENCE_ANSWER_MS = 4000
/** The clock of someone who left is remembered this long, so that coming back is seen as newer than leaving. */
export const PRESENCE_TOMBSTONE_MS = 60_000

/** Sockets from one address. Generous for an office behind one; stops a single machine. Beyond: 429. */
export const MAX_CONNECTIONS_PER_ADDRESS = 4000
/** Sockets in all. Beyond: 503. */
export const MAX_CONNECTIONS = 50_000
/**
 * TCP connections to the port from one address (a trusted proxy's count in all only), whatever they say or do not say:
 * those to documents, and others beside them. Beyond: closed unread.
 */
export const MAX_SOCKETS_PER_ADDRESS = MAX_CONNECTIONS_PER_ADDRESS + 1000
/** In all, likewise. */
export const MAX_SOCKETS = MAX_CONNECTIONS + 10_000
/**
 * Documents one person may have open at once, in all browsers and programs together: what a stolen token or a loop in
 * a script can take of the server. Beyond: close `too-many`.
 */
export const MAX_VISITS_PER_PERSON = 500
/** Messages a connection may send a second, over time. A fast typist makes 20, a test robot 500. */
export const MESSAGES_PER_SECOND = 2000
/** Messages it may save up: an outbox of an offline day. Beyond: close `too-many`. */
export const MESSAGE_BURST = 20_000

/** A poll that has something to say waits this long for more: someone who types is told of in some answers, not many. */
export const POLL_GATHER_MS = 50
/** One that has only carets to tell waits longer. */
export const POLL_PRESENCE_GATHER_MS = 200
/** One that knows of other people than its client was told of last, longer still: replicas may never agree on them. */
export const POLL_DISAGREEMENT_MS = 1000
/** After an answer its person stays for the next poll this long: a slow network's round trip and its retry. */
export const POLL_LINGER_MS = 5000
/** Bytes of bodies that all requests to `/sync` may hold at once. Beyond: 503. */
export const MAX_POSTED_BYTES = 256 * 1024 * 1024
/** Addresses whose requests are counted; the one that asked longest ago is forgotten, and may burst again. */
export const MAX_METERED_ADDRESSES = 10_000

/** Wait after an edit before a document's title and snapshot are brought up to date. */
export const PROJECTION_DELAY_MS = 1000
/** Longest a busy document waits for it. */
export const PROJECTION_MAX_DELAY_MS = 10_000
/** Documents projected at a time: one in a worker, one in the store. All at once would stand in the way of edits. */
export const MAX_PROJECTIONS_AT_ONCE = 2

/** Previews of documents that are kept, by their text. Beyond: the least lately used are made again when asked for. */
export const PREVIEW_CACHE_BYTES = 32 * 1024 * 1024

/** How often other replicas' changes of rights are looked for: one row by its key. A tenth of what SPEC DU6 allows. */
export const RIGHTS_CHECK_MS = 500
/** How often credentials that ran out are looked for, and rights that could not be read when they changed. */
export const RIGHTS_RECHECK_MS = 2500
/** Changes of rights read at once. Beyond: the rest follows at once. */
export const MAX_RIGHTS_CHANGES_READ = 1000
/** Changes of rights are kept this long for replicas to read; one that was cut off for longer had no open sockets left. */
export const RIGHTS_HISTORY_MS = 24 * 60 * 60 * 1000

/** Tries to sign in (or at an invitation) from one address in the window. Generous for an office behind one. Beyond: 429. */
export const MAX_TRIES_PER_ADDRESS = 60
/** Wrong passwords for one e-mail in the window, from wherever. Beyond: 429, for the right one too until it is over. */
export const MAX_TRIES_PER_EMAIL = 10
export const TRIES_WINDOW_MS = 5 * 60_000
/** Addresses or e-mails that tries are counted for at once. Beyond: the oldest counts are let go. */
export const MAX_ATTEMPT_KEYS = 50_000
/** Personal access tokens of one person. Beyond: 409. */
export const MAX_TOKENS_PER_PERSON = 50
/** An answer to a request with an `Idempotency-Key` is kept this long, to be given again. */
export const KEPT_ANSWER_MS = 24 * 60 * 60 * 1000
/** Such answers of one person, some 400 bytes each. Beyond: 429 until the oldest are let go. */
export const MAX_KEPT_ANSWERS_PER_PERSON = 10_000
/** Open invitations of a workspace: a mistake in a script makes no million. Beyond: 409. */
export const MAX_OPEN_INVITATIONS = 500
/** An invitation can be accepted this long. */
export const INVITATION_DAYS = 14
/** People one document is shared with by name. Beyond: 409; share it with the workspace then. */
export const MAX_GRANTS_PER_DOCUMENT = 500

/** A link by which a password is reset works this long when it was sent by e-mail… */
export const RESET_MINUTES = 30
/** …and when an owner or admin made it, who has to hand it over. */
export const RESET_LINK_HOURS = 24
/** Letters one e-mail address is sent in the window, whoever asks for them. Beyond: none is sent. */
export const MAX_LETTERS_PER_RECIPIENT = 5
/** Invitations one person has sent by e-mail in the window: a stolen account sends no spam. Beyond: 429. */
export const MAX_LETTERS_PER_SENDER = 50
export const LETTERS_WINDOW_MS = 60 * 60_000
/** Letters under way to the mail server at once. Beyond: a letter is not sent, and who asked is told where there is somebody. */
export const MAX_LETTERS_UNDER_WAY = 50
/** A mail server must answer within this, and not be silent for longer than that. Beyond: the letter is not sent. */
export const MAIL_CONNECT_MS = 8000
export const MAIL_SILENCE_MS = 15_000
/** What is in the bin longer is taken away for good. */
export const BIN_DAYS = 30
/** How often the bin is looked at. */
export const BIN_CHECK_MS = 60 * 60_000
/** Pages of the bin that one look takes away: the rest follows with the next. */
export const MAX_PURGED_AT_ONCE = 500
/** How often the audit log is looked at for what is older than `DURE_AUDIT_DAYS`. */
export const AUDIT_CHECK_MS = 60 * 60_000
/** Events that one transaction removes: edits wait no longer for the disk than for a batch of their own. */
export const AUDIT_PRUNED_AT_ONCE = 1000
/** Favourites of one person. Beyond: 409. */
export const MAX_FAVOURITES = 200
/** Documents that are remembered as opened by one person; the one opened longest ago is forgotten. */
export const RECENT_KEPT = 50
/** Of them, those that are listed. */
export const RECENT_SHOWN = 20
/** An opening is noted again after this: a connection that comes and goes writes no row each time. */
export const OPENING_NOTED_MS = 60_000
/** Openings whose time is remembered for that. Beyond: the oldest may be noted again sooner. */
export const MAX_NOTED_OPENINGS = 10_000
/** Requests of one person to be let in that nobody has answered. Beyond: 409. */
export const MAX_REQUESTS_PER_PERSON = 50
/** Requests on one document that nobody has answered. Beyond: 409. */
export const MAX_REQUESTS_PER_DOCUMENT = 200
/** Who was declined may ask again after this. */
export const REQUEST_AGAIN_MS = 7 * 24 * 60 * 60 * 1000
/** Copies that one person may make in the window: each takes a worker and as much disk as its original. Beyond: 429. */
export const MAX_COPIES = 30
export const COPIES_WINDOW_MS = 60_000

/** Wrong codes of a second factor for one person in the window. Beyond: 429, for the right one too until it is over. */
export const MAX_TRIES_PER_CODE = 5
export const CODE_WINDOW_MS = 15 * 60_000
/** Recovery codes one is given. */
export const RECOVERY_CODES = 10
/** Passkeys of one person. Beyond: 409. */
export const MAX_PASSKEYS_PER_PERSON = 20
/** A passkey that is asked for must be shown within this. */
export const PASSKEY_CHALLENGE_MINUTES = 5
/** Who went to another provider is back within this. Beyond: they begin anew. */
export const PROVIDER_MINUTES = 10
/** The provider must answer a request within this. Beyond: the sign-in page says that it does not. */
export const PROVIDER_SECONDS = 10
/** Who has no password is known to sit at the browser this long after signing in. */
export const FRESH_SIGN_IN_MS = 10 * 60_000

/** A browser stays signed in this long after it was last used. */
export const SIGN_IN_DAYS = 30
/** Browsers that one person is signed in at. Beyond: the one that was used longest ago is signed out. */
export const MAX_SIGN_INS_PER_PERSON = 100
/** Each day of use adds to it; a use more often than this is not noted. */
export const SIGN_IN_NOTED_MS = 60 * 60 * 1000
/** The longest a browser keeps a cookie. Whether it is worth anything is for the store to say. */
export const SIGN_IN_COOKIE_DAYS = 400

/** Given to sockets and the store to finish on SIGTERM; then the process leaves anyway. */
export const SHUTDOWN_MS = 8000
/** Reconnects after a restart are spread over this. */
export const RECONNECT_SPREAD_MS = 3000

/** Parts of uploads on their way at once, all together: each holds a socket and an open file. Beyond: 503. */
export const MAX_PARTS_IN_FLIGHT = 256
/** Of one address. A page sends two at once; an office behind one address has several. Beyond: 503 with a time. */
export const MAX_PARTS_IN_FLIGHT_PER_ADDRESS = 32
/** An S3-compatible store must begin to answer within this, retries included. Beyond: 503, and the page tries again. */
export const S3_ANSWER_MS = 60_000
/** An upload that nothing was added to for this long is given up: a fortnight's holiday after closing the laptop. */
export const UNFINISHED_UPLOAD_MS = 14 * 24 * 60 * 60 * 1000
/** How often files of documents that are gone, and uploads that were given up, are removed. */
export const ATTACHMENT_SWEEP_MS = 10 * 60_000
/** How often all blobs are looked through for such that no row names. */
export const ORPHAN_SWEEP_MS = 24 * 60 * 60 * 1000
/** A blob without a row is left alone for this long: its row may be on the way. */
export const ORPHAN_BLOB_MS = 24 * 60 * 60 * 1000
/** What stands in the spool for longer is of a process that died. */
export const SPOOL_KEPT_MS = 60 * 60 * 1000
/** Rows the sweep reads at once. */
export const SWEEP_ROWS = 200
