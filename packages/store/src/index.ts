export type {
  AppendOutcome,
  AppendRequest,
  DocumentCatalog,
  DocumentCursor,
  DocumentRow,
  LoadedLog,
  LogPosition,
  LogRow,
  Snapshot,
  Store,
  UpdateLog,
} from './store.ts'
export { StoreRefused, StoreUnavailable } from './store.ts'
