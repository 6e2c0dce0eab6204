/** Bad networks, bad machines: whatever happens, what was shown as Saved is on disk, and nothing typed gets lost. */
import { THREE_G } from '@dure/testkit/middlebox'
import { expect, expectAllWell, test, type Writer } from '../world/story.ts'

const isSocket = ({ kind }: { readonly kind: string }): boolean => kind === 'upgrade'

test('[UI1] two people write in the same paragraph while both are offline, and both texts are there afterwards', async ({
  writer,
}) => {
  const [alice, bob] = [await writer('Alice'), await writer('Bob')]
  await Promise.all([alice.open(), bob.open()])
  await alice.write(3)
  await bob.person.sees('alice-002')
  for (const { line } of [alice, bob]) line.cut()
  await alice.write(10)
  await bob.write(10)
  await Promise.all([alice.kept(), bob.kept()])
  await Promise.all([alice.back(), bob.back()])
  await expectAllWell(alice, bob)
})

test('[UI1] a tab that crashes right after a key loses nothing that it had shown as saved or kept', async ({
  writer,
}) => {
  const alice = await writer('Alice')
  await alice.open()
  await alice.write(5)
  await crash(alice)
  const second = await alice.secondTab()
  await second.open()
  second.line.cut()
  await second.write(5)
  await second.kept()
  const third = await alice.secondTab()
  await crash(second)
  third.line.mend()
  await third.open()
  await third.saved()
  await third.person.sees('alice-009')
  await third.checker.expectPromisesKept()
})

test('[UI1] a laptop that slept through edits of others and a restart of the server overwrites nobody', async ({
  writer,
  server,
}) => {
  const [alice, bob] = [await writer('Alice'), await writer('Bob')]
  await Promise.all([alice.open(), bob.open()])
  await alice.write(3)
  await bob.person.sees('alice-002')
  alice.line.halfOpen()
  await alice.write(3)
  // Not a statement of the page's runs until it wakes: no timer, no event, no frame.
  const devtools = await alice.person.devtools()
  await devtools.send('Debugger.enable')
  const asleep = new Promise((resolve) => devtools.once('Debugger.paused', resolve))
  await devtools.send('Debugger.pause')
  await asleep
  await bob.write(5)
  await bob.saved()
  expect(await server.stop()).toBe(0)
  await server.start()
  await bob.write(5)
  await bob.saved()
  alice.line.mend()
  await devtools.send('Debugger.resume')
  await devtools.send('Debugger.disable')
  await alice.wake()
  await alice.saved()
  await alice.person.sees('bob-009')
  await expectAllWell(alice, bob)
})

test('[DU1] [UI1] the server is killed and started again while two people type', async ({ writer, server }) => {
  const [alice, bob] = [await writer('Alice'), await writer('Bob')]
  await Promise.all([alice.open(), bob.open()])
  await alice.write(1)
  await bob.person.sees('alice-000')
  const typing = Promise.all([alice.write(25), bob.write(25)])
  await alice.person.sees('bob-003')
  await server.kill()
  await expect(bob.person.status).toContainText('Offline')
  await server.start()
  await typing
  await Promise.all([alice.wake(), bob.wake()])
  await expectAllWell(alice, bob)
})

const FAULTS: Readonly<Record<string, (writer: Writer) => Promise<void>>> = {
  'sockets are killed again and again': async ({ line, page, checker }) => {
    for (let round = 0; round < 4; round += 1) {
      await page.keyboard.type(checker.words(4))
      line.killSockets()
    }
  },
  'a socket breaks in the middle of a frame on its way up': async ({ line, page, checker }) => {
    const broken = line.breakNext('up', isSocket)
    await page.keyboard.type(checker.words(8))
    await broken
  },
  'a socket breaks in the middle of the answer': async ({ line, page, checker }) => {
    const broken = line.breakNext('down', isSocket)
    await page.keyboard.type(checker.words(8))
    await broken
  },
  'the line is a slow mobile network': async ({ line, page, checker }) => {
    line.line = THREE_G
    await page.keyboard.type(checker.words(12))
  },
  'the line falls silent without a word': async (writer) => {
    writer.line.halfOpen()
    await writer.page.keyboard.type(writer.checker.words(8))
    // On its way, for all the page can know; never saved.
    await expect(writer.person.status).toContainText('Saving')
    await writer.back()
  },
}

for (const [name, fault] of Object.entries(FAULTS)) {
  test(`[DU3] [UI1] ${name}`, async ({ writer }) => {
    const [alice, bob] = [await writer('Alice'), await writer('Bob')]
    await Promise.all([alice.open(), bob.open()])
    await alice.write(3)
    await bob.person.sees('alice-002')
    await Promise.all([fault(alice), bob.write(12)])
    await alice.wake()
    await expectAllWell(alice, bob)
  })
}

test.describe('the device', () => {
  test('[UI1] has no room left: the page says so, and the server still gets everything', async ({ writer }) => {
    const alice = await writer('Alice')
    await alice.open()
    await alice.write(3)
    await alice.saved()
    const devtools = await alice.person.devtools()
    const quota = (quotaSize?: number) =>
      devtools.send('Storage.overrideQuotaForOrigin', {
        origin: alice.line.origin,
        ...(quotaSize === undefined ? {} : { quotaSize }),
      })
    await quota(1)
    alice.line.cut()
    // Chromium remembers for a while how much room there was.
    await expect(async () => {
      await alice.write(1)
      await expect(alice.page.getByText('Keep this tab open').last()).toBeVisible({ timeout: 2_500 })
    }).toPass({ timeout: 60_000 })
    await expect(alice.person.status).toContainText(/kept in this tab/)
    // Room again: what was typed is stored after all, without another key.
    await quota()
    await expect(alice.person.status).toContainText(/kept on this device/, { timeout: 60_000 })
    await alice.write(2)
    await alice.back()
    await expectAllWell(alice)
  })

  test('[UI1] lets the page store nothing: everything but opening offline works', async ({ writer }) => {
    const alice = await writer('Alice')
    // As browsers do where a person forbade a site its storage.
    await alice.page.addInitScript(`
      IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError') }
      Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('denied', 'SecurityError') } })
    `)
    await alice.open()
    await alice.write(4)
    await alice.saved()
    alice.line.cut()
    await alice.write(4)
    await expect(alice.person.status).toContainText(/kept in this tab/)
    await alice.back()
    await expectAllWell(alice)
  })

  test('[UI1] has a clock that is days off and jumps', async ({ writer }) => {
    const [alice, bob] = [await writer('Alice'), await writer('Bob')]
    await alice.page.addInitScript(`
      const now = Date.now
      window.offByMs = -3 * 24 * 3600e3
      Date.now = () => now() + window.offByMs
    `)
    await Promise.all([alice.open(), bob.open()])
    await alice.write(1)
    await bob.person.sees('alice-000')
    for (const hours of [48, -100, 1]) {
      await alice.write(4)
      await alice.page.evaluate(`window.offByMs += ${hours} * 3600e3`)
      await alice.wake()
      await bob.write(2)
    }
    alice.line.killSockets()
    await alice.write(4)
    await expectAllWell(alice, bob)
  })
})

/** The renderer's process is gone: no event, no last word. */
async function crash({ page, person }: Writer): Promise<void> {
  const devtools = await person.devtools()
  const gone = page.waitForEvent('crash')
  // It never answers: who would.
  devtools.send('Page.crash').catch(() => {})
  await gone
}
