import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeContract } from '../store-contract.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

storeContract('the SQLite store', async () => {
  const root = await mkdtemp(join(tmpdir(), 'dure-sqlite-'))
  let places = 0
  return {
    async newPlace() {
      places += 1
      const directory = join(root, String(places))
      return { open: () => openSqliteStore({ directory }) }
    },
    close: () => rm(root, { recursive: true }),
  }
})
