/**
 * The menu at a typed `/`, `@` or `:` in the editor's state: one at a time. It opens only when a person types the sign,
 * or by command; never because a caret wanders past one or someone else wrote it. What is in it, and its keys, come from
 * the list that draws it (sign-list.tsx).
 */
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { mayOpen, queryAt, type SignQuery } from './sign-query.ts'
import { isSign, type Sign } from './signs.ts'

export interface SignListKeys {
  /** Whether the key was for the list. Never called during a composition. */
  onKey(event: KeyboardEvent): boolean
}

type Message = { readonly kind: 'open'; readonly from: number; readonly sign: Sign } | { readonly kind: 'close' }

const key = new PluginKey<SignQuery | null>('sign')

/** What is being looked for; null while no menu is open. */
export const signQuery = (state: EditorState): SignQuery | null => key.getState(state) ?? null

const close = (tr: Transaction): Transaction => tr.setMeta(key, { kind: 'close' } satisfies Message)

const typeSign = (tr: Transaction, sign: Sign, from: number, to: number): Transaction =>
  tr
    .insertText(sign, from, to)
    .setMeta(key, { kind: 'open', from, sign } satisfies Message)
    .scrollIntoView()

export const SignMenuState = Extension.create<Record<string, never>, { list: SignListKeys | undefined }>({
  name: 'signMenu',
  // Before everything that has its own use for Enter and the arrows.
  priority: 1200,
  addStorage: () => ({ list: undefined }),
  addCommands() {
    return {
      openSignMenu:
        (sign) =>
        ({ tr, dispatch }) => {
          const { from, to } = tr.selection
          if (dispatch) typeSign(tr, sign, from, to)
          return true
        },
      takeSignQuery:
        () =>
        ({ tr, state, dispatch }) => {
          const query = signQuery(state)
          if (query && dispatch) close(tr.delete(query.from, query.to))
          return query !== null
        },
    }
  },
  addProseMirrorPlugins() {
    const { storage } = this
    return [
      new Plugin<SignQuery | null>({
        key,
        state: {
          init: () => null,
          apply: (tr, query, _before, state) => {
            const message: Message | undefined = tr.getMeta(key)
            if (message?.kind === 'close') return null
            if (message) return queryAt(state, message.from, message.sign)
            return query && queryAt(state, tr.mapping.map(query.from), query.sign)
          },
        },
        props: {
          handleTextInput: (view, from, to, text) => {
            if (!isSign(text) || !mayOpen(view.state, from, text)) return false
            view.dispatch(typeSign(view.state.tr, text, from, to))
            return true
          },
          handleKeyDown: (view, event) => {
            // An input method uses Enter and arrows itself; 229 is how some browsers say so.
            if (!signQuery(view.state) || event.isComposing || event.keyCode === 229) return false
            if (event.key !== 'Escape') return storage.list?.onKey(event) ?? false
            view.dispatch(close(view.state.tr))
            return true
          },
          handleDOMEvents: {
            blur: (view) => {
              if (signQuery(view.state)) view.dispatch(close(view.state.tr))
              return false
            },
          },
        },
      }),
    ]
  },
})

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    signMenu: {
      /** Types the sign at the caret, and opens its menu. */
      openSignMenu: (sign: Sign) => ReturnType
      /** Deletes the sign and what was typed after it, and closes its menu: something else comes in its place. */
      takeSignQuery: () => ReturnType
    }
  }
  interface Storage {
    signMenu: { list: SignListKeys | undefined }
  }
}
