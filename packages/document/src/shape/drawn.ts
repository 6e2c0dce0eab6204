/** The document as it is seen: a tree of drawn nodes, kept in step with Yjs by `DocumentShape`. */
import type * as Y from 'yjs'
import type { Attributes } from '../schema/attribute.ts'
import type { Piece, Run } from './strand.ts'

/** One text block as people see it: usually one piece; several after a join. */
export interface DrawnText {
  readonly type: 'text'
  parent: DrawnContainer | undefined
  id: string
  attributes: Attributes
  /** Empty for a virtual block: the one drawn in a container that holds nothing, and written only when typed in. */
  pieces: readonly Piece[]
  runs: readonly Run[]
}

export interface DrawnLeaf {
  readonly type: 'leaf'
  readonly element: Y.XmlElement
  parent: DrawnContainer | undefined
  id: string
  attributes: Attributes
  /** The element's name: a known leaf, or any name that this version does not know. */
  readonly name: string
  slot: string | undefined
}

export interface DrawnContainer {
  readonly type: 'container'
  /** Undefined for the root. A virtual cell has its row's. */
  readonly element: Y.XmlElement | undefined
  parent: DrawnContainer | undefined
  id: string
  attributes: Attributes
  /** `doc` for the root. */
  readonly name: string
  slot: string | undefined
  children: readonly Drawn[]
  /** Of a cell: where its content is written. */
  cell?: { readonly row: Y.XmlElement; readonly column: string; elements: readonly Y.XmlElement[] }
}

export type Drawn = DrawnText | DrawnLeaf | DrawnContainer

/** Units of text and inline leaves a drawn block holds: the editor counts them the same way. */
export const drawnLength = (block: DrawnText): number => block.runs.reduce((sum, run) => sum + run.length, 0)

/** Every text block under `node`, in reading order. */
export function* textBlocks(node: Drawn): Generator<DrawnText> {
  if (node.type === 'text') yield node
  else if (node.type === 'container') for (const child of node.children) yield* textBlocks(child)
}
