/** A new version is deployed while a page is open. The next build is the present one under other names. */
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Child } from '../world/child-process.ts'
import { freePorts, startReplicas, WEB_SERVER } from '../world/deployment.ts'
import { expect, test } from '../world/fixtures.ts'

const BUILT = dirname(WEB_SERVER)

async function startWeb(directory: string, port: number, api: string): Promise<Child> {
  const web = new Child(
    'web',
    [join(directory, basename(WEB_SERVER))],
    { PORT: `${port}`, HOSTNAME: '127.0.0.1', NODE_ENV: 'production', DURE_API_ORIGIN: api },
    directory,
  )
  await web.said(/Ready/)
  return web
}

/** Everything that is called `from` is called `to`, in names and in what refers to them. */
async function renameThroughout(directory: string, from: string, to: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    if (/\.(js|mjs|json|html|rsc)$|BUILD_ID$/.test(entry.name)) {
      const text = await readFile(path, 'utf8')
      if (text.includes(from)) await writeFile(path, text.replaceAll(from, to))
    }
    if (entry.name.includes(from)) await rename(path, join(entry.parentPath, entry.name.replace(from, to)))
  }
}

test('[UI3] [UI5] a page that stays open over a deploy says so, works on, and reloads into the new version whole', async ({
  person,
}) => {
  const [webPort = 0] = await freePorts(1)
  const { replicas, stop } = await startReplicas(1, { DURE_WEB_ORIGIN: `http://127.0.0.1:${webPort}` })
  const [server] = replicas
  // Beside the present one, whose modules it shares.
  const next = await mkdtemp(join(dirname(BUILT), 'next-build-'))
  let web = await startWeb(BUILT, webPort, server.origin)
  try {
    const documentId = await server.createDocument()
    const alice = await person('Alice')
    await alice.open(server.origin, documentId)
    await alice.kept()
    const scripts = async (): Promise<string[]> =>
      (await alice.page.evaluate(
        `[...document.scripts].map(({ src }) => src && new URL(src).pathname.split('/').at(-1)).filter(Boolean)`,
      )) as string[]
    const [first = ''] = await scripts()
    const id = (await readFile(join(BUILT, '.next/BUILD_ID'), 'utf8')).trim()

    await cp(BUILT, next, { recursive: true, verbatimSymlinks: true })
    await renameThroughout(join(next, '.next'), first.replace('.js', ''), 'chunk-of-the-next-build')
    await renameThroughout(join(next, 'public'), first.replace('.js', ''), 'chunk-of-the-next-build')
    for (const part of ['.next', 'public']) await renameThroughout(join(next, part), id, 'next-build-id')
    await web.end('SIGKILL')
    web = await startWeb(next, webPort, server.origin)

    // Looked at again, it asks for news.
    await alice.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(alice.page.getByText('A newer version of Dure is ready')).toBeVisible()
    // The page goes on as it was, scripts that it had not loaded yet included.
    await alice.type('written in the old version')
    await alice.saved()
    const old = await alice.page.evaluate(`fetch('/_next/static/chunks/${first}').then(({ status }) => status)`)
    expect(old).toBe(200)

    await alice.page.getByRole('button', { name: 'Reload', exact: true }).click()
    await alice.sees('written in the old version')
    expect(await scripts()).toContain('chunk-of-the-next-build.js')
    expect(await scripts()).not.toContain(first)
    await expect(alice.page.getByText('A newer version of Dure is ready')).toHaveCount(0)
    // And so it does without a server.
    await server.kill()
    await web.end('SIGKILL')
    await alice.page.reload()
    await alice.sees('written in the old version')
    expect(await scripts()).toContain('chunk-of-the-next-build.js')
  } finally {
    await web.end('SIGKILL')
    await stop()
    await rm(next, { recursive: true, force: true })
  }
})
