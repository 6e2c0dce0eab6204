/** A typed client of the HTTP API, for the web and for integrators. */
import { z } from 'zod'
import { type AuditKind, type AuditPage, auditPageSchema } from './audit.ts'
import * as documents from './documents.ts'
import { MAX_PAGE } from './paging.ts'
import * as people from './people.ts'
import { type DocumentPreview, documentPreviewSchema } from './preview.ts'
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

export interface ListAudit {
  readonly limit?: number
  readonly cursor?: string
  readonly person?: string
  readonly kind?: AuditKind
}

/** Every call rejects with `ApiError` when the server answers with a problem. */
export interface ApiClient {
  getSession(): Promise<people.Session>
  signIn(who: people.SignIn): Promise<people.Session>
  signOut(): Promise<void>
  setUp(owner: people.SetUp): Promise<people.SetUpDone>
  startPasskeySignIn(): Promise<methods.PasskeyOptions>
  signInWithPasskey(used: methods.UsePasskey): Promise<people.Session>
  getSignInMethods(): Promise<methods.SignInMethods>
  /** Resolves whether there is such an account or not. */
  requestReset(reset: methods.RequestReset): Promise<void>
  getResetOffer(token: string): Promise<methods.ResetOffer>
  completeReset(token: string, reset: methods.CompleteReset): Promise<void>

  changeAccount(change: people.ChangeAccount): Promise<people.Session>
  changePassword(change: people.ChangePassword): Promise<void>
  getSecurity(): Promise<methods.Security>
  startSecondFactor(confirm: methods.Confirm): Promise<methods.SecondFactorKey>
  confirmSecondFactor(confirm: methods.ConfirmSecondFactor): Promise<methods.RecoveryCodes>
  endSecondFactor(confirm: methods.Confirm): Promise<void>
  listPasskeys(): Promise<readonly methods.Passkey[]>
  startPasskey(confirm: methods.Confirm): Promise<methods.PasskeyOptions>
  addPasskey(made: methods.AddPasskey): Promise<methods.Passkey>
  renamePasskey(id: string, rename: methods.RenamePasskey): Promise<void>
  removePasskey(id: string): Promise<void>
  disconnectProvider(): Promise<void>
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
  resetSecondFactor(id: string): Promise<void>
  /** Newest first. */
  listAudit(page?: ListAudit): Promise<AuditPage>
  /** A link to hand to somebody who forgot their password. */
  makeResetLink(id: string): Promise<methods.ResetLink>
  listInvitations(): Promise<readonly people.Invitation[]>
  createInvitation(invitation: people.CreateInvitation): Promise<people.CreatedInvitation>
  deleteInvitation(id: string): Promise<void>
  getInvitationOffer(token: string): Promise<people.InvitationOffer>
  acceptInvitation(token: string, who: people.AcceptInvitation): Promise<people.InvitationAccepted>

  /** Newest change first. */
  listDocuments(page?: ListPart & { readonly titled?: string }): Promise<documents.DocumentPage>
  createDocument(document?: documents.CreateDocument): Promise<documents.Document>
  /** @throws ApiError with status 404 for an unknown document, 410 for one in the bin. */
  getDocument(id: string): Promise<documents.DocumentDetail>
  /** The pages at the top. */
  listPages(page?: ListPart): Promise<documents.PageList>
  listPagesUnder(id: string, page?: ListPart): Promise<documents.PageList>
  movePage(id: string, to: documents.MovePage): Promise<void>
  copyDocument(id: string, copy?: documents.CopyDocument): Promise<documents.Document>
  listFavourites(): Promise<documents.PageList>
  addFavourite(id: string): Promise<void>
  removeFavourite(id: string): Promise<void>
  /** What the one who asks opened last. */
  listRecent(): Promise<documents.PageList>
  /** What others shared with the one who asks by name. */
  listShared(page?: ListPart): Promise<documents.PageList>

  binDocument(id: string): Promise<void>
  listBin(page?: ListPart): Promise<documents.Bin>
  getBinned(id: string): Promise<documents.BinnedDocument>
  restoreDocument(id: string): Promise<void>
  /** For good. */
  removeDocument(id: string): Promise<void>

