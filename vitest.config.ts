/** Every workspace is a project of its own, under one set of rules. A test that needs a DOM says so in its file. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const packages = readdirSync(join(import.meta.dirname, 'packages')).map((name) => `packages/${name}`)

export default defineConfig({
  test: {
    // A test that hangs is ended; one that is slow on a busy machine is not wrong.
    testTimeout: 60_000,
    // Only what somebody should look at: a busy machine makes every test slow.
    slowTestThreshold: 5_000,
    // Contract suites start a Redis or a Postgres of their own before the first test.
    hookTimeout: 60_000,
    projects: [...packages, 'sync-server', 'web', 'bench', 'tools'].map((folder) => ({
      extends: true as const,
      test: { name: folder.replace('packages/', ''), root: join(import.meta.dirname, folder) },
    })),
  },
})
