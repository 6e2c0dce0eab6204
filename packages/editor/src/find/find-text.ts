/**
 * Find and replace in the document. Holds what is looked for and where it is, draws it, and replaces it; the words and
 * the fields are the page's. Matches follow every edit, one's own and others'.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { EditorUndo } from '../binding/editor-undo.ts'
import { type FindQuery, findMatches, type Match, patternOf, replacementFor } from './matches.ts'

export interface FindState {
  /** Undefined while nothing is looked for. */
  readonly query: FindQuery | undefined
  /** False for an expression that cannot be read. */
  readonly valid: boolean
  readonly matches: readonly Match[]
  /** Index of the match that is stepped to; -1 when there is none. */
  readonly current: number
}

type Message = { readonly query: FindQuery | undefined } | { readonly current: number }

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    findText: {
      /** Looks for it from the selection on; undefined ends the search. */
      find: (query: FindQuery | undefined) => ReturnType
      /** Selects the next match, around the ends. */
      findNext: (direction: 1 | -1) => ReturnType
      /** Replaces the match that is selected, and goes on to the next. */
      replaceFound: (template: string) => ReturnType
      /** Replaces every match; one step to undo. */
      replaceAllFound: (template: string) => ReturnType
    }
  }
}

const key = new PluginKey<FindState & { readonly drawn: DecorationSet }>('find-text')

const NOTHING: FindState = Object.freeze({ query: undefined, valid: true, matches: [], current: -1 })

export const findState = (state: EditorState): FindState => key.getState(state) ?? NOTHING

export const FindText = Extension.create<{ undo: EditorUndo | undefined }>({
  name: 'findText',
  addOptions: () => ({ undo: undefined }),

  addCommands() {
    const { undo } = this.options
    return {
      find:
        (query) =>
        ({ tr, dispatch }) => {
          dispatch?.(tr.setMeta(key, { query } satisfies Message))
          return true
        },
      findNext:
        (direction) =>
        ({ state, tr, dispatch }) => {
          const { matches, current } = findState(state)
          const next = (current + direction + matches.length) % matches.length
          const match = matches[next]
          if (!match) return false
          select(tr, match)
          dispatch?.(tr.setMeta(key, { current: next } satisfies Message))
          return true
        },
      replaceFound:
        (template) =>
        ({ state, tr, dispatch }) => {
          const { query, matches, current } = findState(state)
          const match = matches[current]
          if (!match || !query) return false
          undo?.endStep()
          replace(tr, match, replacementFor(match, template, query.regex))
          dispatch?.(tr)
          return true
        },
      replaceAllFound:
        (template) =>
        ({ state, tr, dispatch }) => {
          const { query, matches } = findState(state)
          if (matches.length === 0 || !query) return false
          undo?.endStep()
          // From the end, so that the places before stay where they are.
          for (const match of matches.toReversed()) replace(tr, match, replacementFor(match, template, query.regex))
          dispatch?.(tr)
          return true
        },
    }
  },

  addProseMirrorPlugins() {
    return [
      new Plugin({
        key,
        state: {
          init: () => ({ ...NOTHING, drawn: DecorationSet.empty }),
          apply: (tr, before, _old, state) => drawnIn(state.doc, next(tr, before, state), before),
        },
        props: { decorations: (state) => key.getState(state)?.drawn },
      }),
    ]
  },
})

function next(tr: Transaction, before: FindState, { doc }: EditorState): FindState {
  const message: Message | undefined = tr.getMeta(key)
  if (message && 'current' in message) return { ...before, current: message.current }
  const query = message ? message.query : before.query
  if (!message && (!tr.docChanged || !query)) return before
  if (!query) return NOTHING
  const pattern = patternOf(query)
  const matches = pattern ? findMatches(doc, pattern) : []
  // It stays at the match it was at, or goes to the next after that place.
  const at = before.matches[before.current]
  const from = message || !at ? tr.selection.from : tr.mapping.map(at.from)
  const following = matches.findIndex((match) => match.from >= from)
  const current = matches.length === 0 ? -1 : Math.max(0, following)
  return { query, valid: pattern !== undefined || query.text === '', matches, current }
}

function drawnIn(
  doc: Node,
  now: FindState,
  before: FindState & { readonly drawn: DecorationSet },
): FindState & { readonly drawn: DecorationSet } {
  if (now === before) return before
  const drawn = now.matches.map(({ from, to }, index) =>
    Decoration.inline(from, to, { class: index === now.current ? 'found is-current' : 'found' }),
  )
  return { ...now, drawn: DecorationSet.create(doc, drawn) }
}

const select = (tr: Transaction, { from, to }: Match): Transaction =>
  tr.setSelection(TextSelection.create(tr.doc, from, to))

function replace(tr: Transaction, { from, to }: Match, text: string): void {
  if (text === '') tr.delete(from, to)
  else tr.insertText(text, from, to)
}
