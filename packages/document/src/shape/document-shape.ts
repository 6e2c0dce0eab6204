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
 * Cost: a change of text re-reads one strand. A change of structure walks the cached blocks once, without their text.
 */
import * as Y from 'yjs'
import { type Attributes, readAttributes } from '../schema/attribute.ts'
import { BLOCK_ATTRIBUTES, nodeSpec } from '../schema/blocks.ts'
import type { Drawn, DrawnContainer, DrawnLeaf, DrawnText } from './drawn.ts'
import {
  BLOCK,
  COLUMN,
  elementId,
  isLive,
  readAttribute,
  readName,
  SLOT,
  SLOT_ELEMENT,
  type YParent,
} from './element.ts'
import { type EmbeddedSlot, type Piece, readStrand, type Strand } from './strand.ts'

interface ListSlot {
  readonly type: 'list-slot'
  readonly element: Y.XmlElement
  readonly id: string
  readonly home: YParent
}

interface Node {
  readonly type: 'node'
  readonly element: Y.XmlElement
  id: string
  live: boolean
  slot: string | undefined
  attributes: Attributes
  readonly drawn: DrawnLeaf | DrawnContainer
}

export type SlotPlace = ListSlot | EmbeddedSlot

type Thing = Strand | ListSlot | Node
type Placeable = Piece | Node

/** What `settle` found. */
export interface ShapeChange {
  /** Nodes whose own text or attributes may differ. */
  readonly changed: ReadonlySet<Drawn>
  /** Containers whose list of children differs, with the list as it was. */
  readonly lists: ReadonlyMap<DrawnContainer, readonly Drawn[]>
}

/**
 * Deepest nesting that is drawn; what is deeper is kept, unseen, behind an opaque block. An update's own nesting is
 * bounded when it is judged, but a tree may be deepened update by update, and to bound that there the server would have
 * to know the place of every type. Reading is where depth hurts: whoever walks the tree would overflow the stack.
 */
const MAX_DRAWN_DEPTH = 64

const VIRTUAL_ATTRIBUTES = readAttributes(BLOCK_ATTRIBUTES, () => undefined)

