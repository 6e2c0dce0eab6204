/** Where carets are: kept beside what they stood beside when others change the text, and as Yjs positions. */
import type { DocumentShape, Drawn, ShapeChange } from '@dure/document'
import type { Node, ResolvedPos } from '@tiptap/pm/model'
import { type Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import * as Y from 'yjs'
import type { CaretBookmark } from './editor-undo.ts'
import { blockAt, nodeOf, placeInRuns, shownAt, type TextPlace } from './positions.ts'
import type { TextMoves } from './text-moves.ts'

interface Place {
  readonly drawn: Drawn
  readonly offset: number
  readonly place: TextPlace | undefined
}

export interface CaretPlaces {
  readonly anchor: Place
  readonly head: Place
}

export class Carets {
  readonly #shape: DocumentShape
  readonly #doc: Y.Doc

  constructor(shape: DocumentShape, doc: Y.Doc) {
    this.#shape = shape
    this.#doc = doc
  }

  /** Undefined outside of text. Must be asked before the shape takes in the change to come. */
  placesOf(selection: Selection): CaretPlaces | undefined {
    if (!(selection instanceof TextSelection)) return undefined
    const anchor = this.#place(selection.$anchor)
    const head = selection.empty ? anchor : this.#place(selection.$head)
    return anchor && head && { anchor, head }
  }

  /** Elsewhere nothing happens to a caret that mapping through the steps would not know. */
  isTouched({ anchor, head }: CaretPlaces, { lists, changed }: ShapeChange): boolean {
    return lists.size > 0 || changed.has(anchor.drawn) || changed.has(head.drawn)
  }

  /** The caret stays behind what it was behind, wherever that went. */
  keep(tr: Transaction, caret: CaretPlaces, moves: TextMoves): void {
    const anchor = this.#placeNow(caret.anchor, moves, tr)
    const head = caret.head === caret.anchor ? anchor : this.#placeNow(caret.head, moves, tr)
    if (anchor === undefined || head === undefined) return
    if (tr.selection instanceof TextSelection && tr.selection.anchor === anchor && tr.selection.head === head) return
    tr.setSelection(TextSelection.create(tr.doc, anchor, head))
  }

  /** A selection in `doc`, which agrees with the shape, as Yjs positions. Undefined outside of text. */
  bookmark(selection: Selection, doc: Node): CaretBookmark | undefined {
    if (selection.$anchor.doc !== doc) return undefined
    const anchor = this.#place(selection.$anchor)?.place
    const head = selection.empty ? anchor : this.#place(selection.$head)?.place
    if (!anchor || !head) return undefined
    return { anchor: relative(anchor), head: relative(head) }
  }

  /** Where a Yjs position is in the editor's document. */
  resolve(position: Y.RelativePosition, doc: Node): number | undefined {
    const absolute = Y.createAbsolutePositionFromRelativePosition(position, this.#doc)
    if (!absolute || !(absolute.type instanceof Y.XmlText)) return undefined
    const shown = shownAt(this.#shape, { text: absolute.type, index: absolute.index })
    return shown && this.#inDoc(shown.drawn, shown.offset, doc)
  }

  #place($position: ResolvedPos): Place | undefined {
    const drawn = blockAt(this.#shape.root, $position)
    return (
      drawn && { drawn, offset: $position.parentOffset, place: placeInRuns(drawn, drawn.runs, $position.parentOffset) }
    )
  }

  #placeNow({ drawn, offset, place }: Place, moves: TextMoves, tr: Transaction): number | undefined {
    if (!place || drawn.type !== 'text') return this.#inDoc(drawn, offset, tr.doc)
    // Behind the last unit before the caret that is still there.
    for (let index = place.index; index > 0; index -= 1) {
      const moved = moves.moved(place.text, index - 1)
      if (moved === undefined) continue
      const shown = shownAt(this.#shape, { text: place.text, index: moved + 1 })
      return shown && this.#inDoc(shown.drawn, shown.offset, tr.doc)
    }
    const shown = shownAt(this.#shape, { text: place.text, index: 0 })
    return shown && this.#inDoc(shown.drawn, shown.offset, tr.doc)
  }

  #inDoc(drawn: Drawn, offset: number, doc: Node): number | undefined {
    const found = nodeOf(this.#shape.root, drawn, doc)
    return found && found.position + 1 + Math.min(offset, found.node.content.size)
  }
}

const relative = ({ text, index }: TextPlace): Y.RelativePosition =>
  Y.createRelativePositionFromTypeIndex(text, index, -1)
