/** The handle beside a block: with a mouse, by finger, and by keys. */
import type { Locator } from '@playwright/test'
import { expect, test } from '../world/fixtures.ts'

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
