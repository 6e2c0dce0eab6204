/**
 * The version of the document's schema: of what a document may hold and of how that is laid out in Yjs. Raised when older
 * clients would misread a document; a client older than the server's minimum reloads first.
 *
 * 1: flat blocks. 2: captions are text within their element.
 */
export const SCHEMA_VERSION = 2
