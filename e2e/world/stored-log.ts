/** What the store holds of a document's log right now, read beside the server: whether it runs, or is dead. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { plainText, readUpdates } from '@dure/document'
import { type DocumentId, parseDocumentId, toSeq } from '@dure/protocol'
import { openPostgresStore } from '@dure/store'

/** The text of a document as the log has it. */
export type ReadLog = (documentId: string) => Promise<string>

/** Far more rows than any story makes; one with more would have some of them folded into segments. */
const MOST_ROWS = 2000

/** The embedded store's file: SQLite lets others read what is committed while its writer writes. */
export function sqliteLog(dataDirectory: string): ReadLog {
  return async (documentId) => {
    const database = new DatabaseSync(join(dataDirectory, 'dure.sqlite'), { readOnly: true })
    try {
      const rows = database.prepare('select seq, bytes from log_row where document_id = ? order by seq').all(documentId)
      const first = rows[0]?.['seq']
      if (first !== undefined && first !== 1) throw new RangeError('a story this long has its first rows folded')
      return textOf(rows.map((row) => row['bytes']).filter((bytes) => bytes instanceof Uint8Array))
    } finally {
      database.close()
    }
  }
}

/** @param url Connection string. Answers how to read, and how to stop. */
export async function postgresLog(
  url: string,
): Promise<{ readonly read: ReadLog; readonly close: () => Promise<void> }> {
  const store = await openPostgresStore({ connectionString: url, maxConnections: 2 })
  const read = async (documentId: string): Promise<string> => {
    const page = await store.log.readAfter(idOf(documentId), toSeq(0), MOST_ROWS)
    return textOf(page?.rows.map((row) => row.bytes) ?? [])
  }
  return { read, close: () => store.close() }
}

function idOf(raw: string): DocumentId {
  const id = parseDocumentId(raw)
  if (!id) throw new TypeError(`document ${raw}`)
  return id
}

const textOf = (updates: readonly Uint8Array[]): string => plainText(readUpdates(updates))
