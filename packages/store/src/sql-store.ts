/** What both stores offer beyond the port: their kysely instance, for sign-in and rights, which live in the same database. */
import type { Kysely } from 'kysely'
import type { Lineage } from './lineage.ts'
import type { DatabaseKind } from './schema/column-types.ts'
import type { StoreTables } from './schema/tables.ts'
import type { Store } from './store.ts'

export interface SqlStore extends Store {
  readonly kind: DatabaseKind
  /** Its errors: StoreUnavailable where the database is at fault, else the database's own. Closed with the store. */
  readonly database: Kysely<StoreTables>
  readonly lineage: Lineage
}
