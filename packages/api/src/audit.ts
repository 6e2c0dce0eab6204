/** What was done to people, rights and documents, for owners and admins to read. Ids and roles, never content. */
import { z } from 'zod'
import { nextCursorSchema, pageQuerySchema } from './paging.ts'
import { personSchema, userIdSchema } from './people.ts'

/** What is written down, by what it is about. Whoever writes down something new names it here. */
export const AUDIT_KINDS = {
  'sign-ins': ['signed-in', 'signed-out', 'sign-in-ended', 'all-sign-ins-ended'],
  refusals: ['sign-in-refused'],
  accounts: [
    'set-up',
    'password-changed',
    'password-reset',
    'reset-link-made',
    'second-factor-on',
    'second-factor-off',
    'second-factor-reset',
    'recovery-code-used',
    'passkey-added',
    'passkey-removed',
    'provider-connected',
    'provider-disconnected',
    'token-created',
    'token-deleted',
  ],
  people: [
    'invitation-created',
    'invitation-deleted',
    'invitation-accepted',
    'member-joined',
    'member-changed',
    'member-removed',
  ],
  sharing: [
    'general-access-changed',
    'shared',
    'grant-changed',
    'grant-removed',
    'ownership-transferred',
    'access-requested',
    'access-declined',
  ],
  documents: ['document-moved', 'document-binned', 'document-restored', 'document-removed'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type AuditKind = keyof typeof AUDIT_KINDS
export type AuditAction = (typeof AUDIT_KINDS)[AuditKind][number]

const KINDS = Object.keys(AUDIT_KINDS) as [AuditKind, ...AuditKind[]]
export const auditKindSchema = z.enum(KINDS).meta({ id: 'AuditKind' })

export const auditEventSchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    /** What was done. Another version of Dure may have written down what this one does not know. */
    action: z.string(),
    /** Who did it; null when nobody is known. */
    by: personSchema.nullable(),
    /** What it was done to: an id; may be empty. */
    subject: z.string(),
    /** The subject, when it is a person. */
    person: personSchema.nullable(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** Where the request came from; `settings` for what the settings did. */
    address: z.string(),
  })
  .meta({ id: 'AuditEvent' })
export type AuditEvent = z.infer<typeof auditEventSchema>

export const auditPageSchema = z
  .object({
    /** Newest first. */
    events: z.array(auditEventSchema),
    nextCursor: nextCursorSchema,
  })
  .meta({ id: 'AuditPage' })
export type AuditPage = z.infer<typeof auditPageSchema>

export const listAuditSchema = pageQuerySchema.extend({
  /** Only what they did, and what was done to them. */
  person: userIdSchema.optional(),
  kind: auditKindSchema.optional(),
})
