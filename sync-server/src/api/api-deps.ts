/** What the routes of the API stand on. */
import type { DocumentCatalog, Store, StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import type { Attachments } from '../attachments/attachments.ts'
import type { Uploads } from '../attachments/uploads.ts'
import type { AttemptLimit } from '../auth/attempt-limit.ts'
import type { Door } from '../auth/door.ts'
import type { IdentityProvider } from '../auth/identity-provider.ts'
import type { SignIn } from '../auth/sign-in.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Logger } from '../observability/logger.ts'
import type { Pages } from '../pages/pages.ts'
import type { Shelf } from '../pages/shelf.ts'
import type { AccountSecurity } from '../people/account-security.ts'
import type { Accounts } from '../people/accounts.ts'
import type { AuditLog } from '../people/audit-log.ts'
import type { Invitations } from '../people/invitations.ts'
import type { Members } from '../people/members.ts'
import type { Passkeys } from '../people/passkeys.ts'
import type { PasswordResets } from '../people/password-resets.ts'
import type { ProviderAccounts } from '../people/provider-accounts.ts'
import type { SecondFactors } from '../people/second-factors.ts'
import type { DocumentWork } from '../projection/document-work.ts'
import type { Previews } from '../projection/previews.ts'
import type { AccessRequests } from '../rights/access-requests.ts'
import type { RightsFeed } from '../rights/rights-feed.ts'
import type { Sharing } from '../rights/sharing.ts'
import type { RequestOrigin } from '../transport/remote-address.ts'
import type { KeptAnswers } from './kept-answers.ts'

export interface ApiDeps {
  readonly documents: DocumentCatalog
  readonly database: Kysely<StoreTables>
  readonly door: Door
  readonly origin: RequestOrigin
  readonly feed: RightsFeed
  readonly signIn: SignIn
  readonly signInTries: {
    readonly byAddress: AttemptLimit
    readonly byEmail: AttemptLimit
    readonly byCode: AttemptLimit
  }
  readonly letterTries: { readonly bySender: AttemptLimit; readonly byRecipient: AttemptLimit }
  /** Undefined where no e-mails are sent. */
  readonly mailer: Mailer | undefined
  readonly resets: PasswordResets
  readonly security: AccountSecurity
  readonly secondFactors: SecondFactors
  readonly passkeys: Passkeys
  /** Undefined where nobody signs in by another provider. */
  readonly provider: { readonly identity: IdentityProvider; readonly accounts: ProviderAccounts } | undefined
  readonly auditLog: AuditLog
  readonly accounts: Accounts
  readonly members: Members
  readonly invitations: Invitations
  readonly sharing: Sharing
  readonly requests: AccessRequests
  readonly pages: Pages
  readonly shelf: Shelf
  /** Copies that somebody has made lately, by their id. */
  readonly copies: AttemptLimit
  readonly store: Pick<Store, 'log' | 'documents'>
  readonly workers: DocumentWork
  readonly attachments: Attachments
  readonly uploads: Uploads
  readonly keptAnswers: KeptAnswers
  readonly previews: Previews
  readonly logger: Logger
}
