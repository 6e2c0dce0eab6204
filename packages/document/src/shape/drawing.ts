/**
 * Draws the whole tree once, from what was read and where it is placed. Drawn nodes keep their identity from one drawing
 * to the next, so whoever compares lists compares objects.
 */
import type * as Y from 'yjs'
import { readAttributes } from '../schema/attribute.ts'
import { BLOCK_ATTRIBUTES } from '../schema/blocks.ts'
import { drawTable, type TablePen } from './draw-table.ts'
import type { Drawn, DrawnContainer, DrawnText } from './drawn.ts'
import type { YParent } from './element.ts'
import type { Places } from './places.ts'
import type { Reading } from './reading.ts'
import type { Piece } from './strand.ts'
import { partName, type ReadNode, type Thing } from './thing.ts'

const VIRTUAL_ATTRIBUTES = readAttributes(BLOCK_ATTRIBUTES, () => undefined)

/** The drawn nodes there are, by what they show; it outlives the drawings. */
export class DrawnNodes {
  readonly texts = new Map<Y.XmlElement, DrawnText>()
  /** The one block of a container that holds nothing. */
  readonly virtual = new Map<string, DrawnText>()
  readonly cells = new Map<string, DrawnContainer>()
}

export class Drawing implements TablePen {
  /** Containers whose list of children differs, with the list as it was. */
  readonly lists = new Map<DrawnContainer, readonly Drawn[]>()
  /** The drawn block that shows a source's text. */
  readonly holders = new Map<Y.XmlElement, DrawnText>()
  /** Ids drawn so far. */
  readonly seen = new Set<string>()
  readonly #reading: Reading
  readonly #places: Places
  readonly #nodes: DrawnNodes
  readonly #changed: Set<Drawn>
  readonly #drawn = new Set<Drawn>()
  /** Blocks that may show other pieces than before, with those. */
  readonly #before = new Map<DrawnText, readonly Piece[]>()
  readonly #glued = new Map<DrawnText, Piece[]>()

  /** @param changed Gets the nodes whose own text or attributes may differ. */
  constructor(reading: Reading, places: Places, nodes: DrawnNodes, changed: Set<Drawn>) {
    this.#reading = reading
    this.#places = places
    this.#nodes = nodes
    this.#changed = changed
  }

  draw(root: DrawnContainer, fragment: Y.XmlFragment): void {
    const out: Drawn[] = []
    this.emitList(fragment, out)
    this.finishList(root, out)
  }

  things(list: YParent): readonly Thing[] {
    return this.#reading.list(list)
  }

  parts(table: Y.XmlElement, name: string): readonly ReadNode[] {
    return this.#places.partsOf(table, name, this.#reading.list(table))
  }

  changed(drawn: Drawn): void {
    this.#changed.add(drawn)
  }

  cell(id: string, row: Y.XmlElement): DrawnContainer {
    let cell = this.#nodes.cells.get(id)
    if (cell === undefined) {
      const shared = { parent: undefined, id, attributes: {}, name: 'cell', slot: undefined, children: [] }
      cell = { type: 'container', element: row, ...shared }
      this.#nodes.cells.set(id, cell)
    }
    return cell
  }

