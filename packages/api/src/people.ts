/** People, workspaces, and who is asking. */
import { parseUserId, ROLES, WORKSPACE_ROLES } from '@dure/protocol'
import { z } from 'zod'
import { nextCursorSchema } from './paging.ts'

export const MIN_PASSWORD_LENGTH = 10
/** Longer ones are no safer and cost time to hash. */
export const MAX_PASSWORD_LENGTH = 128
export const MAX_NAME_LENGTH = 60
/** Of a name before it is cleaned: bounds the cleaning. */
const MAX_RAW_NAME_LENGTH = 500
const MAX_EMAIL_LENGTH = 254

export const userIdSchema = z
  .string()
  .transform((raw, context) => {
    const id = parseUserId(raw)
    if (id) return id
    context.addIssue({ code: 'custom', message: '22 characters of [0-9A-Za-z]' })
    return z.NEVER
  })
  .meta({ pattern: '^[0-9A-Za-z]{22}$' })

/** Kept and compared in lower case. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(MAX_EMAIL_LENGTH)
  .pipe(z.email())
  .meta({ format: 'email', examples: ['ada@example.com'] })
/** A name as it may be shown: one line without control or direction-changing characters. */
export const nameSchema = z
  .string()
  .max(MAX_RAW_NAME_LENGTH)
  .transform((raw) =>
    raw
      .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )
  .pipe(z.string().min(1, 'a name').max(MAX_NAME_LENGTH))
  .meta({ examples: ['Ada Park'] })
export const newPasswordSchema = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(MAX_PASSWORD_LENGTH, `at most ${MAX_PASSWORD_LENGTH} characters`)
  .meta({ examples: ['a long new password'] })
/** A password that is checked, not set: whatever was allowed when it was set. */
export const presentPasswordSchema = z
  .string()
  .min(1)
  .max(MAX_PASSWORD_LENGTH)
  .meta({ examples: ['a long password'] })

/** Six digits of an authenticator app, or a recovery code. */
export const codeSchema = z
  .string()
  .trim()
  .min(6)
  .max(24)
  .meta({ examples: ['123456'] })

export const languageSchema = z.enum(['en', 'ko'])
/** What e-mails are written in. */
export type MailLanguage = z.infer<typeof languageSchema>

export const roleSchema = z.enum(ROLES).meta({ id: 'Role' })
export const workspaceRoleSchema = z.enum(WORKSPACE_ROLES).meta({ id: 'WorkspaceRole' })
/** Roles that can be given: ownership is handed over, not given. */
export const givenRoleSchema = z.enum(['editor', 'commenter', 'viewer'])
export type GivenRole = z.infer<typeof givenRoleSchema>

export const personSchema = z.object({ id: userIdSchema, name: z.string(), email: z.string() }).meta({ id: 'Person' })
export type Person = z.infer<typeof personSchema>

export const workspaceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    /** What the person who asks is in it. */
    role: workspaceRoleSchema,
  })
  .meta({ id: 'Workspace' })
export type Workspace = z.infer<typeof workspaceSchema>

