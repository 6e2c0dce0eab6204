/** The parts of paths. */
import { parseSessionId } from '@dure/protocol'
import { z } from 'zod'
import { attachmentIdSchema, MAX_PARTS } from '../attachments.ts'
import { documentIdSchema } from '../documents.ts'
import { userIdSchema } from '../people.ts'
import type { PathPart } from './operation.ts'

/** An id of the server's making: what it can never have made is not looked for. */
const keySchema = z
  .string()
  .refine((raw) => parseSessionId(raw) !== undefined)
  .meta({ pattern: '^[0-9A-Za-z_-]{8,64}$' })

export const documentPart = {
  schema: documentIdSchema,
  means: 'The document.',
  unknown: 'unknown-document',
} as const satisfies PathPart

export const binnedPart = {
  schema: documentIdSchema,
  means: 'A document in the bin, or under a page that is.',
  unknown: 'not-in-bin',
} as const satisfies PathPart

export const askerPart = {
  schema: userIdSchema,
  means: 'Whoever asked.',
  unknown: 'unknown-request',
} as const satisfies PathPart

export const memberPart = {
  schema: userIdSchema,
  means: 'The member.',
  unknown: 'unknown-member',
} as const satisfies PathPart

export const grantedPersonPart = {
  schema: userIdSchema,
  means: 'Somebody the document is shared with by name.',
  unknown: 'unknown-person',
} as const satisfies PathPart

export const signedInPart = {
  schema: keySchema,
  means: 'One of your sign-ins.',
  unknown: 'unknown-session',
} as const satisfies PathPart

export const passkeyPart = {
  schema: keySchema,
  means: 'One of your passkeys.',
  unknown: 'unknown-passkey',
} as const satisfies PathPart

export const tokenPart = {
  schema: keySchema,
  means: 'One of your tokens: its id, not its secret.',
  unknown: 'unknown-token',
} as const satisfies PathPart

export const invitationPart = {
  schema: keySchema,
  means: 'An open invitation: its id, not its secret.',
  unknown: 'unknown-invitation',
} as const satisfies PathPart

export const resetSecretPart = {
  schema: keySchema,
  means: 'The secret of a link for a new password.',
  unknown: 'unknown-reset',
} as const satisfies PathPart

export const invitationSecretPart = {
  schema: keySchema,
  means: 'The secret of an invitation, as it stands in its link.',
  unknown: 'unknown-invitation',
} as const satisfies PathPart

export const attachmentPart = {
  schema: attachmentIdSchema,
  means: 'A file of the document, or an upload. Whoever begins one draws its id.',
  unknown: 'unknown-attachment',
} as const satisfies PathPart

export const partNumberPart = {
  schema: z
    .string()
    .regex(/^(?:0|[1-9]\d{0,4})$/)
    .transform(Number)
    .refine((number) => number < MAX_PARTS),
  means: 'The number of a part, from 0.',
  unknown: 'unknown-part',
} as const satisfies PathPart
