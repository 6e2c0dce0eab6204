/**
 * Why the server did not take an update. A refusal changes nothing on the server and concerns only its sender.
 */

/** `retry`: the same update may succeed later. `resync`: reload the document, then send again. `never`: park it. */
export type RefusalRetry = 'retry' | 'resync' | 'never'

export interface RefusalReason {
  /** Number on the wire. Never reused. */
  readonly code: number
  readonly name: string
  readonly retry: RefusalRetry
  /** One sentence a person can read. */
  readonly meaning: string
}

const reason = (code: number, name: string, retry: RefusalRetry, meaning: string): RefusalReason =>
  Object.freeze({ code, name, retry, meaning })

export const REFUSAL = {
  malformed: reason(1, 'malformed', 'never', 'The update does not decode as a Yjs V1 update, or has bytes left over.'),
  tooLarge: reason(2, 'too-large', 'never', 'The update is larger than the server takes.'),
  skipsClocks: reason(3, 'skips-clocks', 'resync', 'The update builds on edits the server has never seen.'),
  redefinesClocks: reason(
    4,
    'redefines-clocks',
    'resync',
    'The update starts before what is known of its client and goes on after it.',
  ),
  foreignClient: reason(5, 'foreign-client', 'never', "The update writes under another person's Yjs client id."),
  notAllowed: reason(6, 'not-allowed', 'never', 'The update contains a name, type or nesting no document may have.'),
  readOnly: reason(7, 'read-only', 'never', 'This person may read the document but not change it.'),
  cannotStore: reason(8, 'cannot-store', 'retry', 'The server cannot write to its store just now.'),
  wrongEpoch: reason(9, 'wrong-epoch', 'resync', "The document's history was replaced since this client loaded it."),
  tooFast: reason(10, 'too-fast', 'retry', 'This person sends more than the server takes.'),
  damaged: reason(
    11,
    'damaged',
    'retry',
    'What the server has stored of this document is damaged: it takes no edits until its operator has mended it.',
  ),
} as const satisfies Record<string, RefusalReason>

export type RefusalName = keyof typeof REFUSAL

const byCode = new Map<number, RefusalReason>(Object.values(REFUSAL).map((each) => [each.code, each]))

/** The row for a refusal code; a code from a newer server is taken as final, so that its edit is parked, not looped. */
export const refusalOf = (code: number): RefusalReason =>
  byCode.get(code) ??
  reason(code, 'unknown', 'never', 'The server refused the update for a reason this version does not know.')
