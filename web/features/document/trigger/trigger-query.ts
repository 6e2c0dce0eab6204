/**
 * The state of the menus at a typed `@` (people, pages, dates) and `:` (emoji): where the sign stands, and what was typed
 * after it. As with the slash menu, only a person's own key opens one.
 */
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'

export type Trigger = '@' | ':'

export interface TriggerQuery {
  readonly trigger: Trigger
  /** Where the sign is. */
  readonly from: number
  /** Where the caret is, after what was typed. */
  readonly to: number
  readonly text: string
}

export interface TriggerKeys {
  /** Whether the key was for the menu. Never called during a composition. */
  onKey(event: KeyboardEvent): boolean
}

type Message = { readonly open: number; readonly trigger: Trigger } | { readonly close: true }

const key = new PluginKey<TriggerQuery | null>('trigger')

const MAX_QUERY_LENGTH = 30

export const triggerQuery = (state: EditorState): TriggerQuery | null => key.getState(state) ?? null

export const TriggerMenuState = Extension.create<Record<string, never>, { keys: TriggerKeys | undefined }>({
  name: 'triggerMenu',
  // Before everything that has its own use for Enter and the arrows.
  priority: 1150,
  addStorage: () => ({ keys: undefined }),
  addCommands() {
    return {
      openTriggerMenu:
        (trigger) =>
        ({ tr, dispatch }) => {
          const { from, to } = tr.selection
          if (dispatch) tr.insertText(trigger, from, to).setMeta(key, { open: from, trigger } satisfies Message)
          return true
        },
      closeTriggerMenu:
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
      new Plugin<TriggerQuery | null>({
        key,
        state: {
          init: () => null,
          apply: (tr, query, _before, state) => {
            const message: Message | undefined = tr.getMeta(key)
            if (message && 'close' in message) return null
            if (message) return queryAt(state, message.open, message.trigger)
            return query && queryAt(state, tr.mapping.map(query.from), query.trigger)
          },
        },
        props: {
          handleTextInput: (view, from, to, text) => {
            if ((text !== '@' && text !== ':') || !mayOpen(view.state, from)) return false
            view.dispatch(
              view.state.tr
                .insertText(text, from, to)
                .setMeta(key, { open: from, trigger: text } satisfies Message)
                .scrollIntoView(),
            )
            return true
          },
          handleKeyDown: (view, event) => {
            // An input method uses Enter and arrows itself; 229 is how some browsers say so.
            if (!triggerQuery(view.state) || event.isComposing || event.keyCode === 229) return false
            return storage.keys?.onKey(event) ?? false
          },
          handleDOMEvents: {
            blur: (view) => {
              if (triggerQuery(view.state)) view.dispatch(view.state.tr.setMeta(key, { close: true } satisfies Message))
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
    triggerMenu: {
      /** Types the sign at the caret, and opens its menu. */
      openTriggerMenu: (trigger: Trigger) => ReturnType
      closeTriggerMenu: () => ReturnType
    }
  }
  interface Storage {
    triggerMenu: { keys: TriggerKeys | undefined }
  }
}

/** At the start of a word, and not in code: addresses and times of day have these signs within. */
function mayOpen(state: EditorState, at: number): boolean {
  const $at = state.doc.resolve(at)
  if (!$at.parent.isTextblock || $at.parent.attrs['kind'] === 'code') return false
  if ($at.marks().some((mark) => mark.type.name === 'code')) return false
  const before = $at.parent.textBetween(Math.max(0, $at.parentOffset - 1), $at.parentOffset, undefined, ' ')
  return before === '' || /[\s([{"'“‘]/.test(before)
}

function queryAt(state: EditorState, from: number, trigger: Trigger): TriggerQuery | null {
  const { $head, empty } = state.selection
  if (!empty || from >= $head.pos || from < $head.start()) return null
  const text = state.doc.textBetween(from, $head.pos, undefined, '\ufffc')
  if (!text.startsWith(trigger) || text.includes('\ufffc') || text.length > MAX_QUERY_LENGTH) return null
  const query = text.slice(1)
  // Names and titles have spaces, though none at their start; words for emoji have none, and begin with a letter.
  const isWord = trigger === '@' ? !/^\s|\s{2}|\n/.test(query) : query === '' || /^[\p{L}+-][^\s]*$/u.test(query)
  return isWord ? { trigger, from, to: $head.pos, text: query } : null
}
