/** Every kind of problem the API answers with: `/problems/<kind>`, its status, and what it means. */
export const PROBLEMS = {
  // ── the request ───────────────────────────────────────────────────────────────────────────────────────────────────
  'bad-body': { status: 400, means: 'The body is not JSON, or not of the shape that is described. It says where.' },
  'bad-query': { status: 400, means: 'A part of the query is not as described.' },
  'not-json': { status: 415, means: 'The body is not said to be JSON: send `content-type: application/json`.' },
  'body-too-large': { status: 413, means: 'The body is larger than this route takes.' },
  'no-such-route': { status: 404, means: 'The API has nothing at that path.' },
  'method-not-allowed': { status: 405, means: 'The path takes other methods: see the header `Allow`.' },
  'foreign-origin': { status: 403, means: 'The page of another site tried to change something.' },
  // ── who asks ──────────────────────────────────────────────────────────────────────────────────────────────────────
  'sign-in-required': { status: 401, means: 'There is no credential, or it is wrong, was ended or ran out.' },
  'wrong-credentials': { status: 401, means: 'E-mail or password is wrong.' },
  'wrong-password': { status: 403, means: 'The present password is another one.' },
  'token-scope': { status: 403, means: 'The token may only read, or no token may do this: sign in for it.' },
  forbidden: { status: 403, means: 'It takes another role.' },
  'too-many-tries': { status: 429, means: 'Too many wrong guesses. `Retry-After` says how long to wait, in seconds.' },
  // ── what is not there ─────────────────────────────────────────────────────────────────────────────────────────────
  'unknown-document': { status: 404, means: 'There is no such document, or it is not for whoever asks.' },
  'unknown-member': { status: 404, means: 'There is no such member.' },
  'unknown-person': { status: 404, means: 'The document is not shared with them by name.' },
  'unknown-invitation': { status: 404, means: 'The invitation was used, withdrawn, or has run out.' },
  'unknown-reset': { status: 404, means: 'The link for a new password was used, or has run out.' },
  'unknown-session': { status: 404, means: 'You have no such sign-in.' },
  'unknown-token': { status: 404, means: 'You have no such token.' },
  'unknown-request': { status: 404, means: 'They have not asked to be let in, or were answered.' },
  'not-in-bin': { status: 404, means: 'There is no such document in the bin.' },
  'in-bin': { status: 410, means: 'The document, or a page above it, is in the bin.' },
  'unknown-attachment': { status: 404, means: 'The document has no such file, or it is not all there yet.' },
  'missing-attachment': { status: 404, means: 'The bytes of the file are missing on the server.' },
  'unknown-upload': { status: 404, means: 'There is no such upload, or the key is not its key.' },
  'unknown-part': { status: 404, means: 'The file has no part of that number.' },
  // ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  'wrong-size': { status: 400, means: 'A part has another size than it has by its number. It says which.' },
  'broken-part': { status: 400, means: 'The part ended before all of it was there.' },
  'wrong-type': {
    status: 415,
    means: 'The bytes are not of the kind that was said: no picture or video that browsers show.',
  },
  'file-too-large': { status: 413, means: 'The file is larger than this server takes.' },
  'too-many-files': { status: 409, means: 'The document has as many files as it may have.' },
  'document-full': { status: 409, means: 'The files of the document have as many bytes as they may have.' },
  'id-taken': { status: 409, means: 'The document has a file or an upload of this id already.' },
  'other-bytes': { status: 409, means: 'The part is there already, with other bytes.' },
  incomplete: { status: 409, means: 'Parts are missing.' },
  'upload-complete': { status: 409, means: 'The upload is complete: there is nothing to give up.' },
  range: { status: 416, means: 'The range lies beyond the end of the file.' },
  'storage-full': { status: 507, means: 'The server has no room left for files.' },
  busy: { status: 503, means: 'There is too much to do just now. Try again; `Retry-After` may say when.' },
  'attachments-unavailable': { status: 503, means: 'Files cannot be stored or read just now. Try again.' },
  // ── what does not go together ─────────────────────────────────────────────────────────────────────────────────────
  'not-set-up': { status: 409, means: 'Nobody has set this installation up yet.' },
  'already-set-up': { status: 409, means: 'This installation has an owner.' },
  'email-taken': { status: 409, means: 'Somebody has an account with this e-mail address.' },
  'other-email': { status: 403, means: 'The invitation is for another e-mail address.' },
  'is-owner': { status: 409, means: 'The person owns the document.' },
  'no-workspace': { status: 409, means: 'The document belongs to no workspace.' },
  'no-mail': { status: 409, means: 'This installation sends no e-mail.' },
  'too-many': { status: 409, means: 'There are as many of these as there may be.' },
  circle: { status: 409, means: 'A page cannot be under itself.' },
  'too-deep': { status: 409, means: 'Pages lie only so many levels below the top.' },
  'has-role': { status: 409, means: 'Whoever asks may do that already.' },
  'not-disabled': { status: 409, means: 'Only what somebody who is disabled owns is taken over.' },
  'too-often': { status: 429, means: 'Too often. `Retry-After` says how long to wait, in seconds.' },
  'changed-meanwhile': { status: 412, means: 'It is no longer as `If-Match` says: look again, then decide.' },
  // ── asking again with the same `Idempotency-Key` ──────────────────────────────────────────────────────────────────
  'bad-key': { status: 400, means: 'An `Idempotency-Key` is 1 to 200 visible ASCII characters.' },
  'key-used': { status: 422, means: 'You used this `Idempotency-Key` for another request within a day.' },
  'key-unfinished': {
    status: 409,
    means:
      'A request with this `Idempotency-Key` is under way, or broke off: see whether it was made before you ask anew.',
  },
  'too-many-keys': { status: 429, means: 'You used as many keys as one may in a day.' },
  // ── the server ────────────────────────────────────────────────────────────────────────────────────────────────────
  'store-unavailable': { status: 503, means: 'The store cannot be reached just now. Try again.' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly means: string }>>

export type ProblemKind = keyof typeof PROBLEMS
