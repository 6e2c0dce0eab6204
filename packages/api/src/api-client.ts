/** A typed client of the HTTP API, for the web and for integrators. */
import { z } from 'zod'
import {
  type CreateDocument,
  type Document,
  type DocumentPage,
  documentPageSchema,
  documentSchema,
} from './documents.ts'
import * as people from './people.ts'
import { type Problem, problemSchema } from './problem.ts'
import { API_ROUTES } from './routes.ts'
import * as sharing from './sharing.ts'
import * as methods from './sign-in-methods.ts'

/** The server answered with a problem, or with something that is not this API. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(`${problem.status} ${problem.title}: ${problem.detail}`)
    this.problem = problem
  }
  /** Stable name of the kind of error, e.g. `unknown-document`. */
  get kind(): string {
    return this.problem.type.slice(this.problem.type.lastIndexOf('/') + 1)
  }
}

/** Every call rejects with `ApiError` when the server answers with a problem. */
export interface ApiClient {
  getSession(): Promise<people.Session>
  signIn(who: people.SignIn): Promise<people.Session>
  signOut(): Promise<void>
  setUp(owner: people.SetUp): Promise<people.SetUpDone>
  getSignInMethods(): Promise<methods.SignInMethods>
  /** Resolves whether there is such an account or not. */
  requestReset(reset: methods.RequestReset): Promise<void>
  getResetOffer(token: string): Promise<methods.ResetOffer>
  completeReset(token: string, reset: methods.CompleteReset): Promise<void>

  changeAccount(change: people.ChangeAccount): Promise<people.Session>
  changePassword(change: people.ChangePassword): Promise<void>
  listSignedIn(): Promise<readonly people.SignedIn[]>
  endSignedIn(id: string): Promise<void>
  /** The one that asks included. */
  endAllSignedIn(): Promise<void>
  listTokens(): Promise<readonly people.AccessToken[]>
  createToken(token: people.CreateAccessToken): Promise<people.CreatedAccessToken>
  deleteToken(id: string): Promise<void>

  listMembers(): Promise<readonly people.Member[]>
  changeMember(id: string, change: people.ChangeMember): Promise<void>
  removeMember(id: string): Promise<void>
  /** A link to hand to somebody who forgot their password. */
  makeResetLink(id: string): Promise<methods.ResetLink>
  listInvitations(): Promise<readonly people.Invitation[]>
  createInvitation(invitation: people.CreateInvitation): Promise<people.CreatedInvitation>
  deleteInvitation(id: string): Promise<void>
  getInvitationOffer(token: string): Promise<people.InvitationOffer>
  acceptInvitation(token: string, who: people.AcceptInvitation): Promise<people.InvitationAccepted>

  /** Newest change first. */
  listDocuments(page?: { readonly limit?: number; readonly cursor?: string }): Promise<DocumentPage>
  createDocument(document?: CreateDocument): Promise<Document>
  /** @throws ApiError with status 404 for an unknown document. */
  getDocument(id: string): Promise<Document>
  getAccess(id: string): Promise<sharing.DocumentAccess>
  setGeneralAccess(id: string, access: sharing.GeneralAccess): Promise<sharing.DocumentAccess>
  share(id: string, share: sharing.Share): Promise<sharing.Shared>
  changeGrant(id: string, personId: string, role: people.GivenRole): Promise<sharing.DocumentAccess>
  removeGrant(id: string, personId: string): Promise<sharing.DocumentAccess>
}

const nothingSchema = z.undefined()

/**
 * @param origin Scheme, host and port, e.g. `http://localhost:3000`; empty in a browser for the page's own.
 * @param headers Sent with every request: `{ authorization: 'Bearer dure_…' }` for a program.
 */
