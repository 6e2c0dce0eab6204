/** One's own account: name, password, signed-in browsers, tokens. */
import { pageQuerySchema } from '../paging.ts'
import {
  accessTokenListSchema,
  changeAccountSchema,
  changePasswordSchema,
  createAccessTokenSchema,
  createdAccessTokenSchema,
  personSchema,
  sessionSchema,
  signedInListSchema,
} from '../people.ts'
import { API_ROUTES } from '../routes.ts'
import { operation } from './operation.ts'
import { signedInPart, tokenPart } from './path-parts.ts'

export const accountOperations = {
  getAccount: operation({
    method: 'GET',
    path: API_ROUTES.account,
    does: 'Says who you are to others',
    who: 'person',
    answer: personSchema,
    versioned: true,
  }),
  changeAccount: operation({
    method: 'PATCH',
    path: API_ROUTES.account,
    does: 'Changes your name',
    who: 'browser',
    body: changeAccountSchema,
    answer: sessionSchema,
    versioned: true,
  }),
  changePassword: operation({
    method: 'POST',
    path: API_ROUTES.password,
    does: 'Changes your password, and ends every other sign-in of yours',
    who: 'browser',
    body: changePasswordSchema,
    answer: 'nothing',
    problems: ['wrong-password', 'too-many-tries'],
  }),
  listSignedIn: operation({
    method: 'GET',
    path: API_ROUTES.sessions,
    does: 'Lists the browsers that you are signed in at, the last used first',
    who: 'browser',
    query: pageQuerySchema,
    answer: signedInListSchema,
  }),
  endAllSignedIn: operation({
    method: 'DELETE',
    path: API_ROUTES.sessions,
    does: 'Signs you out everywhere, here as well',
    who: 'browser',
    answer: 'nothing',
  }),
  endSignedIn: operation({
    method: 'DELETE',
    path: API_ROUTES.signedIn,
    does: 'Signs one browser out',
    who: 'browser',
    params: { id: signedInPart },
    answer: 'nothing',
  }),
  listTokens: operation({
    method: 'GET',
    path: API_ROUTES.tokens,
    does: 'Lists your tokens, without their secrets',
    details: 'One has at most 50.',
    who: 'browser',
    answer: accessTokenListSchema,
  }),
  createToken: operation({
    method: 'POST',
    path: API_ROUTES.tokens,
    does: 'Makes a token for a program',
    details: 'Its secret is answered this once and kept as a hash.',
    who: 'browser',
    body: createAccessTokenSchema,
    status: 201,
    answer: createdAccessTokenSchema,
    once: true,
    problems: ['too-many'],
  }),
  deleteToken: operation({
    method: 'DELETE',
    path: API_ROUTES.token,
    does: 'Ends a token, and every connection that was opened with it',
    who: 'browser',
    params: { id: tokenPart },
    answer: 'nothing',
  }),
} as const
