/**
 * Turns the Yjs side of a document into the tree that people see, and keeps that tree in step, change by change.
 *
 * Reading only: nothing here ever writes. The rules, each of which makes one concurrent pair of edits merge:
 * - what is not live and holds nothing is not drawn; what holds something is, whoever deleted it around the text;
 * - a block that names a slot is drawn at the slot (a move); the last writer's slot wins, so it is drawn once;
 * - a block that names, in `joins`, the block before it is drawn as one with it;
 * - a table is drawn as its rows by its columns, so that it is rectangular whatever was added meanwhile;
 * - a container that holds nothing is drawn with one virtual block to type in.
 *
 * Three steps, each a file: what stands in Yjs is read (`reading.ts`), it is noted what is to be drawn elsewhere
 * (`places.ts`), and the tree is drawn (`drawing.ts`).
 *
 * Cost: a change of text re-reads one strand. A change of structure among plain blocks at the top draws those alone
 * (`splice-root.ts`); any other walks the cached blocks once, without their text.
 */
import type * as Y from 'yjs'
import { Drawing, DrawnNodes, fillText } from './drawing.ts'
import type { Drawn, DrawnContainer, DrawnText } from './drawn.ts'
import { Places } from './places.ts'
import { Reading } from './reading.ts'
import { spliceRoot, stretchOf, type Tree } from './splice-root.ts'
import { type Strand, sameStructure } from './strand.ts'
import type { SlotPlace, Thing } from './thing.ts'

/** What `settle` found. */
export interface ShapeChange {
  /** Nodes whose own text or attributes may differ. */
  readonly changed: ReadonlySet<Drawn>
  /** Containers whose list of children differs, with the list as it was. */
  readonly lists: ReadonlyMap<DrawnContainer, readonly Drawn[]>
}

export class DocumentShape {
  readonly root: DrawnContainer
  readonly fragment: Y.XmlFragment
  readonly #reading: Reading
  readonly #nodes = new DrawnNodes()
  #places: Places
  #tree: Tree
  /** What stood in the root's list when it was drawn. */
  #drawnThings: Thing[] = []

  constructor(fragment: Y.XmlFragment) {
    this.fragment = fragment
    this.root = {
      type: 'container',
      element: undefined,
      parent: undefined,
      id: 'root',
      attributes: {},
      name: 'doc',
      slot: undefined,
      children: [],
    }
    this.#reading = new Reading(fragment)
    this.#places = new Places(fragment, [])
    this.#tree = { root: this.root, nodes: this.#nodes, holders: new Map(), seen: new Set(), ids: this.#places.ids }
    this.settle()
  }

  /** Says that this type's own content or attributes changed. `settle` reads it again. */
  touch(type: object): void {
    this.#reading.touch(type)
  }

  /** The drawn block that shows this source's text, or undefined when it is not drawn. */
  holder(source: Y.XmlElement): DrawnText | undefined {
    return this.#tree.holders.get(source)
  }

  /** The pieces of a strand, in order; undefined for an unknown element. */
  strandOf(element: Y.XmlElement): Strand | undefined {
    const thing = this.#reading.thing(element)
    return thing?.type === 'strand' ? thing : undefined
  }

  /** Where a slot is; undefined when there is none of this id. */
  slotPlace(id: string): SlotPlace | undefined {
    return this.#places.slot(id)
  }

  /** The element with this id, drawn or not. */
  elementById(id: string): Y.XmlElement | undefined {
    return this.#places.ids.get(id)
  }

  /** Whether something may be drawn at this slot. */
  isFilled(slotId: string): boolean {
    return this.#places.waitingAt(slotId).length > 0
  }

  /** Whether a piece or node is drawn at its slot rather than where it stands. */
  isPlaced(thing: { readonly slot: string | undefined; readonly type: string }): boolean {
    return this.#places.isPlaced(thing)
  }

  /** Reads what was touched, and arranges the tree anew where its structure changed. */
  settle(): ShapeChange {
    const changed = new Set<Drawn>()
    const lists = this.#reading.rereadLists()
    let isRearranged = lists.length > 0
    let isTopOnly = lists.every((list) => list === this.fragment)
    for (const { before, after, stays } of this.#reading.rereadThings()) {
      if (before.type === 'strand' && after.type === 'strand' && sameStructure(before, after)) {
        this.#refill(after, changed)
        this.#replaceDrawn(before, after)
      } else if (stays) this.#noteChanged(after, changed)
      else {
        isRearranged = true
        isTopOnly &&= after.type === 'strand' && after.element.parent === this.fragment
        this.#noteChanged(after, changed)
      }
    }
    if (!isRearranged) return { changed, lists: new Map() }
    return { changed, lists: (isTopOnly && this.#spliceTop(changed)) || this.#arrange(changed) }
  }

  /** The same blocks are drawn at the same places, with another text or look. */
  #refill(strand: Strand, changed: Set<Drawn>): void {
    for (const item of strand.items) {
      if (item.type === 'slot') {
        this.#places.moved(item)
        continue
      }
      const drawn = this.#tree.holders.get(item.source)
      if (!drawn) continue
      drawn.pieces = drawn.pieces.map((piece) => (piece.source === item.source ? item : piece))
      fillText(drawn)
      changed.add(drawn)
    }
  }

  #noteChanged(after: Thing, changed: Set<Drawn>): void {
    if (after.type === 'node') changed.add(after.drawn)
    if (after.type !== 'strand') return
    for (const item of after.items) {
      const drawn = item.type === 'piece' ? this.#nodes.texts.get(item.source) : undefined
      if (drawn) changed.add(drawn)
    }
  }

  /** Draws what changed at the top, when that is all; undefined when it is not. */
  #spliceTop(changed: Set<Drawn>): ShapeChange['lists'] | undefined {
    const now = this.#reading.list(this.fragment)
    const stretch = stretchOf(this.#drawnThings, now)
    const { children } = this.root
    if (stretch && (this.#places.hasTwins || !spliceRoot(this.#tree, stretch, changed))) return undefined
    this.#drawnThings = [...now]
    return new Map(stretch && this.root.children !== children ? [[this.root, children]] : [])
  }

  #replaceDrawn(before: Thing, after: Thing): void {
    const index = this.#drawnThings.indexOf(before)
    if (index >= 0) this.#drawnThings[index] = after
  }

  #arrange(changed: Set<Drawn>): ShapeChange['lists'] {
    this.#places = new Places(this.fragment, this.#reading.lists())
    const drawing = new Drawing(this.#reading, this.#places, this.#nodes, changed)
    drawing.draw(this.root, this.fragment)
    const { holders, seen, lists } = drawing
    this.#tree = { root: this.root, nodes: this.#nodes, holders, seen, ids: this.#places.ids }
    this.#drawnThings = [...this.#reading.list(this.fragment)]
    return lists
  }
}
