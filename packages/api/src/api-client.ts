/**
 * A typed client of the HTTP API, for the web and for integrators. Its answers have the types of their schemas and are
 * not parsed by them: the server is held to them by its types and by tests of every route, and with the schemas a page
 * would load 28 kB more. Whoever asks a server that is not their own has the schemas in this package.
 */
import type { AuditKind, AuditPage } from './audit.ts'
import type * as documents from './documents.ts'
import { MAX_PAGE } from './page-limits.ts'
import type * as people from './people.ts'
import type { DocumentPreview } from './preview.ts'
import type { Problem } from './problem.ts'
import { API_ROUTES } from './routes.ts'
import type * as sharing from './sharing.ts'
import type * as methods from './sign-in-methods.ts'

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

/**
 * @param origin Scheme, host and port, e.g. `http://localhost:3000`; empty in a browser for the page's own.
 * @param headers Sent with every request: `{ authorization: 'Bearer dure_…' }` for a program.
 */
export function createApiClient(origin: string, headers: Readonly<Record<string, string>> = {}): ApiClient {
  const call = async <Answer>(
    path: string,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' = 'GET',
    body?: unknown,
  ): Promise<Answer> => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await fetch(origin + path, {
      method,
      headers: { accept: 'application/json', ...type, ...headers },
      ...content,
    })
    const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
    if (response.ok && (answer !== undefined || response.status === 204)) return answer as Answer
    const { status, statusText: title } = response
    const none = { type: '/problems/no-api', title, status, detail: `No API at ${origin}${path}.` }
    throw new ApiError(isProblem(answer) ? answer : none)
  }
  const nothing = (path: string, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', body?: unknown): Promise<void> =>
    call(path, method, body)
  const list = async <Name extends string, Entry>(path: string, name: Name): Promise<readonly Entry[]> =>
    (await call<Readonly<Record<Name, readonly Entry[]>>>(path))[name]
  /** All pages of a list, one after the other. */
  const every = async <Name extends string, Entry>(path: string, name: Name): Promise<readonly Entry[]> => {
    const found: Entry[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const page: Readonly<Record<Name, readonly Entry[]>> & { readonly nextCursor?: string } = await call(
        `${path}?limit=${MAX_PAGE}${after}`,
      )
      found.push(...page[name])
      cursor = page.nextCursor
    }
    return found
  }
  return {
    getSession: () => call(API_ROUTES.session),
    signIn: (who) => call(API_ROUTES.session, 'POST', who),
    signOut: () => nothing(API_ROUTES.session, 'DELETE'),
    startPasskeySignIn: () => call(API_ROUTES.passkeySessionOptions, 'POST'),
    signInWithPasskey: (used) => call(API_ROUTES.passkeySession, 'POST', used),
    getSignInMethods: () => call(API_ROUTES.signInMethods),
    requestReset: (reset) => nothing(API_ROUTES.resets, 'POST', reset),
    getResetOffer: (token) => call(API_ROUTES.reset(token)),
    completeReset: (token, reset) => nothing(API_ROUTES.reset(token), 'POST', reset),
    setUp: (owner) => call(API_ROUTES.setUp, 'POST', owner),

    changeAccount: (change) => call(API_ROUTES.account, 'PATCH', change),
    changePassword: (change) => nothing(API_ROUTES.password, 'POST', change),
    getSecurity: () => call(API_ROUTES.security),
    startSecondFactor: (confirm) => call(API_ROUTES.secondFactor, 'POST', confirm),
    confirmSecondFactor: (confirm) => call(API_ROUTES.secondFactorConfirmation, 'POST', confirm),
    endSecondFactor: (confirm) => nothing(API_ROUTES.secondFactorOff, 'POST', confirm),
    listPasskeys: () => list(API_ROUTES.passkeys, 'passkeys'),
    startPasskey: (confirm) => call(API_ROUTES.passkeyOptions, 'POST', confirm),
    addPasskey: (made) => call(API_ROUTES.passkeys, 'POST', made),
    renamePasskey: (id, rename) => nothing(API_ROUTES.passkey(id), 'PATCH', rename),
    removePasskey: (id) => nothing(API_ROUTES.passkey(id), 'DELETE'),
    disconnectProvider: () => nothing(API_ROUTES.ownProvider, 'DELETE'),
    listSignedIn: () => every(API_ROUTES.sessions, 'sessions'),
    endSignedIn: (id) => nothing(API_ROUTES.signedIn(id), 'DELETE'),
    endAllSignedIn: () => nothing(API_ROUTES.sessions, 'DELETE'),
    listTokens: () => list(API_ROUTES.tokens, 'tokens'),
    createToken: (token) => call(API_ROUTES.tokens, 'POST', token),
    deleteToken: (id) => nothing(API_ROUTES.token(id), 'DELETE'),

    listMembers: () => every(API_ROUTES.members, 'members'),
    changeMember: (id, change) => nothing(API_ROUTES.member(id), 'PATCH', change),
    removeMember: (id) => nothing(API_ROUTES.member(id), 'DELETE'),
    resetSecondFactor: (id) => nothing(API_ROUTES.memberSecondFactor(id), 'DELETE'),
    listAudit: (page = {}) => {
      const query = new URLSearchParams(Object.entries(page).flatMap(([name, value]) => [[name, String(value)]]))
      return call(query.size > 0 ? `${API_ROUTES.audit}?${query}` : API_ROUTES.audit)
    },
    makeResetLink: (id) => call(API_ROUTES.memberReset(id), 'POST'),
    listInvitations: () => every(API_ROUTES.invitations, 'invitations'),
    createInvitation: (wanted) => call(API_ROUTES.invitations, 'POST', wanted),
    deleteInvitation: (id) => nothing(API_ROUTES.invitation(id), 'DELETE'),
    getInvitationOffer: (token) => call(API_ROUTES.offer(token)),
    acceptInvitation: (token, who) => call(API_ROUTES.offer(token), 'POST', who),

    listDocuments: (page = {}) => call(withQuery(API_ROUTES.documents, page)),
    createDocument: (document = {}) => call(API_ROUTES.documents, 'POST', document),
    getDocument: (id) => call(API_ROUTES.document(id)),
    listPages: (page = {}) => call(withQuery(API_ROUTES.pages, page)),
    listPagesUnder: (id, page = {}) => call(withQuery(API_ROUTES.under(id), page)),
    movePage: (id, to) => nothing(API_ROUTES.place(id), 'PUT', to),
    copyDocument: (id, copy = {}) => call(API_ROUTES.copies(id), 'POST', copy),
    listFavourites: () => call(API_ROUTES.favourites),
    addFavourite: (id) => nothing(API_ROUTES.favourite(id), 'PUT'),
    removeFavourite: (id) => nothing(API_ROUTES.favourite(id), 'DELETE'),
    listRecent: () => call(API_ROUTES.recent),
    listShared: (page = {}) => call(withQuery(API_ROUTES.shared, page)),

    binDocument: (id) => nothing(API_ROUTES.document(id), 'DELETE'),
    listBin: (page = {}) => call(withQuery(API_ROUTES.bin, page)),
    getBinned: (id) => call(API_ROUTES.binned(id)),
    restoreDocument: (id) => nothing(API_ROUTES.restored(id), 'POST'),
    removeDocument: (id) => nothing(API_ROUTES.binned(id), 'DELETE'),

    getPreview: (id) => call(API_ROUTES.preview(id)),
    getAccess: (id) => call(API_ROUTES.access(id)),
    setGeneralAccess: (id, access) => call(API_ROUTES.generalAccess(id), 'PUT', access),
    share: (id, share) => call(API_ROUTES.grants(id), 'POST', share),
    changeGrant: (id, personId, role) => call(API_ROUTES.grant(id, personId), 'PUT', { role }),
    removeGrant: (id, personId) => call(API_ROUTES.grant(id, personId), 'DELETE'),
    transferOwnership: (id, personId) => call(API_ROUTES.owner(id), 'PUT', { personId }),
    requestAccess: (id, role) => nothing(API_ROUTES.requests(id), 'POST', { role }),
    listRequests: (id) => list(API_ROUTES.requests(id), 'requests'),
    listAllRequests: () => list(API_ROUTES.accessRequests, 'requests'),
    grantRequest: (id, personId, role) => call(API_ROUTES.request(id, personId), 'PUT', { role }),
    declineRequest: (id, personId) => nothing(API_ROUTES.request(id, personId), 'DELETE'),
    takeOverDocuments: (memberId, personId) => call(API_ROUTES.takeOver(memberId), 'POST', { personId }),
  }
}

function withQuery(path: string, { limit, cursor, titled }: ListPart & { readonly titled?: string }): string {
  const query = new URLSearchParams()
  if (limit !== undefined) query.set('limit', String(limit))
  if (cursor !== undefined) query.set('cursor', cursor)
  if (titled !== undefined) query.set('titled', titled)
  return query.size > 0 ? `${path}?${query}` : path
}

/** Whatever stands in the way may answer as well, and in its own words. */
const isProblem = (answer: unknown): answer is Problem =>
  typeof answer === 'object' &&
  answer !== null &&
  'type' in answer &&
  typeof answer.type === 'string' &&
  'title' in answer &&
  'status' in answer &&
  'detail' in answer
