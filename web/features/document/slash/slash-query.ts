/**
 * The slash menu's state in the editor: where its `/` stands and what was typed after it. It opens only when a person
 * types `/` at the start of a word, never because a caret wanders past one or someone else wrote it.
 */
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'

export interface SlashQuery {
  /** Where the `/` is. */
  readonly from: number
  /** Where the caret is, after what was typed. */
  readonly to: number
  readonly text: string
}

export interface SlashKeys {
  /** Whether the key was for the menu. Never called during a composition. */
  onKey(event: KeyboardEvent): boolean
}

type Message = { readonly open: number } | { readonly close: true }

const key = new PluginKey<SlashQuery | null>('slash')

/** Longer words are no commands. */
const MAX_QUERY_LENGTH = 24

export const slashQuery = (state: EditorState): SlashQuery | null => key.getState(state) ?? null

export const SlashMenuState = Extension.create<Record<string, never>, { keys: SlashKeys | undefined }>({
  name: 'slashMenu',
  // Before everything that has its own use for Enter and the arrows.
  priority: 1200,
  addStorage: () => ({ keys: undefined }),
  addCommands() {
    return {
      closeSlashMenu:
        () =>
        ({ tr, dispatch }) => {
          if (dispatch) tr.setMeta(key, { close: true } satisfies Message)
          return true
        },
    }
  },
  addProseMirrorPlugins() {
    const { storage } = this
    return [
      new Plugin<SlashQuery | null>({
        key,
        state: {
          init: () => null,
          apply: (tr, query, _before, state) => {
            const message: Message | undefined = tr.getMeta(key)
            if (message && 'close' in message) return null
            if (message) return queryAt(state, message.open)
            return query && queryAt(state, tr.mapping.map(query.from))
          },
        },
        props: {
          handleTextInput: (view, from, to, text) => {
            if (text !== '/' || !mayOpen(view.state, from)) return false
            view.dispatch(
              view.state.tr
                .insertText('/', from, to)
                .setMeta(key, { open: from } satisfies Message)
                .scrollIntoView(),
            )
            return true
          },
          handleKeyDown: (view, event) => {
            // An input method uses Enter and arrows itself; 229 is how some browsers say so.
            if (!slashQuery(view.state) || event.isComposing || event.keyCode === 229) return false
            return storage.keys?.onKey(event) ?? false
          },
          handleDOMEvents: {
            blur: (view) => {
              if (slashQuery(view.state)) view.dispatch(view.state.tr.setMeta(key, { close: true } satisfies Message))
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
    slashMenu: { closeSlashMenu: () => ReturnType }
  }
  interface Storage {
    slashMenu: { keys: SlashKeys | undefined }
  }
}

/** At the start of a block or after a space, and not in code, where a slash is a slash. */
function mayOpen(state: EditorState, at: number): boolean {
  const $at = state.doc.resolve(at)
  const isCode = $at.parent.type.spec.code === true || $at.parent.attrs['kind'] === 'code'
  if (!$at.parent.isTextblock || isCode || $at.marks().some((mark) => mark.type.name === 'code')) return false
  const before = $at.parent.textBetween(Math.max(0, $at.parentOffset - 1), $at.parentOffset, undefined, ' ')
  return before === '' || /\s/.test(before)
}

function queryAt(state: EditorState, from: number): SlashQuery | null {
  const { $head, empty } = state.selection
  if (!empty || from >= $head.pos || from < $head.start()) return null
  const text = state.doc.textBetween(from, $head.pos, undefined, '\ufffc')
  if (!text.startsWith('/') || /[\s\ufffc]/.test(text) || text.length > MAX_QUERY_LENGTH) return null
  return { from, to: $head.pos, text: text.slice(1) }
}
