/**
 * Code in the language Mermaid has its diagram below it. The diagram is drawn from the text: in the document there is
 * code and nothing else, so people write in it together, and every other program understands it.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { AttrStep } from '@tiptap/pm/transform'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import type { Translator } from '../../language/translate.ts'
import { DIAGRAM_LANGUAGE } from './diagram-language.ts'
import type { DiagramPictures } from './diagram-pictures.ts'

const key = new PluginKey<DecorationSet>('diagrams')

export const Diagrams = Extension.create<{ translator: Translator | undefined }>({
  name: 'diagrams',
  addOptions: () => ({ translator: undefined }),
  addProseMirrorPlugins() {
    const { translator } = this.options
    if (!translator) return []
    return [
      new Plugin<DecorationSet>({
        key,
        state: {
          init: (_, { doc }) => placed(DecorationSet.empty, doc, 0, doc.content.size),
          apply: (tr, set) => (tr.docChanged ? followed(tr, set) : set),
        },
        props: { decorations: (state) => key.getState(state) },
        view: (view) => new Watch(view, translator),
      }),
    ]
  },
})

function followed(tr: Transaction, before: DecorationSet): DecorationSet {
  let set = before.map(tr.mapping, tr.doc)
  for (const [index, step] of tr.steps.entries()) {
    const rest = tr.mapping.slice(index + 1)
    const look = (from: number, to: number): void => {
      set = placed(set, tr.doc, Math.max(0, rest.map(from, -1) - 1), Math.min(tr.doc.content.size, rest.map(to, 1) + 1))
    }
    if (step instanceof AttrStep) look(step.pos, step.pos + (tr.docs[index]?.nodeAt(step.pos)?.nodeSize ?? 1))
    step.getMap().forEach((_from, _to, from, to) => {
      look(from, to)
    })
  }
  return set
}

/** Looks at the blocks from `from` to `to`: each diagram has one picture after it, and nothing else has any. */
function placed(before: DecorationSet, doc: Node, from: number, to: number): DecorationSet {
  let set = before
  doc.nodesBetween(from, to, (node, position) => {
    if (!node.isTextblock) return true
    const end = position + node.nodeSize
    const shown = set.find(end, end, (spec) => spec['diagram'] === true)
    const isDiagram = node.attrs['kind'] === 'code' && node.attrs['language'] === DIAGRAM_LANGUAGE
    if (isDiagram && shown.length === 0) set = set.add(doc, [widget(end, String(node.attrs['id']))])
    if (!isDiagram && shown.length > 0) set = set.remove(shown)
    return false
  })
  return set
}

function widget(at: number, id: string): Decoration {
  const make = (): HTMLElement => {
    const box = document.createElement('div')
    box.className = 'diagram'
    box.contentEditable = 'false'
    return box
  }
  return Decoration.widget(at, make, { side: -1, key: `diagram-${id}`, diagram: true, ignoreSelection: true })
}

/** Has the pictures drawn some moments after a source changed, by what is loaded when the first is met. */
class Watch {
  readonly #view: EditorView
  readonly #translator: Translator
  #pictures: DiagramPictures | undefined
  #isLoading = false
  #gone = false

  constructor(view: EditorView, translator: Translator) {
    this.#view = view
    this.#translator = translator
    this.#wake()
  }

  update({ state }: EditorView, before: EditorState): void {
    if (state.doc !== before.doc) this.#wake()
  }

  destroy(): void {
    this.#gone = true
    this.#pictures?.stop()
  }

  #wake(): void {
    if (!key.getState(this.#view.state)?.find().length) return
    if (this.#pictures) this.#pictures.wake()
    else if (!this.#isLoading) void this.#load()
  }

  async #load(): Promise<void> {
    this.#isLoading = true
    try {
      const { DiagramPictures } = await import('./diagram-pictures.ts')
      if (this.#gone) return
      this.#pictures = new DiagramPictures(this.#view, this.#translator)
      this.#pictures.wake()
    } catch {
      // No network just now: the next change tries again.
      this.#isLoading = false
    }
  }
}
