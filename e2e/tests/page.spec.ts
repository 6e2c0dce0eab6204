/** The page around the text: how it comes up, its handles, contents, look, and the way to the others on it. */
import { gzipSync } from 'node:zlib'
import type { Locator, Page } from '@playwright/test'
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
  await writer.page.keyboard.type('the end')
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
        sources.map(({ node }) => node?.parentElement?.outerHTML.slice(0, 200)),
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

test('[UI13] a handle moves blocks by mouse, finger and keys, and its menu does the rest', async ({
  server,
  documentId,
  person,
}) => {
  const [ann, bob] = [await person('Ann'), await person('Bob')]
  await ann.open(server.origin, documentId)
  await bob.open(server.origin, documentId)
  const { page } = ann
  const lines = (text: Locator): Promise<string[]> => text.locator(':scope > *').allInnerTexts()
  const order = async (...wanted: readonly string[]): Promise<void> => {
    for (const { text } of [ann, bob]) await expect.poll(() => lines(text)).toEqual(wanted)
  }
  await ann.text.click()
  for (const line of ['one', 'two', '- a', 'a1', 'b']) {
    if (line === 'a1') await page.keyboard.press('Tab')
    if (line === 'b') await page.keyboard.press('Shift+Tab')
    await page.keyboard.type(line)
    if (line !== 'b') await page.keyboard.press('Enter')
  }
  await order('one', 'two', 'a', 'a1', 'b')

  const block = (text: string): Locator =>
    ann.text
      .locator(':scope > *')
      .filter({ hasText: new RegExp(`^${text}`) })
      .first()
  const handle = page.getByRole('button', { name: 'Drag to move' })
  const line = page.getByTestId('drop-line')
  const hover = async (text: string): Promise<void> => {
    const box = await block(text).boundingBox()
    await page.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + (box?.height ?? 0) / 2, { steps: 3 })
    await expect(handle).toBeVisible()
  }
  const dragTo = async (text: string, where: number): Promise<void> => {
    await handle.hover()
    await page.mouse.down()
    const box = await block(text).boundingBox()
    await page.mouse.move((box?.x ?? 0) + 60, (box?.y ?? 0) + (box?.height ?? 0) * where, { steps: 6 })
  }
  // Beside the text, never on it.
  await hover('two')
  const [handleBox, textBox] = [await handle.boundingBox(), await block('two').boundingBox()]
  expect((handleBox?.x ?? 0) + (handleBox?.width ?? 0)).toBeLessThanOrEqual(textBox?.x ?? 0)

  // An item goes with what is under it, while somebody types in that.
  await hover('a')
  await bob.text.getByText('a1').click()
  await bob.page.keyboard.press('End')
  await dragTo('one', 0.1)
  await expect(line).toBeVisible()
  await bob.page.keyboard.type(' of Bob')
  await ann.sees('a1 of Bob')
  await page.mouse.up()
  await order('a', 'a1 of Bob', 'one', 'two', 'b')
  await expect(line).toBeHidden()

  await hover('b')
  await dragTo('a', 0.1)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await order('a', 'a1 of Bob', 'one', 'two', 'b')

  await block('two').click()
  await page.keyboard.press('Alt+ArrowUp')
  await page.keyboard.press('Alt+ArrowUp')
  await order('two', 'a', 'a1 of Bob', 'one', 'b')

  await page.keyboard.press('ControlOrMeta+.')
  const menu = page.getByRole('menu', { name: 'This block' })
  await menu.getByRole('menuitem', { name: 'Duplicate' }).click()
  await order('two', 'two', 'a', 'a1 of Bob', 'one', 'b')
  await expect(ann.text).toBeFocused()
  await hover('one')
  await handle.click()
  await menu.getByRole('menuitem', { name: 'Turn into' }).click()
  await page.getByRole('menuitemradio', { name: 'Heading 2' }).click()
  await expect(bob.text.getByRole('heading', { level: 2, name: 'one' })).toBeVisible()
  await hover('one')
  await handle.click()
  await menu.getByRole('menuitem', { name: 'Colour' }).click()
  await page.getByRole('menuitemradio', { name: 'Green' }).last().click()
  await expect(bob.text.locator('mark[data-color="green"]')).toHaveText('one')
  await hover('two')
  await handle.click()
  await menu.getByRole('menuitem', { name: 'Delete' }).click()
  await order('two', 'a', 'a1 of Bob', 'one', 'b')

  await hover('one')
  await page.getByRole('button', { name: 'Add a block below' }).click()
  await page.getByRole('option', { name: 'Quote' }).click()
  await page.keyboard.type('said')
  await order('two', 'a', 'a1 of Bob', 'one', 'said', 'b')

  // A link to a block opens at it.
  const id = await block('b').getAttribute('data-id')
  await bob.page.goto(`${server.origin}/d/${documentId}#${id}`)
  await bob.ready()
  await expect(bob.page.getByTestId('block-flash')).toBeVisible()
  await ann.saved()
})

