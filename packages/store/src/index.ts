export type { Lineage } from './lineage.ts'
export { binnedBefore, binPage, claimForRemoval, restorePage } from './page-bin.ts'
export { chainsUpFrom, MAX_PAGE_DEPTH, type PageAbove, pagesUpFrom } from './page-chain.ts'
export { placeAt } from './page-place.ts'
export type { PageDestination } from './page-siblings.ts'
export { type MoveOutcome, movePage } from './page-tree.ts'
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
