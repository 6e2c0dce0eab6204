/** The pictures of diagrams: loaded when the first diagram is met. */
import { codeText } from '@dure/editor'
import type { EditorView } from '@tiptap/pm/view'
import type { Translator } from '../../language/translate.ts'
import { DIAGRAM_LANGUAGE } from './diagram-language.ts'
import { type DiagramAnswer, drawDiagram } from './draw-diagram.ts'

/** After the last key in the source. */
const QUIET_MS = 600

/** Draws each picture again, some moments after its source has changed. */
export class DiagramPictures {
  readonly #view: EditorView
  readonly #t: Translator['t']
  readonly #drawn = new WeakMap<Element, string>()
  readonly #theme = new MutationObserver(() => this.wake())
  #drawnOnce = false
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
    this.#timer = setTimeout(() => this.#draw(), this.#drawnOnce ? QUIET_MS : 0)
  }

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
        if (this.#drawn.get(box) === wanted) this.#show(box, answer, dark)
        if (answer.kind === 'unavailable') this.#drawn.delete(box)
      })
    }
  }

  #show(box: HTMLElement, answer: DiagramAnswer, dark: boolean): void {
    if (answer.kind === 'unavailable') this.#say(box, this.#t('diagram.unavailable'))
    else if (answer.kind === 'wrong') this.#say(box, this.#t('diagram.wrong', { reason: answer.reason }), true)
    else {
      const image = document.createElement('img')
      image.alt = this.#t('block.diagram')
      image.width = answer.width
      image.height = answer.height
      image.src = answer.src
      // Paper is light.
      if (dark) image.dataset['drawn'] = 'dark'
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