  /** The beginning of its text, drawn. */
  getPreview(id: string): Promise<DocumentPreview>
  getAccess(id: string): Promise<sharing.DocumentAccess>
  setGeneralAccess(id: string, access: sharing.SetGeneralAccess): Promise<sharing.DocumentAccess>
  share(id: string, share: sharing.Share): Promise<sharing.Shared>
  changeGrant(id: string, personId: string, role: people.GivenRole): Promise<sharing.DocumentAccess>
  /** Resolves with nothing for whoever took themselves off: it is not theirs to see any longer. */
  removeGrant(id: string, personId: string): Promise<sharing.DocumentAccess | undefined>
  transferOwnership(id: string, personId: string): Promise<sharing.DocumentAccess>
  requestAccess(id: string, role: people.GivenRole): Promise<void>
  listRequests(id: string): Promise<readonly sharing.AccessRequest[]>
  /** Those on all that the one who asks owns. */
  listAllRequests(): Promise<readonly sharing.AccessRequest[]>
  grantRequest(id: string, personId: string, role: people.GivenRole): Promise<sharing.DocumentAccess>
  declineRequest(id: string, personId: string): Promise<void>
  /** Makes somebody the owner of all that a disabled member owns. */
  takeOverDocuments(memberId: string, personId: string): Promise<sharing.TakenOver>
}

