export type { Lineage } from './lineage.ts'
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
export { LogDamaged, StoreRefused, StoreUnavailable } from './store.ts'
