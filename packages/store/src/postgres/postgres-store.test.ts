import { startPostgres } from '@dure/testkit/postgres'
import { storeContract } from '../store-contract.ts'
import { openPostgresStore } from './open-postgres-store.ts'

storeContract('the Postgres store', async () => {
  // What is tested here outlives stores, not the machine: durability has a file of its own.
  const postgres = await startPostgres({ fsync: false })
  return {
    async newPlace() {
      const connectionString = await postgres.createDatabase()
      return { open: () => openPostgresStore({ connectionString }) }
    },
    close: () => postgres.close(),
  }
})
