/**
 * What is begun in one request and ended in a later one, by whoever holds a secret that was drawn for it: a password
 * reset, the challenge of a passkey, the way to another provider and back. Each is taken once, until it runs out.
 */
import { randomBytes } from 'node:crypto'
import { newSessionId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import { hashOf } from './callers.ts'

export type ProofKind = 'mailed-reset' | 'made-reset' | 'add-passkey' | 'use-passkey' | 'provider'

export class Proofs {
  readonly #db: Kysely<StoreTables>

  constructor(db: Kysely<StoreTables>) {
    this.#db = db
  }

  /** Of its secret only a hash is kept. @param secret Drawn unless given. */
  async begin(
    kind: ProofKind,
    value: string,
    lastsMs: number,
    secret = newSecret(),
    db: Kysely<StoreTables> = this.#db,
  ): Promise<string> {
    const now = Date.now()
    // Whatever ran out goes: the table holds what is under way, and nothing else.
    await db.deleteFrom('verification').where('expires_at', '<', iso(now)).execute()
    const times = { created_at: iso(now), updated_at: iso(now), expires_at: iso(now + lastsMs) }
    await db
      .insertInto('verification')
      .values({ id: newSessionId(), identifier: identifierOf(kind, secret), value, ...times })
      .execute()
    return secret
  }

  /** What it was begun with; undefined when it is none, over, or used. It can still be taken. */
  async look(kind: ProofKind, secret: string): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('verification')
      .select('value')
      .where('identifier', '=', identifierOf(kind, secret))
      .where('expires_at', '>', iso(Date.now()))
      .executeTakeFirst()
    return row?.value
  }

  /** The same, once: of two who take it at the same time one gets it. */
  async take(kind: ProofKind, secret: string, db: Kysely<StoreTables> = this.#db): Promise<string | undefined> {
    const row = await db
      .deleteFrom('verification')
      .where('identifier', '=', identifierOf(kind, secret))
      .returning(['value', 'expires_at'])
      .executeTakeFirst()
    return row && row.expires_at > iso(Date.now()) ? row.value : undefined
  }

  /** All that were begun with this. */
  async forget(kind: ProofKind, value: string, db: Kysely<StoreTables> = this.#db): Promise<void> {
    await db.deleteFrom('verification').where('identifier', 'like', `${kind}:%`).where('value', '=', value).execute()
  }
}

export const newSecret = (): string => randomBytes(32).toString('base64url')

const identifierOf = (kind: ProofKind, secret: string): string => `${kind}:${hashOf(secret)}`
const iso = (ms: number): string => new Date(ms).toISOString()