test('[UI13] on a phone the handle of the block at the caret is beside the text and drags by finger', async ({
  server,
  documentId,
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await page.goto(`${server.origin}/d/${documentId}`)
  const text = page.getByRole('textbox', { name: 'Text of the document' })
  await text.tap()
  for (const line of ['one', 'two', 'three']) {
    await page.keyboard.type(line)
    if (line !== 'three') await page.keyboard.press('Enter')
  }
  const handle = page.getByRole('button', { name: 'Drag to move' })
  await expect(handle).toBeVisible()
  const [box, block] = [await handle.boundingBox(), await text.getByText('three').boundingBox()]
  if (!box || !block) throw new Error('nothing there')
  expect(box.x).toBeGreaterThanOrEqual(0)
  expect(box.x + box.width).toBeLessThanOrEqual(block.x)
  const top = (await text.getByText('one').boundingBox())?.y ?? 0
  const cdp = await context.newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y: number) =>
    cdp.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width / 2, y }],
    })
  const from = box.y + box.height / 2
  await touch('touchStart', from)
  for (let step = 1; step <= 6; step += 1) await touch('touchMove', from + ((top + 3 - from) * step) / 6)
  await expect(page.getByTestId('drop-line')).toBeVisible()
  await touch('touchEnd', top + 3)
  await expect.poll(() => text.locator(':scope > *').allInnerTexts()).toEqual(['three', 'one', 'two'])
  await context.close()
})

test('[UI15] icon and cover are chosen, seen by others and on the first paint; contents lead to headings', async ({
  server,
  documentId,
  person,
}) => {
  const [ann, bob] = [await person('Ann', { width: 1440 }), await person('Bob', { width: 1440, language: 'ko-KR' })]
  await ann.open(server.origin, documentId)
  await bob.page.goto(`${server.origin}/d/${documentId}`)
  await expect(bob.text).toBeVisible()
  const { page } = ann
  await page.getByRole('main').hover({ position: { x: 300, y: 40 } })
  await page.getByRole('button', { name: 'Add icon' }).click()
  const search = page.getByRole('textbox', { name: 'Search emoji' })
  await search.fill('벼')
  await expect(page.getByTestId('emoji').getByRole('button', { name: /sheaf of rice/i })).toBeVisible()
  await search.press('Enter')
  await expect(bob.page.getByRole('button', { name: /아이콘 🌾/ })).toBeVisible()
  await page.getByRole('button', { name: 'Add cover' }).click()
  await page.getByRole('button', { name: 'Dawn' }).click()
  await page.keyboard.press('Escape')
  await expect(bob.page.locator('[data-cover="dawn"]')).toBeVisible()

  await ann.text.click()
  for (const [heading, words] of [
    ['# One', 40],
    ['## Two', 40],
    ['# Three', 40],
  ] as const) {
    await page.keyboard.type(heading)
    await page.keyboard.press('Enter')
    for (let line = 0; line < words; line += 1) await page.keyboard.press('Enter')
  }
  await ann.saved()
  const contents = bob.page.getByRole('navigation', { name: '목차' })
  await expect(contents.getByRole('button')).toHaveText(['One', 'Two', 'Three'])
  await contents.getByRole('button', { name: 'Two' }).click()
  await expect(bob.text.getByRole('heading', { name: 'Two' })).toBeInViewport()
  await expect(contents.getByRole('button', { name: 'Two' })).toHaveAttribute('aria-current', 'location')

  const reader = await person('Joon', { width: 360 })
  await reader.page.route('**/_next/static/**/*.js', (route) => route.abort())
  await reader.page.goto(`${server.origin}/d/${documentId}`)
  await expect(reader.page.getByText('🌾')).toBeVisible()
  await expect(reader.page.locator('[data-cover="dawn"]')).toBeVisible()
  reader.complaints.length = 0
  await reader.page.unrouteAll()
  await reader.open(server.origin, documentId)
  await reader.page.getByRole('button', { name: 'Contents' }).click()
  await reader.page.getByRole('navigation', { name: 'Contents' }).getByRole('button', { name: 'Three' }).click()
  await expect(reader.text.getByRole('heading', { name: 'Three' })).toBeInViewport()
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