/** Who is asking, and whether anybody has set this installation up. */
export const sessionSchema = z
  .object({
    setUp: z.boolean(),
    /** Null for somebody who is not signed in. */
    person: personSchema.nullable(),
    workspace: workspaceSchema.nullable(),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof sessionSchema>

export const signInSchema = z
  .strictObject({
    email: emailSchema,
    password: presentPasswordSchema,
    /** Of the authenticator app, or a recovery code: where the account asks for one (`second-factor-required`). */
    code: codeSchema.optional(),
  })
  .meta({ id: 'SignIn' })
export type SignIn = z.infer<typeof signInSchema>

/** The first person of an installation: its owner. */
export const setUpSchema = z
  .strictObject({
    name: nameSchema,
    email: emailSchema,
    password: newPasswordSchema,
    /** Of the welcome document. */
    language: languageSchema.optional(),
  })
  .meta({ id: 'SetUp' })
export type SetUp = z.input<typeof setUpSchema>

export const setUpDoneSchema = z.object({ session: sessionSchema, documentId: z.string() }).meta({ id: 'SetUpDone' })
export type SetUpDone = z.infer<typeof setUpDoneSchema>

// ── one's own account ───────────────────────────────────────────────────────────────────────────────────────────────

export const changeAccountSchema = z.strictObject({ name: nameSchema }).meta({ id: 'ChangeAccount' })
export type ChangeAccount = z.input<typeof changeAccountSchema>

/** Ends every other sign-in of the person. */
export const changePasswordSchema = z
  .strictObject({
    currentPassword: presentPasswordSchema,
    newPassword: newPasswordSchema,
  })
  .meta({ id: 'ChangePassword' })
export type ChangePassword = z.input<typeof changePasswordSchema>

/** One browser that is signed in. */
export const signedInSchema = z
  .object({
    id: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    /** What the browser says of itself; may be empty. */
    userAgent: z.string(),
    address: z.string(),
    /** The one that asks. */
    current: z.boolean(),
  })
  .meta({ id: 'SignedIn' })
export type SignedIn = z.infer<typeof signedInSchema>
export const signedInListSchema = z
  .object({ sessions: z.array(signedInSchema), nextCursor: nextCursorSchema })
  .meta({ id: 'SignedInList' })

export const tokenScopeSchema = z.enum(['read', 'write'])
/** A personal access token, for programs. What it is worth is only shown when it is made. */
export const accessTokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scope: tokenScopeSchema,
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    /** To the hour; null for one that was never used. */
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AccessToken' })
export type AccessToken = z.infer<typeof accessTokenSchema>
export const accessTokenListSchema = z.object({ tokens: z.array(accessTokenSchema) }).meta({ id: 'AccessTokenList' })
export const createAccessTokenSchema = z
  .strictObject({
    name: nameSchema,
    scope: tokenScopeSchema,
    /** Days from now; without it the token has no end. */
    days: z.int().min(1).max(3650).optional(),
  })
  .meta({ id: 'CreateAccessToken' })
export type CreateAccessToken = z.input<typeof createAccessTokenSchema>
export const createdAccessTokenSchema = accessTokenSchema
  .extend({ token: z.string() })
  .meta({ id: 'CreatedAccessToken' })
export type CreatedAccessToken = z.infer<typeof createdAccessTokenSchema>

// ── the workspace ───────────────────────────────────────────────────────────────────────────────────────────────────

export const memberSchema = personSchema
  .extend({
    role: workspaceRoleSchema,
    disabled: z.boolean(),
    /** Whether they sign in with a second factor. Told to who manages people. */
    secondFactor: z.boolean().optional(),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof memberSchema>
export const memberListSchema = z
  .object({ members: z.array(memberSchema), nextCursor: nextCursorSchema })
  .meta({ id: 'MemberList' })
export const changeMemberSchema = z
  .strictObject({
    role: z.enum(['admin', 'member', 'guest']).optional(),
    /** A disabled person cannot sign in, and every open connection of theirs ends. */
    disabled: z.boolean().optional(),
  })
  .meta({ id: 'ChangeMember' })
export type ChangeMember = z.infer<typeof changeMemberSchema>

export const createInvitationSchema = z
  .strictObject({
    role: z.enum(['admin', 'member', 'guest']),
    /** Only for whom it is; without it whoever has the link, once. */
    email: emailSchema.optional(),
    /** Of the letter, where one is sent. */
    language: languageSchema.optional(),
  })
  .meta({ id: 'CreateInvitation' })
export type CreateInvitation = z.input<typeof createInvitationSchema>

export const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string().nullable(),
    role: workspaceRoleSchema,
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof invitationSchema>
export const invitationListSchema = z
  .object({ invitations: z.array(invitationSchema), nextCursor: nextCursorSchema })
  .meta({ id: 'InvitationList' })
/**
 * The link is only shown when it is made: `<origin>/join/<token>`. It is not shown at all (null) when it went to whom it
 * is for by e-mail: whoever accepts it is then known to read that e-mail.
 */
export const createdInvitationSchema = invitationSchema
  .extend({ token: z.string().nullable(), mailed: z.boolean() })
  .meta({ id: 'CreatedInvitation' })
export type CreatedInvitation = z.infer<typeof createdInvitationSchema>

/** What somebody who holds an invitation is told before they accept. */
export const invitationOfferSchema = z
  .object({
    workspaceName: z.string(),
    invitedBy: z.string(),
    email: z.string().nullable(),
  })
  .meta({ id: 'InvitationOffer' })
export type InvitationOffer = z.infer<typeof invitationOfferSchema>

/** Whoever has no account says who they will be; whoever is signed in joins as who they are, with an empty object. */
export const acceptInvitationSchema = z
  .union([
    z.strictObject({
      name: nameSchema,
      email: emailSchema,
      password: newPasswordSchema,
    }),
    z.strictObject({}),
  ])
  .meta({ id: 'AcceptInvitation' })
export type AcceptInvitation = z.input<typeof acceptInvitationSchema>

/** Where somebody who accepted goes: a document that was shared with them, else home. */
export const invitationAcceptedSchema = z
  .object({ session: sessionSchema, documentId: z.string().nullable() })
  .meta({ id: 'InvitationAccepted' })
export type InvitationAccepted = z.infer<typeof invitationAcceptedSchema>