/** Which part of a long list. */
export interface ListPart {
  readonly limit?: number
  readonly cursor?: string
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
  const nothing = (path: string, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', body?: unknown): Promise<void> =>
    call(nothingSchema, path, method, body)
  /** All pages of a list, one after the other. */
  const every = async <Page extends { readonly nextCursor?: string | undefined }, Entry>(
    path: string,
    schema: { parse(raw: unknown): Page },
    entriesOf: (page: Page) => readonly Entry[],
  ): Promise<readonly Entry[]> => {
    const found: Entry[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const page: Page = await call(schema, `${path}?limit=${MAX_PAGE}${after}`)
      found.push(...entriesOf(page))
      cursor = page.nextCursor
    }
    return found
  }
  return {
    getSession: () => call(people.sessionSchema, API_ROUTES.session),
    signIn: (who) => call(people.sessionSchema, API_ROUTES.session, 'POST', who),
    signOut: () => nothing(API_ROUTES.session, 'DELETE'),
    startPasskeySignIn: () => call(methods.passkeyOptionsSchema, API_ROUTES.passkeySessionOptions, 'POST'),
    signInWithPasskey: (used) => call(people.sessionSchema, API_ROUTES.passkeySession, 'POST', used),
    getSignInMethods: () => call(methods.signInMethodsSchema, API_ROUTES.signInMethods),
    requestReset: (reset) => nothing(API_ROUTES.resets, 'POST', reset),
    getResetOffer: (token) => call(methods.resetOfferSchema, API_ROUTES.reset(token)),
    completeReset: (token, reset) => nothing(API_ROUTES.reset(token), 'POST', reset),
    setUp: (owner) => call(people.setUpDoneSchema, API_ROUTES.setUp, 'POST', owner),

    changeAccount: (change) => call(people.sessionSchema, API_ROUTES.account, 'PATCH', change),
    changePassword: (change) => nothing(API_ROUTES.password, 'POST', change),
    getSecurity: () => call(methods.securitySchema, API_ROUTES.security),
    startSecondFactor: (confirm) => call(methods.secondFactorKeySchema, API_ROUTES.secondFactor, 'POST', confirm),
    confirmSecondFactor: (confirm) =>
      call(methods.recoveryCodesSchema, API_ROUTES.secondFactorConfirmation, 'POST', confirm),
    endSecondFactor: (confirm) => nothing(API_ROUTES.secondFactorOff, 'POST', confirm),
    listPasskeys: async () => (await call(methods.passkeyListSchema, API_ROUTES.passkeys)).passkeys,
    startPasskey: (confirm) => call(methods.passkeyOptionsSchema, API_ROUTES.passkeyOptions, 'POST', confirm),
    addPasskey: (made) => call(methods.passkeySchema, API_ROUTES.passkeys, 'POST', made),
    renamePasskey: (id, rename) => nothing(API_ROUTES.passkey(id), 'PATCH', rename),
    removePasskey: (id) => nothing(API_ROUTES.passkey(id), 'DELETE'),
    disconnectProvider: () => nothing(API_ROUTES.ownProvider, 'DELETE'),
    listSignedIn: () => every(API_ROUTES.sessions, people.signedInListSchema, ({ sessions }) => sessions),
    endSignedIn: (id) => nothing(API_ROUTES.signedIn(id), 'DELETE'),
    endAllSignedIn: () => nothing(API_ROUTES.sessions, 'DELETE'),
    listTokens: async () => (await call(people.accessTokenListSchema, API_ROUTES.tokens)).tokens,
    createToken: (token) => call(people.createdAccessTokenSchema, API_ROUTES.tokens, 'POST', token),
    deleteToken: (id) => nothing(API_ROUTES.token(id), 'DELETE'),

    listMembers: () => every(API_ROUTES.members, people.memberListSchema, ({ members }) => members),
    changeMember: (id, change) => nothing(API_ROUTES.member(id), 'PATCH', change),
    removeMember: (id) => nothing(API_ROUTES.member(id), 'DELETE'),
    resetSecondFactor: (id) => nothing(API_ROUTES.memberSecondFactor(id), 'DELETE'),
    listAudit: (page = {}) => {
      const query = new URLSearchParams(Object.entries(page).flatMap(([name, value]) => [[name, String(value)]]))
      return call(auditPageSchema, query.size > 0 ? `${API_ROUTES.audit}?${query}` : API_ROUTES.audit)
    },
    makeResetLink: (id) => call(methods.resetLinkSchema, API_ROUTES.memberReset(id), 'POST'),
    listInvitations: () => every(API_ROUTES.invitations, people.invitationListSchema, ({ invitations }) => invitations),
    createInvitation: (wanted) => call(people.createdInvitationSchema, API_ROUTES.invitations, 'POST', wanted),
    deleteInvitation: (id) => nothing(API_ROUTES.invitation(id), 'DELETE'),
    getInvitationOffer: (token) => call(people.invitationOfferSchema, API_ROUTES.offer(token)),
    acceptInvitation: (token, who) => call(people.invitationAcceptedSchema, API_ROUTES.offer(token), 'POST', who),

    listDocuments: (page = {}) => call(documents.documentPageSchema, withQuery(API_ROUTES.documents, page)),
    createDocument: (document = {}) => call(documents.documentSchema, API_ROUTES.documents, 'POST', document),
    getDocument: (id) => call(documents.documentDetailSchema, API_ROUTES.document(id)),
    listPages: (page = {}) => call(documents.pageListSchema, withQuery(API_ROUTES.pages, page)),
    listPagesUnder: (id, page = {}) => call(documents.pageListSchema, withQuery(API_ROUTES.under(id), page)),
    movePage: (id, to) => nothing(API_ROUTES.place(id), 'PUT', to),
    copyDocument: (id, copy = {}) => call(documents.documentSchema, API_ROUTES.copies(id), 'POST', copy),
    listFavourites: () => call(documents.pageListSchema, API_ROUTES.favourites),
    addFavourite: (id) => nothing(API_ROUTES.favourite(id), 'PUT'),
    removeFavourite: (id) => nothing(API_ROUTES.favourite(id), 'DELETE'),
    listRecent: () => call(documents.pageListSchema, API_ROUTES.recent),
    listShared: (page = {}) => call(documents.pageListSchema, withQuery(API_ROUTES.shared, page)),

    binDocument: (id) => nothing(API_ROUTES.document(id), 'DELETE'),
    listBin: (page = {}) => call(documents.binSchema, withQuery(API_ROUTES.bin, page)),
    getBinned: (id) => call(documents.binnedDocumentSchema, API_ROUTES.binned(id)),
    restoreDocument: (id) => nothing(API_ROUTES.restored(id), 'POST'),
    removeDocument: (id) => nothing(API_ROUTES.binned(id), 'DELETE'),

    getPreview: (id) => call(documentPreviewSchema, API_ROUTES.preview(id)),
    getAccess: (id) => call(sharing.documentAccessSchema, API_ROUTES.access(id)),
    setGeneralAccess: (id, access) => call(sharing.documentAccessSchema, API_ROUTES.generalAccess(id), 'PUT', access),
    share: (id, share) => call(sharing.sharedSchema, API_ROUTES.grants(id), 'POST', share),
    changeGrant: (id, personId, role) =>
      call(sharing.documentAccessSchema, API_ROUTES.grant(id, personId), 'PUT', { role }),
    removeGrant: (id, personId) =>
      call(sharing.documentAccessSchema.optional(), API_ROUTES.grant(id, personId), 'DELETE'),
    transferOwnership: (id, personId) => call(sharing.documentAccessSchema, API_ROUTES.owner(id), 'PUT', { personId }),
    requestAccess: (id, role) => nothing(API_ROUTES.requests(id), 'POST', { role }),
    listRequests: async (id) => (await call(sharing.accessRequestListSchema, API_ROUTES.requests(id))).requests,
    listAllRequests: async () => (await call(sharing.accessRequestListSchema, API_ROUTES.accessRequests)).requests,
    grantRequest: (id, personId, role) =>
      call(sharing.documentAccessSchema, API_ROUTES.request(id, personId), 'PUT', { role }),
    declineRequest: (id, personId) => nothing(API_ROUTES.request(id, personId), 'DELETE'),
    takeOverDocuments: (memberId, personId) =>
      call(sharing.takenOverSchema, API_ROUTES.takeOver(memberId), 'POST', { personId }),
  }
}

function withQuery(path: string, { limit, cursor, titled }: ListPart & { readonly titled?: string }): string {
  const query = new URLSearchParams()
  if (limit !== undefined) query.set('limit', String(limit))
  if (cursor !== undefined) query.set('cursor', cursor)
  if (titled !== undefined) query.set('titled', titled)
  return query.size > 0 ? `${path}?${query}` : path
}