export class DocumentShape {
  readonly root: DrawnContainer
  readonly fragment: Y.XmlFragment
  readonly #things = new Map<Y.XmlElement, Thing>()
  readonly #children = new Map<YParent, readonly Thing[]>()
  readonly #dirtyThings = new Set<Y.XmlElement>()
  readonly #dirtyLists = new Set<YParent>()
  readonly #drawnBySource = new Map<Y.XmlElement, DrawnText>()
  readonly #virtual = new Map<string, DrawnText>()
  readonly #cells = new Map<string, DrawnContainer>()
  #holders = new Map<Y.XmlElement, DrawnText>()
  #slots = new Map<string, SlotPlace>()
  #placed = new Map<string, Placeable[]>()
  #ids = new Map<string, Y.XmlElement>()
  /** While arranging: ids drawn so far, what was drawn, and what changed. */
  #seen = new Set<string>()
  #drawing: Drawing = newDrawing()

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
    this.#dirtyLists.add(fragment)
    this.settle()
  }

  /** Says that this type's own content or attributes changed. `settle` reads it again. */
  touch(type: object): void {
    if (type instanceof Y.XmlText) {
      const parent = type.parent
      if (parent instanceof Y.XmlElement) this.#dirtyThings.add(parent)
    } else if (type instanceof Y.XmlElement) {
      // A marker's attributes are part of the strand that embeds it.
      if (type.parent instanceof Y.XmlText) this.touch(type.parent)
      else {
        this.#dirtyThings.add(type)
        if (type.nodeName !== BLOCK) this.#dirtyLists.add(type)
      }
    } else if (type === this.fragment) this.#dirtyLists.add(this.fragment)
  }

  /** The drawn block that shows this source's text, or undefined when it is not drawn. */
  holder(source: Y.XmlElement): DrawnText | undefined {
    return this.#holders.get(source)
  }

  /** The pieces of a strand, in order; empty for an unknown element. */
  strandOf(element: Y.XmlElement): Strand | undefined {
    const thing = this.#things.get(element)
    return thing?.type === 'strand' ? thing : undefined
  }

  /** Where a slot is; undefined when there is none of this id. */
  slotPlace(id: string): SlotPlace | undefined {
    return this.#slots.get(id)
  }

  /** The element with this id, drawn or not. */
  elementById(id: string): Y.XmlElement | undefined {
    return this.#ids.get(id)
  }

  /** Whether something may be drawn at this slot. */
  isFilled(slotId: string): boolean {
    return (this.#placed.get(slotId)?.length ?? 0) > 0
  }

  /** Whether a piece or node is drawn at its slot rather than where it stands. */
  isPlaced(thing: { readonly slot: string | undefined; readonly type: string }): boolean {
    if (thing.slot === undefined) return false
    const place = this.#slots.get(thing.slot)
    if (place === undefined) return false
    // Containers move among the root's children only: otherwise two moves could put each into the other.
    return thing.type !== 'container' || this.#homeOf(place) === this.fragment
  }

  /** Reads what was touched, and arranges the tree anew if its structure changed. */
  settle(): ShapeChange {
    const changed = new Set<Drawn>()
    let rearrange = this.#dirtyLists.size > 0
    for (const list of this.#dirtyLists)
      if (list === this.fragment || this.#isContainer(list)) this.#readList(list, this.#depthOf(list))
    this.#dirtyLists.clear()
    for (const element of this.#dirtyThings) {
      const before = this.#things.get(element)
      if (before === undefined) continue
      const after = this.#readThing(element, before)
      this.#things.set(element, after)
      if (after !== before) this.#replaceInList(element, before, after)
      if (before.type === 'strand' && after.type === 'strand' && sameStructure(before, after)) {
        for (const item of after.items) {
          if (item.type === 'slot') {
            this.#slots.set(item.id, item)
            continue
          }
          const drawn = this.#holders.get(item.source)
          if (!drawn) continue
          drawn.pieces = drawn.pieces.map((piece) => (piece.source === item.source ? item : piece))
          this.#fill(drawn)
          changed.add(drawn)
        }
      } else {
        rearrange = true
        if (after.type === 'node') changed.add(after.drawn)
        if (after.type === 'strand')
          for (const item of after.items)
            if (item.type === 'piece') {
              const drawn = this.#drawnBySource.get(item.source)
              if (drawn) changed.add(drawn)
            }
      }
    }
    this.#dirtyThings.clear()
    const lists = rearrange ? this.#arrange(changed) : new Map<DrawnContainer, readonly Drawn[]>()
    return { changed, lists }
  }

  #isContainer(list: YParent): boolean {
    const thing = list instanceof Y.XmlElement ? this.#things.get(list) : undefined
    return thing?.type === 'node' && thing.drawn.type === 'container'
  }

  #depthOf(list: YParent): number {
    let depth = 0
    for (let { parent } = list; parent !== null && depth < MAX_DRAWN_DEPTH; { parent } = parent) depth += 1
    return depth
  }

  #readList(list: YParent, depth: number): void {
    const things: Thing[] = []
    for (let item = list._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentType)) continue
      const type = item.content.type
      if (!(type instanceof Y.XmlElement)) continue
      let thing = this.#things.get(type)
      if (thing === undefined) {
        thing = this.#readThing(type, undefined, depth >= MAX_DRAWN_DEPTH)
        this.#things.set(type, thing)
        if (thing.type === 'node' && thing.drawn.type === 'container') this.#readList(type, depth + 1)
      }
      things.push(thing)
    }
    this.#children.set(list, things)
  }

  /** Things are replaced rarely (strands on change); the list that shows one is patched in place. */
  #replaceInList(element: Y.XmlElement, before: Thing, after: Thing): void {
    const parent = element.parent
    if (!(parent instanceof Y.XmlFragment)) return
    const things = this.#children.get(parent)
    const index = things?.indexOf(before) ?? -1
    if (things && index >= 0) (things as Thing[])[index] = after
  }

  #readThing(element: Y.XmlElement, before: Thing | undefined, isTooDeep = false): Thing {
    if (element.nodeName === BLOCK) return readStrand(element)
    if (element.nodeName === SLOT_ELEMENT)
      return { type: 'list-slot', element, id: elementId(element), home: element.parent as YParent }
    const spec = nodeSpec(element.nodeName)
    const attributes = readAttributes(spec?.attributes ?? [], (name) => readAttribute(element, name))
    const fresh = {
      id: elementId(element),
      live: isLive(element),
      slot: readName(element, SLOT),
      attributes,
    }
    if (before?.type === 'node') {
      Object.assign(before, fresh)
      Object.assign(before.drawn, { attributes, slot: fresh.slot })
      return before
    }
    const shared = { element, parent: undefined, id: fresh.id, attributes, name: element.nodeName, slot: fresh.slot }
    const drawn: DrawnLeaf | DrawnContainer =
      spec === undefined || spec.role === 'leaf' || isTooDeep
        ? { type: 'leaf', ...shared }
        : { type: 'container', ...shared, children: [] }
    return { type: 'node', element, ...fresh, drawn }
  }

  #homeOf(place: SlotPlace): YParent | undefined {
    if (place.type === 'list-slot') return place.home
    const strand = place.text.parent
    return strand instanceof Y.XmlElement && strand.parent instanceof Y.XmlFragment ? strand.parent : undefined
  }

  /** Draws the whole tree from cached things. Drawn nodes keep their identity, so whoever compares lists compares objects. */
  #arrange(changed: Set<Drawn>): ReadonlyMap<DrawnContainer, readonly Drawn[]> {
    this.#slots = new Map()
    this.#placed = new Map()
    this.#ids = new Map()
    for (const things of this.#children.values()) for (const thing of things) this.#register(thing)
    this.#holders = new Map()
    this.#seen = new Set()
    this.#drawing = newDrawing(changed)
    const out: Drawn[] = []
    this.#emitList(this.fragment, out)
    this.#finishList(this.root, out)
    return this.#drawing.lists
  }

  #register(thing: Thing): void {
    const place = (placeable: Placeable) => {
      if (placeable.slot === undefined) return
      const waiting = this.#placed.get(placeable.slot)
      if (waiting) waiting.push(placeable)
      else this.#placed.set(placeable.slot, [placeable])
    }
    if (thing.type === 'list-slot') this.#slots.set(thing.id, thing)
    else if (thing.type === 'node') {
      if (!this.#ids.has(thing.id)) this.#ids.set(thing.id, thing.element)
      place(thing)
    } else
      for (const item of thing.items) {
        if (item.type === 'slot') this.#slots.set(item.id, item)
        else {
          if (!this.#ids.has(item.id)) this.#ids.set(item.id, item.source)
          place(item)
        }
      }
  }

  #emitList(list: YParent, out: Drawn[], part?: string): void {
    for (const thing of this.#children.get(list) ?? []) {
      if (thing.type === 'list-slot') {
        if (part === undefined) this.#emitSlot(thing.id, out)
      } else if (thing.type === 'node') {
        // A part outside its own container has no shape to be drawn in; it stays in the document.
        if (part !== (nodeSpec(thing.element.nodeName)?.role === 'part' ? thing.element.nodeName : undefined)) continue
        if (!this.isPlaced(thing.drawn)) this.#emitNode(thing, out)
      } else if (part === undefined)
        for (const item of thing.items) {
          if (item.type === 'slot') this.#emitSlot(item.id, out)
          else if (!this.isPlaced(item)) this.#emitPiece(item, out)
        }
    }
  }

  #emitSlot(id: string, out: Drawn[]): void {
    for (const thing of this.#placed.get(id) ?? []) {
      if (thing.type === 'piece') this.#emitPiece(thing, out)
      else if (this.isPlaced(thing.drawn)) this.#emitNode(thing, out)
    }
  }

  #emitPiece(piece: Piece, out: Drawn[]): void {
    if (!piece.live && piece.runs.length === 0) return
    const last = out.length > 0 ? out[out.length - 1] : undefined
    if (last?.type === 'text' && goesOnFrom(last, piece)) {
      const drawing = this.#drawing
      if (!drawing.before.has(last)) drawing.before.set(last, last.pieces)
      const pieces = drawing.glued.get(last) ?? [...last.pieces]
      pieces.push(piece)
      drawing.glued.set(last, pieces)
      last.pieces = pieces
      this.#holders.set(piece.source, last)
      return
    }
    let drawn = this.#drawnBySource.get(piece.source)
    if (drawn === undefined) {
      drawn = { type: 'text', parent: undefined, id: '', attributes: piece.attributes, pieces: [], runs: [] }
      this.#drawnBySource.set(piece.source, drawn)
    }
    // Nearly all are what they were: noting nothing of them keeps a document of ten thousand blocks fast.
    if (drawn.pieces.length !== 1 || drawn.pieces[0] !== piece || drawn.attributes !== piece.attributes) {
      this.#drawing.before.set(drawn, drawn.pieces)
      drawn.pieces = [piece]
    }
    this.#name(drawn, this.#uniqueId(piece.id, piece.source))
    this.#holders.set(piece.source, drawn)
    out.push(drawn)
  }

  #emitNode(node: Node, out: Drawn[]): void {
    const { drawn } = node
    if (this.#drawing.drawn.has(drawn)) return
    this.#drawing.drawn.add(drawn)
    if (drawn.type === 'leaf') {
      if (!node.live) return
    } else if (drawn.name === 'table') {
      if (!this.#emitTable(node, drawn)) return
    } else {
      const children: Drawn[] = []
      const part = drawn.name === 'columns' ? 'column' : undefined
      this.#emitList(node.element, children, part)
      if (children.length === 0 && (part !== undefined || !node.live)) return
      this.#finishList(drawn, children)
    }
    this.#name(drawn, this.#uniqueId(node.id, node.element))
    out.push(drawn)
  }

  /** Rows by columns. A row or column that is not live is drawn while one of its cells holds something. */
  #emitTable(table: Node, drawn: DrawnContainer): boolean {
    const things = this.#children.get(table.element) ?? []
    const parts = (name: string) =>
      things.filter((thing): thing is Node => thing.type === 'node' && thing.element.nodeName === name)
    const known = parts('col').map((column) => column.id)
    const grid = parts('row').map((row) => {
      const cells = new Map<string, { elements: Y.XmlElement[]; children: Drawn[] }>()
      for (const thing of this.#children.get(row.element) ?? []) {
        if (thing.type !== 'node' || thing.element.nodeName !== 'cell') continue
        // One of no column there is would hide what people wrote in it.
        const named = readName(thing.element, COLUMN)
        const column = named !== undefined && known.includes(named) ? named : (known[0] ?? '')
        const cell = cells.get(column) ?? { elements: [], children: [] }
        cells.set(column, cell)
        cell.elements.push(thing.element)
        this.#emitList(thing.element, cell.children)
      }
      return { row, cells }
    })
    const used = (column: string) => grid.some(({ cells }) => (cells.get(column)?.children.length ?? 0) > 0)
    const columns = parts('col').filter((column, index, all) => {
      const first = all.findIndex((other) => other.id === column.id) === index
      return first && (column.live || used(column.id))
    })
    const rows = grid.filter(({ row, cells }) => {
      return row.live || [...cells.values()].some((cell) => cell.children.length > 0)
    })
    // Cells are made for any block that is written; until then a deleted cell's blocks must not keep a table alive.
    if (columns.length === 0 || rows.length === 0) return false
    if (!table.live && !columns.some((column) => used(column.id))) return false
    const drawnRows = rows.map(({ row, cells }) => {
      const drawnRow = row.drawn
      if (drawnRow.type !== 'container') return drawnRow
      const drawnCells = columns.map((column) => {
        const content = cells.get(column.id)
        const id = `${row.id}.${column.id}`
        let cell = this.#cells.get(id)
        if (cell === undefined) {
          const shared = { parent: undefined, id, attributes: {}, name: 'cell', slot: undefined, children: [] }
          cell = { type: 'container', element: row.element, ...shared }
          this.#cells.set(id, cell)
        }
        cell.cell = { row: row.element, column: column.id, elements: content?.elements ?? [] }
        const attributes = { column: column.id, width: column.attributes['width'] ?? null }
        if (cell.attributes['width'] !== attributes.width || cell.attributes['column'] !== column.id) {
          cell.attributes = attributes
          this.#drawing.changed.add(cell)
        }
        this.#finishList(cell, content?.children ?? [])
        return cell
      })
      drawnRow.id = row.id
      this.#setChildren(drawnRow, drawnCells)
      return drawnRow
    })
    this.#setChildren(drawn, drawnRows)
    return true
  }

  /** Fills the text of a list's blocks, and gives an empty one its virtual block. */
  #finishList(container: DrawnContainer, children: Drawn[]): void {
    for (const child of children) {
      if (child.type !== 'text') continue
      const before = this.#drawing.before.get(child)
      if (before === undefined) continue
      if (samePieces(before, child.pieces) && child.attributes === child.pieces[0]?.attributes) continue
      this.#fill(child)
      this.#drawing.changed.add(child)
    }
    if (children.length === 0) {
      const id = this.#uniqueId(`${container.id}.0`, undefined)
      let block = this.#virtual.get(id)
      if (block === undefined) {
        block = { type: 'text', parent: undefined, id, attributes: VIRTUAL_ATTRIBUTES, pieces: [], runs: [] }
        this.#virtual.set(id, block)
      }
      children.push(block)
    }
    this.#setChildren(container, children)
  }

  #setChildren(container: DrawnContainer, children: readonly Drawn[]): void {
    for (const child of children) child.parent = container
    const before = container.children
    if (before.length === children.length && before.every((child, index) => child === children[index])) return
    this.#drawing.lists.set(container, before)
    container.children = children
  }

  #fill(drawn: DrawnText): void {
    const [head] = drawn.pieces
    if (head) drawn.attributes = head.attributes
    drawn.runs = drawn.pieces.length === 1 && head ? head.runs : drawn.pieces.flatMap((piece) => piece.runs)
  }

  #name(drawn: Drawn, id: string): void {
    if (drawn.id === id) return
    drawn.id = id
    this.#drawing.changed.add(drawn)
  }

  /** Ids are unique by nature; should two elements bear one, the later is drawn under a name of its own. */
  #uniqueId(id: string, element: Y.XmlElement | undefined): string {
    if (!this.#seen.has(id)) {
      this.#seen.add(id)
      return id
    }
    const item = element?._item
    const derived = `${id.slice(0, 30)}~${item ? `${item.id.client}.${item.id.clock}` : this.#seen.size}`
    this.#seen.add(derived)
    return derived
  }
}

