/** Blocks beyond text, worked by their tools and seen by a second person. How each is made: every-block.spec.ts. */
import { expect, test } from '../world/fixtures.ts'
import { Writer } from '../world/writer.ts'

/** From the slash menu, once it is there: a test's keys outrun any hand's. */
async function choose(writer: Writer, typed: string): Promise<void> {
  await writer.type(typed)
  await expect(writer.page.getByRole('option').first()).toBeVisible()
  await writer.press('Enter')
}

test('[UI11] code has colours, a language and a copy; a table is worked by its grips; two people see the same', async ({
  server,
  documentId,
  person,
}) => {
  const [alice, bob] = [
    await Writer.open(await person('Alice'), server.origin, documentId),
    await Writer.open(await person('Bob'), server.origin, documentId),
  ]
  const { page, person: who } = alice
  await who.text.click()
  await alice.type('```ts')
  await alice.press('Enter')
  await alice.type('if (a) {\n\treturn "x"\nb()')
  await expect(who.text.locator('.hljs-keyword').first()).toHaveText('if')
  // A line keeps the margin of the one before, and Shift+Tab takes it away.
  await alice.press('Shift+Tab')
  await expect(who.text.locator('pre')).toHaveText(/\tb\(\)$|\nb\(\)$|b\(\)$/)
  await page.getByRole('combobox', { name: 'Language of the code' }).click()
  await page.getByRole('option', { name: 'Python' }).click()
  await expect(bob.person.text.locator('pre')).toHaveAttribute('data-language', 'python')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy the code' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('return "x"')
  await who.text.click()
  await alice.press('ControlOrMeta+End', 'Enter', 'Enter')
  await choose(alice, '/table')
  for (const text of ['Name', 'Since', 'Role', 'Mina', '2024', 'Editor', 'Joon', '2025']) {
    await alice.type(text)
    await alice.press('Tab')
  }
  await alice.type('Viewer')
  const rowsOf = (writer: Writer) => () =>
    writer.person.text
      .locator('table tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent).join(' ')))
  const rows = rowsOf(alice)
  const bobRows = rowsOf(bob)
  await expect.poll(rows).toEqual(['Name Since Role', 'Mina 2024 Editor', 'Joon 2025 Viewer'])
  // Bob types in the row that Alice moves.
  await bob.caret('Joon', 4)
  await bob.type(' K')
  await page.getByRole('button', { name: 'Row', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Move up' }).click()
  await expect.poll(bobRows).toEqual(['Name Since Role', 'Joon K 2025 Viewer', 'Mina 2024 Editor'])
  await page.getByRole('button', { name: 'Column', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Move left' }).click()
  await expect.poll(bobRows).toEqual(['Name Role Since', 'Joon K Viewer 2025', 'Mina Editor 2024'])
  // By keyboard alone: Alt+F9 to the tools, arrows in the menu.
  await who.text.focus()
  await alice.press('Alt+F9')
  await expect(page.getByRole('button', { name: 'Column', exact: true })).toBeFocused()
  await alice.press('Enter')
  await page.getByRole('menuitemradio', { name: 'Green' }).click()
  await expect(bob.person.text.locator('td[data-color="green"]')).toHaveText('Viewer')
  await page.getByRole('button', { name: 'Column', exact: true }).click()
  await page.getByRole('menuitemradio', { name: 'Medium' }).click()
  await expect(bob.person.text.locator('td[style*="200px"]')).toHaveCount(3)
  const edge = page.locator('[data-edge="0"]')
  const box = await edge.boundingBox()
  if (!box) throw new Error('no edge to drag')
  await page.mouse.move(box.x + box.width / 2, box.y + 10)
  await page.mouse.down()
  await page.mouse.move(box.x + 90, box.y + 10, { steps: 4 })
  await page.mouse.up()
  await expect(bob.person.text.locator('td[style*="width"]')).toHaveCount(6)
  // By keys as by the pointer, and taken back from there.
  const separator = page.getByRole('separator', { name: 'Width of column 1' })
  const wide = () =>
    bob.person.text
      .locator('td')
      .first()
      .evaluate((cell) => Math.round(cell.getBoundingClientRect().width))
  const before = await wide()
  await separator.focus()
  await alice.press('ArrowRight', 'ArrowRight')
  await expect.poll(wide).toBe(before + 32)
  await expect(separator).toHaveAttribute('aria-valuenow', String(before + 32))
  await alice.press('ControlOrMeta+z')
  await expect.poll(wide).toBe(before + 16)
  await alice.press('Escape')
  await expect(who.text).toBeFocused()
  await page.getByRole('button', { name: 'Table', exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Header column' }).click()
  await expect(bob.person.text.locator('table')).toHaveAttribute('data-header-column', 'true')
  await who.saved()
})

test('[UI11] toggles fold for oneself, on this device, and open to whatever looks inside; columns, callouts', async ({
  server,
  documentId,
  person,
}) => {
  const [alice, bob] = [
    await Writer.open(await person('Alice'), server.origin, documentId),
    await Writer.open(await person('Bob'), server.origin, documentId),
  ]
  const { page, person: who } = alice
  await who.text.click()
  await alice.type('>> More about it')
  await alice.press('Enter')
  await alice.type('needle')
  await alice.press('ControlOrMeta+Enter')
  const hidden = who.text.getByText('needle')
  await expect(hidden).toHaveAttribute('hidden', 'until-found')
  await expect(page.getByRole('button', { name: 'Open or close' })).toHaveAttribute('aria-expanded', 'false')
  await expect(bob.person.text.getByText('needle')).not.toHaveAttribute('hidden')
  await who.saved()
  await page.reload()
  await who.ready()
  await expect(hidden).toHaveAttribute('hidden', 'until-found')
  // Its bar comes with the tools, a moment after the text.
  await expect(page.getByRole('toolbar', { name: 'Formatting' })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+f')
  await page.getByRole('textbox', { name: 'Find in the text' }).fill('needle')
  await page.keyboard.press('Enter')
  await expect(hidden).not.toHaveAttribute('hidden')
  await page.keyboard.press('Escape')
  await alice.press('ControlOrMeta+End')
  await choose(alice, '/callout')
  await alice.type('Careful')
  await page.getByRole('button', { name: 'More for this block' }).click()
  await page.getByRole('menuitemradio', { name: 'Warning' }).click()
  await expect(bob.person.text.locator('.callout')).toHaveAttribute('data-tone', 'warning')
  // The menu gives the focus back when it has gone.
  await expect(page.getByRole('menu')).toBeHidden()
  // Enter on an empty last line leads out.
  await alice.press('End', 'Enter', 'Enter')
  await choose(alice, '/2단')
  await alice.type('left')
  await page.getByRole('button', { name: 'More for this block' }).click()
  await page.getByRole('menuitemradio', { name: '3 columns' }).click()
  await expect(bob.person.text.locator('.column')).toHaveCount(3)
  // The tools, and in them the edges, by keys alone.
  await expect(page.getByRole('menu')).toBeHidden()
  await who.text.focus()
  await alice.press('Alt+F9', 'Tab')
  await expect(page.getByRole('separator', { name: 'Width of column 1' })).toBeFocused()
  await alice.press('ArrowRight')
  const grown = bob.person.text.locator('.column[style*="flex-grow: 37"]')
  await expect(grown).toContainText('left')
  await alice.press('ControlOrMeta+z')
  await expect(grown).toHaveCount(0)
  await alice.press('Escape')
  await page.getByRole('button', { name: 'More for this block' }).click()
  await page.getByRole('menuitem', { name: 'Take apart' }).click()
  await expect(bob.person.text.locator('.column')).toHaveCount(0)
  await expect(bob.person.text.getByText('left')).toBeVisible()
})

test('[UI11] formulas, diagrams, embeds and contents are drawn, say what is wrong, and reach nothing before they are asked', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await Writer.open(await person('Alice'), server.origin, documentId)
  const { page, person: who } = alice
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(server.origin) && !request.url().startsWith('data:')) elsewhere.push(request.url())
  })
  await who.text.click()
  await alice.type('# First heading')
  await alice.press('Enter')
  await alice.type('Let $e^{i\\pi}$ be.')
  await expect(who.text.locator('.inline-math .katex')).toBeVisible()
  await alice.press('Enter')
  await alice.type('$$ ')
  const source = page.getByRole('textbox', { name: 'The formula in LaTeX' })
  await source.fill('\\frac{1}{')
  await expect(page.getByText(/This formula cannot be drawn/)).toBeVisible()
  await source.fill('\\href{javascript:alert(1)}{x} + \\frac{1}{2}')
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(who.text.locator('.math .katex-display')).toBeVisible()
  await expect(who.text.locator('.math a')).toHaveCount(0)
  await choose(alice, '/diagram')
  await expect(who.text.locator('.diagram img')).toBeVisible({ timeout: 30_000 })
  await alice.press('ControlOrMeta+End', 'Enter')
  await alice.type('nonsense here')
  await expect(who.text.locator('.diagram-wrong')).toContainText('This diagram cannot be drawn', { timeout: 30_000 })
  await alice.press('Enter', 'Enter')
  await choose(alice, '/embed')
  await page.getByRole('textbox', { name: 'Address to embed' }).fill('https://youtu.be/dQw4w9WgXcQ')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Show from YouTube' })).toBeVisible()
  await alice.type('[toc] ')
  expect(elsewhere).toEqual([])
  await expect(
    page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'First heading' }),
  ).toBeVisible()
  await who.saved()
  // A diagram is a picture in an image, of a frame that has no origin.
  await expect(page.locator('iframe[sandbox="allow-scripts"]')).toHaveCount(1)
  await page.getByRole('button', { name: 'Show from YouTube' }).click()
  await expect(page.locator('iframe[title="YouTube"]')).toHaveAttribute('sandbox', /allow-scripts/)
})

test('[UI11] @ and : offer people, pages, dates and emoji, in Korean on a phone', async ({
  server,
  documentId,
  person,
}) => {
  const who = await person('민아', { language: 'ko-KR', width: 360 })
  const { page } = who
  await page.goto(`${server.origin}/d/${documentId}`)
  await who.text.click()
  const { keyboard } = page
  await keyboard.type('회의는 @내일')
  await expect(page.getByRole('option', { name: /내일/ })).toBeVisible()
  await keyboard.press('Enter')
  await expect(who.text.locator('.mention time')).toHaveText(/^\d{4}년 \d{1,2}월 \d{1,2}일$/)
  await keyboard.type(':하트')
  await expect(page.getByRole('option').first()).toBeVisible()
  await keyboard.press('Escape')
  await keyboard.type(' :tada:')
  await who.sees('🎉')
  await keyboard.type(' 10:30 a:b @')
  await expect(page.getByRole('listbox', { name: '사람, 문서, 날짜' })).toBeVisible()
  await keyboard.press('Escape')
  await keyboard.press('Enter')
  await keyboard.type('/표')
  await expect(page.getByRole('option').first()).toBeVisible()
  await keyboard.press('Enter')
  await keyboard.type('좁은 화면')
  await page.getByRole('button', { name: '열', exact: true }).click()
  await page.getByRole('menuitem', { name: '앞에 넣기' }).click()
  await expect(who.text.locator('table tr:first-child td')).toHaveCount(4)
  // Nothing makes the page wider than the phone.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await expect(who.status).toContainText('저장됨')
})
