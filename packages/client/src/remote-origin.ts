/**
 * The Yjs transaction origin of everything this package writes into the document: updates of others, of the server,
 * and of the local copy. Everything under another origin is a local edit and goes into the outbox.
 *
 * A registered symbol, so that two copies of this module on one page still agree.
 */
export const REMOTE_ORIGIN: symbol = Symbol.for('dure.remote')
