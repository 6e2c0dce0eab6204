/** What the server does not take, and pages that it does not take any more. */
import { REFUSAL, readClientMessage, readServerMessage, writeRefused, writeWelcome } from '@dure/protocol'
import type { Page } from '@playwright/test'
import { expect, test } from '../world/fixtures.ts'

/** Answers pushes that hold `word` as a server would that does not take them; all else passes. */
async function refuse(page: Page, word: string): Promise<void> {
  await page.routeWebSocket(/\/sync\//, (route) => {
    const server = route.connectToServer()
    route.onMessage((raw) => {
      const push = pushIn(raw)
      if (push && Buffer.from(push.update).includes(word)) {
        const refused = { clientSeq: push.clientSeq, reason: REFUSAL.notAllowed, detail: 'not today' }
        route.send(Buffer.from(writeRefused(refused)))
      } else server.send(raw)
    })
  })
}

function pushIn(raw: string | Buffer) {
  const message = typeof raw === 'string' ? undefined : readClientMessage(new Uint8Array(raw), 'dure')
  return message?.type === 'push' ? message : undefined
}

test('[UI6] a refused edit is shown with its reason, blocks nothing, is copied out and discarded', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await person('Alice')
  await alice.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await refuse(alice.page, 'weeds')
  await alice.open(server.origin, documentId)
  await alice.type('rice ')
  await alice.saved()
  await alice.page.keyboard.insertText('weeds')
  await expect(alice.page.getByText('1 change was not accepted')).toBeVisible()
  await expect(alice.page.getByText('Reason: the server did not accept a change')).toBeVisible()
  await expect(alice.status).toContainText('Cannot save')

  // The rest goes on being saved.
  await alice.title.fill('Field')
  await alice.page.keyboard.press('Enter')
  await alice.page.keyboard.type('more ')
  const bob = await person('Bob')
  await bob.open(server.origin, documentId)
  await bob.sees('more rice ')
  await expect(bob.title).toHaveValue('Field')

  // It is still there after a reload, outside the text.
  await alice.page.reload()
  await alice.sees('more rice ')
  await expect(alice.text).not.toContainText('weeds')
  await alice.page.getByRole('button', { name: 'Copy what is not saved' }).click()
  expect(await alice.page.evaluate('navigator.clipboard.readText()')).toBe('weeds')
  await alice.page.getByRole('button', { name: 'Discard' }).click()
  const question = alice.page.getByRole('dialog', { name: 'Discard the change?' })
  await expect(question).toContainText('weeds')
  await question.getByRole('button', { name: 'Discard' }).click()
  await alice.ready()
  await expect(alice.page.getByText('was not accepted')).toHaveCount(0)
  await expect(alice.text).toHaveText('more rice ')
})

test('[UI6] what was refused and is discarded is no longer shown as if it were in the document', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await person('Alice')
  await refuse(alice.page, 'weeds')
  await alice.open(server.origin, documentId)
  await alice.type('rice ')
  await alice.saved()
  await alice.page.keyboard.insertText('weeds')
  await expect(alice.text).toHaveText('rice weeds')
  await alice.page.getByRole('button', { name: 'Discard' }).click()
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
  await expect(alice.text).toHaveText('rice ')
  await alice.saved()
})

test('[UI1] [UI3] a page that has become too old is asked to reload, and its unsent edits come along', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await person('Alice')
  let minimum = 0
  await alice.page.routeWebSocket(/\/sync\//, (route) => {
    const upstream = route.connectToServer()
    upstream.onMessage((raw) => {
      const message = typeof raw === 'string' ? undefined : readServerMessage(new Uint8Array(raw))
      if (message?.type === 'welcome' && minimum > 0) {
        route.send(Buffer.from(writeWelcome({ ...message, minSchemaVersion: minimum })))
      } else route.send(raw)
    })
  })
  await alice.open(server.origin, documentId)
  await alice.type('before ')
  await alice.saved()
  await server.kill()
  await alice.type('between ')
  await expect(alice.status).toContainText('kept on this device')
  // The server comes back as one that takes newer pages only.
  minimum = 1_000
  await server.start()
  await alice.page.evaluate("dispatchEvent(new Event('online'))")
  await expect(alice.page.getByText('A newer version of Dure is ready')).toBeVisible()
  await expect(alice.status).toContainText('Cannot save: this page is older than the server')
  // The page that the reload brings is new enough.
  minimum = 0
  await alice.page.getByRole('button', { name: 'Reload the page' }).click()
  await alice.ready()
  const bob = await person('Bob')
  await bob.open(server.origin, documentId)
  await bob.sees('before between ')
})

test('[DU10] a document that was replaced on the server is not merged: the earlier version is kept aside', async ({
  server,
  documentId,
  person,
}) => {
  const alice = await person('Alice')
  let epochs = 0
  await alice.page.routeWebSocket(/\/sync\//, (route) => {
    const upstream = route.connectToServer()
    upstream.onMessage((raw) => {
      const message = typeof raw === 'string' ? undefined : readServerMessage(new Uint8Array(raw))
      if (message?.type !== 'welcome') route.send(raw)
      else
        route.send(Buffer.from(writeWelcome({ ...message, epoch: (message.epoch + epochs) as typeof message.epoch })))
    })
  })
  await alice.open(server.origin, documentId)
  await alice.title.fill('Replaced')
  await alice.type('the text so far ')
  await alice.saved()
  // The copy on the device follows a moment behind.
  await expect(async () => {
    const copies = await alice.page.evaluate(`new Promise((resolve) => {
      const opening = indexedDB.open('dure')
      opening.onsuccess = () => {
        const asking = opening.result.transaction('copies').objectStore('copies').getAll()
        asking.onsuccess = () => resolve(asking.result.map((copy) => copy.title))
      }
    })`)
    expect(copies).toEqual(['Replaced'])
  }).toPass()
  epochs = 1
  await server.stop()
  await server.start()
  await alice.page.evaluate("dispatchEvent(new Event('online'))")
  await expect(alice.page.getByText('This document was replaced on the server')).toBeVisible()
  await alice.page.getByRole('button', { name: 'Open the new one' }).click()
  await alice.ready()
  await alice.page.goto(server.origin)
  await expect(alice.page.getByText('Earlier version, replaced on the server')).toBeVisible()
})
