import { createApiClient } from '@dure/api'
import { contentOf, newElement, writeLook } from '@dure/document'
import type { DocumentId } from '@dure/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { World } from '../testing/world.ts'

let world: World
beforeEach(async () => {
  world = await World.start()
})
afterEach(() => world.close())

function write(doc: Y.Doc, id: string, text: string): void {
  const block = newElement('block', id, { kind: 'heading', level: 2 })
  block.insert(0, [new Y.XmlText(text)])
  contentOf(doc).push([block])
}

test('[UI12] a preview is what the log holds at that moment, escaped, with title and look', async () => {
  const api = createApiClient(world.origin, await world.owner())
  const { id } = await api.createDocument({ generalAccess: { reach: 'link', role: 'editor' } })
  const { doc, connection } = await world.dure(id as DocumentId, 'Ann')
  write(doc, 'one', '두레 <script>')
  doc.getText('title').insert(0, 'Fields')
  writeLook(doc, { icon: '🌾', cover: 'dawn' })
  await connection.whenSaved()
  const preview = await api.getPreview(id)
  expect(preview).toMatchObject({ title: 'Fields', icon: '🌾', cover: 'dawn', complete: true })
  expect(preview.html).toContain('<h2 data-kind="heading" data-id="one" data-level="2">두레 &lt;script&gt;</h2>')
  expect(new Map(preview.clocks).get(doc.clientID)).toBe(Y.getState(doc.store, doc.clientID))
  expect(await api.getPreview(id)).toEqual(preview)
  world.clock.skip(2000)
  await expect.poll(async () => (await api.getDocument(id)).icon).toBe('🌾')
  const picture = { attachment: 'aZ09aZ09aZ09aZ09aZ09aZ', shown: 30 }
  writeLook(doc, { cover: picture })
  await connection.whenSaved()
  await expect.poll(() => api.getPreview(id)).toMatchObject({ cover: null, picture })
  doc.getMap('meta').set('cover', 'picture:https://elsewhere.example/a.png:30')
  await connection.whenSaved()
  await expect.poll(() => api.getPreview(id)).toMatchObject({ cover: null, picture: null })

  write(doc, 'two', 'more')
  await connection.whenSaved()
  await expect.poll(async () => (await api.getPreview(id)).html).toContain('>more</h2>')
})

test('[UI12] a document whose roots somebody made of other types has an empty preview, not a broken page', async () => {
  const id = await world.document()
  const peer = await world.plain(id)
  peer.doc.getMap('content').set('x', 1)
  peer.doc.getMap('title').set('x', 1)
  await expect.poll(async () => (await world.rows(id)).length).toBeGreaterThan(0)
  const preview = await createApiClient(world.origin).getPreview(id)
  expect(preview).toMatchObject({ title: '', icon: null, cover: null, complete: true })
})
