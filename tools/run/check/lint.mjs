/** Format, lint and import boundaries: one check. Warnings fail it, or nobody reads them. */
import { join } from 'node:path'
import { ROOT } from '../paths.mjs'
import { FAILED, PASSED } from './tally.mjs'
import { runVisible } from './visible-process.mjs'

const BIOME = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')

export async function lint() {
  return (await runVisible([BIOME, 'check', '--error-on-warnings', '.'])) ? PASSED : FAILED
}