interface Drawing {
  readonly drawn: Set<Drawn>
  readonly before: Map<DrawnText, readonly Piece[]>
  readonly glued: Map<DrawnText, Piece[]>
  readonly changed: Set<Drawn>
  readonly lists: Map<DrawnContainer, readonly Drawn[]>
}

const newDrawing = (changed = new Set<Drawn>()): Drawing => ({
  drawn: new Set(),
  before: new Map(),
  glued: new Map(),
  changed,
  lists: new Map(),
})

/** Whether a piece is drawn as one with the block before it: it says so, or bears the same name. */
function goesOnFrom({ pieces }: DrawnText, { id, joins }: Piece): boolean {
  for (const piece of pieces) if (piece.id === joins || piece.id === id) return true
  return false
}

const samePieces = (a: readonly Piece[], b: readonly Piece[]): boolean =>
  a.length === b.length && a.every((piece, index) => piece === b[index])

/** Whether the same blocks are drawn at the same places: then a change concerns their text and looks only. */
function sameStructure(a: Strand, b: Strand): boolean {
  if (a.items.length !== b.items.length) return false
  return a.items.every((item, index) => {
    const other = b.items[index]
    if (other === undefined || item.type !== other.type) return false
    if (item.type === 'slot' || other.type === 'slot') return item.id === other.id
    const drawn = item.live || item.runs.length > 0
    const otherDrawn = other.live || other.runs.length > 0
    return (
      item.source === other.source &&
      item.id === other.id &&
      item.joins === other.joins &&
      item.slot === other.slot &&
      drawn === otherDrawn
    )
  })
}
