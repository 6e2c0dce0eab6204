import { expect, test } from '../world/fixtures.ts'

test('[UI4] the page about the API fits a phone in Korean and the dark, and asks nothing of a script', async ({
  server,
  person,
}) => {
  const jiu = await person('지우', { language: 'ko-KR', dark: true, width: 360 })
  const complaints: string[] = []
  jiu.page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await jiu.page.goto(`${server.origin}/api/docs`)
  await expect(jiu.page).toHaveURL(`${server.origin}/docs/api`)
  await expect(jiu.page.getByRole('heading', { name: 'API 안내' })).toBeVisible()

  // Everything opened at once is the widest that the page gets.
  await jiu.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
  await expect(jiu.page.locator('#createDocument')).toContainText('Idempotency-Key')
  await expect(jiu.page.locator('#createDocument')).toContainText(`curl -X POST ${server.origin}/api/documents`)
  const overflow = await jiu.page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  expect(overflow).toBe(0)
  expect(complaints).toEqual([])
  if (process.env['DURE_SHOTS']) await jiu.page.screenshot({ path: process.env['DURE_SHOTS'] })
})
