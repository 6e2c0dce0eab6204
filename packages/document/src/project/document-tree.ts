/** The document as plain data, for whoever needs no editor: search, export, API, the first paint. */
import * as Y from 'yjs'
import type { Attributes } from '../schema/attribute.ts'
import type { EmbedValue } from '../schema/inline.ts'
import { DocumentShape } from '../shape/document-shape.ts'
import type { Drawn } from '../shape/drawn.ts'
import { contentOf } from '../shape/element.ts'

export interface InlineNode {
  readonly insert: string | EmbedValue
  readonly marks: Readonly<Record<string, unknown>>
}

export interface DocumentNode {
  /** `block` for text, else the node's name. */
  readonly name: string
  readonly id: string
  readonly attributes: Attributes
  /** Of a block. */
  readonly content?: readonly InlineNode[]
  /** Of a container. */
  readonly children?: readonly DocumentNode[]
}

export function readDocument(doc: Y.Doc): readonly DocumentNode[] {
  return new DocumentShape(contentOf(doc)).root.children.map(toNode)
}

/** The document that these updates, in order, amount to. */
export function readUpdates(updates: readonly Uint8Array[]): readonly DocumentNode[] {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  const tree = readDocument(doc)
  doc.destroy()
  return tree
}

function toNode(drawn: Drawn): DocumentNode {
  const { id, attributes } = drawn
  if (drawn.type === 'text') {
    const content = drawn.runs.map(({ insert, marks }) => ({ insert, marks }))
    return { name: 'block', id, attributes, content }
  }
  if (drawn.type === 'leaf') return { name: drawn.name, id, attributes }
  return { name: drawn.name, id, attributes, children: drawn.children.map(toNode) }
}

/** Every text block, in reading order. */
export function* blocksOf(nodes: readonly DocumentNode[]): Generator<DocumentNode> {
  for (const node of nodes) {
    if (node.content) yield node
    if (node.children) yield* blocksOf(node.children)
  }
}
