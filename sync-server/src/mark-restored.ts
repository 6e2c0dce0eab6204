/**
 * `--restored`: tells the store that it was restored from a backup. Pages and browsers may hold edits that the backup
 * has not, of documents whose logs have the same numbers; without this they would be merged as if nothing had happened
 * (SPEC DU10). To be run before the first start on restored data; harmless at any other time, but for everybody having
 * to open their documents anew.
 */
import type { Config } from './config/read-config.ts'
import { openConfiguredStore } from './open-store.ts'

/** Answers what to say to the operator. @throws StoreRefused or StoreUnavailable. */
export async function markRestored(config: Config): Promise<string> {
  const store = await openConfiguredStore(config)
  try {
    const documents = await store.lineage.renewAll()
    return `${documents} documents are marked as restored. Whoever still has a newer copy keeps it apart; nothing is merged.\n`
  } finally {
    await store.close()
  }
}
