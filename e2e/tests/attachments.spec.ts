/** Pictures and files in documents: how they come in, what the others see meanwhile, and what cannot come in. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../world/fixtures.ts'
import type { Person } from '../world/person.ts'
import { blob, picture, type TestFile } from '../world/picture.ts'

const image = (who: Person, name: string): Locator => who.text.getByRole('img', { name })
const drawn = (found: Locator): Promise<unknown> =>
  expect
    .poll(() => found.evaluate((element) => (element as unknown as { naturalWidth: number }).naturalWidth))
    .toBeGreaterThan(0)
const box = async (found: Locator) => (await found.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
const progress = (who: Person): Locator => who.text.getByRole('status')
const PARTS = '**/attachments/*/parts/*'

/** As a clipboard or a pointer brings them. */
async function bring(page: Page, how: 'paste' | 'drop', files: readonly TestFile[], html = ''): Promise<void> {
  const brought = files.map(({ name, mimeType, buffer, padded = 0 }) => ({
    name,
    mimeType,
    padded,
    data: buffer.toString('base64'),
  }))
  await page.evaluate(
    ([way, list, markup]) => {
      const scope = globalThis as unknown as Record<string, never>
      const run = new (scope['Function'] as never as new (...code: string[]) => (...given: unknown[]) => void)(
        'way',
        'list',
        'markup',
        `const data = new DataTransfer()
         for (const { name, mimeType, padded, data: text } of list) {
           const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
           data.items.add(new File([bytes, new Uint8Array(padded)], name, { type: mimeType }))
         }
         if (markup) data.setData('text/html', markup)
         const editor = document.querySelector('[role=textbox][aria-multiline=true]')
         const init = { bubbles: true, cancelable: true }
         if (way === 'paste') editor.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: data }))
         else {
           const { left, top } = editor.firstElementChild.getBoundingClientRect()
           editor.dispatchEvent(new DragEvent('drop', { ...init, dataTransfer: data, clientX: left + 5, clientY: top + 2 }))
         }`,
      )
      run(way, list, markup)
    },
    [how, brought, html] as const,
  )
}

async function choose(who: Person, query: string, file: TestFile): Promise<void> {
  // Asked for early: what is loaded already opens it before the browser knows that it is waited for.
  const chooser = who.page.waitForEvent('filechooser')
  await who.type(`/${query}`)
  await expect(who.page.getByRole('option').first()).toBeVisible()
  await who.page.keyboard.press('Enter')
  await (await chooser).setFiles(file)
}

test('a picture comes by the menu, by paste and by drop; the other one sees it, as it was made', async ({
  person,
  server,
  documentId,
}) => {
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await alice.open(server.origin, documentId)
  await bob.open(server.origin, documentId)
  await alice.type('first line')
  await alice.page.keyboard.press('Enter')
  // Each after the one before it, so that they stand in that order.
  await choose(alice, '그림', picture('menu.png'))
  await expect(image(alice, 'menu.png')).toBeVisible()
  await bring(alice.page, 'paste', [picture('pasted.png', 300, 100, [200, 90, 60])])
  await expect(image(alice, 'pasted.png')).toBeVisible()
  await bring(alice.page, 'drop', [picture('dropped.png', 200, 100, [60, 90, 200])])
  for (const who of [alice, bob]) {
    for (const name of ['menu.png', 'pasted.png', 'dropped.png']) {
      await expect(image(who, name)).toBeVisible()
      await drawn(image(who, name))
    }
  }
  // Dropped on the upper half of the first line, it stands before it.
  expect((await box(image(bob, 'dropped.png'))).y).toBeLessThan((await box(image(bob, 'menu.png'))).y)

  // Size, place, caption and description are everybody's, by keyboard as well.
  const figure = alice.text.locator('figure').nth(1)
  await image(alice, 'menu.png').click()
  const tools = alice.page.getByRole('toolbar', { name: 'This file' })
  await expect(tools).toBeVisible()
  await figure.getByRole('slider').first().focus()
  await alice.page.keyboard.press('ArrowLeft')
  await expect.poll(async () => Math.round((await box(image(bob, 'menu.png'))).width)).toBe(296)
  await figure.getByRole('textbox', { name: 'Caption' }).fill('모내기 at dawn')
  await alice.page.keyboard.press('Enter')
  await expect(tools).toBeHidden()
  // Elsewhere on it: a second click on one place within half a second would be a double click.
  await figure.getByRole('img').click({ position: { x: 20, y: 20 } })
  await tools.getByRole('button', { name: 'Left' }).click()
  await tools.getByRole('button', { name: 'Description' }).click()
  await alice.page.getByRole('textbox', { name: 'Description' }).fill('People in a rice field')
  await alice.page.keyboard.press('Enter')
  const seen = image(bob, 'People in a rice field')
  await expect(seen).toBeVisible()
  const captioned = bob.text.locator('figure').nth(1)
  await expect(captioned.getByRole('textbox', { name: 'Caption' })).toHaveValue('모내기 at dawn')
  await expect(captioned).toHaveAttribute('data-align', 'left')
  // With the pointer.
  const before = await box(seen)
  const grip = await box(figure.getByRole('slider').last())
  await alice.page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2)
  await alice.page.mouse.down()
  await alice.page.mouse.move(grip.x - 100, grip.y, { steps: 4 })
  await alice.page.mouse.up()
  await expect.poll(async () => (await box(seen)).width).toBeLessThan(before.width - 80)

  await alice.page.screenshot({ path: test.info().outputPath('page.png') })
  // What is copied goes along; what is on another site stays a link; what is in the HTML is uploaded.
  await alice.type(' ')
  const inside = `data:image/png;base64,${picture('x').buffer.toString('base64')}`
  await bring(
    alice.page,
    'paste',
    [],
    `<p>from elsewhere</p><img src="https://elsewhere.example/a.png" alt="of another site"><img alt="from the page" src="${inside}">`,
  )
  await expect(bob.text.getByRole('link', { name: 'of another site' })).toHaveAttribute(
    'href',
    'https://elsewhere.example/a.png',
  )
  await drawn(image(bob, 'from the page'))
  await alice.saved()
  await bob.page.reload()
  await bob.ready()
  await drawn(image(bob, 'People in a rice field'))
  await expect(bob.text.locator('figure')).toHaveCount(4)
})

