import { signIn } from '@dure/testkit'
import { expect, test } from '../world/fixtures.ts'

test('[UI5] a document opened before opens, and is written in, while nothing can be reached', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await person('Alice', { as: { origin: server.origin, ...(await server.owner()) } })
  await alice.open(server.origin, documentId)
  await alice.title.fill('Kept here')
  await alice.type('before the outage')
  await alice.saved()
  await alice.kept()
  await server.kill()

  await alice.page.reload()
  await alice.sees('before the outage')
  await expect(alice.title).toHaveValue('Kept here')
  await alice.type(', and during it')
  await expect(alice.status).toContainText(/Offline\. \d+ changes? (is|are) kept on this device/)

  await alice.page.goto(server.origin)
  await expect(alice.page.getByRole('heading', { name: 'Dure cannot be reached' })).toBeVisible()
  const row = alice.page.getByRole('listitem').filter({ hasText: 'Kept here' })
  await expect(row).toContainText(/\d+ changes? not sent yet/)
  await row.getByRole('link').click()
  await alice.sees('before the outage, and during it')

  // The list sends what is unsent by itself once the server is back; nobody has to open the document again.
  await alice.page.goto(server.origin)
  await expect(row).toContainText('not sent yet')
  await server.start()
  await alice.page.getByRole('button', { name: 'Try again' }).click()
  await expect(alice.page.getByRole('heading', { name: 'Documents' })).toBeVisible()
  const kept = alice.page.getByRole('region', { name: 'Kept on this device' })
  await expect(kept).toContainText('Kept here')
  await expect(kept).not.toContainText('not sent yet')
  const bob = await person('Bob')
  await bob.open(server.origin, documentId)
  await bob.sees('before the outage, and during it')
})

test('[UI4] [UI5] the shell is in the language and the theme of the person', async ({ server, documentId, person }) => {
  const jiu = await person('지우', { language: 'ko-KR', width: 360 })
  await jiu.page.goto(`${server.origin}/d/${documentId}`)
  await expect(jiu.text).toBeVisible()
  await jiu.page.getByRole('button', { name: '화면과 언어' }).click()
  await jiu.page.getByRole('menuitemradio', { name: '어둡게' }).click()
  await jiu.type('모내기')
  await expect(jiu.status).toContainText('저장됨')
  await jiu.kept()
  await server.kill()
  await jiu.page.reload()
  await jiu.sees('모내기')
  await expect(jiu.page.locator('html')).toHaveAttribute('lang', 'ko')
  await expect(jiu.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  const overflow = await jiu.page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  expect(overflow).toBe(0)
  await server.start()
})

test('[UI3] without the server, a document that is not kept and a page that nobody knows have words', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await person('Alice')
  await alice.open(server.origin, documentId)
  await alice.kept()
  const other = await server.createDocument()
  await server.kill()
  await alice.page.goto(`${server.origin}/d/${other}`)
  await expect(alice.page.getByRole('heading', { name: 'Waiting for Dure' })).toBeVisible()
  await expect(alice.text).toHaveCount(0)
  await alice.page.goto(`${server.origin}/no/such/page`)
  await expect(alice.page.getByRole('heading', { name: 'Dure is not answering' })).toBeVisible()
  await alice.page.goto(`${server.origin}/d/${other}`)
  await server.start()
  await alice.ready()
})

test('a copy is removed from the device; one with unsent changes only after a warning', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await person('Alice')
  await alice.open(server.origin, documentId)
  await alice.title.fill('To be removed')
  await alice.type('saved. ')
  await alice.saved()
  await alice.kept()
  await server.kill()
  await alice.type('unsent')
  await expect(alice.status).toContainText('kept on this device')
  await alice.page.goto(server.origin)
  await alice.page.getByRole('button', { name: 'Remove “To be removed” from this device' }).click()
  const question = alice.page.getByRole('dialog')
  await expect(question.getByRole('alert')).toContainText('on this device only')
  await question.getByRole('button', { name: 'Keep it' }).click()
  await expect(alice.page.getByRole('listitem').filter({ hasText: 'To be removed' })).toBeVisible()
  await alice.page.getByRole('button', { name: 'Remove “To be removed” from this device' }).click()
  await question.getByRole('button', { name: 'Remove and lose them' }).click()
  await expect(alice.page.getByRole('listitem').filter({ hasText: 'To be removed' })).toHaveCount(0)
  await server.start()
  await alice.open(server.origin, documentId)
  await expect(alice.text).toHaveText('saved. ')
})

test('[UI5] nothing of the API, of a page made for somebody, or of a document is in the cache', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await person('Alice')
  await alice.open(server.origin, documentId)
  await alice.title.fill('Secret title')
  await alice.type('secret words')
  await alice.saved()
  await alice.kept()
  await alice.page.goto(server.origin)
  await alice.page.goBack()
  await alice.ready()
  const cached = (await alice.page.evaluate(`(async () => {
    const found = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const text = await (await cache.match(request, { ignoreVary: true })).text()
        found.push([new URL(request.url).pathname, /secret/i.test(text.slice(0, 200_000))])
      }
    }
    return found
  })()`)) as [string, boolean][]
  const paths = cached.map(([path]) => path)
  expect(paths).toContain('/shell')
  expect(paths.filter((path) => path !== '/shell' && !path.startsWith('/_next/static/'))).toEqual([])
  expect(cached.filter(([path, holds]) => path === '/shell' && holds)).toEqual([])
})

test('[UI5] who signs out is asked whether what is kept stays on the device', async ({
  server,
  documentId,
  person,
}) => {
  // A sign-in of their own: signing out ends it, and other tests go on with the owner's.
  const alice = await person('Alice', { as: { origin: server.origin, ...(await signIn(server.origin)) } })
  await alice.open(server.origin, documentId)
  await alice.type('not for the next one at this computer')
  await alice.saved()
  await alice.page.goto(server.origin)
  await alice.page.getByRole('button', { name: /: account$/ }).click()
  await alice.page.getByRole('menuitem', { name: 'Sign out' }).click()
  const question = alice.page.getByRole('dialog', { name: /Keep \d+ documents? on this device\?/ })
  await question.getByRole('button', { name: 'Remove and sign out' }).click()
  await expect(alice.page).toHaveURL(/\/sign-in$/)
  const left = await alice.page.evaluate(`new Promise((resolve) => {
    const opening = indexedDB.open('dure')
    opening.onsuccess = () => {
      const asking = opening.result.transaction('copies').objectStore('copies').count()
      asking.onsuccess = () => resolve(asking.result)
    }
  })`)
  expect(left).toBe(0)
})
