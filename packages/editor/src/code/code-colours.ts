/**
 * Colours of code, as decorations. Off the path of a key: what was typed takes the colours beside it, and some moments
 * after the last key the changed stretch is read anew, in slices that leave a frame free. Nothing is in the document.
 *
 * Which words are which is said by a highlighter that is loaded when the first code block with a language is met.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { AttrStep } from '@tiptap/pm/transform'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { codeChunks } from './code-chunks.ts'
import { codeText } from './code-text.ts'

export interface Token {
  readonly from: number
  readonly to: number
  /** A CSS class. */
  readonly look: string
}

export interface CodeHighlighter {
  /** In order, without overlaps; none for a language that is not known. */
  highlight(language: string, text: string): readonly Token[]
}

export interface CodeColoursOptions {
  readonly load: (() => Promise<CodeHighlighter>) | undefined
}

/** After the last key. */
const QUIET_MS = 150
/** At a time: half a frame. */
const SLICE_MS = 8
/** Code longer than this is data, and stays without colours. */
const MAX_LENGTH = 300_000
/** Stretches whose colours are remembered. */
const MAX_REMEMBERED = 300

interface Range {
  readonly from: number
  readonly to: number
}

interface Colours {
  readonly drawn: DecorationSet
  /** Where something changed since it was coloured. */
  readonly stale: readonly Range[]
}

type Message = { readonly done: Range; readonly remove: readonly Decoration[]; readonly add: readonly Decoration[] }

const key = new PluginKey<Colours>('code-colours')

export const CodeColours = Extension.create<CodeColoursOptions>({
  name: 'codeColours',
  addOptions: () => ({ load: undefined }),
  addProseMirrorPlugins() {
    const { load } = this.options
    if (!load) return []
    return [
      new Plugin<Colours>({
        key,
        state: {
          init: (_, { doc }) => ({
            drawn: DecorationSet.empty,
            stale: withCode(doc, DecorationSet.empty, [{ from: 0, to: doc.content.size }]),
          }),
          apply: (tr, colours) => next(tr, colours),
        },
        props: { decorations: (state) => key.getState(state)?.drawn },
        view: (view) => {
          const painter = new Painter(view, load)
          return { update: () => painter.wake(), destroy: () => painter.stop() }
        },
      }),
    ]
  },
})

function next(tr: Transaction, colours: Colours): Colours {
  const message: Message | undefined = tr.getMeta(key)
  if (message) {
    const { done, remove, add } = message
    const stale = colours.stale.flatMap(({ from, to }) =>
      [
        { from, to: Math.min(to, done.from) },
        { from: Math.max(from, done.to), to },
      ].filter((range) => range.from < range.to),
    )
    return { drawn: colours.drawn.remove([...remove]).add(tr.doc, [...add]), stale }
  }
  if (!tr.docChanged) return colours
  const changed: Range[] = []
  for (const [index, step] of tr.steps.entries()) {
    const rest = tr.mapping.slice(index + 1)
    const note = (from: number, to: number) => {
      changed.push({
        from: Math.max(0, rest.map(from, -1) - 1),
        to: Math.min(tr.doc.content.size, rest.map(to, 1) + 1),
      })
    }
    // A kind or a language: nothing moves, and so no map tells of it.
    if (step instanceof AttrStep) note(step.pos, step.pos + (tr.docs[index]?.nodeAt(step.pos)?.nodeSize ?? 1))
    step.getMap().forEach((_from, _to, from, to) => {
      note(from, to)
    })
  }
  const stale = colours.stale.map(({ from, to }) => ({ from: tr.mapping.map(from, -1), to: tr.mapping.map(to, 1) }))
  const drawn = colours.drawn.map(tr.mapping, tr.doc)
  return { drawn, stale: merged([...stale, ...withCode(tr.doc, drawn, changed)]) }
}

/** Those with code, or with colours from when they had: of all else nothing is ever told. */
const withCode = (doc: Node, drawn: DecorationSet, ranges: readonly Range[]): readonly Range[] =>
  ranges.filter((range) => firstCode(doc, range) !== undefined || drawn.find(range.from, range.to).length > 0)

/** So that a long time without code does not gather ranges. */
function merged(ranges: readonly Range[]): readonly Range[] {
  const out: { from: number; to: number }[] = []
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1)
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to)
    else out.push({ ...range })
  }
  return out
}

