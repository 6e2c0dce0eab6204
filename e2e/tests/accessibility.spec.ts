/** Every page, menu and dialog by an engine of rules, in the light and in the dark: names, roles, order, contrast. */
import { createApiClient } from '@dure/api'
import { BLOCK_TABLE } from '@dure/editor/block-table'
import { joinAs, OWNER, signIn } from '@dure/testkit'
import { expectAccessible } from '../world/accessibility.ts'
import { deploy } from '../world/deployment.ts'
import { expect, test } from '../world/fixtures.ts'
import { picture } from '../world/picture.ts'
import { Writer } from '../world/writer.ts'

/** The engine would be written into the trace with every page. */
test.use({ trace: 'off' })

/** Every block that asks for no file, then words to select. */
const BLOCKS = BLOCK_TABLE.filter(({ asks }) => !asks).map(({ html }) => html)

test('[UI20] a document with every block, and every menu and dialog of it, has names, roles and contrast', async ({
  server,
  person,
}) => {
  // Some thirty places, each looked at by some hundred rules.
  test.setTimeout(240_000)
  const headers = await server.owner()
  const { id } = await createApiClient(server.origin, { ...headers }).createDocument({})
  const olive = await person('Olive', { as: { origin: server.origin, ...headers } })
  const { page } = olive
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const writer = await Writer.open(olive, server.origin, id)
  await olive.openToAnyone('editor')
  await olive.title.fill('Everything')
  await writer.paste(`${BLOCKS.join('')}<h2>Last heading</h2><p>words to select</p>`)
  await expect(olive.text.locator('.math .katex-display').first()).toBeVisible()
  const bob = await person('Bob')
  await bob.open(server.origin, id)
  await bob.type(' of Bob')
  await expect(olive.others).toBeVisible()

  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('main').hover({ position: { x: 300, y: 40 } })
  await page.getByRole('button', { name: 'Add cover' }).click()
  await expectAccessible(page, 'covers')
  await page.getByRole('button', { name: 'Upload' }).click()
  await (await chosen).setFiles(picture('cover.png', 800, 600))
  await expect(page.locator('[data-cover="picture"] img')).toBeVisible()
  await page.getByRole('button', { name: 'Add icon' }).click()
  await expect(page.getByTestId('emoji').getByRole('button').first()).toBeVisible()
  await expectAccessible(page, 'icons')
  await page.keyboard.type('rice')
  await page.keyboard.press('Enter')
  await expectAccessible(page, 'document')

  /** What a button opens is looked at, and closed as one closes it; the focus is where it was. */
  const open = async (what: string, opener = page.getByRole('button', { name: what, exact: true })): Promise<void> => {
    await opener.click()
    await expect(
      page.getByRole('menu').or(page.getByRole('dialog')).or(page.getByRole('listbox')).first(),
    ).toBeVisible()
    await expectAccessible(page, what)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu').or(page.getByRole('dialog')).or(page.getByRole('listbox'))).toHaveCount(0)
    await expect(opener, `focus after ${what}`).toBeFocused()
  }
  await open('Appearance and language')
  await open('Keyboard shortcuts')
  await open('More')
  await open('Share', page.getByRole('button', { name: /^Share/ }))
  await open('account', page.getByRole('button', { name: /: account$/ }))

  // At the caret and over the selection.
  const list = page.getByRole('listbox')
  for (const sign of ['/', '@', ':sm']) {
    await writer.caret('words to select', 'words to select'.length)
    await writer.type(` ${sign}`)
    await expect(list.getByRole('option').first()).toBeVisible()
    await expectAccessible(page, `menu of ${sign}`)
    await writer.press('Escape', ...Array.from({ length: sign.length + 1 }, () => 'Backspace'))
  }
  await writer.caret('words to select', 0, 5)
  const selection = page.getByRole('toolbar', { name: 'Selected text' })
  await expect(selection).toBeVisible()
  await expectAccessible(page, 'selected text')
  await selection.getByRole('button', { name: 'Colour' }).click()
  await expect(page.getByRole('menuitemradio', { name: 'Blue' }).first()).toBeVisible()
  await expectAccessible(page, 'colours of selected text')
  await writer.press('Escape')
  await writer.caret('words to select', 0, 5)
  await writer.press('ControlOrMeta+k')
  await page.getByRole('textbox', { name: 'Address of the link' }).fill('javascript:alert(1)')
  await writer.press('Enter')
  await expectAccessible(page, 'link with a refused address')
  await page.getByRole('textbox', { name: 'Address of the link' }).fill('example.org')
  await writer.press('Enter')
  await writer.caret('words to select', 2)
  await expect(page.getByRole('button', { name: 'Change the link' })).toBeVisible()
  await expectAccessible(page, 'card of a link')
  await writer.press('ControlOrMeta+.')
  await expect(page.getByRole('menu', { name: 'This block' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Turn into' }).click()
  await expect(page.getByRole('menuitemradio').first()).toBeVisible()
  await expectAccessible(page, 'menu of a block')
  await writer.press('Escape', 'Escape')
  await expect(olive.text).toBeFocused()
  await writer.press('ControlOrMeta+Shift+f')
  await page.getByRole('textbox', { name: 'Find in the text' }).fill('a')
  await expectAccessible(page, 'find and replace')
  await writer.press('Escape')
  await expect(olive.text).toBeFocused()

  // Tools of blocks.
  for (const tools of ['Row', 'Column', 'Table']) {
    await olive.text.locator('td').first().click()
    await page.getByRole('button', { name: tools, exact: true }).click()
    await expect(page.getByRole('menu')).toBeVisible()
    await expectAccessible(page, `menu of ${tools}`)
    await writer.press('Escape')
    await expect(olive.text).toBeFocused()
  }
  await olive.text.locator('pre[data-language]').first().click()
  const language = page.getByRole('combobox', { name: 'Language of the code' }).first()
  await language.click()
  await expect(page.getByRole('option').first()).toBeVisible()
  await expectAccessible(page, 'language of code')
  await writer.press('Escape')
  // Until it is closed it takes the focus back.
  await expect(page.getByRole('option')).toHaveCount(0)
  await expect(language).toBeFocused()
  await writer.caret('words to select', 'words to select'.length)
  await writer.press('Enter')
  // Asked for early: what is loaded already opens it before the browser knows that it is waited for.
  const image = page.waitForEvent('filechooser')
  await writer.type('/image')
  await expect(list.getByRole('option', { selected: true })).toContainText('Image')
  await writer.press('Enter')
  await (await image).setFiles(picture('field.png', 640, 240))
  await olive.text.getByRole('img', { name: 'field.png' }).click()
  await page.getByRole('button', { name: 'Description' }).click()
  await expectAccessible(page, 'tools of a picture')
  await writer.press('Escape')
  await page.getByRole('button', { name: 'Change cover' }).click()
  await page.getByRole('button', { name: 'Reposition' }).click()
  await expect(page.getByRole('slider', { name: 'Reposition' })).toBeFocused()
  await expectAccessible(page, 'picture of a cover being placed')
  await writer.press('Escape')
  await expect(page.getByRole('button', { name: 'Change cover' })).toBeFocused()

  // On a phone, and at 200 %.
  for (const width of [640, 360]) {
    await page.setViewportSize({ width, height: 780 })
    await open('Contents', page.getByRole('button', { name: 'Contents' }))
    await expectAccessible(page, `document ${width} pixels wide`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
  await page.getByRole('button', { name: 'Show the sidebar' }).click()
  await expect(page.getByRole('searchbox', { name: 'Search titles' })).toBeFocused()
  await expectAccessible(page, 'sidebar on a phone')
  await writer.press('Escape')
  await expect(page.getByRole('button', { name: 'Show the sidebar' })).toBeFocused()
})

test('[UI20] so have the pages of the workspace: lists, bin, people, settings, audit log, and the page about the API', async ({
  server,
  person,
}) => {
  const { origin } = server
  const headers = await server.owner()
  const api = createApiClient(origin, { ...headers })
  const field = await api.createDocument({})
  const gone = await api.createDocument({})
  await api.binDocument(gone.id)
  await joinAs(origin, headers, { name: 'Gus', email: 'gus@dure.test', password: 'a password of Gus' })
  const olive = await person('Olive', { as: { origin, ...headers } })
  const { page } = olive
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) })

  await olive.open(origin, field.id)
  await olive.title.fill('Field')
  await olive.saved()
  await page.goto(origin)
  await expect(page.getByRole('treeitem', { name: 'Field' })).toBeVisible()
  await expectAccessible(page, 'documents')
  await page.getByRole('treeitem', { name: 'Field' }).hover()
  await button('More for Field').click()
  await expect(page.getByRole('menu')).toBeVisible()
  await expectAccessible(page, 'menu of a page')
  await page.getByRole('menuitem', { name: 'Move to…' }).click()
  await expect(button('To the top, beside all other pages')).toBeVisible()
  await expectAccessible(page, 'moving a page')
  await page.goto(`${origin}/bin`)
  await button('Delete for good').first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, 'bin')
  await page.goto(`${origin}/d/${gone.id}`)
  await expect(page.getByRole('heading', { name: 'This document is in the bin' })).toBeVisible()
  await expectAccessible(page, 'document in the bin')

  await page.goto(`${origin}/members`)
  await button('Make an invitation link').click()
  await expect(page.locator('code')).toBeVisible()
  await button('More about Gus').click()
  await page.getByRole('menuitem', { name: 'Make a link for a new password' }).click()
  await expect(page.getByRole('dialog').locator('code')).toBeVisible()
  await expectAccessible(page, 'people')
  await page.goto(`${origin}/audit`)
  await expect(page.getByRole('listitem').first()).toBeVisible()
  await expectAccessible(page, 'audit log')

  await page.goto(`${origin}/settings`)
  await button('Turn on').click()
  await page.locator('input[name=password]').fill(OWNER.password)
  await button('Go on').click()
  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible()
  await page.getByRole('textbox', { name: 'What it is for' }).fill('a script')
  await button('Make a token').click()
  await expect(button('End a script')).toBeVisible()
  await expectAccessible(page, 'settings')

  await page.goto(`${origin}/docs/api`)
  await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
  await expectAccessible(page, 'page about the API')
  await page.goto(`${origin}/no/such/page`)
  await expectAccessible(page, 'no such page')
})

test('[UI20] and so has what one meets without an account, and without a server', async ({ person }) => {
  const deployment = await deploy(1, { DURE_OWNER_EMAIL: '', DURE_OWNER_PASSWORD: '', DURE_OWNER_NAME: '' })
  try {
    const [server] = deployment.replicas
    const { origin } = server
    const olive = await person('Olive')
    const { page } = olive
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(origin)
    await expect(page).toHaveURL(`${origin}/setup`)
    await expectAccessible(page, 'first run')
    await page.getByRole('textbox', { name: 'Name' }).fill(OWNER.name)
    await page.getByRole('textbox', { name: 'E-mail' }).fill(OWNER.email)
    await page.getByLabel('Password').fill(OWNER.password)
    await page.getByRole('button', { name: 'Start writing' }).click()
    await page.waitForURL(/\/d\/[0-9A-Za-z]{22}$/)
    await olive.ready()
    await olive.kept()
    await expectAccessible(page, 'welcome')
    const welcome = page.url()

    const stranger = await person('Stranger', { language: 'ko-KR', width: 360 })
    const outside = stranger.page
    await outside.emulateMedia({ reducedMotion: 'reduce' })
    await outside.goto(`${origin}/sign-in`)
    await outside.getByRole('textbox', { name: '이메일' }).fill(OWNER.email)
    await outside.getByLabel('비밀번호').fill('another one')
    await outside.getByRole('button', { name: '로그인' }).click()
    await expect(outside.getByText('이메일이나 비밀번호가')).toBeVisible()
    await expectAccessible(outside, 'sign-in')
    const { token } = await createApiClient(origin, { ...(await signIn(origin)) }).createInvitation({ role: 'member' })
    for (const path of [
      `/join/${token}`,
      `/join/${'0'.repeat(22)}`,
      '/reset',
      `/reset/${'0'.repeat(22)}`,
      '/unreachable',
      '/shell',
    ]) {
      await outside.goto(`${origin}${path}`)
      await expect(outside.getByRole('heading').or(outside.getByRole('link')).first()).toBeVisible()
      await expectAccessible(outside, path)
    }
    // A guest, who gives a name.
    await outside.goto(welcome)
    await outside.getByRole('button', { name: /이름/ }).click()
    await expectAccessible(outside, 'name of a guest')

    await server.kill()
    await page.reload()
    await expect(olive.status).toContainText('Offline')
    await expectAccessible(page, 'document without a server')
    await page.goto(origin)
    await expect(page.getByRole('heading', { name: 'Dure cannot be reached' })).toBeVisible()
    await page.getByRole('button', { name: /^Remove “/ }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page, 'kept documents')
    await page.goto(`${origin}/d/${'0'.repeat(22)}`)
    await expect(page.getByRole('heading', { name: 'Waiting for Dure' })).toBeVisible()
    await expectAccessible(page, 'document that is not kept')
  } finally {
    await deployment.stop()
  }
})
