/** The store that the settings name. */
import { openPostgresStore, openSqliteStore, type SqlStore } from '@dure/store'
import type { Config } from './config/read-config.ts'

/** @throws StoreRefused or StoreUnavailable. */
export const openConfiguredStore = ({ store }: Config): Promise<SqlStore> =>
  store.kind === 'sqlite'
    ? openSqliteStore({ directory: store.directory })
    : openPostgresStore({ connectionString: store.url })
