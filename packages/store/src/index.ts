export type { Lineage } from './lineage.ts'
export { placeAt } from './page-place.ts'
export {
  binnedBefore,
  binPage,
  claimForRemoval,
  MAX_PAGE_DEPTH,
  type MoveOutcome,
  movePage,
  type PageAbove,
  type PageDestination,
  pagesUpFrom,
  restorePage,
} from './page-tree.ts'
export { openPostgresStore, type PostgresStoreOptions } from './postgres/open-postgres-store.ts'
export type { DatabaseKind } from './schema/column-types.ts'
export type { StoreTables } from './schema/tables.ts'
export type { SqlStore } from './sql-store.ts'
export { openSqliteStore, type SqliteStoreOptions } from './sqlite/open-sqlite-store.ts'
export type {
  AppendOutcome,
  AppendRequest,
  DocumentCatalog,
  DocumentCursor,
  DocumentRow,
  ListedDocument,
  LoadedLog,
  LogPage,
  LogPosition,
  LogRow,
  Snapshot,
  Store,
  UpdateLog,
} from './store.ts'
export { LogDamaged, PageRefused, StoreRefused, StoreUnavailable } from './store.ts'