test('while it is on its way: who brings it, cancel, trouble with words, and again', async ({
  person,
  server,
  documentId,
}) => {
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await alice.open(server.origin, documentId)
  await bob.open(server.origin, documentId)
  await alice.call('Alice')
  const held = Promise.withResolvers<void>()
  await alice.page.route(PARTS, async (route) => {
    await held.promise
    await route.continue().catch(() => undefined)
  })
  await bring(alice.page, 'paste', [picture('slow.png')])
  // At once for her, from her own device; for him a calm place with who and what.
  await drawn(image(alice, 'slow.png'))
  await expect(progress(alice)).toContainText('Uploading')
  await expect(bob.text.locator('figure')).toContainText('slow.png')
  await expect(bob.text.locator('figure')).toContainText('Alice is uploading it', { timeout: 15_000 })
  await alice.text.getByRole('button', { name: 'Cancel' }).click()
  for (const who of [alice, bob]) await expect(who.text.locator('figure')).toHaveCount(0)
  held.resolve()
  await alice.page.unroute(PARTS)

  // The server has no room: told, and tried again when there is some.
  await alice.page.route(PARTS, (route) =>
    route.fulfill({
      status: 507,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: '/problems/storage-full', title: '', status: 507, detail: '' }),
    }),
  )
  await bring(alice.page, 'paste', [blob('report.pdf', 3000)])
  await expect(progress(alice)).toContainText('no room left')
  await expect(bob.text.locator('figure')).toContainText('report.pdf')
  await alice.page.unroute(PARTS)
  await alice.text.getByRole('button', { name: 'Try again' }).click()
  await expect(progress(alice)).toHaveCount(0)
  const link = bob.text.getByRole('link', { name: /report\.pdf/ })
  await expect(link).toBeVisible({ timeout: 20_000 })
  await expect(link).toContainText('2.9 kB')
  const download = bob.page.waitForEvent('download')
  await link.click()
  expect((await download).suggestedFilename()).toBe('report.pdf')
})

