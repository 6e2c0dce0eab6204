/**
 * Registers a handler for an operation of the description (`@dure/api/description`). Before it runs, everything that the
 * description says was asked, in this order: who asks (401, 403), the parts of the path (404), what it needs of the
 * document or the workspace (401, 403, 404), the query (400), the body (413, 415, 400). So a request that may not do something
 * learns nothing of whether its body would have been right, and the documentation cannot say otherwise than it is.
 */
import { DEFAULT_MAX_BODY_BYTES, isBytes, type Operation, pathTemplate } from '@dure/api/description'
import type { WorkspaceId } from '@dure/protocol'
import type { Hono, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Caller, Person } from '../auth/caller.ts'
import type { ExpectedVersions } from '../changed-meanwhile.ts'
import { mayInWorkspace } from '../rights/rights.ts'
import { problemOf } from '../transport/http-problem.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault, respond } from './api-fault.ts'
import { type AllowedDocument, documentFor } from './document-rights.ts'
import { onlyOnce } from './only-once.ts'
import { type ApiContext, type ApiEnvironment, bodyOf, callerIn, partOf, personIn, signedInPerson } from './request.ts'
import { expectedVersions } from './version-headers.ts'

/** What a handler is given: what its operation does not ask for is undefined. */
export interface Asked<Entry extends Operation> {
  readonly context: ApiContext
  /** Of whoever asks, for limits and the record. */
  readonly address: string
  readonly caller: Entry['who'] extends 'person' | 'browser' ? Person : Caller
  readonly params: Entry extends { readonly params: infer Parts } ? Parsed<Parts> : undefined
  readonly query: Entry extends { readonly query: infer Schema extends z.ZodType } ? z.output<Schema> : undefined
  readonly body: Entry extends { readonly body: infer Schema extends z.ZodType } ? z.output<Schema> : undefined
  /** Of an operation whose object has versions: those that whoever asks has seen. */
  readonly expected: ExpectedVersions
  /** The document that `id` names, with the role of whoever asks. */
  readonly document: Entry extends { readonly needs: { readonly document: unknown } } ? AllowedDocument : undefined
  /** Of whoever asks. */
  readonly workspaceId: Entry extends { readonly needs: { readonly workspace: unknown } } ? WorkspaceId : undefined
}

type Parsed<Parts> = {
  readonly [Name in keyof Parts]: Parts[Name] extends { readonly schema: infer Schema extends z.ZodType }
    ? z.output<Schema>
    : never
}

type Frozen<T> = T extends readonly (infer Element)[]
  ? readonly Frozen<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T

/** A `Response` goes out as it is: bytes, a redirect. */
type Answered<Entry extends Operation> =
  | Response
  | (Entry['answer'] extends z.ZodType ? Frozen<z.input<Entry['answer']>> : never)
  | (Entry['answer'] extends 'nothing' ? undefined : never)
  | (Entry extends { readonly orNothing: true } ? undefined : never)

export type Serve = <Entry extends Operation>(
  entry: Entry,
  handler: (asked: Asked<Entry>) => Answered<Entry> | Promise<Answered<Entry>>,
) => void

/** How a router writes a path: `/api/documents/:id`. */
export const routerPath = (entry: Operation): string => pathTemplate(entry).replaceAll(/\{(\w+)\}/g, ':$1')

export function createServe(api: Hono<ApiEnvironment>, deps: ApiDeps): Serve {
  return (entry, handler) => {
    api.on(entry.method, routerPath(entry), limitBody(entry), async (context) => {
      const asked = await ask(context, entry, deps)
      const answer = async (): Promise<Response> => {
        // The types of `Asked` say of each entry what this says of all.
        const made: unknown = await handler(asked as never)
        if (made instanceof Response) return made
        linkToNext(context, made)
        return made === undefined ? context.body(null, 204) : context.json(made, entry.status ?? 200)
      }
      return entry.once ? onlyOnce(context, deps.keptAnswers, answer) : answer()
    })
  }
}

function limitBody({ body, maxBodyBytes = DEFAULT_MAX_BODY_BYTES }: Operation): MiddlewareHandler {
  // The rest of the body is not read, so nothing else can follow on this connection: the client must know.
  const onError = () =>
    respond(problemOf(413, 'body-too-large', `At most ${maxBodyBytes} bytes.`), { connection: 'close' })
  if (!isBytes(body)) return bodyLimit({ maxSize: maxBodyBytes, onError })
  // Its handler reads it as it comes, from the socket itself, and no further than this.
  return (context, next) =>
    Number(context.req.header('content-length') ?? 0) > maxBodyBytes ? Promise.resolve(onError()) : next()
}

async function ask(context: ApiContext, entry: Operation, deps: ApiDeps): Promise<Asked<Operation>> {
  const caller = callerFor(context, entry)
  const params = partsOf(context, entry)
  const { document, workspaceId } = await rightsFor(context, caller, entry, deps)
  return {
    context,
    address: context.get('address'),
    caller,
    params,
    document,
    workspaceId,
    expected: entry.versioned ? expectedVersions(context.req.header('if-match')) : undefined,
    query: entry.query && queryOf(context, entry.query),
    body: entry.body && !isBytes(entry.body) ? await bodyOf(context, entry.body) : undefined,
  } as never
}

function callerFor(context: ApiContext, { who }: Operation): Caller {
  switch (who) {
    case 'anybody':
      return context.get('caller')
    case 'visitor':
      return callerIn(context)
    case 'person':
      return personIn(context)
    case 'browser':
      return signedInPerson(context)
    default:
      return who satisfies never
  }
}

function partsOf(context: ApiContext, { params = {} }: Operation): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, part]) => {
      const parsed = part.schema.safeParse(partOf(context, name))
      if (!parsed.success) throw new ApiFault(404, part.unknown, 'There is no such thing.')
      return [name, parsed.data]
    }),
  )
}

async function rightsFor(
  context: ApiContext,
  caller: Caller,
  { needs }: Operation,
  deps: ApiDeps,
): Promise<{ readonly document?: AllowedDocument; readonly workspaceId?: WorkspaceId }> {
  if (!needs) return {}
  if ('document' in needs) return { document: await documentFor(context, deps, needs.document) }
  const workspace = caller.kind === 'person' ? await deps.accounts.workspaceOf(caller.userId) : undefined
  if (!workspace || !mayInWorkspace(workspace.role, needs.workspace)) {
    throw new ApiFault(403, 'forbidden', 'That takes another role in the workspace.')
  }
  return { workspaceId: workspace.id as WorkspaceId }
}

function queryOf(context: ApiContext, schema: z.ZodType): unknown {
  const parsed = schema.safeParse(context.req.query())
  if (!parsed.success) throw new ApiFault(400, 'bad-query', z.prettifyError(parsed.error))
  return parsed.data
}

/** Where the next page is, for those who follow links rather than read bodies. */
function linkToNext(context: ApiContext, answer: unknown): void {
  const next = typeof answer === 'object' && answer !== null && 'nextCursor' in answer ? answer.nextCursor : undefined
  if (typeof next !== 'string') return
  const query = new URLSearchParams({ ...context.req.query(), cursor: next })
  context.header('link', `<${context.req.path}?${query}>; rel="next"`)
}
