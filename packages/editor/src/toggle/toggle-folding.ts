/**
 * Toggles fold. What is folded is each person's own matter, on this device: it is in no document and nobody else sees
 * it. Folded text stays in the page, where the browser's own find opens it (`hidden="until-found"`), and whatever puts
 * the caret into it (our find, an undo, an arrow key) opens it too.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView, type NodeView } from '@tiptap/pm/view'

/** Keeps the names of what is folded, across visits. */
export interface FoldStore {
  read(): readonly string[]
  write(ids: readonly string[]): void
}

export interface ToggleFoldingOptions {
  readonly store: FoldStore | undefined
  /** What the arrow is called: it opens and closes. */
  readonly label: string
}

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    toggleFolding: {
      /** Folds or opens the toggle at this position; without one, the innermost around the caret. */
      toggleFold: (position?: number) => ReturnType
    }
  }
}

interface Folding {
  readonly folded: ReadonlySet<string>
  readonly drawn: DecorationSet
  /** How many of the folded are in the document. */
  readonly shown: number
}

type Message = { readonly id: string; readonly fold: boolean }

const key = new PluginKey<Folding>('toggle-folding')

export const isFolded = (state: EditorState, id: unknown): boolean =>
  typeof id === 'string' && (key.getState(state)?.folded.has(id) ?? false)

