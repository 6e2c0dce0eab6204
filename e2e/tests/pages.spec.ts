/** Pages as people meet them: the tree at the side, the bin, a page's menu, and those who ask to be let in. */
import { createApiClient } from '@dure/api'
import { joinAs, signIn } from '@dure/testkit'
import { expect, test } from '../world/fixtures.ts'
import type { Person } from '../world/person.ts'

const row = (who: Person, title: string) => who.page.getByRole('treeitem', { name: title, exact: true })
const noticed = (who: Person, text: string) => who.page.getByRole('dialog').filter({ hasText: text })

test('[UI17] pages are made inside pages, moved by mouse, keys and menu, found by title, and shown with where they lie', async ({
  server,
  person,
}) => {
  const headers = await signIn(server.origin)
  const api = createApiClient(server.origin, { ...headers })
  const olive = await person('Olive', { as: { origin: server.origin, ...headers } })
  const { page } = olive
  await olive.open(server.origin, (await api.createDocument({})).id)
  await olive.title.fill('The oldest field')
  await olive.saved()
  // More than the sidebar asks for at a time: one's own new pages come after all of them.
  for (let count = 0; count < 101; count += 1) await api.createDocument({})
  await page.goto(server.origin)
  const side = page.getByRole('navigation', { name: 'Pages of the workspace' })
  await side.getByRole('button', { name: 'New page', exact: true }).click()
  await olive.ready()
  await olive.title.fill('농사 계획')
  await olive.saved()
  // The tree says at once what the document is called.
  await expect(row(olive, '농사 계획')).toBeVisible()
  await row(olive, '농사 계획').hover()
  await side.getByRole('button', { name: 'New page inside 농사 계획' }).click()
  await expect(olive.title).toHaveValue('')
  await olive.title.fill('Seeds')
  await olive.saved()
  await expect(row(olive, 'Seeds')).toHaveAttribute('aria-level', '2')
  await expect(page.getByRole('navigation', { name: 'Pages above' }).getByRole('link')).toHaveText(['농사 계획'])
  await side.getByRole('button', { name: 'New page', exact: true }).click()
  await expect(olive.title).toHaveValue('')
  await olive.title.fill('Harvest')
  await olive.type('@oldest')
  await page.getByRole('option', { name: /The oldest field/ }).click()
  await expect(olive.text.locator('.mention')).toHaveText(/The oldest field/)
  await olive.saved()

  // By mouse: into another page.
  await row(olive, 'Harvest').dragTo(row(olive, '농사 계획'))
  await expect(row(olive, 'Harvest')).toHaveAttribute('aria-level', '2')
  await expect(row(olive, 'Harvest')).toHaveAttribute('aria-posinset', '2')
  // By keys: before its sibling, into it, and out again.
  await row(olive, 'Harvest').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(row(olive, 'Harvest')).toHaveAttribute('aria-posinset', '1')
  await row(olive, 'Seeds').focus()
  await page.keyboard.press('Alt+ArrowRight')
  await expect(row(olive, 'Seeds')).toHaveAttribute('aria-level', '3')
  await row(olive, 'Seeds').focus()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(row(olive, 'Seeds')).toHaveAttribute('aria-level', '2')
  // Arrows go through the tree, and fold it.
  await row(olive, '농사 계획').focus()
  await page.keyboard.press('ArrowLeft')
  await expect(row(olive, 'Seeds')).toBeHidden()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(row(olive, 'Harvest')).toBeFocused()
  // What was open is open again.
  await page.reload()
  await expect(row(olive, 'Seeds')).toBeVisible()

  // By menu: to the top.
  await row(olive, 'Seeds').hover()
  await side.getByRole('button', { name: 'More for Seeds' }).click()
  await page.getByRole('menuitem', { name: 'Move to…' }).click()
  await page.getByRole('button', { name: 'To the top, beside all other pages' }).click()
  await expect(row(olive, 'Seeds')).toHaveAttribute('aria-level', '1')

  // Search in titles, Korean and English.
  const search = side.getByRole('searchbox', { name: 'Search titles' })
  await search.fill('계획')
  await side.getByRole('link', { name: '농사 계획' }).click()
  await expect(olive.title).toHaveValue('농사 계획')
  await search.fill('HARV')
  await expect(side.getByRole('link', { name: 'Harvest' })).toBeVisible()
  await search.fill('')

  // The API is away for a moment: what is there stays.
  await page.route('**/api/**', (route) => route.abort())
  await page.evaluate('dispatchEvent(new Event("focus"))')
  await expect(side.getByText('this is how it was')).toBeVisible()
  await expect(row(olive, 'Seeds')).toBeVisible()
  await page.unroute('**/api/**')
  await page.evaluate('dispatchEvent(new Event("focus"))')
  await expect(side.getByText('this is how it was')).toBeHidden()

  // The sidebar goes and comes by its key, and stays as it was left.
  await page.keyboard.press('ControlOrMeta+\\')
  await expect(side).toBeHidden()
  await page.reload()
  await expect(olive.title).toBeVisible()
  await expect(side).toBeHidden()
  await page.keyboard.press('ControlOrMeta+\\')
  await expect(side).toBeVisible()

  // On a phone it lies over the page, and Escape gives the page back.
  await page.setViewportSize({ width: 360, height: 740 })
  await expect(side).toBeHidden()
  await page.getByRole('button', { name: 'Show the sidebar' }).click()
  // Where one is, is in sight.
  await expect(row(olive, '농사 계획')).toBeInViewport()
  await page.keyboard.press('Escape')
  await expect(side).toBeHidden()
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  for (const titled of ['농사 계획', 'Seeds']) {
    const { documents } = await api.listDocuments({ titled })
    expect(documents.map(({ title }) => title)).toContain(titled)
  }
})

