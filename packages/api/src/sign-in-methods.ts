/** The ways in besides a password, and what is done when it was forgotten. */
import { z } from 'zod'
import { emailSchema, languageSchema, newPasswordSchema } from './people.ts'

/** What this installation offers: settled by its settings. */
export const signInMethodsSchema = z
  .object({
    /** E-mails are sent: who forgot the password resets it by one. */
    mail: z.boolean(),
  })
  .meta({ id: 'SignInMethods' })
export type SignInMethods = z.infer<typeof signInMethodsSchema>

// ── a password that was forgotten ───────────────────────────────────────────────────────────────────────────────────

/** The answer is the same whether there is such an account or not. */
export const requestResetSchema = z
  .strictObject({
    email: emailSchema,
    /** Of the letter. */
    language: languageSchema.optional(),
  })
  .meta({ id: 'RequestReset' })
export type RequestReset = z.input<typeof requestResetSchema>

/** What whoever holds a link is told. */
export const resetOfferSchema = z.object({ email: z.string() }).meta({ id: 'ResetOffer' })
export type ResetOffer = z.infer<typeof resetOfferSchema>

/** Ends every sign-in of the account. */
export const completeResetSchema = z
  .strictObject({ password: newPasswordSchema, language: languageSchema.optional() })
  .meta({ id: 'CompleteReset' })
export type CompleteReset = z.input<typeof completeResetSchema>

/** A link that an owner or admin made: `<origin>/reset/<token>`. Shown once. */
export const resetLinkSchema = z.object({ token: z.string(), expiresAt: z.iso.datetime() }).meta({ id: 'ResetLink' })
export type ResetLink = z.infer<typeof resetLinkSchema>
