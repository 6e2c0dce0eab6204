/** Accounts as people meet them: the first run, sharing, a role that is taken while one types, a link without an account. */
import { OWNER, signIn } from '@dure/testkit'
import { type Deployment, deploy } from '../world/deployment.ts'
import { expect, test } from '../world/fixtures.ts'

/** A deployment that nobody has set up. */
const fresh = test.extend<object, { readonly untouched: Deployment }>({
  untouched: [
    // biome-ignore lint/correctness/noEmptyPattern: reason: Playwright reads the parameter's pattern to know the needs
    async ({}, use) => {
      const deployment = await deploy(1, { DURE_OWNER_EMAIL: '', DURE_OWNER_PASSWORD: '', DURE_OWNER_NAME: '' })
      await use(deployment)
      await deployment.stop()
    },
    { scope: 'worker' },
  ],
})

fresh(
  'the first visitor makes the owner, lands in a document, and its link lets in somebody without an account',
  async ({ untouched, person }) => {
    const { origin } = untouched.replicas[0]
    const olive = await person('Olive')
    await olive.page.goto(origin)
    await expect(olive.page).toHaveURL(`${origin}/setup`)
    await olive.page.getByRole('textbox', { name: 'Name' }).fill(OWNER.name)
    await olive.page.getByRole('textbox', { name: 'E-mail' }).fill(OWNER.email)
    await olive.page.getByLabel('Password').fill(OWNER.password)
    await olive.page.getByRole('button', { name: 'Start writing' }).click()
    await olive.page.waitForURL(/\/d\/[0-9A-Za-z]{22}$/)
    await olive.ready()
    await expect(olive.title).toHaveValue('Welcome to Dure')
    await olive.sees('Saved means on disk')

    const guest = await person('Gil')
    await guest.page.goto(olive.page.url())
    await guest.ready()
    await guest.call('Gil')
    await guest.type('A guest was here.')
    await olive.sees('A guest was here.')
    await expect(olive.others).toHaveAttribute('aria-label', 'Gil (guest)')
    await expect(guest.others).toHaveAttribute('aria-label', OWNER.name)

    // Nobody becomes the owner a second time, and the list is not for guests.
    await guest.page.goto(`${origin}/setup`)
    await expect(guest.page).toHaveURL(`${origin}/sign-in`)
  },
)

