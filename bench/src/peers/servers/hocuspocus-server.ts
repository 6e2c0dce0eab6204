/**
 * Hocuspocus as its guide sets it up. Its SQLite extension needs better-sqlite3, a compiled add-on that is not had
 * everywhere; this is the same table and the same statements through its database extension and Node's own SQLite, with
 * SQLite's defaults, as that extension opens it.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Database } from '@hocuspocus/extension-database'
import { Redis } from '@hocuspocus/extension-redis'
import { Server } from '@hocuspocus/server'

const { PORT, DATA_DIR, REDIS_URL } = process.env
const database = new DatabaseSync(join(DATA_DIR ?? '.', 'hocuspocus.sqlite'))
database.exec(
  'CREATE TABLE IF NOT EXISTS "documents" ("name" varchar(255) NOT NULL, "data" blob NOT NULL, UNIQUE(name))',
)
const select = database.prepare('SELECT data FROM "documents" WHERE name = ?')
const upsert = database.prepare(
  'INSERT INTO "documents" ("name", "data") VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET data = excluded.data',
)

const server = new Server({
  port: Number(PORT),
  address: '127.0.0.1',
  quiet: true,
  extensions: [
    ...(REDIS_URL ? [new Redis({ host: new URL(REDIS_URL).hostname, port: Number(new URL(REDIS_URL).port) })] : []),
    new Database({
      fetch: async ({ documentName }) => {
        const data = select.get(documentName)?.['data']
        return data instanceof Uint8Array ? data : null
      },
      store: async ({ documentName, state }) => {
        upsert.run(documentName, state)
      },
    }),
  ],
})
await server.listen()
