/** A passkey in software, as an authenticator and its browser would make and use it; and as a hostile one would. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { AddPasskey, PasskeyOptions, UsePasskey } from '@dure/api'

/** What a hostile page or authenticator does otherwise. */
export interface Twist {
  readonly origin?: string
  readonly host?: string
  readonly verified?: boolean
  readonly challenge?: string
}

const PRESENT = 0x01
const VERIFIED = 0x04
const HAS_CREDENTIAL = 0x40

export class SoftAuthenticator {
  readonly id = randomBytes(16)
  readonly #private: KeyObject
  readonly #x: Buffer
  readonly #y: Buffer
  readonly #origin: string
  counter = 0

  constructor(origin: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.#private = privateKey
    this.#x = Buffer.from(x, 'base64url')
    this.#y = Buffer.from(y, 'base64url')
    this.#origin = origin
  }

  make(options: PasskeyOptions, twist: Twist = {}): AddPasskey['response'] {
    const id = this.id.toString('base64url')
    const length = Buffer.from([0, this.id.length])
    const data = Buffer.concat([this.#data(twist, HAS_CREDENTIAL), Buffer.alloc(16), length, this.id, this.#cose()])
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      text('fmt'),
      text('none'),
      text('attStmt'),
      Buffer.from([0xa0]),
      text('authData'),
      bytes(data),
    ])
    const clientDataJSON = this.#clientData('webauthn.create', options, twist).toString('base64url')
    const attestationObject = attestation.toString('base64url')
    return {
      id,
      rawId: id,
      type: 'public-key',
      response: { clientDataJSON, attestationObject, transports: ['internal'] },
    }
  }

  use(options: PasskeyOptions, userId: string | undefined, twist: Twist = {}): UsePasskey {
    this.counter += 1
    const id = this.id.toString('base64url')
    const clientData = this.#clientData('webauthn.get', options, twist)
    const data = this.#data(twist, 0)
    const signed = Buffer.concat([data, createHash('sha256').update(clientData).digest()])
    const userHandle = userId === undefined ? {} : { userHandle: Buffer.from(userId).toString('base64url') }
    return {
      id,
      rawId: id,
      type: 'public-key',
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, this.#private).toString('base64url'),
        ...userHandle,
      },
    }
  }

  #clientData(type: string, { challenge }: PasskeyOptions, twist: Twist): Buffer {
    const said = {
      type,
      challenge: twist.challenge ?? challenge,
      origin: twist.origin ?? this.#origin,
      crossOrigin: false,
    }
    return Buffer.from(JSON.stringify(said))
  }

  #data({ host = new URL(this.#origin).hostname, verified = true }: Twist, more: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    const flags = PRESENT | (verified ? VERIFIED : 0) | more
    return Buffer.concat([createHash('sha256').update(host).digest(), Buffer.from([flags]), counter])
  }

  /** The public key as COSE has it: EC2, ES256, P-256. */
  #cose(): Buffer {
    const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01])
    return Buffer.concat([head, Buffer.from([0x21]), bytes(this.#x), Buffer.from([0x22]), bytes(this.#y)])
  }
}

/** CBOR, each length in its shortest form: a text of less than 24 bytes, and 24 to 65,535 bytes. */
const text = (value: string): Buffer => Buffer.concat([Buffer.from([0x60 | value.length]), Buffer.from(value)])
function bytes(value: Buffer): Buffer {
  if (value.length < 256) return Buffer.concat([Buffer.from([0x58, value.length]), value])
  const head = Buffer.alloc(3)
  head.writeUInt8(0x59)
  head.writeUInt16BE(value.length, 1)
  return Buffer.concat([head, value])
}
