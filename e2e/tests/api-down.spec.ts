import { dirname } from 'node:path'
import { Child } from '../world/child-process.ts'
import { freePorts, WEB_SERVER } from '../world/deployment.ts'
import { expect, test } from '../world/fixtures.ts'

test('[UI3] while the API is away, pages that need it say so with words and status 503', async ({ person }) => {
  const [webPort, nobody] = await freePorts(2)
  const web = new Child(
    'web',
    [WEB_SERVER],
    {
      PORT: `${webPort}`,
      HOSTNAME: '127.0.0.1',
      NODE_ENV: 'production',
      DURE_API_ORIGIN: `http://127.0.0.1:${nobody}`,
    },
    dirname(WEB_SERVER),
  )
  await web.said(/Ready/)
  try {
    const alice = await person('Alice')
    for (const path of ['/', `/d/${'0'.repeat(22)}`]) {
      const response = await alice.page.goto(`http://127.0.0.1:${webPort}${path}`)
      expect(response?.status()).toBe(503)
      expect(response?.headers()['retry-after']).toBe('5')
      await expect(alice.page.getByRole('heading', { name: 'Dure is not answering' })).toBeVisible()
      await expect(alice.page.getByRole('button', { name: 'Try again' })).toBeVisible()
    }
    expect((await alice.page.goto(`http://127.0.0.1:${webPort}/no/such/page`))?.status()).toBe(404)
  } finally {
    await web.end('SIGKILL')
  }
})
