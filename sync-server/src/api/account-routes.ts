/** `/api/account`: one's own name, password, signed-in browsers and tokens. */
import { changeAccountSchema, changePasswordSchema, createAccessTokenSchema } from '@dure/api'
import { Hono } from 'hono'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault, methodNotAllowed } from './api-fault.ts'
import type { Entry } from './entry.ts'
import { type ApiEnvironment, bodyOf, partOf, signedInPerson } from './request.ts'

export function accountRoutes({ accounts, signInTries }: ApiDeps, entry: Entry): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()
  routes.patch('/', async (context) => {
    const { userId, email } = signedInPerson(context)
    const { name } = await bodyOf(context, changeAccountSchema)
    await accounts.rename(userId, name)
    return context.json(await entry.sessionOf(email))
  })
  routes.all('/', methodNotAllowed('PATCH'))

  routes.post('/password', async (context) => {
    const person = signedInPerson(context)
    const { currentPassword, newPassword } = await bodyOf(context, changePasswordSchema)
    // Whoever sits down at a browser that is signed in may guess no more often than anybody else.
    entry.count(signInTries.byEmail.try(person.email))
    if (!(await accounts.changePassword(person, currentPassword, newPassword, context.get('address')))) {
      throw new ApiFault(403, 'wrong-password', 'The present password is another one.')
    }
    signInTries.byEmail.succeeded(person.email)
    return context.body(null, 204)
  })
  routes.all('/password', methodNotAllowed('POST'))

  routes.get('/sessions', async (context) =>
    context.json({ sessions: await accounts.listSignedIn(signedInPerson(context)) }),
  )
  routes.delete('/sessions', async (context) => {
    await accounts.endAllSignIns(signedInPerson(context), context.get('address'))
    entry.forget(context)
    return context.body(null, 204)
  })
  routes.all('/sessions', methodNotAllowed('GET, DELETE'))
  routes.delete('/sessions/:id', async (context) => {
    const person = signedInPerson(context)
    const id = partOf(context, 'id')
    if (!(await accounts.endSignIn(person, id, context.get('address')))) throw unknown('session')
    if (id === person.credential.id) entry.forget(context)
    return context.body(null, 204)
  })
  routes.all('/sessions/:id', methodNotAllowed('DELETE'))

  routes.get('/tokens', async (context) => context.json({ tokens: await accounts.listTokens(signedInPerson(context)) }))
  routes.post('/tokens', async (context) => {
    const person = signedInPerson(context)
    const token = await accounts.createToken(
      person,
      await bodyOf(context, createAccessTokenSchema),
      context.get('address'),
    )
    if (!token) throw new ApiFault(409, 'too-many', 'You have as many tokens as one may have. Delete one first.')
    return context.json(token, 201)
  })
  routes.all('/tokens', methodNotAllowed('GET, POST'))
  routes.delete('/tokens/:id', async (context) => {
    const person = signedInPerson(context)
    if (!(await accounts.deleteToken(person, partOf(context, 'id'), context.get('address')))) throw unknown('token')
    return context.body(null, 204)
  })
  routes.all('/tokens/:id', methodNotAllowed('DELETE'))
  return routes
}

const unknown = (what: string): ApiFault => new ApiFault(404, `unknown-${what}`, `You have no such ${what}.`)
