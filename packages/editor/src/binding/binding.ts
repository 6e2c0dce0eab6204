/**
 * Keeps one ProseMirror view and one Yjs document the same. Stands between key and outbox, and between log and screen.
 *
 * Promises: writes only what the person at this view did, and only while the view is editable; never deletes what it
 * cannot show; shows remote changes by minimal steps. Yjs is the truth: should the editor's document differ after an
 * edit (an id that was taken), the editor follows.
 */
import { contentOf, DocumentShape, type Drawn, type ShapeChange } from '@dure/document'
import type { Node, Schema } from '@tiptap/pm/model'
import { type EditorState, Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import type { StepMap } from '@tiptap/pm/transform'
import type { EditorView } from '@tiptap/pm/view'
import * as Y from 'yjs'
import { Arrival, BLOCKS_A_SLICE, BLOCKS_WORTH_A_SLICE, FIRST_BLOCKS } from './arrival.ts'
import { type CaretPlaces, Carets } from './carets.ts'
import type { CaretBookmark, EditorUndo } from './editor-undo.ts'
import { keptByComparing, keptThrough } from './kept.ts'
import { LocalEdit } from './local-edit.ts'
import { writeRegion } from './local-writer.ts'
import { drawnToNode } from './nodes.ts'
import { positionOf } from './positions.ts'
import { changedRegion, isTextEdit, type Region } from './region.ts'
import { type PatchSource, patchChildren, patchNode, remember } from './remote-patch.ts'
import { TextMoves } from './text-moves.ts'
import { unreadSelection } from './unread-selection.ts'

/** Meta on transactions that only show what is in Yjs already. */
export const REMOTE = 'dure-remote'

export class Binding {
  readonly shape: DocumentShape
  readonly #doc: Y.Doc
  readonly #undo: EditorUndo | undefined
  readonly #first: number
  readonly #carets: Carets
  readonly #origin = new LocalEdit()
  readonly #arrival = new Arrival(() => this.#showNextSlice())
  readonly #cleanups: (() => void)[] = []
  #shown = new WeakMap<Drawn, Node>()
  #view: EditorView | undefined
  /** The editor's document when it last agreed with Yjs. */
  #agreed: Node | undefined
  #showing = false
  #arriving = false
  /** Something was to be shown while there was no view. */
  #missed = false
  /** The empty document that a new editor begins with. */
  #fresh: Node | undefined
  #ownChange: ShapeChange | undefined

  /** @param drawn Blocks that the page shows already: the editor never begins with fewer. */
  constructor(doc: Y.Doc, undo: EditorUndo | undefined, drawn = 0) {
    this.#doc = doc
    this.#first = Math.max(FIRST_BLOCKS, drawn)
    this.#undo = undo
    const fragment = contentOf(doc)
    this.shape = new DocumentShape(fragment)
    this.#carets = new Carets(this.shape, doc)
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

  /** Empty: Tiptap draws a view before it has its plugins, and all anew with them. The document comes in `attach`. */
  createDoc(schema: Schema): Node {
    this.#shown = new WeakMap()
    this.#fresh = schema.topNodeType.create()
    this.#agreed = this.#fresh
    return this.#fresh
  }

  #toNodes(list: readonly Drawn[], schema: Schema): Node[] {
    const source = this.#patchSource(undefined)
    return list.map((drawn) => {
      const node = drawnToNode(drawn, schema)
      remember(drawn, node, source)
      return node
    })
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
    const isBeginning = this.#arriving && !this.#missed && view.state.doc === this.#agreed
    this.#agreed = view.state.doc
    this.#missed = false
    if (view.state.doc === this.#fresh) this.#begin()
    else if (isBeginning) this.#arrival.start()
    else this.showAll()
  }

  /** The document as it is now; of a large one its beginning (see arrival.ts). */
  #begin(): void {
    this.#fresh = undefined
    const { children: all } = this.shape.root
    this.#arriving = all.length > this.#first + BLOCKS_WORTH_A_SLICE
    this.#show((tr) => {
      tr.insert(0, this.#toNodes(this.#arriving ? all.slice(0, this.#first) : all, tr.doc.type.schema))
      tr.setSelection(Selection.atStart(tr.doc))
    }, undefined)
    if (this.#arriving) this.#arrival.start()
  }

  /** The view is gone or being rebuilt; Yjs goes on being read. */
  detach(): void {
    this.#arrival.stop()
    this.#view = undefined
  }

  /** True while the editor shows a beginning of the document only. */
  get isArriving(): boolean {
    return this.#arriving
  }

  /** Whatever is not shown yet is shown now. */
  showAll(): void {
    this.#show((tr, source) => this.#patchAll(tr, source), undefined)
  }

  #patchAll(tr: Transaction, source: PatchSource): void {
    this.#arriving = false
    this.#arrival.stop()
    patchChildren(tr, this.shape.root, tr.doc, 0, source)
  }

  #showNextSlice(): boolean {
    this.#show((tr) => {
      const from = tr.doc.childCount
      const slice = this.shape.root.children.slice(from, from + BLOCKS_A_SLICE)
      tr.insert(tr.doc.content.size, this.#toNodes(slice, tr.doc.type.schema))
    }, undefined)
    if (this.#agreed && this.#agreed.childCount < this.shape.root.children.length) return true
    this.showAll()
    return false
  }

  destroy(): void {
    this.detach()
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
    this.#undo?.rememberCaret(this.#carets.bookmark(before.selection, old))
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
    const unread = own || !view ? undefined : unreadSelection(view)
    const caret = own || !view ? undefined : this.#carets.placesOf(unread ?? view.state.selection)
    for (const event of events) this.shape.touch(event.target)
    const change = this.shape.settle()
    this.#forget(change)
    if (own) {
      this.#ownChange = change
      return
    }
    const touched = caret && (unread !== undefined || this.#carets.isTouched(caret, change))
    this.#follow(change, { moves, caret: touched ? caret : undefined })
  }

  /** Steps for what changed; without a change given, for whatever differs. */
  #follow(
    change: ShapeChange | undefined,
    remote: { moves: TextMoves; caret: CaretPlaces | undefined } | undefined,
  ): void {
    this.#show((tr, source) => {
      if (!change || change.lists.size > 0) this.#patchAll(tr, source)
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
    if (!view) {
      this.#missed = true
      return
    }
    const { tr } = view.state
    patch(tr, this.#patchSource(remote?.moves))
    if (!tr.docChanged) return
    this.#agreed = tr.doc
    if (remote?.caret) this.#carets.keep(tr, remote.caret, remote.moves)
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

  /** A selection as Yjs positions, for other people's screens. Undefined outside of text. */
  bookmark(selection: Selection): CaretBookmark | undefined {
    return this.#agreed && this.#carets.bookmark(selection, this.#agreed)
  }

  /** Where a Yjs position is in the editor's document. */
  resolve(position: Y.RelativePosition, doc: Node): number | undefined {
    return this.#carets.resolve(position, doc)
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
