/** How a document presents itself besides its words: icon, cover, and the contents beside it. */
import { expect, test } from '../world/fixtures.ts'

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
