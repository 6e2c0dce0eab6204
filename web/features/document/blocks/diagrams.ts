/**
 * Code in the language Mermaid has its diagram below it. The diagram is drawn from the text: in the document there is
 * code and nothing else, so people write in it together, and every other program understands it.
 */
import { codeText } from '@dure/editor'
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { AttrStep } from '@tiptap/pm/transform'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import type { Translator } from '../../language/translate.ts'
import { type DiagramAnswer, drawDiagram } from './draw-diagram.ts'

export const DIAGRAM_LANGUAGE = 'mermaid'

/** After the last key in the source. */
const QUIET_MS = 600

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
        view: (view) => {
          const pictures = new Pictures(view, translator)
          pictures.wake()
          return {
            update: ({ state }, before) => {
              if (state.doc !== before.doc) pictures.wake()
            },
            destroy: () => pictures.stop(),
          }
        },
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

/** Draws each picture again, some moments after its source has changed. */
class Pictures {
  readonly #view: EditorView
  readonly #t: Translator['t']
  readonly #drawn = new WeakMap<Element, string>()
  readonly #theme = new MutationObserver(() => this.wake())
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(view: EditorView, { t }: Translator) {
    this.#view = view
    this.#t = t
    this.#theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#theme.disconnect()
  }

  wake(): void {
    clearTimeout(this.#timer)
    if ((key.getState(this.#view.state)?.find().length ?? 0) > 0)
      this.#timer = setTimeout(() => this.#draw(), this.#drawnOnce ? QUIET_MS : 0)
  }

  #drawnOnce = false

  #draw(): void {
    if (this.#view.isDestroyed) return
    this.#drawnOnce = true
    const dark = getComputedStyle(document.documentElement).colorScheme === 'dark' || prefersDark()
    for (const box of this.#view.dom.querySelectorAll<HTMLElement>('.diagram')) {
      const code = box.previousElementSibling
      if (!(code instanceof HTMLElement)) continue
      const node = this.#view.state.doc.nodeAt(Math.max(0, this.#view.posAtDOM(code, 0) - 1))
      if (node?.attrs['language'] !== DIAGRAM_LANGUAGE) continue
      const source = codeText(node)
      const wanted = `${dark} ${source}`
      if (this.#drawn.get(box) === wanted) continue
      this.#drawn.set(box, wanted)
      if (source.trim() === '') {
        this.#say(box, this.#t('diagram.empty'))
        continue
      }
      if (box.childElementCount === 0) this.#say(box, this.#t('diagram.drawing'))
      void drawDiagram(source, dark).then((answer) => {
        if (this.#drawn.get(box) === wanted) this.#show(box, answer)
        if (answer.kind === 'unavailable') this.#drawn.delete(box)
      })
    }
  }

  #show(box: HTMLElement, answer: DiagramAnswer): void {
    if (answer.kind === 'unavailable') this.#say(box, this.#t('diagram.unavailable'))
    else if (answer.kind === 'wrong') this.#say(box, this.#t('diagram.wrong', { reason: answer.reason }), true)
    else {
      const image = document.createElement('img')
      image.alt = this.#t('block.diagram')
      image.width = answer.width
      image.height = answer.height
      image.src = answer.src
      box.replaceChildren(image)
    }
  }

  #say(box: HTMLElement, words: string, isWrong = false): void {
    const said = document.createElement('p')
    said.className = isWrong ? 'diagram-wrong' : 'diagram-note'
    if (isWrong) said.setAttribute('role', 'status')
    said.textContent = words
    // A picture of what the source was until now helps to see what is wrong with it.
    const last = box.querySelector('img')
    if (isWrong && last) box.replaceChildren(last, said)
    else box.replaceChildren(said)
  }
}

const prefersDark = (): boolean =>
  document.documentElement.dataset['theme'] === undefined && matchMedia('(prefers-color-scheme: dark)').matches
