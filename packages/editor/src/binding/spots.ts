/**
 * Where something can be put in a document, and putting it there.
 *
 * Yjs has no move, and delete-and-insert would lose what someone else types meanwhile. So a move puts a slot at the
 * new place and writes its name on the block: the block is drawn there and stays the element it was. Of two moves the
 * last writer's name stands, so it is drawn once.
 */
import {
  COLUMN,
  type DocumentShape,
  type Drawn,
  type DrawnContainer,
  newBlockId,
  newElement,
  newSlot,
  type Piece,
  SLOT,
  writeAttribute,
  type YParent,
} from '@dure/document'
import type * as Y from 'yjs'

/** A place for something: after a sibling in a list, or at an index within a strand's text. */
export type Spot =
  | { readonly kind: 'list'; readonly parent: YParent; readonly after: Y.XmlElement | null }
  | { readonly kind: 'strand'; readonly text: Y.XmlText; readonly strand: Y.XmlElement; readonly at: number }

/** The places of one edit: what is put into a text moves the later ones. */
export class Spots {
  readonly #shape: DocumentShape
  /** Slots put into a text so far, in rising order: later indices of that text have moved by as many. */
  readonly #embedded = new Map<Y.XmlText, number>()
  /** Cells made so far, by row and column. */
  readonly #cells = new Map<string, Y.XmlElement>()

  constructor(shape: DocumentShape) {
    this.#shape = shape
  }

  startOf(container: DrawnContainer): Spot {
    if (container.cell) {
      const { row, column, elements } = container.cell
      return { kind: 'list', parent: elements[0] ?? this.newCell(row, column), after: null }
    }
    return { kind: 'list', parent: container.element ?? this.#shape.fragment, after: null }
  }

  after(drawn: Drawn): Spot {
    if (drawn.type !== 'text') {
      const { element } = drawn
      if (!element) return { kind: 'list', parent: this.#shape.fragment, after: null }
      return this.#shape.isPlaced(drawn) ? this.#afterSlot(drawn.slot) : listSpot(element)
    }
    const piece = drawn.pieces.at(-1)
    if (!piece)
      return drawn.parent ? this.startOf(drawn.parent) : { kind: 'list', parent: this.#shape.fragment, after: null }
    if (this.#shape.isPlaced(piece)) return this.#afterSlot(piece.slot)
    return this.#afterPiece(piece)
  }

  insert(element: Y.XmlElement, spot: Spot): Spot {
    if (spot.kind === 'list') {
      spot.parent.insertAfter(spot.after, [element])
      return { ...spot, after: element }
    }
    const id = newBlockId()
    writeAttribute(element, SLOT, id)
    listSpot(spot.strand).parent.insertAfter(spot.strand, [element])
    return this.#embedSlot(id, spot)
  }

  move(drawn: Drawn, spot: Spot): Spot {
    if (drawn.type === 'text')
      return this.moveSources(
        drawn.pieces.map((piece) => piece.source),
        spot,
      )
    return drawn.element ? this.moveSources([drawn.element], spot) : spot
  }

  moveSources(sources: readonly Y.XmlElement[], spot: Spot): Spot {
    let next = spot
    for (const source of sources) {
      const id = newBlockId()
      if (next.kind === 'list') {
        const slot = newSlot(id)
        next.parent.insertAfter(next.after, [slot])
        next = { ...next, after: slot }
      } else next = this.#embedSlot(id, next)
      writeAttribute(source, SLOT, id)
    }
    return next
  }

  /** The cell of a row in a column where none is: made once, whoever asks. */
  newCell(row: Y.XmlElement, column: string): Y.XmlElement {
    const name = `${String(row.getAttribute('id'))}.${column}`
    const made = this.#cells.get(name)
    if (made) return made
    const cell = newElement('cell', newBlockId(), { [COLUMN]: column })
    row.insert(row.length, [cell])
    this.#cells.set(name, cell)
    return cell
  }

  #afterSlot(id: string | undefined): Spot {
    const place = id === undefined ? undefined : this.#shape.slotPlace(id)
    if (!place) return { kind: 'list', parent: this.#shape.fragment, after: null }
    if (place.type === 'list-slot') return { kind: 'list', parent: place.home, after: place.element }
    return { kind: 'strand', text: place.text, strand: place.text.parent as Y.XmlElement, at: place.at + 1 }
  }

  /** After a strand when nothing of it is drawn later, else within its text. */
  #afterPiece(piece: Piece): Spot {
    const items = this.#shape.strandOf(piece.strand)?.items ?? []
    const later = items.slice(items.indexOf(piece) + 1)
    const drawn = later.find((item) =>
      item.type === 'slot'
        ? this.#shape.isFilled(item.id)
        : !this.#shape.isPlaced(item) && (item.live || item.runs.length > 0),
    )
    if (drawn === undefined || !piece.text) return listSpot(piece.strand)
    const at = drawn.type === 'slot' ? drawn.at : drawn.start - 1
    return { kind: 'strand', text: piece.text, strand: piece.strand, at }
  }

  #embedSlot(id: string, spot: Extract<Spot, { kind: 'strand' }>): Spot {
    const moved = this.#embedded.get(spot.text) ?? 0
    spot.text.insertEmbed(spot.at + moved, newSlot(id), {})
    this.#embedded.set(spot.text, moved + 1)
    // The next one after this comes right behind it: the count above has already moved it on.
    return spot
  }
}

const listSpot = (element: Y.XmlElement): Extract<Spot, { kind: 'list' }> => ({
  kind: 'list',
  parent: element.parent as YParent,
  after: element,
})