class Painter {
  readonly #view: EditorView
  readonly #load: () => Promise<CodeHighlighter>
  readonly #remembered = new Map<string, readonly Token[]>()
  #highlighter: CodeHighlighter | undefined
  #loading = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(view: EditorView, load: () => Promise<CodeHighlighter>) {
    this.#view = view
    this.#load = load
    this.wake()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Something may be stale: after a pause it is looked at. */
  wake(pauseMs = QUIET_MS): void {
    if ((key.getState(this.#view.state)?.stale.length ?? 0) === 0) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#work(), pauseMs)
  }

  #work(): void {
    if (this.#view.isDestroyed) return
    // An input method must find its text nodes as it left them.
    if (this.#view.composing) {
      this.wake()
      return
    }
    const until = performance.now() + SLICE_MS
    while (performance.now() < until) {
      const [range] = key.getState(this.#view.state)?.stale ?? []
      if (!range) return
      const block = firstCode(this.#view.state.doc, range)
      if (block && !this.#highlighter) {
        this.#fetch()
        return
      }
      if (block) this.#colour(block.node, block.position)
      else this.#clear(range)
    }
    this.wake(SLICE_MS)
  }

  #fetch(): void {
    if (this.#loading) return
    this.#loading = true
    const loaded = (highlighter: CodeHighlighter | undefined) => {
      this.#highlighter = highlighter
      this.#loading = false
      if (highlighter && !this.#view.isDestroyed) this.wake(0)
    }
    // Without a network there may be none: the code is readable all the same, and the next change asks again.
    this.#load().then(loaded, () => loaded(undefined))
  }

  #colour(node: Node, position: number): void {
    const start = position + 1
    const done = { from: position, to: position + node.nodeSize }
    const wanted = this.#tokens(node).map(({ from, to, look }) =>
      Decoration.inline(start + from, start + to, { class: look }, { look }),
    )
    const drawn = (key.getState(this.#view.state)?.drawn.find(start, start + node.content.size) ?? []).toSorted(
      (a, b) => a.from - b.from,
    )
    const shortest = Math.min(wanted.length, drawn.length)
    let front = 0
    while (front < shortest && same(wanted[front], drawn[front])) front += 1
    let back = 0
    while (back < shortest - front && same(wanted.at(-1 - back), drawn.at(-1 - back))) back += 1
    this.#tell({
      done,
      remove: drawn.slice(front, drawn.length - back),
      add: wanted.slice(front, wanted.length - back),
    })
  }

  /** Nothing here is code with a language (any more). */
  #clear(range: Range): void {
    this.#tell({ done: range, remove: key.getState(this.#view.state)?.drawn.find(range.from, range.to) ?? [], add: [] })
  }

  #tokens(node: Node): readonly Token[] {
    const { kind, language } = node.attrs
    if (kind !== 'code' || typeof language !== 'string' || node.content.size > MAX_LENGTH) return []
    return codeChunks(codeText(node)).flatMap((chunk) =>
      this.#tokensOf(language, chunk.text).map(({ from, to, look }) => ({
        from: from + chunk.from,
        to: to + chunk.from,
        look,
      })),
    )
  }

  #tokensOf(language: string, text: string): readonly Token[] {
    const name = `${language}\n${text}`
    const known = this.#remembered.get(name)
    if (known) return known
    const tokens = this.#highlighter?.highlight(language, text) ?? []
    const [oldest] = this.#remembered.keys()
    if (oldest !== undefined && this.#remembered.size >= MAX_REMEMBERED) this.#remembered.delete(oldest)
    this.#remembered.set(name, tokens)
    return tokens
  }

  #tell(message: Message): void {
    this.#view.dispatch(this.#view.state.tr.setMeta(key, message).setMeta('addToHistory', false))
  }
}

/** The first block in the range that is code in a language. */
function firstCode(doc: Node, { from, to }: Range): { node: Node; position: number } | undefined {
  let found: { node: Node; position: number } | undefined
  doc.nodesBetween(Math.max(0, from), Math.min(to, doc.content.size), (node, position) => {
    if (found) return false
    if (node.isTextblock && node.attrs['kind'] === 'code' && node.attrs['language'] !== null) found = { node, position }
    return !node.isTextblock
  })
  return found
}

const same = (a: Decoration | undefined, b: Decoration | undefined): boolean =>
  a !== undefined && b !== undefined && a.from === b.from && a.to === b.to && a.spec.look === b.spec.look