  /** @param part Draws parts of this name only; otherwise everything but parts. */
  emitList(list: YParent, out: Drawn[], part?: string): void {
    for (const thing of this.#reading.list(list)) {
      if (thing.type === 'list-slot') {
        if (part === undefined) this.#emitSlot(thing.id, out)
      } else if (thing.type === 'node') {
        // A part outside its own container has no shape to be drawn in; it stays in the document.
        if (part === partName(thing) && !this.#places.isPlaced(thing.drawn)) this.#emitNode(thing, out)
      } else if (part === undefined)
        for (const item of thing.items) {
          if (item.type === 'slot') this.#emitSlot(item.id, out)
          else if (!this.#places.isPlaced(item)) this.#emitPiece(item, out)
        }
    }
  }

  #emitSlot(id: string, out: Drawn[]): void {
    for (const thing of this.#places.waitingAt(id)) {
      if (thing.type === 'piece') this.#emitPiece(thing, out)
      else if (this.#places.isPlaced(thing.drawn)) this.#emitNode(thing, out)
    }
  }

  #emitPiece(piece: Piece, out: Drawn[]): void {
    if (!piece.live && piece.runs.length === 0) return
    const last = out.length > 0 ? out[out.length - 1] : undefined
    if (last?.type === 'text' && goesOnFrom(last, piece)) {
      this.#glue(last, piece)
      return
    }
    let drawn = this.#nodes.texts.get(piece.source)
    if (drawn === undefined) {
      drawn = { type: 'text', parent: undefined, id: '', attributes: piece.attributes, pieces: [], runs: [] }
      this.#nodes.texts.set(piece.source, drawn)
    }
    // Nearly all are what they were: noting nothing of them keeps a document of ten thousand blocks fast.
    if (drawn.pieces.length !== 1 || drawn.pieces[0] !== piece || drawn.attributes !== piece.attributes) {
      this.#before.set(drawn, drawn.pieces)
      drawn.pieces = [piece]
    }
    this.#name(drawn, this.#uniqueId(piece.id, piece.source))
    this.holders.set(piece.source, drawn)
    out.push(drawn)
  }

  #glue(last: DrawnText, piece: Piece): void {
    if (!this.#before.has(last)) this.#before.set(last, last.pieces)
    const pieces = this.#glued.get(last) ?? [...last.pieces]
    pieces.push(piece)
    this.#glued.set(last, pieces)
    last.pieces = pieces
    this.holders.set(piece.source, last)
  }

  #emitNode(node: ReadNode, out: Drawn[]): void {
    const { drawn } = node
    if (this.#drawn.has(drawn)) return
    this.#drawn.add(drawn)
    if (drawn.type === 'leaf') {
      if (!node.live) return
    } else if (drawn.name === 'table') {
      if (!drawTable(node, drawn, this)) return
    } else {
      const children: Drawn[] = []
      const part = drawn.name === 'columns' ? 'column' : undefined
      this.emitList(node.element, children, part)
      if (children.length === 0 && (part !== undefined || !node.live)) return
      // Before its list: the block of one that holds nothing is named after it.
      this.#name(drawn, this.#uniqueId(node.id, node.element))
      this.finishList(drawn, children)
      out.push(drawn)
      return
    }
    this.#name(drawn, this.#uniqueId(node.id, node.element))
    out.push(drawn)
  }

  /** Fills the text of a list's blocks, and gives an empty one its virtual block. */
  finishList(container: DrawnContainer, children: Drawn[]): void {
    for (const child of children) {
      if (child.type !== 'text') continue
      const before = this.#before.get(child)
      if (before === undefined) continue
      if (samePieces(before, child.pieces) && child.attributes === child.pieces[0]?.attributes) continue
      fillText(child)
      this.#changed.add(child)
    }
    if (children.length === 0) children.push(this.#virtualBlock(container))
    this.setChildren(container, children)
  }

  #virtualBlock(container: DrawnContainer): DrawnText {
    const id = this.#uniqueId(`${container.id}.0`, undefined)
    let block = this.#nodes.virtual.get(id)
    if (block === undefined) {
      block = { type: 'text', parent: undefined, id, attributes: VIRTUAL_ATTRIBUTES, pieces: [], runs: [] }
      this.#nodes.virtual.set(id, block)
    }
    return block
  }

  setChildren(container: DrawnContainer, children: readonly Drawn[]): void {
    for (const child of children) child.parent = container
    const before = container.children
    if (before.length === children.length && before.every((child, index) => child === children[index])) return
    this.lists.set(container, before)
    container.children = children
  }

  #name(drawn: Drawn, id: string): void {
    if (drawn.id === id) return
    drawn.id = id
    this.#changed.add(drawn)
  }

  /** Ids are unique by nature; should two elements bear one, the later is drawn under a name of its own. */
  #uniqueId(id: string, element: Y.XmlElement | undefined): string {
    if (!this.seen.has(id)) {
      this.seen.add(id)
      return id
    }
    const item = element?._item
    const derived = `${id.slice(0, 30)}~${item ? `${item.id.client}.${item.id.clock}` : this.seen.size}`
    this.seen.add(derived)
    return derived
  }
}

/** A drawn block's text and attributes, from its pieces. */
export function fillText(drawn: DrawnText): void {
  const [head] = drawn.pieces
  if (head) drawn.attributes = head.attributes
  drawn.runs = drawn.pieces.length === 1 && head ? head.runs : drawn.pieces.flatMap((piece) => piece.runs)
}

/** Whether a piece is drawn as one with the block before it: it says so, or bears the same name. */
function goesOnFrom({ pieces }: DrawnText, { id, joins }: Piece): boolean {
  for (const piece of pieces) if (piece.id === joins || piece.id === id) return true
  return false
}

const samePieces = (a: readonly Piece[], b: readonly Piece[]): boolean =>
  a.length === b.length && a.every((piece, index) => piece === b[index])
