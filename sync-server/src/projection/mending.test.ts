import { createApiClient } from '@dure/api'
import { newElement, readDocument, SERVER_CLIENT_ID } from '@dure/document'
import { REFUSAL } from '@dure/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { SERVER_USER_ID } from '../auth/identity.ts'
import { docsHold } from '../testing/peer.ts'
import { World } from '../testing/world.ts'

let world: World
beforeEach(async () => {
  world = await World.start()
})
afterEach(() => world.close())

const idsOf = (doc: Y.Doc): string[] =>
  doc
    .getXmlFragment('content')
    .toArray()
    .flatMap((node) => (node instanceof Y.XmlElement ? [String(node.getAttribute('id'))] : []))

test('two blocks that bear one name are told apart by the server alone, as one edit in the log', async () => {
  const open = { generalAccess: { reach: 'link', role: 'editor' } } as const
  const { id: documentId } = await createApiClient(world.origin, await world.owner()).createDocument(open)
  const [ann, bob] = [await world.dure(documentId, 'Ann'), await world.dure(documentId, 'Bob')]
  const content = ann.doc.getXmlFragment('content')
  for (const [id, text] of [
    ['twin', 'one'],
    ['between', 'and'],
    ['twin', 'two'],
  ] as const) {
    const block = newElement('block', id, {})
    block.insert(0, [new Y.XmlText(text)])
    content.push([block])
  }
  const shown = JSON.stringify(readDocument(ann.doc).map((node) => node.content))
  await docsHold('the twins at Bob', [bob], () => idsOf(bob.doc).filter((id) => id === 'twin').length === 2)
  world.clock.skip(2000)
  await docsHold('told apart', [ann, bob], () =>
    [ann, bob].every(({ doc }) => new Set(idsOf(doc)).size === idsOf(doc).length && idsOf(doc).length === 4),
  )
  expect(JSON.stringify(readDocument(bob.doc).map((node) => node.content))).toBe(shown)
  const byServer = (await world.rows(documentId)).filter((row) => row.userId === SERVER_USER_ID)
  expect(byServer).toHaveLength(1)
})

test('[DU4] nobody writes on under the id that the server seeds documents with', async () => {
  const documentId = await world.document()
  const raw = world.raw(documentId, 'dure')
  await raw.hello()
  const doc = new Y.Doc()
  doc.clientID = SERVER_CLIENT_ID
  doc.getText('text').insert(0, 'as if I were the server')
  raw.push(1, Y.encodeStateAsUpdate(doc))
  const { reason } = await raw.told('refused')
  expect(reason).toBe(REFUSAL.foreignClient)
  expect(await world.rows(documentId)).toHaveLength(0)
})

test('a document of the first version is migrated when it is opened, once, and everybody sees it', async () => {
  const documentId = await world.document()
  const writer = await world.dure(documentId, 'Writer')
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('from long ago')])
  writer.doc.getXmlFragment('default').insert(0, [paragraph])
  const texts = (doc: Y.Doc) =>
    JSON.stringify(readDocument(doc).map((node) => node.content?.map(({ insert }) => insert)))
  const reader = await world.dure(documentId, 'Reader')
  await docsHold('the old tree at the reader', [reader], () => reader.doc.getXmlFragment('default').length === 1)
  world.clock.skip(2000)
  await docsHold('its blocks', [writer, reader], () =>
    [writer, reader].every(({ doc }) => texts(doc) === '[["from long ago"]]'),
  )
  world.clock.skip(2000)
  const byServer = (await world.rows(documentId)).filter((row) => row.userId === SERVER_USER_ID)
  expect(byServer).toHaveLength(1)
})
