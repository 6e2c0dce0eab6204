/** What every route knows of its request: who sends it, from where, and its body by a schema. */
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { Caller, Person } from '../auth/caller.ts'
import type { Door } from '../auth/door.ts'
import type { RequestOrigin } from '../transport/remote-address.ts'
import { ApiFault } from './api-fault.ts'

export interface ApiEnvironment {
  Bindings: HttpBindings
  Variables: { caller: Caller; address: string; secure: boolean; host: string }
}
export type ApiContext = Context<ApiEnvironment>

/** Finds out who asks before any route runs. */
export const knowCaller =
  (door: Door, origin: RequestOrigin): MiddlewareHandler<ApiEnvironment> =>
  async (context, next) => {
    const { incoming } = context.env
    context.set('caller', await door.callerOf(incoming))
    context.set('address', origin.address(incoming))
    context.set('secure', origin.isSecure(incoming))
    context.set('host', origin.host(incoming) ?? '')
    await next()
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store')
  }

const CHANGES = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Somebody without an account, or a person; never somebody whose credential is worth nothing. */
export function callerIn(context: ApiContext): Caller {
  const caller = context.get('caller')
  if (caller.kind === 'rejected') throw signInRequired('The credential that was sent is wrong, ended, or has run out.')
  if (CHANGES.has(context.req.method) && caller.kind === 'person' && !mayChange(caller)) {
    throw new ApiFault(403, 'token-scope', 'This token may only read.')
  }
  return caller
}

/** A person, by whatever credential. */
export function personIn(context: ApiContext): Person {
  const caller = callerIn(context)
  if (caller.kind !== 'person') throw signInRequired('Sign in first.')
  return caller
}

/** A person at a browser: a token may not change what guards the account. */
export function signedInPerson(context: ApiContext): Person {
  const person = personIn(context)
  if (person.credential.kind !== 'sign-in') {
    throw new ApiFault(403, 'token-scope', 'A token may not look at or change the account: sign in for that.')
  }
  return person
}

const mayChange = ({ credential }: Person): boolean => credential.kind === 'sign-in' || credential.scope === 'write'

export const signInRequired = (detail: string): ApiFault => new ApiFault(401, 'sign-in-required', detail)

/** @throws ApiFault 400, or 415 when it is not said to be JSON. */
export async function bodyOf<Schema extends z.ZodType>(context: ApiContext, schema: Schema): Promise<z.output<Schema>> {
  const type = context.req.header('content-type') ?? ''
  if (!/^application\/json *(;|$)/i.test(type)) {
    throw new ApiFault(415, 'not-json', 'The body must be JSON, with content-type application/json.')
  }
  const body: unknown = await context.req.json().catch(() => {
    throw new ApiFault(400, 'bad-body', 'The body is not JSON.')
  })
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw new ApiFault(400, 'bad-body', z.prettifyError(parsed.error))
  return parsed.data
}

/** A part of the path that the route's pattern names. */
export function partOf(context: ApiContext, name: string): string {
  return context.req.param(name) ?? ''
}
