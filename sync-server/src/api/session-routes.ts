/** `/api/session`, `/api/setup`: who asks, the first run, signing in and out. */
import type { Session } from '@dure/api'
import { sessionOperations } from '@dure/api/description'
import { seedDocument } from '@dure/document'
import { newDocumentId } from '@dure/protocol'
import { SERVER_USER_ID } from '../auth/identity.ts'
import { setUp } from '../people/set-up.ts'
import { WELCOME } from '../people/welcome-document.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { Entry } from './entry.ts'
import type { ApiContext } from './request.ts'
import type { Serve } from './serve.ts'

export function serveSession(serve: Serve, deps: ApiDeps, entry: Entry): void {
  serve(sessionOperations.getSession, ({ context }) => present(context, deps, entry))

  serve(sessionOperations.signIn, async ({ context, body: { email, password, code } }) => {
    if (!(await entry.isSetUp())) throw new ApiFault(409, 'not-set-up', 'Nobody has set this installation up yet.')
    await entry.signIn(context, email, password, code)
    return entry.sessionOf(email)
  })

  serve(sessionOperations.signOut, async ({ context, caller, address }) => {
    if (caller.kind === 'person' && caller.credential.kind === 'sign-in') {
      await deps.accounts.endSignIn(caller, caller.credential.id, address)
    }
    entry.forget(context)
    return undefined
  })

  serve(sessionOperations.getSignInMethods, () => ({
    mail: deps.mailer !== undefined,
    provider: deps.provider ? { name: deps.provider.identity.settings.name } : null,
  }))

  serve(sessionOperations.setUp, async ({ context, address, body }) => {
    const { name, email, password, language = 'en' } = body
    if (await entry.isSetUp()) throw alreadySetUp()
    // Hashing is work, and nobody is anybody yet.
    entry.guess(context)
    const passwordHash = await deps.signIn.hashPassword(password)
    const made = await setUp(deps.database, { name, email, passwordHash, emailVerified: true }, address)
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
    await entry.admit(context, made.ownerId, 'password')
    return { session: await entry.sessionOfPerson(made.ownerId), documentId: id }
  })
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
