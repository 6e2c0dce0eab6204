/** A page in the background that the browser froze, as phones do, and that comes back to another world. */
import { Middlebox } from '@dure/testkit/middlebox'
import { chromium } from '@playwright/test'
import { BareBrowser } from '../world/bare-browser.ts'
import { expect, expectAllWell, test } from '../world/story.ts'

const TEXT = 'document.querySelector("[role=textbox][aria-multiline=true]")'

test('[UI1] a page that was frozen through edits of others and a restart of the server overwrites nobody', async ({
  writer,
  server,
  documentId,
  readLog,
}, { project }) => {
  const { executablePath, args = [] } = project.use.launchOptions ?? {}
  const bob = await writer('Bob')
  const line = await Middlebox.start([server.origin])
  const alice = await BareBrowser.start(executablePath ?? chromium.executablePath(), args)
  const text = (): Promise<string> => alice.evaluate(`${TEXT}?.textContent ?? ''`).then(String)
  const status = (): Promise<string> =>
    alice.evaluate('document.querySelector("[data-testid=save-status]")?.textContent').then(String)
  const type = async (what: string): Promise<void> => {
    await alice.evaluate(`${TEXT}.focus(); getSelection().selectAllChildren(${TEXT}); getSelection().collapseToEnd()`)
    await alice.send('Input.insertText', { text: what })
  }
  try {
    await alice.send('Page.navigate', { url: `${line.origin}/d/${documentId}` })
    await expect.poll(status, { timeout: 60_000 }).toContain('Saved')
    await bob.open()
    await type('alice-0 ')
    await bob.person.sees('alice-0')
    await expect.poll(status).toContain('Saved')
    await alice.evaluate(
      `for (const name of ['freeze', 'resume']) document.addEventListener(name, () => { window[name] = true })
       window.ticks = 0
       setInterval(() => { window.ticks += 1 }, 20)
       0`,
    )
    line.halfOpen()
    await type('alice-1 ')
    await alice.freeze()
    await expect.poll(() => alice.evaluate('window.freeze')).toBe(true)
    const ticks = await alice.evaluate('window.ticks')

    await bob.write(5)
    await bob.saved()
    expect(await server.stop()).toBe(0)
    await server.start()
    await bob.write(5)
    await bob.saved()
    expect(await alice.evaluate('window.ticks')).toBe(ticks)
    expect(await text()).not.toContain('bob-')
    line.mend()

    await alice.thaw()
    await expect.poll(() => alice.evaluate('window.resume')).toBe(true)
    await expect.poll(status, { timeout: 60_000 }).toContain('Saved')
    await expect.poll(text, { timeout: 60_000 }).toContain('bob-009')
    await bob.person.sees('alice-1')
    await expectAllWell(bob)
    expect((await readLog(documentId)).match(/alice-\d/g)).toEqual(['alice-0', 'alice-1'])
    expect(await text()).toBe(await bob.person.text.textContent())
  } finally {
    await alice.stop()
    await line.close()
  }
})
