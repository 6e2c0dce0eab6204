/** How much of a log one read may bring into memory: a hundred thousand rows, or a thousand large ones, take turns. */

/** Rows of one load. What is beyond is read by `readAfter`. */
export const MAX_LOAD_ROWS = 10_000

/** Bytes of updates in one read, but for its first row or segment, which may be larger and comes alone. */
export const MAX_READ_BYTES = 8 * 1024 * 1024