test('[DU6] [UI18] a document goes to the bin under the eyes of another, who is told; undo brings it back to both', async ({
  server,
  person,
}) => {
  const headers = await signIn(server.origin)
  const api = createApiClient(server.origin, { ...headers })
  const made = await api.createDocument({ generalAccess: { reach: 'workspace', role: 'editor' } })
  const annHeaders = await joinAs(server.origin, headers, {
    name: 'Ann',
    email: 'ann@pages.test',
    password: 'a password of Ann',
  })
  const olive = await person('Olive', { as: { origin: server.origin, ...headers } })
  const ann = await person('Ann', { as: { origin: server.origin, ...annHeaders } })
  await Promise.all([olive.open(server.origin, made.id), ann.open(server.origin, made.id)])
  await olive.title.fill('Shared field')
  await olive.type('Words of both. ')
  await ann.sees('Words of both.')
  await olive.saved()

  // Its menu: Markdown, count, a copy, full width, find.
  const menu = async (who: Person, item: string | RegExp) => {
    await who.page.getByRole('button', { name: 'More', exact: true }).click()
    await who.page
      .getByRole('menuitem', { name: item })
      .or(who.page.getByRole('menuitemcheckbox', { name: item }))
      .click()
  }
  await menu(olive, 'Word count')
  await expect(olive.page.getByRole('dialog').getByRole('definition').first()).toHaveText('3')
  await olive.page.keyboard.press('Escape')
  const narrow = await olive.text.boundingBox()
  await menu(olive, 'Full width')
  await expect.poll(async () => (await olive.text.boundingBox())?.width ?? 0).toBeGreaterThan((narrow?.width ?? 0) + 50)
  await menu(olive, 'Full width')
  await menu(olive, /^Find and replace/)
  await expect(olive.page.getByRole('textbox', { name: 'Find in the text' })).toBeFocused()
  await olive.page.keyboard.press('Escape')
  await menu(olive, 'Add to favourites')
  await expect(
    olive.page.getByRole('region', { name: 'Favourites' }).getByRole('link', { name: 'Shared field' }),
  ).toBeVisible()
  await menu(ann, 'Duplicate')
  await noticed(ann, 'Duplicated').getByRole('button', { name: 'Open the copy' }).click()
  await expect(ann.title).toHaveValue('Shared field (copy)')
  await ann.sees('Words of both.')
  await ann.open(server.origin, made.id)
  await ann.page.getByRole('button', { name: 'More', exact: true }).click()
  await expect(ann.page.getByRole('menuitem', { name: 'Duplicate' })).toBeVisible()
  // It is Olive's: Ann does not move it to the bin.
  await expect(ann.page.getByRole('menuitem', { name: 'Move to bin' })).toHaveCount(0)
  await ann.page.keyboard.press('Escape')

  await menu(olive, 'Move to bin')
  await expect(ann.page.getByText('This document is in the bin').first()).toBeVisible()
  await expect(ann.text).toHaveAttribute('contenteditable', 'false')
  await expect(ann.page.getByText('can restore it.')).toBeVisible()
  await noticed(olive, 'In the bin').getByRole('button', { name: 'Undo' }).click()
  await olive.ready()
  await ann.page.getByRole('button', { name: 'Try again' }).click()
  await ann.ready()
  await ann.type('And back.')
  await olive.sees('And back.')

  // By the bin's own page; opened meanwhile it says where it is.
  await menu(olive, 'Move to bin')
  await ann.page.reload()
  await expect(ann.page.getByRole('heading', { name: 'This document is in the bin' })).toBeVisible()
  await olive.page.goto(`${server.origin}/bin`)
  const entry = olive.page.getByRole('main').getByRole('listitem').filter({ hasText: 'Shared field' })
  await entry.getByRole('button', { name: 'Restore' }).click()
  await expect(entry).toBeHidden()
  await ann.open(server.origin, made.id)
  await ann.sees('And back.')
  await api.binDocument(made.id)
  await olive.page.reload()
  await entry.getByRole('button', { name: 'Delete for good' }).click()
  await olive.page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
  await expect(entry).toBeHidden()
  await expect(ann.page.getByText(/This document is (in the bin|not here)/).first()).toBeVisible()
})

