/**
 * Brings up docker-compose.yml for real, tries what it promises, and takes everything down again, whatever happens.
 * The last line is `N passed, N failed`. Without Docker it fails: a test that quietly does nothing proves nothing.
 */
import { createServer } from 'node:net'
import { type Check, checksOf } from './checks.ts'
import { Composition } from './composition.ts'
import { ensureEngine } from './engine.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const engine = ensureEngine()
if (engine.kind === 'none') {
  console.error(`  ${engine.why}`)
  end(0, 1)
} else {
  const composition = new Composition(await freePort())
  const takeDown = async () => {
    await composition.down()
    engine.stop()
  }
  for (const signal of SIGNALS) process.once(signal, () => void takeDown().finally(() => process.exit(130)))
  const checks = checksOf(composition)
  console.log('  Building the images and bringing everything up takes minutes the first time…')
  const passed = await runAll(checks, composition)
  await takeDown()
  end(passed, checks.length - passed)
}

/** Each check builds on those before it, so the first failure ends the run; what was not reached counts as failed. */
async function runAll(checks: readonly Check[], composition: Composition): Promise<number> {
  let passed = 0
  for (const check of checks) {
    const startedAt = performance.now()
    const took = () => `(${((performance.now() - startedAt) / 1000).toFixed(1)} s)`
    try {
      await check.run()
    } catch (error) {
      console.error(`  ✗ ${check.name} ${took()}\n`)
      console.error(error instanceof Error ? error.message : error)
      console.error(await composition.logs().catch(() => 'There are no logs.'))
      break
    }
    passed += 1
    console.log(`  ✓ ${check.name} ${took()}`)
  }
  return passed
}

function end(passed: number, failed: number): void {
  console.log(`${passed} passed, ${failed} failed`)
  // Sockets of a failed check may still be trying to reconnect.
  process.exit(failed === 0 ? 0 : 1)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })
}
