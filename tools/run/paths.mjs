/** Where things are. `.tools/` holds what the runner brought itself and its logs; deleting it costs only time. */
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)))
export const TOOLS = join(ROOT, '.tools')
export const LOGS = join(TOOLS, 'log')
export const WEB = join(ROOT, 'web')
export const SYNC_SERVER_MAIN = join(ROOT, 'sync-server', 'src', 'main.ts')
/** Where Node keeps compiled code: halves the sync server's second start. */
export const COMPILE_CACHE = join(TOOLS, 'compile-cache')
/** Loaded into the processes we start, so that none outlives the runner, however that one ends. */
export const DIE_WITH_PARENT = new URL('./die-with-parent.mjs', import.meta.url).href
