/**
 * Keeps one ProseMirror view and one Yjs document the same. Stands between key and outbox, and between log and screen.
 *
 * Promises: writes only what the person at this view did, and only while the view is editable; never deletes what it
 * cannot show; shows remote changes by minimal steps. Yjs is the truth: should the editor's document differ after an
 * edit (an id that was taken), the editor follows.
 */
import { contentOf, DocumentShape, type Drawn, type ShapeChange } from '@dure/document'
import type { Node, ResolvedPos, Schema } from '@tiptap/pm/model'
import { type EditorState, type Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import type { StepMap } from '@tiptap/pm/transform'
import type { EditorView } from '@tiptap/pm/view'
import * as Y from 'yjs'
import type { CaretBookmark, EditorUndo } from './editor-undo.ts'
import { keptByComparing, keptThrough } from './kept.ts'
import { LocalEdit } from './local-edit.ts'
import { writeRegion } from './local-writer.ts'
import { drawnToNode } from './nodes.ts'
import { blockAt, placeInRuns, positionOf, shownAt, type TextPlace } from './positions.ts'
import { changedRegion, type Region } from './region.ts'
import { type PatchSource, patchChildren, patchNode, remember } from './remote-patch.ts'
import { TextMoves } from './text-moves.ts'

/** Meta on transactions that only show what is in Yjs already. */
export const REMOTE = 'dure-remote'

interface Place {
  readonly drawn: Drawn
  readonly offset: number
  readonly place: TextPlace | undefined
}

export class Binding {
  readonly shape: DocumentShape
  readonly #doc: Y.Doc
  readonly #undo: EditorUndo | undefined
  readonly #origin = new LocalEdit()
  readonly #cleanups: (() => void)[] = []
  #shown = new WeakMap<Drawn, Node>()
  #view: EditorView | undefined
  /** The editor's document when it last agreed with Yjs. */
  #agreed: Node | undefined
  #showing = false
  #ownChange: ShapeChange | undefined

  constructor(doc: Y.Doc, undo: EditorUndo | undefined) {
    this.#doc = doc
    this.#undo = undo
    const fragment = contentOf(doc)
    this.shape = new DocumentShape(fragment)
    // Not `observeDeep`: it computes a path for every event, by walking the event's siblings.
    const afterTransaction = (transaction: Y.Transaction) => {
      // Yjs would tidy up formatting marks after remote changes, and so write in answer to them. Nobody needs it.
      if (!transaction.local) transaction._needFormattingCleanup = false
      const events = transaction.changedParentTypes.get(fragment as never) ?? []
      const alive = events.filter(({ target }) => target._item === null || !target._item.deleted)
      if (alive.length > 0) this.#onEvents(alive, transaction)
    }
    doc.on('afterTransaction', afterTransaction)
    this.#cleanups.push(() => doc.off('afterTransaction', afterTransaction))
    if (undo) this.#cleanups.push(undo.onCaret((caret) => this.#restoreCaret(caret)))
  }

  /** The document as it is now, to begin an editor with. */
  createDoc(schema: Schema): Node {
    this.#shown = new WeakMap()
    const children = this.shape.root.children.map((drawn) => {
      const node = drawnToNode(drawn, schema)
      remember(drawn, node, this.#patchSource(undefined))
      return node
    })
    const doc = schema.topNodeType.create(null, children)
    this.#agreed = doc
    return doc
  }

  get agreed(): Node | undefined {
    return this.#agreed
  }

  /** True while a remote change is being shown: nothing else may change the document then. */
  get isShowing(): boolean {
    return this.#showing
  }

  attach(view: EditorView): void {
    this.#view = view
    this.#agreed = view.state.doc
    this.#show((tr, source) => patchChildren(tr, this.shape.root, tr.doc, 0, source), undefined)
  }

  /** The view is gone or being rebuilt; Yjs goes on being read. */
  detach(): void {
    this.#view = undefined
  }

  destroy(): void {
    this.#view = undefined
    for (const cleanup of this.#cleanups) cleanup()
    this.#cleanups.length = 0
  }

  /** Writes what the person did since the documents last agreed. `maps` lead from there to now, when they are known. */
  flush(view: EditorView, maps: readonly StepMap[] | undefined, before: EditorState): void {
    const old = this.#agreed
    const now = view.state.doc
    if (!old || old === now || this.#showing) return
    const region = changedRegion(this.shape.root, old, now, before.selection.$from)
    this.#agreed = now
    if (!region) return
    const kept = maps ? keptThrough(maps, old.content.size) : keptByComparing(old, now)
    const isTyping = isTextEdit(region)
    if (!isTyping) this.#undo?.endStep()
    this.#undo?.rememberCaret(this.#bookmark(before.selection, old))
    this.#ownChange = undefined
    const settle = () => this.#forget(this.shape.settle())
    this.#doc.transact(() => writeRegion(this.shape, region, kept, settle), this.#origin)
    if (!isTyping) this.#undo?.endStep()
    const change: ShapeChange | undefined = this.#ownChange
    if (isTyping && change && this.#agrees(region, change)) return
    this.#follow(isTyping ? change : undefined, undefined)
  }

  /** Most keys: one block changed, and the editor shows it already. */
  #agrees({ old: [drawn], wanted: [wanted] }: Region, { changed, lists }: ShapeChange): boolean {
    if (!drawn || !wanted || lists.size > 0 || changed.size > 1 || (changed.size === 1 && !changed.has(drawn)))
      return false
    if (!drawnToNode(drawn, wanted.node.type.schema).eq(wanted.node)) return false
    this.#shown.set(drawn, wanted.node)
    return true
  }

  #onEvents(events: readonly Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void {
    const moves = new TextMoves()
    const own = transaction.origin === this.#origin
    if (!own)
      for (const event of events) {
        if (!(event instanceof Y.YTextEvent)) continue
        const strand = event.target.parent
        const items = strand instanceof Y.XmlElement ? this.shape.strandOf(strand)?.items : undefined
        for (const item of items ?? []) {
          const drawn = item.type === 'piece' ? this.shape.holder(item.source) : undefined
          if (drawn) moves.recall(drawn)
        }
        moves.addEvent(event)
      }
    const view = this.#view
    const caret = own || !view ? undefined : this.#caretPlaces(view.state.selection)
    for (const event of events) this.shape.touch(event.target)
    const change = this.shape.settle()
    this.#forget(change)
    if (own) {
      this.#ownChange = change
      return
    }
    // Elsewhere nothing happens to the caret that mapping would not know.
    const touched =
      caret && (change.lists.size > 0 || change.changed.has(caret.anchor.drawn) || change.changed.has(caret.head.drawn))
    this.#follow(change, { moves, caret: touched ? caret : undefined })
  }

  /** Steps for what changed; without a change given, for whatever differs. */
  #follow(
    change: ShapeChange | undefined,
    remote: { moves: TextMoves; caret: CaretPlaces | undefined } | undefined,
  ): void {
    this.#show((tr, source) => {
      if (!change || change.lists.size > 0) patchChildren(tr, this.shape.root, tr.doc, 0, source)
      else {
        const places: { drawn: Drawn; position: number }[] = []
        for (const drawn of change.changed) {
          const position = positionOf(this.shape.root, drawn, tr.doc)
          if (position !== undefined) places.push({ drawn, position })
        }
        places.sort((a, b) => b.position - a.position)
        for (const { drawn, position } of places) {
          const node = tr.doc.nodeAt(position)
          if (node) patchNode(tr, drawn, node, position, source)
        }
      }
    }, remote)
  }

  #show(
    patch: (tr: Transaction, source: PatchSource) => void,
    remote: { moves: TextMoves; caret: CaretPlaces | undefined } | undefined,
  ): void {
    const view = this.#view
    if (!view) return
    const { tr } = view.state
    patch(tr, this.#patchSource(remote?.moves))
    if (!tr.docChanged) return
    this.#agreed = tr.doc
    if (remote?.caret) this.#keepCaret(tr, remote.caret, remote.moves)
    tr.setMeta(REMOTE, true).setMeta('addToHistory', false)
    const outer = this.#showing
    this.#showing = true
    try {
      view.dispatch(tr)
    } finally {
      this.#showing = outer
    }
  }

  #patchSource(moves: TextMoves | undefined): PatchSource {
    return {
      shown: (drawn) => this.#shown.get(drawn),
      setShown: (drawn, node) => this.#shown.set(drawn, node),
      moves,
    }
  }

  /** What changed, and all that contains it, is no longer what was shown. */
  #forget(change: ShapeChange): void {
    const forget = (drawn: Drawn) => {
      for (let node: Drawn | undefined = drawn; node; node = node.parent) this.#shown.delete(node)
    }
    for (const drawn of change.changed) forget(drawn)
    for (const container of change.lists.keys()) forget(container)
  }

  #caretPlaces(selection: Selection): CaretPlaces | undefined {
    if (!(selection instanceof TextSelection)) return undefined
    const anchor = this.#place(selection.$anchor)
    const head = selection.empty ? anchor : this.#place(selection.$head)
    return anchor && head && { anchor, head }
  }

  #place($position: ResolvedPos): Place | undefined {
    const drawn = blockAt(this.shape.root, $position)
    return (
      drawn && { drawn, offset: $position.parentOffset, place: placeInRuns(drawn, drawn.runs, $position.parentOffset) }
    )
  }

  /** The caret stays behind what it was behind, wherever that went. */
  #keepCaret(tr: Transaction, caret: CaretPlaces, moves: TextMoves): void {
    const anchor = this.#placeNow(caret.anchor, moves, tr)
    const head = caret.head === caret.anchor ? anchor : this.#placeNow(caret.head, moves, tr)
    if (anchor === undefined || head === undefined) return
    if (tr.selection instanceof TextSelection && tr.selection.anchor === anchor && tr.selection.head === head) return
    tr.setSelection(TextSelection.create(tr.doc, anchor, head))
  }

  #placeNow({ drawn, offset, place }: Place, moves: TextMoves, tr: Transaction): number | undefined {
    if (!place || drawn.type !== 'text') return this.#inDoc(drawn, offset, tr)
    // Behind the last unit before the caret that is still there.
    for (let index = place.index; index > 0; index -= 1) {
      const moved = moves.moved(place.text, index - 1)
      if (moved === undefined) continue
      const shown = shownAt(this.shape, { text: place.text, index: moved + 1 })
      return shown && this.#inDoc(shown.drawn, shown.offset, tr)
    }
    const shown = shownAt(this.shape, { text: place.text, index: 0 })
    return shown && this.#inDoc(shown.drawn, shown.offset, tr)
  }

  #inDoc(drawn: Drawn, offset: number, tr: Transaction): number | undefined {
    const position = positionOf(this.shape.root, drawn, tr.doc)
    if (position === undefined) return undefined
    const size = tr.doc.nodeAt(position)?.content.size ?? 0
    return position + 1 + Math.min(offset, size)
  }

  /** A selection as Yjs positions, for undo and for other people's screens. Undefined outside of text. */
  #bookmark(selection: Selection, doc: Node): CaretBookmark | undefined {
    if (selection.$anchor.doc !== doc) return undefined
    const anchor = this.#place(selection.$anchor)?.place
    const head = selection.empty ? anchor : this.#place(selection.$head)?.place
    if (!anchor || !head) return undefined
    return { anchor: relative(anchor), head: relative(head) }
  }

  bookmark(selection: Selection): CaretBookmark | undefined {
    return this.#agreed && this.#bookmark(selection, this.#agreed)
  }

  /** Where a Yjs position is in the editor's document. */
  resolve(position: Y.RelativePosition, doc: Node): number | undefined {
    const absolute = Y.createAbsolutePositionFromRelativePosition(position, this.#doc)
    if (!absolute || !(absolute.type instanceof Y.XmlText)) return undefined
    const shown = shownAt(this.shape, { text: absolute.type, index: absolute.index })
    const start = shown && positionOf(this.shape.root, shown.drawn, doc)
    if (shown === undefined || start === undefined) return undefined
    return start + 1 + Math.min(shown.offset, doc.nodeAt(start)?.content.size ?? 0)
  }

  #restoreCaret(caret: CaretBookmark): void {
    const view = this.#view
    if (!view) return
    const anchor = this.resolve(caret.anchor, view.state.doc)
    const head = this.resolve(caret.head, view.state.doc)
    if (anchor === undefined || head === undefined) return
    const selection = TextSelection.create(view.state.doc, anchor, head)
    view.dispatch(view.state.tr.setSelection(selection).scrollIntoView())
  }
}

interface CaretPlaces {
  readonly anchor: Place
  readonly head: Place
}

const relative = ({ text, index }: TextPlace): Y.RelativePosition =>
  Y.createRelativePositionFromTypeIndex(text, index, -1)

/** Typing and deleting within one block, which undo may gather into one step. */
function isTextEdit({ old, wanted }: Region): boolean {
  const [before] = old
  const [after] = wanted
  if (old.length !== 1 || wanted.length !== 1 || before?.type !== 'text' || !after?.isText) return false
  if (before.pieces.length === 0 || before.id !== after.node.attrs['id']) return false
  return Object.entries(before.attributes).every(([name, value]) => after.node.attrs[name] === value)
}
