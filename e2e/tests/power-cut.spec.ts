import { expect, test } from '../world/fixtures.ts'

test('[DU1][UI1] kill -9 while two people type: everything that either page had shown as Saved is there', async ({
  server,
  documentId,
  person,
}) => {
  // Three outages, and some hundred keys between them.
  test.setTimeout(240_000)
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await Promise.all([alice.open(server.origin, documentId), bob.open(server.origin, documentId)])
  // Two carets in one place would write into each other's words.
  await alice.type('between them ')
  await bob.sees('between them ')
  for (let round = 0; round < 3; round += 1) {
    // Each writes down, in the page, the longest text its status called Saved.
    const watch = `(() => {
      const read = () => {
        const status = document.querySelector('[data-testid=save-status]')?.textContent ?? ''
        if (/Saved/.test(status)) window.saved = document.querySelector('[role=textbox][aria-multiline=true]').textContent
      }
      window.saved = ''
      new MutationObserver(read).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
    })()`
    await Promise.all([alice.page.evaluate(watch), bob.page.evaluate(watch)])
    const typing = Promise.all([
      alice.type(Array.from({ length: 25 }, (_, index) => `a${round}-${index} `).join('')),
      bob.typeFirst(Array.from({ length: 25 }, (_, index) => `b${round}-${index} `).join('')),
    ])
    await expect(async () => {
      expect(await alice.page.evaluate('window.saved')).toContain(`a${round}-2 `)
    }).toPass()
    await server.kill()
    const saved = await Promise.all([alice.page.evaluate('window.saved'), bob.page.evaluate('window.saved')])
    await typing
    // Neither of them may help: what was Saved must be there without their coming back.
    await Promise.all([alice.cutNetwork(), bob.cutNetwork()])
    await server.start()

    const witness = await person(`Witness ${round}`)
    await witness.open(server.origin, documentId)
    const there = (await witness.text.textContent()) ?? ''
    const tokens = (text: unknown): string[] => String(text).match(/[ab]\d-\d+(?= )/g) ?? []
    for (const token of saved.flatMap(tokens)) expect(there).toContain(token)
    expect(saved.flatMap(tokens).length).toBeGreaterThan(0)

    // And what was typed meanwhile comes back with them.
    await Promise.all([alice.mendNetwork(), bob.mendNetwork()])
    await alice.saved()
    await bob.saved()
    await witness.sees(`a${round}-24`)
    await witness.sees(`b${round}-24`)
  }
})

test('[UI1] what was typed while the server was away outlives the tab, and is saved when someone opens it again', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await person('Alice')
  await alice.open(server.origin, documentId)
  await alice.type('before the outage, ')
  await alice.saved()
  // A page that is still shown but can reach nobody: the shell is there, the server is not.
  await server.kill()
  await alice.type('during it')
  await expect(alice.status).toContainText(/kept on this device/)
  const again = await alice.secondTab()
  await alice.page.close({ runBeforeUnload: false })
  await server.start()
  await again.open(server.origin, documentId)
  await again.sees('before the outage, during it')
  await again.saved()
  const bob = await person('Bob')
  await bob.open(server.origin, documentId)
  await bob.sees('before the outage, during it')
})
