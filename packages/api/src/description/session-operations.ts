/** Who asks: the first run, signing in and out. */
import { sessionSchema, setUpDoneSchema, setUpSchema, signInSchema } from '../people.ts'
import { API_ROUTES } from '../routes.ts'
import { operation } from './operation.ts'

export const sessionOperations = {
  getSession: operation({
    method: 'GET',
    path: API_ROUTES.session,
    does: 'Says who you are, by the cookie or the token that you send',
    details: 'Answers with nobody when there is none, or none that is good.',
    who: 'anybody',
    answer: sessionSchema,
  }),
  signIn: operation({
    method: 'POST',
    path: API_ROUTES.session,
    does: 'Signs a browser in by e-mail and password',
    details: 'Sets the cookie. Programs use tokens instead.',
    who: 'anybody',
    body: signInSchema,
    answer: sessionSchema,
    problems: ['wrong-credentials', 'too-many-tries', 'not-set-up'],
  }),
  signOut: operation({
    method: 'DELETE',
    path: API_ROUTES.session,
    does: 'Signs this browser out',
    who: 'anybody',
    answer: 'nothing',
  }),
  setUp: operation({
    method: 'POST',
    path: API_ROUTES.setUp,
    does: 'Makes the owner of a new installation, once',
    who: 'anybody',
    body: setUpSchema,
    status: 201,
    answer: setUpDoneSchema,
    problems: ['already-set-up', 'too-many-tries'],
  }),
} as const
