/** The page around the text: how it comes up, what it loads for that, and the way to the others on it. */
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect, test } from '../world/fixtures.ts'

interface Shift {
  readonly sources: readonly { readonly node: Node | null }[]
}
type Shifting = Window & { shifts?: Shift[] }

interface Place {
  readonly id: string
  readonly top: number
  readonly left: number
  readonly height: number
}

/** Where each block and the title stand on the page. */
const places = (page: Page): Promise<readonly Place[]> =>
  page.evaluate(() => {
    const named = [...document.querySelectorAll('[data-id]')].map(
      (each) => [each.getAttribute('data-id'), each] as const,
    )
    const title = document.querySelector('main textarea') ?? document.querySelector('main p')
    return [...named, ['title', title] as const].map(([id, element]) => {
      const { top, left, height } = element?.getBoundingClientRect() ?? { top: -1, left: -1, height: -1 }
      const round = (value: number): number => Math.round(value * 2) / 2
      return { id: String(id), top: round(top), left: round(left), height: round(height) }
    })
  })

const LINES = [
  '# A heading that is long enough to be broken into two lines on a phone',
  'Words **bold** and `code` in one line',
  '',
  '- one',
  'two',
  '',
  '1. first',
  '',
  '> said',
  '',
  '[ ] to do',
  '',
]

test('[UI12] the text is there before any script runs, and the editor takes its place without a jump', async ({
  server,
  documentId,
  person,
  browser,
}) => {
  const writer = await person('Mina')
  await writer.open(server.origin, documentId)
  await writer.title.fill('두레: how a village works')
  await writer.text.click()
  for (const line of LINES) {
    await writer.page.keyboard.type(line)
    await writer.page.keyboard.press('Enter')
  }
  // So long that it would be sent twice, were there a boundary around it that waits.
  await writer.page.keyboard.insertText(`the end${' and on'.repeat(2_000)}`)
  await writer.saved()

  const still = await browser.newContext({ javaScriptEnabled: false })
  const paper = await still.newPage()
  await paper.goto(`${server.origin}/d/${documentId}`)
  await expect(paper.getByText('the end')).toBeVisible()
  await expect(paper.getByText('turn on JavaScript')).toBeVisible()
  await expect(paper.getByRole('main').getByRole('heading', { name: /A heading that is long/ })).toBeVisible()
  await still.close()

  for (const width of [1280, 360]) {
    const reader = await person('Joon', { width })
    const scripts = Promise.withResolvers<void>()
    await reader.page.route('**/_next/static/**/*.js', async (route) => {
      await scripts.promise
      await route.continue()
    })
    await reader.page.addInitScript(() => {
      const shifts: Shift[] = []
      Object.assign(window, { shifts })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push(entry as unknown as Shift)
      }).observe({ type: 'layout-shift' })
    })
    await reader.page.goto(`${server.origin}/d/${documentId}`, { waitUntil: 'commit' })
    await expect(reader.page.getByText('the end')).toBeVisible()
    await reader.page.waitForFunction(
      () => getComputedStyle(document.querySelector('main') ?? document.body).display === 'flex',
    )
    await reader.page.evaluate(() => document.fonts.ready.then(() => undefined))
    const drawn = await places(reader.page)
    // Until here the fonts came; what counts is what scripts do.
    await reader.page.evaluate(() => (window as Shifting).shifts?.splice(0))
    expect(drawn.length).toBeGreaterThan(9)
    await expect(reader.text).toHaveCount(0)
    scripts.resolve()
    await reader.ready()
    await expect(reader.text).toContainText('the end')
    expect(await places(reader.page)).toEqual(drawn)
    const shifts = await reader.page.evaluate(() =>
      (window as Shifting).shifts?.flatMap(({ sources }) =>
        sources.map(({ node }) => (node instanceof Element ? node : node?.parentElement)?.outerHTML.slice(0, 200)),
      ),
    )
    expect(shifts).toEqual([])
  }
})

/** What a page loads to be read and typed in, gzip, in kB. */
const SCRIPT_BUDGET_KB = 362

test('[UI14] the scripts that one waits for to read and to type are few', async ({ server, documentId, person }) => {
  const writer = await person('Mina')
  const scripts = new Map<string, Promise<number>>()
  writer.page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (response.request().resourceType() !== 'script' || response.fromServiceWorker()) return
    scripts.set(
      pathname,
      response.body().then((body) => gzipSync(body).length),
    )
  })
  await writer.open(server.origin, documentId)
  await writer.page.waitForLoadState('networkidle')
  const began = new Map(
    await writer.page.evaluate(() => {
      const editor = performance.getEntriesByName('dure:editor')[0]?.startTime ?? Number.NaN
      return performance
        .getEntriesByType('resource')
        .map(({ name, startTime }) => [new URL(name).pathname, startTime < editor] as const)
    }),
  )
  const sizes = await Promise.all([...scripts].map(async ([path, size]) => [path, await size] as const))
  const sum = (some: typeof sizes): number => some.reduce((total, [, size]) => total + size, 0) / 1000
  const total = sum(sizes.filter(([path]) => began.get(path) === true))
  console.info(
    `document page: ${total.toFixed(1)} kB of scripts until one types, ${sum(sizes).toFixed(1)} in all, gzip`,
  )
  if (process.env['DURE_SHOW_SCRIPTS'] !== undefined)
    for (const [path, size] of sizes) console.info(`  ${size} ${path} ${began.get(path) === true ? '' : 'later'}`)
  expect(total).toBeGreaterThan(100)
  expect(total).toBeLessThanOrEqual(SCRIPT_BUDGET_KB)
})

test('[UI16] a press on a face goes to where they write, the next follows until one scrolls', async ({
  server,
  documentId,
  person,
}) => {
  const [ann, bob] = [await person('Ann'), await person('Bob')]
  await ann.open(server.origin, documentId)
  await bob.open(server.origin, documentId)
  await ann.text.click()
  await ann.page.keyboard.type('the first line')
  for (let line = 0; line < 60; line += 1) await ann.page.keyboard.press('Enter')
  await ann.page.keyboard.type('the last line')
  await expect(bob.text.getByText('the last line')).not.toBeInViewport()
  await bob.others.click()
  await expect(bob.text.getByText('the last line')).toBeInViewport()
  await expect(bob.page.getByTestId('following')).toHaveCount(0)
  await bob.others.click()
  await expect(bob.page.getByText(/^Following /)).toBeVisible()
  await ann.page.keyboard.press('ControlOrMeta+Home')
  await expect(bob.text.getByText('the first line')).toBeInViewport()
  await bob.page.mouse.move(640, 400)
  await bob.page.mouse.wheel(0, 40)
  await expect(bob.page.getByTestId('following')).toHaveCount(0)
  await expect(bob.page.locator('.dure-caret')).toBeVisible()
  await ann.page.keyboard.press('ControlOrMeta+End')
  await expect(bob.page.locator('.dure-caret')).toBeHidden()
  await expect(bob.text.getByText('the last line')).not.toBeInViewport()
  // By voice, and by keys: who is left is told, and Escape lets go.
  await bob.others.click()
  await bob.others.click()
  await expect(bob.page.getByTestId('following')).toBeVisible()
  await bob.page.keyboard.press('Escape')
  await expect(bob.page.getByTestId('following')).toHaveCount(0)
})
