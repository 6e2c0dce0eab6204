/** In headless Chromium: the same code, bundled, in a page of its own with Dure's styles; layout is counted. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { build } from 'rolldown'
import type { EditorFigures } from './measure-editor.ts'

/** Where distributions put Chromium; elsewhere Playwright's own is used (`npx playwright install chromium`). */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

export interface ChromiumBench {
  measure(name: string, blocks: number): Promise<EditorFigures>
  close(): Promise<void>
}

export async function benchInChromium(profileTo?: string): Promise<ChromiumBench> {
  const {
    output: [page],
  } = await build({
    input: fileURLToPath(new URL('page.ts', import.meta.url)),
    platform: 'browser',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    output: { format: 'iife', minify: false },
    write: false,
    logLevel: 'warn',
  })
  const css = await readFile(fileURLToPath(import.meta.resolve('@dure/editor/editor.css')), 'utf8')
  const browser = await chromium.launch({
    ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
    args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
  })
  return {
    measure: async (name, blocks) => {
      // A fresh page each: nothing is left over from the one before.
      const tab = await browser.newPage({ viewport: { width: 1000, height: 800 } })
      await tab.setContent(`<!doctype html><style>body { font: 16px/1.6 sans-serif } ${css}</style><body></body>`)
      await tab.addScriptTag({ content: page.code })
      const session = profileTo === undefined ? undefined : await tab.context().newCDPSession(tab)
      await session?.send('Profiler.enable')
      await session?.send('Profiler.start')
      const figures = await tab.evaluate(([who, size]) => globalThis.measureNamed(who, size), [name, blocks] as const)
      if (session) {
        const { profile } = await session.send('Profiler.stop')
        const { writeFile } = await import('node:fs/promises')
        await writeFile(`${profileTo}-${name.replaceAll(/\W+/g, '-')}-${blocks}.cpuprofile`, JSON.stringify(profile))
      }
      await tab.close()
      return figures
    },
    close: () => browser.close(),
  }
}