test('somebody without rights asks for access, is let in, and becomes the owner', async ({ server, person }) => {
  const headers = await signIn(server.origin)
  const api = createApiClient(server.origin, { ...headers })
  const { id } = await api.createDocument()
  const benHeaders = await joinAs(server.origin, headers, {
    name: 'Ben',
    email: 'ben@pages.test',
    password: 'a password of Ben',
  })
  const olive = await person('Olive', { as: { origin: server.origin, ...headers } })
  const ben = await person('Ben', { as: { origin: server.origin, ...benHeaders } })
  await ben.page.goto(`${server.origin}/d/${id}`)
  await ben.page.getByRole('button', { name: 'Request access' }).click()
  await expect(ben.page.getByRole('button', { name: 'Request sent' })).toBeDisabled()

  await olive.open(server.origin, id)
  await expect(olive.page.getByRole('button', { name: /^Requests for access/ })).toBeVisible()
  await olive.share()
  await olive.page.getByRole('button', { name: 'Allow Ben' }).click()
  await expect(olive.page.getByRole('combobox', { name: 'Role of Ben' })).toHaveText('Editor')
  // Seen by a viewer: what they may do, and how to ask for more.
  await olive.choose('Role of Ben', 'Viewer')
  await ben.page.goto(`${server.origin}/d/${id}`)
  await expect(ben.text).toBeVisible()
  await expect(ben.page.getByTestId('view-only')).toBeVisible()
  await ben.page.getByRole('button', { name: 'Request access' }).click()
  await expect(ben.page.getByRole('button', { name: 'Request sent' })).toBeDisabled()
  await olive.page.keyboard.press('Escape')
  await olive.share()
  await olive.page.getByRole('button', { name: 'Allow Ben' }).click()
  await ben.ready()
  await ben.type('Ben is in.')
  await olive.page.keyboard.press('Escape')
  await olive.sees('Ben is in.')
  await ben.page.goto(server.origin)
  await expect(ben.page.getByRole('region', { name: 'Shared with me' }).getByRole('treeitem')).toHaveCount(1)

  await olive.share()
  await olive.choose('Role of Ben', 'Make owner')
  await olive.page.getByRole('button', { name: 'Make owner' }).click()
  await expect(olive.page.getByText('Ben is the owner now')).toBeVisible()
  expect((await api.getDocument(id)).role).toBe('editor')
})
