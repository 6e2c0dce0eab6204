/** Bounds on what one update may contain. Each answers an attack seen on Yjs servers; beyond it the update is refused. */

/** Longest name (root, element, attribute, mark) in UTF-8 bytes. Names are interned by every reader. */
export const MAX_NAME_BYTES = 256

/** Largest JSON value of one mark or embed, in UTF-8 bytes: it is parsed on every screen. */
export const MAX_JSON_BYTES = 64 * 1024

/**
 * Deepest nesting of types and of values: deeper trees overflow the stack of whoever walks or deletes them. For types it
 * bounds what an update adds to what was written since the document was last looked at as a whole.
 */
export const MAX_DEPTH = 64

/** Highest clock a client may reach; Yjs counts UTF-16 units, so this is two billion of them typed by one tab. */
export const MAX_CLOCK = 2 ** 31 - 1

/** Clocks one update may add for one client. Five bytes can announce any run length, so the length needs its own bound. */
export const MAX_CLOCKS_PER_UPDATE = 2 ** 25

/**
 * Clients one update may write under. A tab is one; the whole state of a document that a hundred people wrote for years
 * has some thousands. Each is looked up on the main thread, half a million of them would stop it for seconds.
 */
export const MAX_CLIENTS_PER_UPDATE = 20_000

/** Ranges one update may delete. A stock client restates all that were ever deleted; neighbours count as one. */
export const MAX_DELETES_PER_UPDATE = 500_000

/** Yjs client ids are 32-bit; anything above breaks clients that store them as such. */
export const MAX_CLIENT_ID = 2 ** 32 - 1
