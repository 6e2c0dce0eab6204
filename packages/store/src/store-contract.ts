/**
 * What every store promises, as tests. An implementation's own test file says how to open one over fresh data, and adds
 * only how its database fails: killed, full, cut off.
 */
import { afterAll, beforeAll, describe } from 'vitest'
import { appendContract } from './contract/append-contract.ts'
import { catalogContract } from './contract/catalog-contract.ts'
import { historyContract } from './contract/history-contract.ts'
import { lineageContract } from './contract/lineage-contract.ts'
import { pageContract } from './contract/page-contract.ts'
import { randomContract } from './contract/random-contract.ts'
import type { StoreWorld } from './contract/store-world.ts'

export function storeContract(name: string, start: () => Promise<StoreWorld>): void {
  describe(name, () => {
    let world: StoreWorld
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world.close())
    appendContract(() => world)
    historyContract(() => world)
    catalogContract(() => world)
    lineageContract(() => world)
    pageContract(() => world)
    randomContract(() => world)
  })
}
