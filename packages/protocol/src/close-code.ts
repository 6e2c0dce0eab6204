/**
 * Why a socket was closed, and what the client does then. One table for server, client and PROTOCOL.md.
 */

/**
 * What a client does after a close:
 * - `soon`: reconnect with full-jitter back-off.
 * - `advised`: reconnect after the time the server gave in `goaway`, else like `soon`.
 * - `after-change`: not by itself; only after the person (or a new version of the page) changed something.
 */
export type RetryRule = 'soon' | 'advised' | 'after-change'

export interface CloseReason {
  readonly code: number
  /** Stable name, used in logs and metrics. */
  readonly name: string
  readonly retry: RetryRule
  /** One sentence for the person who operates or integrates. */
  readonly meaning: string
}

const reason = (code: number, name: string, retry: RetryRule, meaning: string): CloseReason =>
  Object.freeze({ code, name, retry, meaning })

/**
 * 1000 to 1015 as RFC 6455 has them. Our own follow y-websocket, which every plain client runs: it stays away after
 * 4400 to 4499, and after any other code comes back. So 44xx are those that coming back would not mend, 45xx the others.
 */
export const CLOSE = {
  goingAway: reason(1001, 'going-away', 'soon', 'The page or the server went away.'),
  frameTooLarge: reason(
    1009,
    'frame-too-large',
    'after-change',
    'A WebSocket message was larger than the server reads at all; the WebSocket layer closed by itself.',
  ),
  serverError: reason(1011, 'server-error', 'soon', 'The server failed at this document; it reloads it from the log.'),
  restarting: reason(1012, 'restarting', 'advised', 'The server is restarting or draining.'),
  tryLater: reason(1013, 'try-later', 'soon', 'The server cannot save just now, or the client reads too slowly.'),
  malformed: reason(4400, 'malformed', 'after-change', 'A message could not be decoded or was not expected here.'),
  signInRequired: reason(4401, 'sign-in-required', 'after-change', 'The session is missing, expired or revoked.'),
  forbidden: reason(4403, 'forbidden', 'after-change', 'This person may not open this document.'),
  unknownDocument: reason(4404, 'unknown-document', 'after-change', 'There is no such document.'),
  inBin: reason(4410, 'in-bin', 'after-change', 'The document is in the bin, or a page above it is.'),
  tooLarge: reason(4413, 'too-large', 'after-change', 'An update of a plain client was larger than the log takes.'),
  refusedUpdate: reason(
    4422,
    'refused-update',
    'after-change',
    'A plain y-websocket client sent an update that was refused; dure.1 clients get `refused` instead.',
  ),
  outdated: reason(
    4426,
    'outdated',
    'after-change',
    'The client is older than this server or document accepts: reload the page.',
  ),
  helloTimeout: reason(4508, 'hello-timeout', 'soon', 'The client negotiated dure.1 but did not say hello in time.'),
  damaged: reason(
    4511,
    'damaged',
    'soon',
    'What the server has stored of this document is damaged: its operator must mend it.',
  ),
  tooMany: reason(4529, 'too-many', 'soon', 'Too many connections or messages from this user or address.'),
} as const satisfies Record<string, CloseReason>

const byCode = new Map<number, CloseReason>(Object.values(CLOSE).map((each) => [each.code, each]))

/** The row for a close code; codes the server never sends (1005, 1006, a proxy's own) are network trouble: `soon`. */
export const closeReasonOf = (code: number): CloseReason =>
  byCode.get(code) ?? reason(code, 'network', 'soon', 'The connection broke.')
