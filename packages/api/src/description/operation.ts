/**
 * What one route of the API is: everything that the server does before its handler runs, the documentation says, and
 * the hostile tests try, in one value.
 *
 * To add a route:
 * 1. its path in `../routes.ts`, its schemas beside those of its part (`../people.ts`, `../documents.ts`, …);
 * 2. its entry in the table of its part beside this file (a new part: a new file, listed in `index.ts`);
 * 3. its handler: `serve(documentOperations.rename, async ({ document, body }) => …)` in `sync-server/src/api`. What
 *    the handler is given was parsed by the schemas of the entry and is typed by them: who asks, whether they may, the
 *    parts of the path, the query and the body are checked before it runs;
 * 4. a kind of problem that is new gets its line in `problems.ts`.
 * A test fails for a route without an entry, an entry without a route, and an answer that the entry does not name.
 */
import { type Action, rolesThatMay, type WorkspaceAction, workspaceRolesThatMay } from '@dure/protocol'
import type { z } from 'zod'
import type { ProblemKind } from './problems.ts'

/**
 * - `anybody`: no credential is asked for or looked at.
 * - `visitor`: whoever the document lets in, with an account or, by its link, without. A credential that is shown must
 *   be good.
 * - `person`: somebody with an account, by a signed-in browser or a token; a token of scope `read` only reads.
 * - `browser`: somebody with an account at a signed-in browser. Tokens are refused: they may not touch what guards them.
 */
export type Who = 'anybody' | 'visitor' | 'person' | 'browser'

/** The document is the one that the part `id` of the path names. */
export type Needs = { readonly document: Action } | { readonly workspace: WorkspaceAction }

/** A part of the path. What its schema refuses is answered like something that does not exist. */
export interface PathPart {
  readonly schema: z.ZodType
  readonly means: string
  /** 404, of this kind. */
  readonly unknown: ProblemKind
}

/** A body or an answer that is no JSON. Its handler reads, or answers, it by itself. */
export interface Bytes {
  readonly bytes: string
}

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** An entry of `API_ROUTES`; when it is a function, of `params`, in their order. */
  readonly path: string | ((...parts: string[]) => string)
  /** What it does, as a sentence without its dot. */
  readonly does: string
  /** What one has to know besides. Sentences. */
  readonly details?: string
  readonly who: Who
  readonly needs?: Needs
  readonly params?: Readonly<Record<string, PathPart>>
  /** Of optional fields: what is not said has a default. */
  readonly query?: z.ZodObject
  readonly body?: z.ZodType | Bytes
  /** 64 KiB unless given. Beyond: 413. */
  readonly maxBodyBytes?: number
  /** What a success answers; `nothing` is 204. */
  readonly answer: z.ZodType | Bytes | 'nothing' | 'redirect'
  /** Of a success with an answer; 200 unless given. */
  readonly status?: 200 | 201 | 202
  /** It may succeed without an answer as well (204). */
  readonly orNothing?: true
  /**
   * It makes something: with an `Idempotency-Key` it is made once, however often it is asked for, and answered alike.
   * Of a person only.
   */
  readonly once?: true
  /**
   * What it answers or changes has a version, which its answer says in `ETag`. A change with `If-Match` is made only if
   * the version is still one of those.
   */
  readonly versioned?: true
  /** Those that its handler gives, besides those that `problemsOf` finds in the entry. */
  readonly problems?: readonly ProblemKind[]
}

/** One part of the API, as its documentation is divided. */
export interface ApiPart {
  readonly name: string
  readonly operations: Readonly<Record<string, Operation>>
}

/** Keeps what is literal in the entry, for its handler's types. */
export const operation = <const Entry extends Operation>(entry: Entry): Entry => entry

export const isBytes = (content: Operation['body'] | Operation['answer']): content is Bytes =>
  typeof content === 'object' && 'bytes' in content

/** The path as OpenAPI writes it: `/api/documents/{id}`. */
export function pathTemplate({ path, params = {} }: Operation): string {
  if (typeof path === 'string') return path
  return decodeURIComponent(path(...Object.keys(params).map((name) => `{${name}}`)))
}

/** Body bytes an operation takes unless it says otherwise: the largest JSON of any is a tenth of it. */
export const DEFAULT_MAX_BODY_BYTES = 64 * 1024

/** Every kind of problem that the operation may be answered with. */
export function problemsOf(entry: Operation): readonly ProblemKind[] {
  const { who, needs, params = {}, query, body, once, versioned, problems = [] } = entry
  const found: ProblemKind[] = []
  if (who !== 'anybody') found.push('sign-in-required')
  if (who === 'browser' || (who !== 'anybody' && entry.method !== 'GET')) found.push('token-scope')
  if (needs) found.push('forbidden')
  if (needs && 'document' in needs) found.push('in-bin')
  found.push(...Object.values(params).map((part) => part.unknown))
  if (query) found.push('bad-query')
  if (body && !isBytes(body)) found.push('bad-body', 'not-json')
  if (body) found.push('body-too-large')
  if (once) found.push('bad-key', 'key-used', 'key-unfinished', 'too-many-keys')
  if (versioned && entry.method !== 'GET') found.push('changed-meanwhile')
  if (entry.method !== 'GET') found.push('foreign-origin')
  return [...new Set([...found, ...problems, 'store-unavailable' as const])]
}

const WHO: Readonly<Record<Who, string>> = {
  anybody: 'Anybody may ask this.',
  visitor: 'For people with an account, and for guests where the document lets in anyone with its link.',
  person: 'For people with an account, by a signed-in browser or a token.',
  browser: 'For people with an account at a signed-in browser. Tokens are refused.',
}

/** What one has to know of an operation besides what it does. */
export function operationDetails({ who, method, needs, details }: Operation): string {
  const scope = who === 'anybody' || who === 'browser' || method === 'GET' ? '' : 'A token needs scope `write`.'
  return [details, WHO[who], scope, needs && rolesFor(needs)].filter(Boolean).join(' ')
}

const rolesFor = (needs: Needs): string =>
  'document' in needs
    ? `Roles on the document: ${rolesThatMay(needs.document).join(', ')}.`
    : `Roles in the workspace: ${workspaceRolesThatMay(needs.workspace).join(', ')}.`
