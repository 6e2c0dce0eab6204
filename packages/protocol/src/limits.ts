/**
 * Every bound on what crosses a socket, each with its reason and what happens beyond it.
 * The server's own queues are bounded in `sync-server/src/limits.ts`.
 */

/** Largest WebSocket message a client may send. A pasted novel is about 2 MB as an update. Beyond: close 1009. */
export const MAX_CLIENT_MESSAGE_BYTES = 8 * 1024 * 1024

/** Largest update the log takes: a message less its header. Beyond: refused `too-large`. */
export const MAX_UPDATE_BYTES = MAX_CLIENT_MESSAGE_BYTES - 1024

/** Largest presence state a dure.1 client may send, as JSON: a name, a colour, a selection. Beyond: close 4400. */
export const MAX_PRESENCE_STATE_BYTES = 4 * 1024

/**
 * Largest presence state that is relayed. More than a client may send, since the server writes into it who it is of;
 * four times, since what counts 4096 in UTF-16 units may take three bytes for each. Beyond: the message is malformed.
 */
export const MAX_RELAYED_PRESENCE_STATE_BYTES = 16 * 1024

/** Presence states one message of a dure.1 client may carry: its own. Beyond: close 4400. */
export const MAX_PRESENCE_STATES_PER_MESSAGE = 16

/**
 * Presence states one message of a plain client may carry. A stock client echoes everybody's presence back: all of a
 * full room, as the server stamped it. Beyond: close 4400.
 */
export const MAX_ECHOED_PRESENCE_STATES = 10_000

/** Most updates in one `updates` message, so that one message never holds the loop for long. */
export const MAX_UPDATES_PER_MESSAGE = 256

/** Largest credential in `reauth`: signed tokens stay below 4 kB. Beyond: close 4400. */
export const MAX_CREDENTIAL_BYTES = 8 * 1024

/** Messages one HTTP request may carry where there is no WebSocket: an edit, a caret, a ping. Beyond: close 4400. */
export const MAX_MESSAGES_PER_REQUEST = 16

/** Largest body of such a request: the largest message, and what stands around it. Beyond: 413. */
export const MAX_REQUEST_BYTES = MAX_CLIENT_MESSAGE_BYTES + 64 * 1024

/** Longest a poll is held when there is nothing to say: below the silence after which a client would ask. */
export const POLL_HOLD_MS = 15_000

/** Longest display name in UTF-16 units. Longer names are cut. */
export const MAX_DISPLAY_NAME_LENGTH = 60

/** A client that heard nothing for this long asks with `ping`, and gives the socket up after as long again. */
export const CLIENT_SILENCE_MS = 20_000

/** The server pings at this interval: below the usual 30 s and 60 s idle limits of proxies. */
export const SERVER_PING_MS = 25_000

/** A stream says something at least this often: some proxies end a response that is quiet for 20 or 30 s. */
export const STREAM_PING_MS = 15_000

/** The subprotocol a Dure client negotiates; without it the socket speaks plain y-websocket. */
export const SUBPROTOCOL = 'dure.1'

/** Version in hello and welcome; raised when a message changes shape. See PROTOCOL.md, History. */
export const PROTOCOL_VERSION = 1
