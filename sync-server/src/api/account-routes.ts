/** `/api/account`: one's own name, password, signed-in browsers and tokens. */
import { accountOperations } from '@dure/api/description'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { Entry } from './entry.ts'
import { ISO_KEY, pageAsked, pageOf } from './paging.ts'
import type { Serve } from './serve.ts'
import { etagOf } from './version-headers.ts'

export function serveAccount(serve: Serve, { accounts, signInTries }: ApiDeps, entry: Entry): void {
  serve(accountOperations.getAccount, async ({ context, caller }) => {
    const { person, version } = await accounts.profileOf(caller.userId)
    context.header('etag', etagOf(version))
    return person
  })

  serve(accountOperations.changeAccount, async ({ context, caller, expected, body: { name } }) => {
    context.header('etag', etagOf(await accounts.rename(caller.userId, name, expected)))
    return entry.sessionOf(caller.email)
  })

  serve(accountOperations.changePassword, async ({ caller, address, body: { currentPassword, newPassword } }) => {
    // Whoever sits down at a browser that is signed in may guess no more often than anybody else.
    entry.count(signInTries.byEmail.try(caller.email))
    if (!(await accounts.changePassword(caller, currentPassword, newPassword, address))) {
      throw new ApiFault(403, 'wrong-password', 'The present password is another one.')
    }
    signInTries.byEmail.succeeded(caller.email)
    return undefined
  })

  serve(accountOperations.listSignedIn, async ({ caller, query }) => {
    const rows = await accounts.listSignedIn(caller, pageAsked(query, ISO_KEY))
    const { shown, next } = pageOf(rows, query.limit, ({ lastUsedAt, id }) => ({ key: lastUsedAt, id }))
    return { sessions: shown, ...next }
  })

  serve(accountOperations.endAllSignedIn, async ({ context, caller, address }) => {
    await accounts.endAllSignIns(caller, address)
    entry.forget(context)
    return undefined
  })

  serve(accountOperations.endSignedIn, async ({ context, caller, address, params: { id } }) => {
    if (!(await accounts.endSignIn(caller, id, address))) throw unknown('session')
    if (id === caller.credential.id) entry.forget(context)
    return undefined
  })

  serve(accountOperations.listTokens, async ({ caller }) => ({ tokens: await accounts.listTokens(caller) }))

  serve(accountOperations.createToken, async ({ caller, address, body }) => {
    const token = await accounts.createToken(caller, body, address)
    if (!token) throw new ApiFault(409, 'too-many', 'You have as many tokens as one may have. Delete one first.')
    return token
  })

  serve(accountOperations.deleteToken, async ({ caller, address, params: { id } }) => {
    if (!(await accounts.deleteToken(caller, id, address))) throw unknown('token')
    return undefined
  })
}

const unknown = (what: string): ApiFault => new ApiFault(404, `unknown-${what}`, `You have no such ${what}.`)