export const ToggleFolding = Extension.create<ToggleFoldingOptions>({
  name: 'toggleFolding',
  priority: 950,
  addOptions: () => ({ store: undefined, label: 'Open or close' }),

  addCommands() {
    return {
      toggleFold:
        (position) =>
        ({ state, tr, dispatch }) => {
          const at = position ?? innermost(state)
          if (at === undefined || state.doc.nodeAt(at)?.type.name !== 'toggle') return false
          if (dispatch) fold(tr, state, at)
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return {
      'Mod-Enter': () => {
        const { $from } = this.editor.state.selection
        // Tasks are checked by the same key.
        return $from.parent.attrs['kind'] !== 'task' && this.editor.commands.toggleFold()
      },
    }
  },

  addProseMirrorPlugins() {
    const { store, label } = this.options
    const open = (view: EditorView, target: EventTarget | null): boolean => {
      const element = target instanceof Element ? target.parentElement?.closest('.toggle') : null
      if (!element) return false
      const at = view.posAtDOM(element, 0)
      for (let $at = view.state.doc.resolve(at), depth = $at.depth; depth > 0; depth -= 1) {
        const node = $at.node(depth)
        if (node.type.name === 'toggle' && isFolded(view.state, node.attrs['id']))
          return this.editor.commands.toggleFold($at.before(depth))
      }
      return false
    }
    return [
      new Plugin<Folding>({
        key,
        state: {
          init: (_, { doc }) => drawnIn(doc, new Set(store?.read())),
          apply: (tr, before, _old, { doc }) => next(tr, before, doc),
        },
        props: {
          decorations: (state) => key.getState(state)?.drawn,
          nodeViews: {
            toggle: (node, view, position, decorations) => new ToggleView(node, view, position, label, decorations),
          },
          handleDOMEvents: { beforematch: (view, event) => open(view, event.target) },
        },
        view: () => ({
          update: ({ state }, before) => {
            const now = key.getState(state)?.folded
            if (now && now !== key.getState(before)?.folded) store?.write([...now])
          },
        }),
      }),
    ]
  },
})

function innermost({ selection: { $from } }: EditorState): number | undefined {
  for (let depth = $from.depth - 1; depth > 0; depth -= 1)
    if ($from.node(depth).type.name === 'toggle') return $from.before(depth)
  return undefined
}

function next(tr: Transaction, before: Folding, doc: Node): Folding {
  const message: Message | undefined = tr.getMeta(key)
  if (message) {
    const folded = new Set(before.folded)
    if (message.fold) folded.add(message.id)
    else folded.delete(message.id)
    return drawnIn(doc, folded)
  }
  if (before.folded.size === 0 || (!tr.docChanged && !tr.selectionSet)) return before
  const entered = foldedAround(tr, before.folded)
  if (entered.length > 0) return drawnIn(doc, new Set([...before.folded].filter((id) => !entered.includes(id))))
  if (!tr.docChanged) return before
  const drawn = before.drawn.map(tr.mapping, doc)
  // A toggle that was moved is another node: then, and only then, the document is walked.
  const shown = drawn.find(undefined, undefined, (spec) => spec['toggle'] === true).length
  return shown === before.shown && !bringsFolded(tr, before) ? { ...before, drawn } : drawnIn(doc, before.folded)
}

/** A document arrives by and by, and others move and restore what one had folded. */
function bringsFolded(tr: Transaction, { folded, shown }: Folding): boolean {
  if (shown === folded.size) return false
  let found = false
  for (const [index, map] of tr.mapping.maps.entries()) {
    const rest = tr.mapping.slice(index + 1)
    map.forEach((_from, _to, from, to) => {
      tr.doc.nodesBetween(rest.map(from, -1), rest.map(to, 1), ({ type, attrs }) => {
        found ||= type.name === 'toggle' && folded.has(String(attrs['id']))
        return !found
      })
    })
  }
  return found
}

/** Folded toggles in whose hidden part the selection is. */
function foldedAround({ selection: { $head } }: Transaction, folded: ReadonlySet<string>): string[] {
  const ids: string[] = []
  for (let depth = $head.depth - 1; depth > 0; depth -= 1) {
    const { type, attrs } = $head.node(depth)
    const id = String(attrs['id'])
    if (type.name === 'toggle' && folded.has(id) && $head.index(depth) > 0) ids.push(id)
  }
  return ids
}

function drawnIn(doc: Node, folded: ReadonlySet<string>): Folding {
  const decorations: Decoration[] = []
  let shown = 0
  if (folded.size > 0)
    doc.descendants((node, position) => {
      if (node.type.name !== 'toggle') return !node.isTextblock
      if (!folded.has(String(node.attrs['id']))) return true
      shown += 1
      decorations.push(Decoration.node(position, position + node.nodeSize, { class: 'is-folded' }, { toggle: true }))
      node.forEach((child, offset, index) => {
        const from = position + 1 + offset
        if (index > 0) decorations.push(Decoration.node(from, from + child.nodeSize, { hidden: 'until-found' }))
      })
      return true
    })
  return { folded, drawn: DecorationSet.create(doc, decorations), shown }
}

/** The arrow is a button beside the first line; what folds is drawn by styles. */
class ToggleView implements NodeView {
  readonly dom = document.createElement('div')
  readonly contentDOM = document.createElement('div')
  readonly #arrow = document.createElement('button')

  constructor(
    node: Node,
    view: EditorView,
    position: () => number | undefined,
    label: string,
    decorations: readonly Decoration[],
  ) {
    this.dom.className = 'toggle'
    this.dom.dataset['node'] = 'toggle'
    this.contentDOM.className = 'toggle-body'
    this.#arrow.type = 'button'
    this.#arrow.className = 'toggle-arrow'
    this.#arrow.contentEditable = 'false'
    this.#arrow.setAttribute('aria-label', label)
    // The caret stays where it is.
    this.#arrow.addEventListener('mousedown', (event) => event.preventDefault())
    this.#arrow.addEventListener('click', () => {
      const at = position()
      if (at !== undefined) view.dispatch(fold(view.state.tr, view.state, at))
    })
    this.dom.append(this.#arrow, this.contentDOM)
    this.update(node, decorations)
  }

  update(node: Node, decorations: readonly Decoration[]): boolean {
    if (node.type.name !== 'toggle') return false
    this.dom.dataset['id'] = String(node.attrs['id'])
    const isClosed = decorations.some(({ spec }) => spec?.['toggle'] === true)
    this.#arrow.setAttribute('aria-expanded', String(!isClosed))
    return true
  }

  stopEvent(event: Event): boolean {
    return event.target === this.#arrow
  }

  ignoreMutation({ target }: { readonly target: globalThis.Node }): boolean {
    return !this.contentDOM.contains(target)
  }
}

/** The other way round than it is. */
function fold(tr: Transaction, state: EditorState, at: number): Transaction {
  const toggle = tr.doc.nodeAt(at)
  if (toggle?.type.name !== 'toggle') return tr
  const id = String(toggle.attrs['id'])
  const isOpen = !isFolded(state, id)
  const first = at + 1 + (toggle.firstChild?.nodeSize ?? 0)
  // A caret within what is folded goes to the line that stays.
  if (isOpen && tr.selection.head >= first && tr.selection.head < at + toggle.nodeSize)
    tr.setSelection(TextSelection.near(tr.doc.resolve(first - 1), -1))
  return tr.setMeta(key, { id, fold: isOpen } satisfies Message)
}