test('an upload goes on after a reload, from where it was; and waits while there is no network', async ({
  person,
  server,
  documentId,
}) => {
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await alice.open(server.origin, documentId)
  await bob.open(server.origin, documentId)
  const large = blob('large.bin', 12 * 1024 * 1024)
  const sent: string[] = []
  alice.page.on('requestfinished', (request) => {
    const number = /parts\/(\d+)$/.exec(request.url())?.[1]
    if (number !== undefined) sent.push(number)
  })
  // The first part arrives, the second one never.
  await alice.page.route('**/parts/1', () => undefined)
  await bring(alice.page, 'paste', [large])
  await expect.poll(() => sent).toEqual(['0'])
  await alice.saved()
  // Away first: what was held is let go of with the route, and would be on its way while the page reloads.
  await alice.page.goto('about:blank')
  await alice.page.unrouteAll({ behavior: 'ignoreErrors' })
  await alice.open(server.origin, documentId)
  await expect.poll(() => sent.at(-1), { timeout: 20_000 }).toBe('2')
  // What was there is not sent again.
  expect(sent.filter((number) => number === '0')).toHaveLength(1)
  await expect(progress(alice)).toHaveCount(0)
  await expect(bob.text.getByRole('link', { name: /large\.bin/ })).toBeVisible({ timeout: 20_000 })

  await alice.cutNetwork()
  await bring(alice.page, 'paste', [picture('offline.png')])
  await drawn(image(alice, 'offline.png'))
  await expect(progress(alice)).toContainText('Waits on this device')
  await alice.mendNetwork()
  await expect(progress(alice)).toHaveCount(0, { timeout: 20_000 })
  await drawn(image(bob, 'offline.png'))
})

test('what cannot come in is told before it is sent; what is hostile runs nothing', async ({
  person,
  server,
  documentId,
}) => {
  const alice = await person('Alice')
  await alice.open(server.origin, documentId)
  const asked: string[] = []
  alice.page.on('request', (request) => {
    if (request.method() === 'PUT') asked.push(request.url())
  })
  const notice = (words: string): Promise<void> => expect(alice.page.getByText(words).first()).toBeVisible()
  await choose(alice, 'image', { name: 'essay.docx', mimeType: 'application/zip', buffer: Buffer.from('PK') })
  await notice('“essay.docx” is not an image that browsers can show')
  await choose(alice, 'image', { name: 'lie.png', mimeType: 'image/png', buffer: Buffer.from('<html>') })
  await notice('“lie.png” is not an image that browsers can show')
  await bring(alice.page, 'drop', [{ name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }])
  await notice('“nothing.txt” is empty')
  await bring(alice.page, 'paste', [{ ...blob('huge.bin', 0), padded: 101 * 1024 * 1024 }])
  await notice('“huge.bin” is too large')
  await notice('A file here may have up to 100 MB.')
  expect(asked).toEqual([])
  await expect(alice.text.locator('figure')).toHaveCount(0)

  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="top.hacked=1"><script>top.hacked=1</script><circle r="20"/></svg>`
  await bring(alice.page, 'paste', [{ name: 'evil.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) }])
  await drawn(image(alice, 'evil.svg'))
  await expect(progress(alice)).toHaveCount(0)
  await alice.saved()
  await alice.page.reload()
  await alice.ready()
  await drawn(image(alice, 'evil.svg'))
  const address = (await image(alice, 'evil.svg').getAttribute('src')) ?? ''
  expect(address).toMatch(/^\/api\/documents\//)
  expect(await alice.page.evaluate('globalThis.hacked')).toBeUndefined()
  // Opened as a page it is saved.
  const download = alice.page.waitForEvent('download')
  await alice.page.goto(server.origin + address).catch(() => undefined)
  expect((await download).suggestedFilename()).toBe('evil.svg')
})

test('on a phone, in Korean and in the dark, nothing is wider than the page', async ({
  person,
  server,
  documentId,
}) => {
  const alice = await person('Alice', { language: 'ko-KR', dark: true, width: 360 })
  await alice.page.goto(`${server.origin}/d/${documentId}`)
  await expect(alice.text).toBeVisible()
  await bring(alice.page, 'paste', [picture('wide.png', 1600, 400)])
  await drawn(image(alice, 'wide.png'))
  await expect(progress(alice)).toHaveCount(0)
  await image(alice, 'wide.png').click()
  await expect(alice.page.getByRole('button', { name: '대체 텍스트' })).toBeVisible()
  await bring(alice.page, 'paste', [
    blob('회의록 아주 긴 이름의 파일입니다 그래서 한 줄에 다 들어가지 않아요.hwp', 1_500_000),
  ])
  await expect(alice.text.getByRole('link', { name: /회의록/ })).toContainText('1.4MB')
  await alice.page.screenshot({ path: test.info().outputPath('phone.png') })
  expect(await alice.page.evaluate('document.documentElement.scrollWidth')).toBe(360)
})
