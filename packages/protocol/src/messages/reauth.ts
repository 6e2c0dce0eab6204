/**
 * reauth, client → server, any time after welcome: who somebody is from now on, or what a guest is called, without a new
 * connection. The server answers with the event `identity`, or closes with 4401 when the credential is none.
 *
 * varUint 28 · varString credential · varString displayName
 */
import { encode, type Reader, writeVarString, writeVarUint } from '../bytes.ts'
import { cutDisplayName } from '../display-name.ts'
import { MAX_CREDENTIAL_BYTES, MAX_DISPLAY_NAME_LENGTH } from '../limits.ts'
import { MESSAGE } from './message-type.ts'

export interface Reauth {
  readonly type: 'reauth'
  /** A personal access token. Empty: a guest takes another name. */
  readonly credential: string
  /** What a guest wants to be called; ignored for a signed-in person. May be empty. */
  readonly displayName: string
}

export function writeReauth(reauth: Omit<Reauth, 'type'>): Uint8Array<ArrayBuffer> {
  return encode((encoder) => {
    writeVarUint(encoder, MESSAGE.reauth)
    writeVarString(encoder, reauth.credential)
    writeVarString(encoder, cutDisplayName(reauth.displayName))
  })
}

/** Reads what follows the type. */
export function readReauth(reader: Reader): Reauth {
  return {
    type: 'reauth',
    credential: reader.varString('credential', MAX_CREDENTIAL_BYTES),
    displayName: reader.varString('displayName', MAX_DISPLAY_NAME_LENGTH * 4),
  }
}
