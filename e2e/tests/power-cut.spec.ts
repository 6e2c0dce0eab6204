import { expect, test } from '../world/fixtures.ts'

test('[DU1][UI1] kill -9 while two people type: everything that either page had shown as Saved is there', async ({
  server,
  documentId,
  person,
}) => {
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await Promise.all([alice.open(server.origin, documentId), bob.open(server.origin, documentId)])
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
      alice.type(Array.from({ length: 40 }, (_, index) => `a${round}-${index} `).join('')),
      bob.type(Array.from({ length: 40 }, (_, index) => `b${round}-${index} `).join('')),
    ])
    await expect(async () => {
      expect(await alice.page.evaluate('window.saved.length')).toBeGreaterThan(20)
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
    await witness.sees(`a${round}-39`)
    await witness.sees(`b${round}-39`)
  }
})
