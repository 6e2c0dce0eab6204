/**
 * Brings a document that an earlier version made to today's schema, as one update for the log like any edit.
 *
 * Only the server migrates, when it reads a document; nothing old is deleted, so that whoever still writes the old way
 * loses nothing either. Two replicas that migrate at once write the same bytes under the same client: the log takes
 * them once. A step must therefore depend on the document alone: no clock, no randomness.
 */
import type * as Y from 'yjs'
import { SCHEMA_VERSION } from '../schema-version.ts'
import { META, SERVER_CLIENT_ID } from '../seed.ts'
import type { Migration } from './migration.ts'
import { stockTreeToBlocks } from './stock-tree.ts'

/** Nobody's either: see SERVER_CLIENT_ID. */
export const MIGRATION_CLIENT_ID = SERVER_CLIENT_ID - 1

const VERSION = 'schemaVersion'

/** In rising order. A step stays for ever: documents rest for years. */
const MIGRATIONS: readonly Migration[] = [stockTreeToBlocks]

/** 0 for a document that was made before versions were written down, or by a foreign client. */
export function schemaVersionOf(doc: Y.Doc): number {
  const version: unknown = doc.getMap(META).get(VERSION)
  return Number.isInteger(version) && Number(version) >= 0 ? Number(version) : 0
}

/** One update, or undefined when there is nothing to migrate. Changes `doc` as the update would. */
export function migrateDocument(doc: Y.Doc, migrations: readonly Migration[] = MIGRATIONS): Uint8Array | undefined {
  const from = schemaVersionOf(doc)
  const needed = migrations.filter((step) => step.to > from && step.isNeeded(doc))
  if (needed.length === 0) return undefined
  const { clientID } = doc
  const updates: Uint8Array[] = []
  const collect = (update: Uint8Array) => updates.push(update)
  doc.clientID = MIGRATION_CLIENT_ID
  doc.on('update', collect)
  doc.transact(() => {
    for (const step of needed) step.apply(doc)
    const version = Math.max(SCHEMA_VERSION, ...needed.map(({ to }) => to))
    doc.getMap(META).set(VERSION, version)
  })
  doc.off('update', collect)
  doc.clientID = clientID
  return updates[0]
}

const VERSION_BYTES = new TextEncoder().encode(VERSION)

/**
 * Whether an encoded state is worth loading to migrate it: it names no version of ours. A look at its bytes, a
 * millisecond a megabyte; today's documents have the name near their end or beginning, wherever the server's id sorts.
 */
export function mayNeedMigration(state: Uint8Array): boolean {
  const [first = 0] = VERSION_BYTES
  for (let at = state.indexOf(first); at >= 0; at = state.indexOf(first, at + 1))
    if (VERSION_BYTES.every((byte, index) => state[at + index] === byte)) return false
  return state.length > EMPTY_STATE_BYTES
}

/** No clients, no deletions. */
const EMPTY_STATE_BYTES = 2
