/**
 * `Idempotency-Key`: who asks for something to be made and hears no answer asks again with the same key, and it is made
 * once. The answer to a key is kept for a day, for the person who sent it.
 *
 * An answer may hold a secret that is kept nowhere else, such as a new token. So it is kept encrypted, by a key of the
 * server's secret and of the `Idempotency-Key` itself, of which only a hash is kept: the store alone tells nothing.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import { KEPT_ANSWER_MS, MAX_KEPT_ANSWERS_PER_PERSON } from '../limits.ts'

/** What is sent again: all that a client would look at. */
export interface KeptAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Reservation =
  /** Nobody asked with this key yet: go on, then `keep` or `forget`. */
  | { readonly kind: 'first' }
  | { readonly kind: 'again'; readonly answer: KeptAnswer }
  /** The key was used for something else. */
  | { readonly kind: 'other-request' }
  /** It is being made; or the server broke while it was, and nobody knows whether it is. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'too-many' }

export interface AskedOnce {
  readonly personId: UserId
  readonly key: string
  /** Of what is asked for: method, path, body. */
  readonly request: string
}

export class KeptAnswers {
  readonly #db: Kysely<StoreTables>
  readonly #secret: string

  constructor(db: Kysely<StoreTables>, secret: string) {
    this.#db = db
    this.#secret = secret
  }

  async reserve({ personId, key, request }: AskedOnce): Promise<Reservation> {
    const now = Date.now()
    await this.#db
      .deleteFrom('kept_answer')
      .where('created_at', '<', now - KEPT_ANSWER_MS)
      .execute()
    const known = await this.#find(personId, key)
    if (known) return this.#answerOf(known, key, request)
    const { count } = await this.#db
      .selectFrom('kept_answer')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    if (count >= MAX_KEPT_ANSWERS_PER_PERSON) return { kind: 'too-many' }
    const made = await this.#db
      .insertInto('kept_answer')
      .values({
        person_id: personId,
        key_hash: hash(key),
        request_hash: hash(request),
        created_at: now,
        answer: null,
      })
      .onConflict((conflict) => conflict.columns(['person_id', 'key_hash']).doNothing())
      .returning('created_at')
      .executeTakeFirst()
    if (made) return { kind: 'first' }
    // Somebody else with the same key was faster just now.
    const other = await this.#find(personId, key)
    return other ? this.#answerOf(other, key, request) : { kind: 'unfinished' }
  }

  async keep({ personId, key }: AskedOnce, answer: KeptAnswer): Promise<void> {
    const sealed = this.#seal(JSON.stringify(answer), key)
    await this.#at(personId, key).set({ answer: sealed }).execute()
  }

  /** It was refused, so nothing was made: the key is good for another try. */
  async forget({ personId, key }: AskedOnce): Promise<void> {
    await this.#db
      .deleteFrom('kept_answer')
      .where('person_id', '=', personId)
      .where('key_hash', '=', hash(key))
      .execute()
  }

  #find(personId: UserId, key: string) {
    return this.#db
      .selectFrom('kept_answer')
      .select(['request_hash as requestHash', 'answer'])
      .where('person_id', '=', personId)
      .where('key_hash', '=', hash(key))
      .executeTakeFirst()
  }

  #at(personId: UserId, key: string) {
    return this.#db.updateTable('kept_answer').where('person_id', '=', personId).where('key_hash', '=', hash(key))
  }

  #answerOf(
    { requestHash, answer }: { readonly requestHash: string; readonly answer: Uint8Array | null },
    key: string,
    request: string,
  ): Reservation {
    if (requestHash !== hash(request)) return { kind: 'other-request' }
    if (answer === null) return { kind: 'unfinished' }
    return { kind: 'again', answer: JSON.parse(this.#open(answer, key)) as KeptAnswer }
  }

  /** 12 bytes of nonce, 16 of tag, then the text. */
  #seal(text: string, key: string): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, this.#cipherKey(key), nonce)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }

  #open(sealed: Uint8Array, key: string): string {
    const bytes = Buffer.from(sealed)
    const decipher = createDecipheriv(CIPHER, this.#cipherKey(key), bytes.subarray(0, NONCE_BYTES))
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  }

  #cipherKey(key: string): Uint8Array {
    return new Uint8Array(hkdfSync('sha256', this.#secret, key, 'dure: kept answers', 32))
  }
}

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')
