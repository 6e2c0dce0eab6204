/**
 * Passkeys (WebAuthn): made and used at the browser, verified here by @simplewebauthn/server. Each must verify who holds
 * it (a finger, a face, a PIN), so signing in with one asks for no second factor. A challenge is worth something once.
 */
import type { AddPasskey, Passkey, PasskeyOptions, UsePasskey } from '@dure/api'
import { newSessionId, parseUserId, type UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import {
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Person } from '../auth/caller.ts'
import type { Proofs } from '../auth/proofs.ts'
import { MAX_PASSKEYS_PER_PERSON, PASSKEY_CHALLENGE_MINUTES } from '../limits.ts'
import { keepsAWayIn } from './account-security.ts'
import { recordAudit } from './audit.ts'
import { lockPerson } from './person-lock.ts'

/** Where the browser is: passkeys are bound to it. */
export interface PasskeyPlace {
  /** As the browser has it: scheme, host, port. */
  readonly origin: string
  /** The name in it. */
  readonly host: string
}

const CHALLENGE_MS = PASSKEY_CHALLENGE_MINUTES * 60_000
const ANYBODY = ''
/** What authenticators sign with today: EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257]

const transportsSchema = z.array(z.string())

export class Passkeys {
  readonly #db: Kysely<StoreTables>
  readonly #proofs: Proofs
  readonly #provider: string | undefined

  /** @param provider The one that people can sign in with as well, where there is one. */
  constructor(db: Kysely<StoreTables>, proofs: Proofs, provider: string | undefined) {
    this.#db = db
    this.#proofs = proofs
    this.#provider = provider
  }

  async list(personId: UserId): Promise<readonly Passkey[]> {
    const rows = await this.#db
      .selectFrom('passkey')
      .select(['id', 'name', 'created_at', 'last_used_at'])
      .where('person_id', '=', personId)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return rows.map(shown)
  }

  /** What a browser needs to make one. Undefined when they have as many as one may have. */
  async begin({ userId, name, email }: Person, place: PasskeyPlace): Promise<PasskeyOptions | undefined> {
    const known = await this.#db
      .selectFrom('passkey')
      .select(['credential_id', 'transports'])
      .where('person_id', '=', userId)
      .execute()
    if (known.length >= MAX_PASSKEYS_PER_PERSON) return undefined
    const options = await generateRegistrationOptions({
      rpName: 'Dure',
      rpID: place.host,
      userID: new TextEncoder().encode(userId),
      userName: email,
      userDisplayName: name,
      timeout: CHALLENGE_MS,
      attestationType: 'none',
      supportedAlgorithmIDs: [...ALGORITHMS],
      excludeCredentials: known.map((each) => ({ id: each.credential_id, transports: transportsOf(each.transports) })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    await this.#proofs.begin('add-passkey', userId, CHALLENGE_MS, options.challenge)
    return { ...options }
  }

  /** Undefined when it is not what was asked for. */
  async add(
    { userId }: Person,
    { name, response }: AddPasskey,
    place: PasskeyPlace,
    address: string,
  ): Promise<Passkey | 'wrong' | 'too-many'> {
    const { transports = [], ...signed } = response.response
    const verified = await verifyRegistrationResponse({
      response: {
        ...response,
        response: { ...signed, transports: transports as AuthenticatorTransport[] },
        clientExtensionResults: {},
      },
      expectedChallenge: async (challenge) => (await this.#proofs.take('add-passkey', challenge)) === userId,
      expectedOrigin: place.origin,
      expectedRPID: place.host,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...ALGORITHMS],
    }).catch(() => undefined)
    if (!verified?.verified) return 'wrong'
    const { credential } = verified.registrationInfo
    const passkey = {
      id: newSessionId(),
      person_id: userId,
      name,
      credential_id: credential.id,
      public_key: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: JSON.stringify(transports),
      created_at: Date.now(),
      last_used_at: null,
    }
    return this.#db.transaction().execute(async (transaction) => {
      await lockPerson(transaction, userId)
      const { count } = await transaction
        .selectFrom('passkey')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('person_id', '=', userId)
        .executeTakeFirstOrThrow()
      if (count >= MAX_PASSKEYS_PER_PERSON) return 'too-many'
      const added = await transaction
        .insertInto('passkey')
        .values(passkey)
        .onConflict((conflict) => conflict.column('credential_id').doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!added) return 'wrong'
      await recordAudit(transaction, { action: 'passkey-added', by: userId, subject: passkey.id, address })
      return shown(passkey)
    })
  }

  /** Answers false when they have no such passkey. */
  async rename(personId: UserId, id: string, name: string): Promise<boolean> {
    const row = await this.#db
      .updateTable('passkey')
      .set({ name })
      .where('id', '=', id)
      .where('person_id', '=', personId)
      .returning('id')
      .executeTakeFirst()
    return row !== undefined
  }

  /** `last`: they would have no way in any longer. */
  remove(personId: UserId, id: string, address: string): Promise<'removed' | 'unknown' | 'last'> {
    return this.#db.transaction().execute(async (transaction) => {
      const keeps = await keepsAWayIn(transaction, personId, { withoutPasskey: id, provider: this.#provider })
      const theirs = transaction.selectFrom('passkey').select('id').where('id', '=', id)
      if (!(await theirs.where('person_id', '=', personId).executeTakeFirst())) return 'unknown'
      if (!keeps) return 'last'
      await transaction.deleteFrom('passkey').where('id', '=', id).where('person_id', '=', personId).execute()
      await recordAudit(transaction, { action: 'passkey-removed', by: personId, subject: id, address })
      return 'removed'
    })
  }

  /** What a browser needs to sign in with any passkey it has for us: nobody says first who they are. */
  async beginSignIn(place: PasskeyPlace): Promise<PasskeyOptions> {
    const options = await generateAuthenticationOptions({
      rpID: place.host,
      timeout: CHALLENGE_MS,
      userVerification: 'required',
    })
    await this.#proofs.begin('use-passkey', ANYBODY, CHALLENGE_MS, options.challenge)
    return { ...options }
  }

  /** Whose passkey it was; undefined when it is not what was asked for. They may be disabled. */
  async use(used: UsePasskey, place: PasskeyPlace): Promise<UserId | undefined> {
    const row = await this.#db.selectFrom('passkey').selectAll().where('credential_id', '=', used.id).executeTakeFirst()
    if (!row) return undefined
    const { userHandle, ...signed } = used.response
    // The authenticator says whose it is, too.
    if (userHandle !== undefined && decodedHandle(userHandle) !== row.person_id) return undefined
    const verified = await verifyAuthenticationResponse({
      response: { ...used, response: signed, clientExtensionResults: {} },
      expectedChallenge: async (challenge) => (await this.#proofs.take('use-passkey', challenge)) === ANYBODY,
      expectedOrigin: place.origin,
      expectedRPID: place.host,
      credential: {
        id: row.credential_id,
        publicKey: new Uint8Array(Buffer.from(row.public_key, 'base64url')),
        counter: row.counter,
        transports: transportsOf(row.transports),
      },
      requireUserVerification: true,
    }).catch(() => undefined)
    if (!verified?.verified) return undefined
    await this.#db
      .updateTable('passkey')
      .set({ counter: verified.authenticationInfo.newCounter, last_used_at: Date.now() })
      .where('id', '=', row.id)
      .execute()
    return row.person_id
  }
}

const shown = (row: {
  readonly id: string
  readonly name: string
  readonly created_at: number
  readonly last_used_at: number | null
}): Passkey => ({
  id: row.id,
  name: row.name,
  createdAt: new Date(row.created_at).toISOString(),
  lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at).toISOString(),
})

/** Hints for browsers: one that they do not know they leave out. */
const transportsOf = (json: string): AuthenticatorTransport[] =>
  transportsSchema.parse(JSON.parse(json)) as AuthenticatorTransport[]

const decodedHandle = (handle: string): UserId | undefined =>
  parseUserId(Buffer.from(handle, 'base64url').toString('utf8'))
