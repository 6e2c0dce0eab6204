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

export const documentAccessSchema = z
  .object({
    generalAccess: generalAccessSchema,
    owner: personSchema.nullable(),
    /** Those who were given a role by name, in the order in which they were. */
    people: z.array(z.object({ person: personSchema, role: roleSchema })),
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
export const transferSchema = z.strictObject({ personId: userIdSchema })
