/** `/api/session`, `/api/setup`: who asks, the first run, signing in and out. */
import { type Session, setUpSchema, signInSchema } from '@dure/api'
import { seedDocument } from '@dure/document'
import { newDocumentId } from '@dure/protocol'
import { Hono } from 'hono'
import { SERVER_USER_ID } from '../auth/identity.ts'
import { setUp } from '../people/set-up.ts'
import { WELCOME } from '../people/welcome-document.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault, methodNotAllowed } from './api-fault.ts'
import type { Entry } from './entry.ts'
import { type ApiContext, type ApiEnvironment, bodyOf } from './request.ts'

export function sessionRoutes(deps: ApiDeps, entry: Entry): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()
  routes.get('/session', async (context) => context.json(await present(context, deps, entry)))
  routes.post('/session', async (context) => {
    const { email, password } = await bodyOf(context, signInSchema)
    if (!(await entry.isSetUp())) throw new ApiFault(409, 'not-set-up', 'Nobody has set this installation up yet.')
    await entry.signIn(context, email, password)
    return context.json(await entry.sessionOf(email))
  })
  routes.delete('/session', async (context) => {
    const caller = context.get('caller')
    if (caller.kind === 'person' && caller.credential.kind === 'sign-in') {
      await deps.accounts.endSignIn(caller, caller.credential.id, context.get('address'))
    }
    entry.forget(context)
    return context.body(null, 204)
  })
  routes.all('/session', methodNotAllowed('GET, POST, DELETE'))

  routes.post('/setup', async (context) => {
    const { name, email, password, language = 'en' } = await bodyOf(context, setUpSchema)
    if (await entry.isSetUp()) throw alreadySetUp()
    const passwordHash = await deps.signIn.hashPassword(password)
    const made = await setUp(deps.database, { name, email, passwordHash }, context.get('address'))
    if (!made) throw alreadySetUp()
    await deps.feed.look()
    const id = newDocumentId()
    // Open to whoever has the link: the first thing to try is to send it to somebody.
    await deps.documents.create({
      id,
      createdBy: SERVER_USER_ID,
      seed: seedDocument(WELCOME[language]),
      ...made,
      reach: 'link',
      reachRole: 'editor',
    })
    await entry.signIn(context, email, password)
    return context.json({ session: await entry.sessionOf(email), documentId: id }, 201)
  })
  routes.all('/setup', methodNotAllowed('POST'))
  return routes
}

async function present(context: ApiContext, deps: ApiDeps, entry: Entry): Promise<Session> {
  const caller = context.get('caller')
  const setUp = await entry.isSetUp()
  if (caller.kind !== 'person') {
    // A cookie that is worth nothing would keep documents closed that are open to anyone.
    if (caller.kind === 'rejected') entry.forget(context)
    return { setUp, person: null, workspace: null }
  }
  const { userId: id, name, email } = caller
  return { setUp, person: { id, name, email }, workspace: (await deps.accounts.workspaceOf(id)) ?? null }
}

const alreadySetUp = (): ApiFault => new ApiFault(409, 'already-set-up', 'This installation has an owner. Sign in.')
