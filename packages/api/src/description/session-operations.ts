/** Who asks: the first run, signing in and out. */
import { sessionSchema, setUpDoneSchema, setUpSchema, signInSchema } from '../people.ts'
import { API_ROUTES } from '../routes.ts'
import { completeResetSchema, requestResetSchema, resetOfferSchema, signInMethodsSchema } from '../sign-in-methods.ts'
import { operation } from './operation.ts'
import { resetSecretPart } from './path-parts.ts'

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
  getSignInMethods: operation({
    method: 'GET',
    path: API_ROUTES.signInMethods,
    does: 'Says which ways in this installation offers besides e-mail and password',
    who: 'anybody',
    answer: signInMethodsSchema,
  }),
  requestReset: operation({
    method: 'POST',
    path: API_ROUTES.resets,
    does: 'Sends whoever has an account with that e-mail a link by which they set a new password',
    details: 'The answer is the same, and as fast, whether there is one or not. The link is good for 30 minutes, once.',
    who: 'anybody',
    body: requestResetSchema,
    answer: 'nothing',
    problems: ['no-mail', 'too-many-tries'],
  }),
  getResetOffer: operation({
    method: 'GET',
    path: API_ROUTES.reset,
    does: 'Says whose password a link sets',
    who: 'anybody',
    params: { token: resetSecretPart },
    answer: resetOfferSchema,
  }),
  completeReset: operation({
    method: 'POST',
    path: API_ROUTES.reset,
    does: 'Sets the password, and signs the account out everywhere',
    who: 'anybody',
    params: { token: resetSecretPart },
    body: completeResetSchema,
    answer: 'nothing',
    problems: ['too-many-tries'],
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
