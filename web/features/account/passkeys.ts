/**
 * Passkeys at the browser. The library that knows browsers' ways is loaded when one is made or used, and of what it
 * answers the API is sent what it looks at.
 */
import type { PasskeyOptions } from '@dure/api'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { browserApi } from '../api/browser-api.ts'

/** Browsers keep passkeys for names, not for addresses, and only where nobody can listen in. */
export const passkeysWork = (): boolean =>
  window.isSecureContext && 'PublicKeyCredential' in window && !/^[\d.]+$|^\[/.test(location.hostname)

/** They closed the browser's question, or it ran out. */
export class PasskeyCancelled extends Error {
  override name = 'PasskeyCancelled'
  readonly kind = 'passkey-cancelled'
}

export async function signInWithPasskey(): Promise<void> {
  const [api, { startAuthentication }] = await Promise.all([browserApi(), import('@simplewebauthn/browser')])
  const options = await api.startPasskeySignIn()
  const used = await startAuthentication({ optionsJSON: requestOptions(options) }).catch(cancelled)
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response
  await api.signInWithPasskey({
    id: used.id,
    rawId: used.rawId,
    type: 'public-key',
    response: { clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) },
  })
}

/** @param password Undefined for an account without one. */
export async function addPasskey(name: string, password: string | undefined): Promise<void> {
  const [api, { startRegistration }] = await Promise.all([browserApi(), import('@simplewebauthn/browser')])
  const options = await api.startPasskey(password === undefined ? {} : { password })
  const made = await startRegistration({ optionsJSON: creationOptions(options) }).catch(cancelled)
  const { clientDataJSON, attestationObject, transports = [] } = made.response
  await api.addPasskey({
    name,
    response: {
      id: made.id,
      rawId: made.rawId,
      type: 'public-key',
      response: { clientDataJSON, attestationObject, transports },
    },
  })
}

// The server made them by the same library.
const requestOptions = (options: PasskeyOptions): PublicKeyCredentialRequestOptionsJSON => ({ ...options })
const creationOptions = (options: PasskeyOptions): PublicKeyCredentialCreationOptionsJSON =>
  options as unknown as PublicKeyCredentialCreationOptionsJSON

function cancelled(cause: unknown): never {
  throw new PasskeyCancelled('the browser made or used no passkey', { cause })
}
