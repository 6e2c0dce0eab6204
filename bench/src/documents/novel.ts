/**
 * A document with a past: about 1 MB of state that many people typed, corrected and reordered over time, so that it is
 * made of tens of thousands of small runs, as grown documents are, and not of one long string.
 */
import { BLOCK, contentOf, newElement } from '@dure/document'
import { createSeededRandom } from '@dure/testkit'
import * as Y from 'yjs'

const TARGET_BYTES = 1024 * 1024
const PARAGRAPHS = 400
const AUTHORS = 12
const WORDS = 'the of and to in a is that for it as was with be by on not he this are or his from at which but'.split(
  ' ',
)

export interface Novel {
  /** Everything, as the updates that were sent while it was written; each is a burst of typing. */
  readonly updates: readonly Uint8Array[]
  readonly state: Uint8Array
  readonly stateVector: Uint8Array
  readonly structs: number
}

/** The same bytes on every machine. */
export function createNovel(targetBytes = TARGET_BYTES): Novel {
  const random = createSeededRandom(42)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  doc.clientID = 100
  const texts = Array.from({ length: PARAGRAPHS }, () => new Y.XmlText())
  doc.transact(() => {
    contentOf(doc).insert(
      0,
      texts.map((text, index) => {
        const block = newElement(BLOCK, `b${index}`, { kind: 'paragraph' })
        block.insert(0, [text])
        return block
      }),
    )
  })
  let written = 0
  while (written < targetBytes) {
    doc.clientID = 100 + random.int(0, AUTHORS - 1)
    const text = random.pick(texts)
    const before = updates.length
    doc.transact(() => {
      const at = random.int(0, text.length)
      if (text.length > 20 && random.chance(0.15)) text.delete(Math.min(at, text.length - 8), random.int(1, 8))
      else text.insert(at, `${random.pick(WORDS)} ${random.pick(WORDS)} `)
    })
    // An estimate: what was sent, less what the merged state does not repeat.
    for (const update of updates.slice(before)) written += 1.5 * (update.length - 7)
  }
  const structs = [...doc.store.clients.values()].reduce((sum, list) => sum + list.length, 0)
  return { updates, state: Y.encodeStateAsUpdate(doc), stateVector: Y.encodeStateVector(doc), structs }
}
