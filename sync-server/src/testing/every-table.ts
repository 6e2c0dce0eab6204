/**
 * All that a SQLite store holds, as one string: what was refused must not have changed a letter of it. But for when a
 * credential was last used: that it was is true of what is refused, too.
 */
import type { StoreTables } from '@dure/store'
import { type Kysely, sql } from 'kysely'

export async function everyTable(db: Kysely<StoreTables>): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name
  `.execute(db)
  const parts: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)
    const lines = rows
      .map((row) => JSON.stringify(row, (key, value: unknown) => (key === NOTED ? undefined : bytesAsText(value))))
      .toSorted()
    parts.push(`${name}\n${lines.join('\n')}`)
  }
  return parts.join('\n')
}

const NOTED = 'last_used_at'

const bytesAsText = (value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
