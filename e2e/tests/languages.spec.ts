import { expect, test } from '../world/fixtures.ts'

test('[UI4] a Korean browser gets a Korean page that fits a phone, in the dark too', async ({
  server,
  documentId,
  person,
}) => {
  const owner = { origin: server.origin, ...(await server.owner()) }
  const jiu = await person('지우', { language: 'ko-KR', dark: true, width: 360, as: owner })
  await jiu.page.goto(server.origin)
  await expect(jiu.page.locator('html')).toHaveAttribute('lang', 'ko')
  await expect(jiu.page.getByRole('button', { name: '새 문서' }).first()).toBeVisible()
  await jiu.page.goto(`${server.origin}/d/${documentId}`)
  await expect(jiu.page.getByRole('textbox', { name: '문서 본문' })).toBeVisible()
  const overflow = await jiu.page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  expect(overflow).toBe(0)
})

test('[UI2] an editor is never shown empty before its content is there', async ({ server, documentId, person }) => {
  const alice = await person('Alice')
  await alice.open(server.origin, documentId)
  await alice.type('already here')
  await alice.saved()
  const bob = await person('Bob')
  // Each time the text appears or changes, it must hold what the document holds.
  await bob.page.addInitScript(`
    window.shown = []
    new MutationObserver(() => {
      const text = document.querySelector('[role=textbox][aria-multiline=true]')
      if (text) window.shown.push(text.textContent)
    }).observe(document, { subtree: true, childList: true, characterData: true })
  `)
  await bob.open(server.origin, documentId)
  await bob.sees('already here')
  const shown = (await bob.page.evaluate('window.shown')) as string[]
  expect(shown.length).toBeGreaterThan(0)
  expect(shown.filter((text) => !text.includes('already here'))).toEqual([])
})