export function createApiClient(origin: string, headers: Readonly<Record<string, string>> = {}): ApiClient {
  const call = async <T>(
    schema: { parse(raw: unknown): T },
    path: string,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' = 'GET',
    body?: unknown,
  ): Promise<T> => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await fetch(origin + path, {
      method,
      headers: { accept: 'application/json', ...type, ...headers },
      ...content,
    })
    const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
    if (response.ok) return schema.parse(answer)
    const problem = problemSchema.safeParse(answer)
    throw new ApiError(
      problem.success
        ? problem.data
        : {
            type: '/problems/no-api',
            title: response.statusText,
            status: response.status,
            detail: `No API at ${origin}${path}.`,
          },
    )
  }
  const nothing = (path: string, method: 'POST' | 'PATCH' | 'DELETE', body?: unknown): Promise<void> =>
    call(nothingSchema, path, method, body)
  return {
    getSession: () => call(people.sessionSchema, API_ROUTES.session),
    signIn: (who) => call(people.sessionSchema, API_ROUTES.session, 'POST', who),
    signOut: () => nothing(API_ROUTES.session, 'DELETE'),
    getSignInMethods: () => call(methods.signInMethodsSchema, API_ROUTES.signInMethods),
    requestReset: (reset) => nothing(API_ROUTES.resets, 'POST', reset),
    getResetOffer: (token) => call(methods.resetOfferSchema, API_ROUTES.reset(token)),
    completeReset: (token, reset) => nothing(API_ROUTES.reset(token), 'POST', reset),
    setUp: (owner) => call(people.setUpDoneSchema, API_ROUTES.setUp, 'POST', owner),

    changeAccount: (change) => call(people.sessionSchema, API_ROUTES.account, 'PATCH', change),
    changePassword: (change) => nothing(API_ROUTES.password, 'POST', change),
    listSignedIn: async () => (await call(people.signedInListSchema, API_ROUTES.sessions)).sessions,
    endSignedIn: (id) => nothing(API_ROUTES.signedIn(id), 'DELETE'),
    endAllSignedIn: () => nothing(API_ROUTES.sessions, 'DELETE'),
    listTokens: async () => (await call(people.accessTokenListSchema, API_ROUTES.tokens)).tokens,
    createToken: (token) => call(people.createdAccessTokenSchema, API_ROUTES.tokens, 'POST', token),
    deleteToken: (id) => nothing(API_ROUTES.token(id), 'DELETE'),

    listMembers: async () => (await call(people.memberListSchema, API_ROUTES.members)).members,
    changeMember: (id, change) => nothing(API_ROUTES.member(id), 'PATCH', change),
    removeMember: (id) => nothing(API_ROUTES.member(id), 'DELETE'),
    makeResetLink: (id) => call(methods.resetLinkSchema, API_ROUTES.memberReset(id), 'POST'),
    listInvitations: async () => (await call(people.invitationListSchema, API_ROUTES.invitations)).invitations,
    createInvitation: (wanted) => call(people.createdInvitationSchema, API_ROUTES.invitations, 'POST', wanted),
    deleteInvitation: (id) => nothing(API_ROUTES.invitation(id), 'DELETE'),
    getInvitationOffer: (token) => call(people.invitationOfferSchema, API_ROUTES.offer(token)),
    acceptInvitation: (token, who) => call(people.invitationAcceptedSchema, API_ROUTES.offer(token), 'POST', who),

    listDocuments: (page = {}) => {
      const query = new URLSearchParams()
      if (page.limit !== undefined) query.set('limit', String(page.limit))
      if (page.cursor !== undefined) query.set('cursor', page.cursor)
      return call(documentPageSchema, query.size > 0 ? `${API_ROUTES.documents}?${query}` : API_ROUTES.documents)
    },
    createDocument: (document = {}) => call(documentSchema, API_ROUTES.documents, 'POST', document),
    getDocument: (id) => call(documentSchema, API_ROUTES.document(id)),
    getAccess: (id) => call(sharing.documentAccessSchema, API_ROUTES.access(id)),
    setGeneralAccess: (id, access) => call(sharing.documentAccessSchema, API_ROUTES.generalAccess(id), 'PUT', access),
    share: (id, share) => call(sharing.sharedSchema, API_ROUTES.grants(id), 'POST', share),
    changeGrant: (id, personId, role) =>
      call(sharing.documentAccessSchema, API_ROUTES.grant(id, personId), 'PUT', { role }),
    removeGrant: (id, personId) => call(sharing.documentAccessSchema, API_ROUTES.grant(id, personId), 'DELETE'),
  }
}
