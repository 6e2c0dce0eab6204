/** Why a connection ended for good when no close code of the server says it, and the error that carries any such end. */
import type { CloseReason } from '@dure/protocol'

/** Client-side ends have no code on the wire. */
const NO_CODE = 0

/** `close()` was called. */
export const CLOSED_HERE: CloseReason = Object.freeze({
  code: NO_CODE,
  name: 'closed',
  retry: 'after-change',
  meaning: 'This connection was closed by the page.',
})

/** The server's log is not the one this copy came from: another epoch, or shorter than what was already seen. */
export const REPLACED: CloseReason = Object.freeze({
  code: NO_CODE,
  name: 'replaced',
  retry: 'after-change',
  meaning: "The document's history was replaced on the server. The copy here is kept and was not merged.",
})

/** What `whenSynced` and `whenSaved` reject with: the connection ended and will not come back by itself. */
export class ConnectionEnded extends Error {
  override name = 'ConnectionEnded'
  readonly reason: CloseReason

  constructor(reason: CloseReason) {
    super(`${reason.name}: ${reason.meaning}`)
    this.reason = reason
  }
}
