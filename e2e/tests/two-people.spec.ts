import { OWNER } from '@dure/testkit'
import { expect, test } from '../world/fixtures.ts'

test('a new document is one click away, and its link brings a second person into it', async ({ server, person }) => {
  const alice = await person('Alice', { as: { origin: server.origin, ...(await server.owner()) } })
  await alice.page.goto(server.origin)
  await alice.page.getByRole('button', { name: 'New document' }).first().click()
  await alice.page.waitForURL(/\/d\/[0-9A-Za-z]{22}$/)
  await alice.ready()
  await alice.openToAnyone()
  const bob = await person('Bob')
  await bob.page.goto(alice.page.url())
  await bob.ready()
  await bob.call('Bob')

  await alice.type('A field is best worked together. ')
  await bob.sees('A field is best worked together.')
  await bob.type('두레라고 해요.')
  await alice.sees('A field is best worked together. 두레라고 해요.')
  await alice.saved()
  await bob.saved()

  await expect(alice.others).toHaveAttribute('aria-label', 'Bob (guest)')
  await expect(bob.others).toHaveAttribute('aria-label', OWNER.name)
  await expect(alice.page.locator('.dure-carets')).toContainText('Bob')
  await bob.leave()
  await expect(alice.others).toHaveCount(0)
})

test('two people who type at once lose nothing of either', async ({ server, documentId, person }) => {
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await Promise.all([alice.open(server.origin, documentId), bob.open(server.origin, documentId)])
  await alice.type('start')
  await bob.sees('start')
  await alice.page.keyboard.press('Enter')
  await alice.page.keyboard.type('one ')
  await bob.sees('one')
  await bob.text.click()
  await bob.page.keyboard.press('ControlOrMeta+Home')
  const words = Array.from({ length: 12 }, (_, index) => index)
  await Promise.all([
    alice.page.keyboard.type(words.map((index) => `a${index} `).join('')),
    bob.page.keyboard.type(words.map((index) => `b${index} `).join('')),
  ])
  await alice.sees('b11')
  await bob.sees('a11')
  await expect(bob.text).toHaveText((await alice.text.textContent()) ?? '')
  for (const index of words) {
    await alice.sees(`a${index} `)
    await alice.sees(`b${index} `)
  }
})

test('a title is shared as it is typed and names the document on the home page', async ({
  server,
  documentId,
  person,
}) => {
  const owner = { origin: server.origin, ...(await server.owner()) }
  const [alice, bob] = [await person('Alice'), await person('Olive', { as: owner })]
  await Promise.all([alice.open(server.origin, documentId), bob.open(server.origin, documentId)])
  await alice.title.fill('모내기 계획 for spring')
  await expect(bob.title).toHaveValue('모내기 계획 for spring')
  await expect(bob.page).toHaveTitle(/모내기 계획 for spring/)
  await alice.saved()
  await expect(async () => {
    await bob.page.goto(server.origin)
    const list = bob.page.getByRole('main')
    await expect(list.getByRole('link', { name: /모내기 계획 for spring/ })).toBeVisible({ timeout: 500 })
  }).toPass()
})

test('two tabs of one browser stay consistent and are one person', async ({ server, documentId, person }) => {
  const first = await person('Alice')
  await first.open(server.origin, documentId)
  const second = await first.secondTab()
  await second.open(server.origin, documentId)
  const bob = await person('Bob')
  await bob.open(server.origin, documentId)
  await first.type('from the first tab. ')
  await second.sees('from the first tab.')
  await second.type('from the second tab.')
  await first.sees('from the first tab. from the second tab.')
  await bob.sees('from the first tab. from the second tab.')
  await expect(bob.others).toHaveCount(1)
  await expect(first.others).toHaveCount(1)
})

test('a reload keeps everything, and so does the server across a restart', async ({ server, documentId, person }) => {
  const alice = await person('Alice')
  await alice.open(server.origin, documentId)
  await alice.title.fill('Kept')
  await alice.type('before the reload')
  await alice.saved()
  await alice.page.reload()
  await alice.ready()
  await alice.sees('before the reload')
  await expect(alice.title).toHaveValue('Kept')

  expect(await server.stop()).toBe(0)
  await expect(alice.status).not.toContainText('Saved')
  await alice.type(' and while it was down')
  await expect(alice.status).toContainText('Offline')
  await server.start()
  await alice.saved()
  const bob = await person('Bob')
  await bob.open(server.origin, documentId)
  await bob.sees('before the reload and while it was down')
})