test('somebody without an account signs in, and signs out', async ({ server, person }) => {
  const olive = await person('Olive')
  await olive.page.goto(`${server.origin}/settings`)
  await expect(olive.page).toHaveURL(/\/sign-in\?next=%2Fsettings$/)
  await olive.page.getByRole('textbox', { name: 'E-mail' }).fill(OWNER.email)
  await olive.page.getByLabel('Password').fill('not the password')
  await olive.page.getByRole('button', { name: 'Sign in' }).click()
  await expect(olive.page.getByText('E-mail or password is wrong.')).toBeVisible()
  await olive.page.getByLabel('Password').fill(OWNER.password)
  await olive.page.getByRole('button', { name: 'Sign in' }).click()
  await expect(olive.page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await expect(olive.page.getByText('this one')).toBeVisible()
  await olive.page.getByRole('button', { name: /: account$/ }).click()
  await olive.page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(olive.page).toHaveURL(/\/sign-in$/)
  await olive.page.goto(server.origin)
  await expect(olive.page).toHaveURL(/\/sign-in$/)
})

test('a document is shared with somebody new, who joins by the invitation and opens it', async ({ server, person }) => {
  const olive = await person('Olive', { as: { origin: server.origin, ...(await signIn(server.origin)) } })
  await olive.page.goto(server.origin)
  await olive.page.getByRole('button', { name: 'New document' }).first().click()
  await olive.ready()
  await olive.type('for Nora')
  await olive.saved()
  const stranger = await person('Stranger')
  await stranger.page.goto(olive.page.url())
  await expect(stranger.page).toHaveURL(/\/sign-in\?next=/)

  await olive.share()
  await olive.page.getByRole('textbox', { name: 'E-mail of whom to share with' }).fill('nora@dure.test')
  await olive.choose('Role', 'Editor')
  await olive.page.getByRole('button', { name: 'Add' }).click()
  const link = await olive.page.locator('code', { hasText: '/join/' }).textContent()
  await olive.page.keyboard.press('Escape')

  const nora = await person('Nora')
  await nora.page.goto(link ?? '')
  await nora.page.getByRole('textbox', { name: 'Name' }).fill('Nora')
  await nora.page.getByLabel('Password').fill('a password of Nora')
  await nora.page.getByRole('button', { name: 'Join' }).click()
  await nora.page.waitForURL(olive.page.url())
  await nora.ready()
  await nora.sees('for Nora')
  await nora.type(', and by her')
  await olive.sees('for Nora, and by her')
  await expect(nora.others).toHaveAttribute('aria-label', OWNER.name)
})

test('somebody joins by an invitation link, is seen among the people, and is shut out at once when disabled', async ({
  server,
  documentId,
  person,
}) => {
  const olive = await person('Olive', { as: { origin: server.origin, ...(await signIn(server.origin)) } })
  await olive.page.goto(`${server.origin}/members`)
  await olive.page.getByRole('button', { name: 'Make an invitation link' }).click()
  const link = await olive.page.locator('code', { hasText: '/join/' }).textContent()
  const mia = await person('Mia')
  await mia.page.goto(link ?? '')
  await mia.page.getByRole('textbox', { name: 'Name' }).fill('Mia')
  await mia.page.getByRole('textbox', { name: 'E-mail' }).fill('mia@dure.test')
  await mia.page.getByLabel('Password').fill('a password of Mia')
  await mia.page.getByRole('button', { name: 'Join' }).click()
  await expect(mia.page.getByRole('button', { name: 'New document' }).first()).toBeVisible()
  await mia.open(server.origin, documentId)

  // Taken out of the workspace and invited again, she comes back as who she was.
  const members = `${server.origin}/api/members`
  const listed: { members: readonly { id: string; name: string }[] } = await (
    await olive.page.request.get(members)
  ).json()
  const { id } = listed.members.find(({ name }) => name === 'Mia') ?? {}
  expect((await olive.page.request.delete(`${members}/${id}`)).status()).toBe(204)
  await olive.page.reload()
  await olive.page.getByRole('button', { name: 'Make an invitation link' }).click()
  const again = await olive.page.locator('code', { hasText: '/join/' }).textContent()
  await mia.page.context().clearCookies()
  await mia.page.goto(again ?? '')
  await mia.page.getByRole('link', { name: 'I have an account already' }).click()
  await expect(mia.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await mia.page.getByRole('textbox', { name: 'E-mail' }).fill('mia@dure.test')
  await mia.page.getByLabel('Password').fill('a password of Mia')
  await mia.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await mia.page.getByRole('button', { name: 'Join as Mia' }).click()
  await expect(mia.page.getByRole('button', { name: 'New document' }).first()).toBeVisible()
  await mia.open(server.origin, documentId)

  await olive.page.reload()
  const role = olive.page.getByRole('combobox', { name: 'Role of Mia' })
  await expect(role).toHaveText('Member')
  await olive.choose('Role of Mia', 'Disabled')
  await expect(mia.page.getByText('Sign in to go on')).toBeVisible()
  await mia.page.goto(server.origin)
  await expect(mia.page).toHaveURL(/\/sign-in$/)
})

test('[DU6] a role that is taken while one types: the toolbar goes, edits stop, and nothing breaks', async ({
  server,
  documentId,
  person,
}) => {
  const olive = await person('Olive', { as: { origin: server.origin, ...(await signIn(server.origin)) } })
  const gil = await person('Gil')
  await Promise.all([olive.open(server.origin, documentId), gil.open(server.origin, documentId)])
  await gil.type('typed while it was allowed. ')
  await olive.sees('typed while it was allowed.')
  await expect(gil.page.getByRole('toolbar')).toBeVisible()

  const typing = gil.page.keyboard.type('and typed while it was taken away, letter by letter', { delay: 20 })
  await olive.openToAnyone('viewer')
  await typing
  await expect(gil.page.getByRole('toolbar')).toBeHidden()
  await expect(gil.text).toHaveAttribute('contenteditable', 'false')
  await olive.type('The owner goes on.')
  await gil.sees('The owner goes on.')
  await expect(olive.text).not.toContainText('letter by letter')

  await olive.openToAnyone('editor')
  await expect(gil.page.getByRole('toolbar')).toBeVisible()
  await gil.saved()
  await gil.type(' And the guest again.')
  await olive.sees('And the guest again.')
})

test('somebody who may only view is told so, and has no dead toolbar', async ({ server, documentId, person }) => {
  const olive = await person('Olive', { as: { origin: server.origin, ...(await signIn(server.origin)) } })
  await olive.open(server.origin, documentId)
  await olive.type('only to be read')
  await olive.saved()
  await olive.openToAnyone('viewer')
  const vera = await person('Vera', { width: 360 })
  await vera.page.goto(`${server.origin}/d/${documentId}`)
  await vera.sees('only to be read')
  await expect(vera.page.getByTestId('view-only')).toHaveText('View only')
  await expect(vera.page.getByRole('toolbar')).toBeHidden()
  await expect(vera.text).toHaveAttribute('contenteditable', 'false')
})
