/** The ways in besides a password, and what is done when it was forgotten. */
import { z } from 'zod'
import {
  codeSchema,
  emailSchema,
  languageSchema,
  nameSchema,
  newPasswordSchema,
  presentPasswordSchema,
} from './people.ts'

/** What this installation offers: settled by its settings. */
export const signInMethodsSchema = z
  .object({
    /** E-mails are sent: who forgot the password resets it by one. */
    mail: z.boolean(),
    /** What people can continue with instead of a password: an OpenID Connect provider. */
    provider: z.object({ name: z.string() }).nullable(),
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

// ── what guards one's own account ───────────────────────────────────────────────────────────────────────────────────

export const securitySchema = z
  .object({
    /** Without one (they came by another provider) a fresh sign-in stands for it. */
    hasPassword: z.boolean(),
    secondFactor: z.object({ on: z.boolean(), recoveryCodesLeft: z.int() }),
    /** Null where this installation has none. */
    provider: z.object({ name: z.string(), connected: z.boolean() }).nullable(),
  })
  .meta({ id: 'Security' })
export type Security = z.infer<typeof securitySchema>

/** That it is really the person who sits at the browser. */
export const confirmSchema = z
  .strictObject({
    /** Of those who have one; others sign in anew before. */
    password: presentPasswordSchema.optional(),
  })
  .meta({ id: 'Confirm' })
export type Confirm = z.input<typeof confirmSchema>

/** What an authenticator app is given: as text to type in, and as the address that a QR code holds. */
export const secondFactorKeySchema = z.object({ key: z.string(), uri: z.string() }).meta({ id: 'SecondFactorKey' })
export type SecondFactorKey = z.infer<typeof secondFactorKeySchema>

export const confirmSecondFactorSchema = z.strictObject({ code: codeSchema }).meta({ id: 'ConfirmSecondFactor' })
export type ConfirmSecondFactor = z.input<typeof confirmSecondFactorSchema>

/** Each lets in once in place of the app. Shown once. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' })
export type RecoveryCodes = z.infer<typeof recoveryCodesSchema>

// ── passkeys ────────────────────────────────────────────────────────────────────────────────────────────────────────

export const passkeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Passkey' })
export type Passkey = z.infer<typeof passkeySchema>
export const passkeyListSchema = z.object({ passkeys: z.array(passkeySchema) }).meta({ id: 'PasskeyList' })
export const renamePasskeySchema = z.strictObject({ name: nameSchema }).meta({ id: 'RenamePasskey' })
export type RenamePasskey = z.input<typeof renamePasskeySchema>

/** Given to the browser as it is: `PublicKeyCredentialCreationOptionsJSON` or `…RequestOptionsJSON` of WebAuthn. */
export const passkeyOptionsSchema = z.looseObject({ challenge: z.string() }).meta({ id: 'PasskeyOptions' })
export type PasskeyOptions = z.infer<typeof passkeyOptionsSchema>

const bytesSchema = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^[\w-]*$/, 'base64url')

/** What the browser answers when it made one (WebAuthn's JSON), as far as it is looked at. */
export const addPasskeySchema = z
  .strictObject({
    name: nameSchema,
    response: z.strictObject({
      id: bytesSchema(1400),
      rawId: bytesSchema(1400),
      type: z.enum(['public-key']),
      response: z.strictObject({
        clientDataJSON: bytesSchema(4000),
        attestationObject: bytesSchema(20_000),
        transports: z.array(z.string().max(20)).max(10).optional(),
      }),
    }),
  })
  .meta({ id: 'AddPasskey' })
export type AddPasskey = z.input<typeof addPasskeySchema>

/** What the browser answers when one was used. */
export const usePasskeySchema = z
  .strictObject({
    id: bytesSchema(1400),
    rawId: bytesSchema(1400),
    type: z.enum(['public-key']),
    response: z.strictObject({
      clientDataJSON: bytesSchema(4000),
      authenticatorData: bytesSchema(4000),
      signature: bytesSchema(2000),
      userHandle: bytesSchema(100).optional(),
    }),
  })
  .meta({ id: 'UsePasskey' })
export type UsePasskey = z.input<typeof usePasskeySchema>

// ── another provider ────────────────────────────────────────────────────────────────────────────────────────────────

export const startProviderSchema = z.strictObject({
  /** Where to go then: a path of ours. */
  next: z.string().max(200).optional(),
  /** Connects it to the account that is signed in. */
  connect: z.literal('1').optional(),
})

/** What the provider sends back. It may say more. */
export const providerAnswerSchema = z.object({
  code: z.string().max(4000).optional(),
  state: z.string().max(200).optional(),
  error: z.string().max(200).optional(),
})
