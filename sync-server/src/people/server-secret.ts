/**
 * The secret that signs cookies: made at the first start and kept with the data, so that a restart signs nobody out.
 * In a file beside the embedded store; in Postgres, where replicas share it, unless `DURE_SECRET` says it.
 */
import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SqlStore } from '@dure/store'
import type { Config } from '../config/read-config.ts'

const newSecret = (): string => randomBytes(32).toString('base64url')

export async function serverSecret(config: Config, store: SqlStore): Promise<string> {
  if (config.secret !== undefined) return config.secret
  return config.store.kind === 'sqlite' ? secretInFile(join(config.store.directory, 'secret')) : secretInStore(store)
}

/** One process a directory: nobody else writes it meanwhile. */
async function secretInFile(path: string): Promise<string> {
  const kept = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  })
  if (kept.trim() !== '') return kept.trim()
  const secret = newSecret()
  // Whole or not at all: half a secret would be another one.
  await writeFile(`${path}.new`, `${secret}\n`, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
  return secret
}

/** The first replica's counts. */
async function secretInStore({ database }: SqlStore): Promise<string> {
  await database
    .insertInto('setting')
    .values({ name: 'secret', value: newSecret() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const { value } = await database
    .selectFrom('setting')
    .select('value')
    .where('name', '=', 'secret')
    .executeTakeFirstOrThrow()
  return value
}
