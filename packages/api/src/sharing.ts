/** Who may do what with a document. */
import { REACHES } from '@dure/protocol'
import { z } from 'zod'
import {
  createdInvitationSchema,
  emailSchema,
  givenRoleSchema,
  languageSchema,
  personSchema,
  roleSchema,
  userIdSchema,
} from './people.ts'

export const reachSchema = z.enum(REACHES).meta({ id: 'Reach' })

/** Whom a document lets in besides those it names, and as what. `role` says nothing while it is restricted. */
export const generalAccessSchema = z
  .strictObject({ reach: reachSchema, role: givenRoleSchema })
  .meta({ id: 'GeneralAccess' })
export type GeneralAccess = z.infer<typeof generalAccessSchema>

/** What is set: `inherit` takes that of the page above, whatever it will be. */
export const setGeneralAccessSchema = z
  .strictObject({ reach: z.enum([...REACHES, 'inherit']), role: givenRoleSchema })
  .meta({ id: 'SetGeneralAccess' })
export type SetGeneralAccess = z.infer<typeof setGeneralAccessSchema>

export const documentAccessSchema = z
  .object({
    /** As it holds, inherited or not. */
    generalAccess: generalAccessSchema,
    /** Whether that is the word of a page above; null for a page at the top, which has none above it. */
    inherits: z.boolean().nullable(),
    owner: personSchema.nullable(),
    /** Those who were given a role by name here, in the order in which they were; then those whom a page above names. */
    people: z.array(
      z.object({
        person: personSchema,
        role: roleSchema,
        /** Named, or owner, on a page above, and not here. */
        inherited: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'DocumentAccess' })
export type DocumentAccess = z.infer<typeof documentAccessSchema>

/** Gives a role to somebody by e-mail; who has no account yet gets an invitation. */
export const shareSchema = z
  .strictObject({
    email: emailSchema,
    role: givenRoleSchema,
    /** Of the letter, where one is sent to somebody new. */
    language: languageSchema.optional(),
  })
  .meta({ id: 'Share' })
export type Share = z.input<typeof shareSchema>
export const sharedSchema = z
  .object({
    access: documentAccessSchema,
    /** Set when nobody has that e-mail yet: the link to send them, unless it went out by e-mail. */
    invitation: createdInvitationSchema.nullable(),
  })
  .meta({ id: 'Shared' })
export type Shared = z.infer<typeof sharedSchema>

export const changeGrantSchema = z.strictObject({ role: givenRoleSchema }).meta({ id: 'ChangeGrant' })
/** To whom documents go: somebody with an account here. */
export const transferSchema = z.strictObject({ personId: userIdSchema }).meta({ id: 'Transfer' })

/** Somebody asks for a role that they do not have. */
export const requestAccessSchema = z.strictObject({ role: givenRoleSchema }).meta({ id: 'RequestAccess' })
export const accessRequestSchema = z
  .object({
    documentId: z.string(),
    title: z.string(),
    person: personSchema,
    role: givenRoleSchema,
    askedAt: z.iso.datetime(),
  })
  .meta({ id: 'AccessRequest' })
export type AccessRequest = z.infer<typeof accessRequestSchema>
export const accessRequestListSchema = z
  .object({ requests: z.array(accessRequestSchema) })
  .meta({ id: 'AccessRequestList' })

export const takenOverSchema = z.object({ documents: z.int() }).meta({ id: 'TakenOver' })
export type TakenOver = z.infer<typeof takenOverSchema>
