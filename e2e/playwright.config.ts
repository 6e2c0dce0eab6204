/** Real servers, real Chromium, several people. One worker: two browsers and two servers fill two cores. */
import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** Where distributions put Chromium; elsewhere Playwright's own is used (`npx playwright install chromium`). */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

export default defineConfig({
  testDir: 'tests',
  workers: 1,
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  // A test that hangs is ended; one that is slow on a busy machine is not wrong.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    ...(CHROMIUM ? {} : { browserName: 'chromium' as const }),
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    video: 'off',
    launchOptions: {
      ...(CHROMIUM ? { executablePath: CHROMIUM } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
