/**
 * What only the server mends, after quiet: names that two elements bear, and joins that point nowhere near. Neither
 * changes what people see; both would surprise later. Tables, twin splits and moves need no mending: see the ADR on
 * blocks that are never deleted.
 *
 * Pure: the caller loads the document (its `clientID` set to the server's), and puts the answer through the log like
 * any edit. Applied twice, it finds nothing.
 */
import * as Y from 'yjs'
import { newBlockId } from '../schema/block-id.ts'
import { DocumentShape } from '../shape/document-shape.ts'
import type { Drawn } from '../shape/drawn.ts'
import { contentOf, elementId, ID, JOINS, removeAttribute, writeAttribute } from '../shape/element.ts'

/** One update, or undefined when there is nothing to mend. */
export function repairDocument(doc: Y.Doc): Uint8Array | undefined {
  const shape = new DocumentShape(contentOf(doc))
  const mends: (() => void)[] = []
  const visit = (drawn: Drawn) => {
    if (drawn.type === 'text') {
      const [head] = drawn.pieces
      if (!head) return
      // The element would be drawn under a derived name, which changes whenever its namesake does.
      if (head.id !== drawn.id) mends.push(() => writeAttribute(head.source, ID, newBlockId()))
      if (head.joins !== undefined) mends.push(() => removeAttribute(head.source, JOINS))
      return
    }
    const { element } = drawn
    if (element && drawn.name !== 'cell' && elementId(element) !== drawn.id)
      mends.push(() => writeAttribute(element, ID, newBlockId()))
    if (drawn.type === 'container') for (const child of drawn.children) visit(child)
  }
  for (const child of shape.root.children) visit(child)
  if (mends.length === 0) return undefined
  const before = Y.encodeStateVector(doc)
  const updates: Uint8Array[] = []
  const collect = (update: Uint8Array) => updates.push(update)
  doc.on('update', collect)
  doc.transact(() => {
    for (const mend of mends) mend()
  })
  doc.off('update', collect)
  // One transaction gives one update; its deletions (a removed attribute) are in it.
  return updates[0] ?? Y.encodeStateAsUpdate(doc, before)
}
