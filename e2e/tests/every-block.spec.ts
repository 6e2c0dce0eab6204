/** Every block of the table in a browser: made by hand, taken back, and copied out and in again. */
import { BLOCK_TABLE, type BlockRow, WORDS } from '@dure/editor/block-table'
import { expect, test } from '../world/fixtures.ts'
import { Writer } from '../world/writer.ts'

/** What stands in the text, one word a block: kinds of text blocks, names of others. */
const NAMES = (root: HTMLElement): string[] =>
  [...root.children].map((element) => {
    const { kind, node } = (element as HTMLElement).dataset
    if (element.matches('.table-frame')) return 'table'
    return element.localName === 'hr' ? 'divider' : (node ?? kind ?? element.className)
  })

interface Way {
  readonly typed: string
  readonly row: BlockRow
}

/**
 * Of the table of blocks: by the slash menu, in English and Korean by turns, and by Markdown as it is typed. All the ways
 * there are, moves and turns are gone through where no browser is needed: packages/editor, every-block.test.ts.
 */
const WAYS: readonly Way[] = BLOCK_TABLE.flatMap((row, at) => {
  const slash = row.asks ? undefined : row.slash?.[at % 2]
  const typed = row.of === 'heading' && row.attributes?.['level'] !== 1 ? undefined : row.typed?.[0]
  return [slash, typed].flatMap((way) => (way === undefined ? [] : [{ typed: way, row }]))
})

/** How the page shows what stands in a line. */
const IN_A_LINE: Readonly<Record<string, string>> = { inlineMath: '.inline-math', mention: '.mention' }
/** A field comes with these, and takes the focus. */
const FILLED_IN: ReadonlySet<string> = new Set(['math', 'embed', 'inlineMath'])

test('[UI11] every block is made by the menu and by Markdown, undone and made again, and comes back from the clipboard', async ({
  server,
  documentId,
  person,
}) => {
  test.setTimeout(240_000)
  const alice = await Writer.open(await person('Alice'), server.origin, documentId)
  const { page, person: who } = alice
  const names = () => who.text.evaluate(NAMES)
  await who.text.click()
  for (const { typed, row } of WAYS) {
    const isSlash = typed.startsWith('/')
    await alice.type(typed.replace(/\n$/, ''))
    if (isSlash) await expect(page.getByRole('option').first()).toBeVisible()
    if (isSlash || typed.endsWith('\n')) await alice.press('Enter')
    const inLine = IN_A_LINE[row.of]
    if (inLine === undefined) await expect.poll(async () => (await names())[0], { message: typed }).toBe(row.of)
    else await expect(who.text.locator(inLine), typed).toHaveCount(1)
    if (FILLED_IN.has(row.of) && (isSlash || row.of === 'math')) {
      await expect(page.getByRole('textbox', { name: /LaTeX|Address to embed/ })).toBeFocused()
      await alice.press('Escape')
    }
    await who.text.focus()
    const isBack = async (): Promise<boolean> => {
      const leaves = await who.text.locator('.inline-math, .mention').count()
      return leaves === 0 && (await names())[0] === 'paragraph' && (await who.text.textContent())?.trim() === ''
    }
    for (let times = 0; times < 12 && !(await isBack()); times += 1) await alice.press('ControlOrMeta+z')
    await expect.poll(isBack, { message: `${typed} undone` }).toBe(true)
    await alice.press('ControlOrMeta+a', 'Delete')
  }
  // All that stands on its own and needs no other site, at once.
  const rows = BLOCK_TABLE.filter(({ asks, of }) => !asks && !Object.hasOwn(IN_A_LINE, of) && of !== 'hardBreak')
  await alice.paste(rows.map(({ html }) => html).join(''))
  const made = rows.map(({ of }) => of)
  // A diagram is drawn beside its code.
  const shown = async () => (await names()).filter((name) => made.includes(name)).slice(0, made.length)
  await expect.poll(shown).toEqual(made)
  await alice.press('ControlOrMeta+a')
  const copied = await who.text.evaluate((text) => {
    const clipboardData = new DataTransfer()
    text.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
    return { html: clipboardData.getData('text/html'), text: clipboardData.getData('text/plain') }
  })
  for (const { markdown, afterMarkdown } of rows)
    if (markdown !== undefined && afterMarkdown === undefined) expect(copied.text).toContain(markdown)
  await alice.press('ControlOrMeta+a', 'Delete')
  await alice.paste(copied.html)
  await expect.poll(shown).toEqual(made)
})

test('[UI13] what is more than text is taken by its handle, too, and dropped where the line is', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await Writer.open(await person('Alice'), server.origin, documentId)
  const { page, person: who } = alice
  await page.setViewportSize({ width: 1280, height: 1100 })
  const rows = BLOCK_TABLE.filter(({ name }) => ['callout', 'table', 'divider', 'columns-2', 'math'].includes(name))
  const names = () => who.text.evaluate(NAMES)
  const order = rows.map(({ of }) => of)
  await alice.paste(`<p>above</p>${rows.map(({ html }) => html).join('')}<p>below</p>`)
  await expect.poll(names).toEqual(['paragraph', ...order, 'paragraph'])
  await expect(who.text.locator('.math .katex-display')).toBeVisible()
  const boxOf = async (index: number) => {
    const box = await who.text.locator(':scope > *').nth(index).boundingBox()
    if (!box) throw new Error(`no block ${index}`)
    return box
  }
  const handle = page.getByRole('button', { name: 'Drag to move' })
  for (const [at, { of }] of rows.entries()) {
    // In the margin what is meant is the whole of it.
    const box = await boxOf((await names()).indexOf(of))
    await page.mouse.move(box.x - 24, box.y + box.height / 2, { steps: 3 })
    await handle.hover()
    await page.mouse.down()
    const first = await boxOf(0)
    await page.mouse.move(first.x + 60, first.y - 2, { steps: 6 })
    await expect(page.getByTestId('drop-line')).toBeVisible()
    await page.mouse.up()
    await expect
      .poll(names)
      .toEqual([...order.slice(0, at + 1).toReversed(), 'paragraph', ...order.slice(at + 1), 'paragraph'])
  }
  await who.text.focus()
  for (const _ of rows) await alice.press('ControlOrMeta+z')
  await expect.poll(names).toEqual(['paragraph', ...order, 'paragraph'])
  // A press opens its menu.
  const callout = await boxOf(1 + order.indexOf('callout'))
  await page.mouse.move(callout.x - 24, callout.y + callout.height / 2, { steps: 3 })
  await handle.click()
  await page.getByRole('menuitem', { name: 'Turn into' }).click()
  await page.getByRole('menuitemradio', { name: 'Toggle' }).click()
  await expect.poll(async () => (await names())[1 + order.indexOf('callout')]).toBe('toggle')
  await expect(who.text.locator('.toggle')).toHaveText(WORDS)
})
