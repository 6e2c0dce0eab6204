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
  // ── the server ────────────────────────────────────────────────────────────────────────────────────────────────────
  'store-unavailable': { status: 503, means: 'The store cannot be reached just now. Try again.' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly means: string }>>

export type ProblemKind = keyof typeof PROBLEMS
