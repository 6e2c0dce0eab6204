/** How a document presents itself besides its words: icon, cover, and the contents beside it. */
import { expect, test } from '../world/fixtures.ts'
import type { Person } from '../world/person.ts'
import { picture } from '../world/picture.ts'

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

  // Calm on paper, and away again for everybody.
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button', { name: 'Change cover' })).toBeHidden()
  expect((await page.locator('[data-cover="dawn"]').boundingBox())?.height).toBeLessThan(170)
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('main').hover({ position: { x: 300, y: 40 } })
  await page.getByRole('button', { name: 'Change cover' }).click()
  await page.getByRole('button', { name: 'Remove' }).click()
  for (const who of [ann, bob, reader]) await expect(who.page.locator('[data-cover]')).toHaveCount(0)
})

test("[UI15] a picture of one's own is a cover: brought before everybody's eyes, moved, taken back, and never a broken frame", async ({
  server,
  documentId,
  person,
}) => {
  const [ann, bob] = [await person('Ann'), await person('Bob', { width: 360 })]
  await ann.open(server.origin, documentId)
  await bob.open(server.origin, documentId)
  const { page } = ann
  const image = (who: Person) => who.page.locator('[data-cover="picture"] img')
  const isDrawn = (who: Person) =>
    expect
      .poll(() => image(who).evaluate((img) => (img as HTMLImageElement).naturalWidth), { message: who.name })
      .toBeGreaterThan(0)
  const upload = async (opener: string, width: number, height: number): Promise<void> => {
    await page.getByRole('main').hover({ position: { x: 300, y: 40 } })
    const chosen = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: opener }).click()
    await page.getByRole('button', { name: 'Upload' }).click()
    await (await chosen).setFiles(picture('fields.png', width, height))
  }
  // At once for who brings it; for the others when all of it is on the server.
  const mayArrive = Promise.withResolvers<void>()
  await page.route('**/attachments/*/parts/*', async (route) => {
    await mayArrive.promise
    await route.continue()
  })
  await upload('Add cover', 800, 800)
  await isDrawn(ann)
  await expect(page.getByRole('main').getByText(/Uploading…/)).toBeVisible()
  await expect(bob.page.getByText(/is uploading it|Not here yet/)).toBeVisible()
  await expect(image(bob)).toBeHidden()
  mayArrive.resolve()
  await isDrawn(bob)
  await expect(image(bob)).toBeVisible()
  await expect(page.getByRole('main').getByText(/Uploading…/)).toBeHidden()

  // Which part of it is shown: by keys, by pointer, or left as it was.
  const change = page.getByRole('button', { name: 'Change cover' })
  const place = page.getByRole('slider', { name: 'Reposition' })
  const shown = (who: Person, percent: number) =>
    expect(image(who)).toHaveCSS('object-position', `${percent}% ${percent}%`)
  const reposition = async (): Promise<void> => {
    await change.click()
    await page.getByRole('button', { name: 'Reposition' }).click()
    await expect(place).toBeFocused()
  }
  await reposition()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(place).toHaveAttribute('aria-valuenow', '60')
  await page.keyboard.press('Enter')
  await expect(change).toBeFocused()
  await shown(bob, 60)
  await reposition()
  const box = (await image(ann).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  // A square fills the width: all that is higher than the frame is there to be moved.
  const beyond = box.width - box.height
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x, y + beyond / 10, { steps: 4 })
  await page.mouse.up()
  await expect(place).toHaveAttribute('aria-valuenow', '50')
  await page.getByRole('button', { name: 'Done' }).click()
  await shown(bob, 50)
  await reposition()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  await expect(change).toBeFocused()
  await shown(ann, 50)

  // On the page that the server draws; without the file there is a calm place, and it comes when it is there.
  const reader = await person('Joon')
  await reader.page.route('**/_next/static/**/*.js', (route) => route.abort())
  await reader.page.goto(`${server.origin}/d/${documentId}`)
  await isDrawn(reader)
  await shown(reader, 50)
  reader.complaints.length = 0
  await reader.page.unrouteAll()
  await reader.page.route('**/attachments/*', (route) => route.fulfill({ status: 404 }))
  await reader.open(server.origin, documentId)
  await expect(reader.page.getByText('Not here yet')).toBeVisible()
  await expect(image(reader)).toBeHidden()
  await reader.page.unrouteAll()
  await reader.page.evaluate("dispatchEvent(new Event('online'))")
  await isDrawn(reader)
  await expect(image(reader)).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(change).toBeHidden()
  await expect(image(ann)).toBeVisible()
  await page.emulateMedia({ media: 'screen' })

  // Given up on the way, it is nobody's cover.
  await page.unrouteAll()
  await page.route('**/attachments/*/parts/*', (route) => route.abort())
  await upload('Change cover', 300, 200)
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click()
  for (const who of [ann, bob, reader]) await expect(who.page.locator('[data-cover]')).toHaveCount(0)
  await ann.saved()
})
