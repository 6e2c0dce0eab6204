/**
 * Where the person has put the caret in the page, when ProseMirror has not heard of it yet: a browser says so a moment
 * after the key or the click. An edit of somebody else that is shown in that moment would put the caret back to where it
 * was, and what is typed next would go there. A key that comes in that moment would act where the caret was, too.
 */
import { Plugin, TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

/** What ProseMirror keeps of the page: not part of its interface. */
interface Observed {
  readonly domObserver?: {
    /** The selection it read or set last. */
    readonly currentSelection: { eq(selection: globalThis.Selection): boolean }
    /** Changes of the page that it has still to read. */
    readonly queue: readonly MutationRecord[]
    readonly flushingSoon: number
  }
}

/** Undefined when there is nothing to be read, or nothing that could be read as it stands. */
export function unreadSelection(view: EditorView): TextSelection | undefined {
  const { domObserver } = view as Observed
  if (!domObserver || view.composing || !view.hasFocus()) return undefined
  if (domObserver.queue.length > 0 || domObserver.flushingSoon > -1) return undefined
  const selection = view.dom.ownerDocument.getSelection()
  const { anchorNode, focusNode } = selection ?? {}
  if (!selection || !anchorNode || !focusNode || domObserver.currentSelection.eq(selection)) return undefined
  if (!view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) return undefined
  const { doc } = view.state
  const $anchor = doc.resolve(view.posAtDOM(anchorNode, selection.anchorOffset, -1))
  const $head = doc.resolve(view.posAtDOM(focusNode, selection.focusOffset, -1))
  return $anchor.parent.inlineContent && $head.parent.inlineContent ? new TextSelection($anchor, $head) : undefined
}

/** Whatever a key does, it does where the person sees the caret. */
export const keysActAtTheCaret = (): Plugin =>
  new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (view) => {
          const unread = unreadSelection(view)
          if (unread && !unread.eq(view.state.selection)) view.dispatch(view.state.tr.setSelection(unread))
          return false
        },
      },
    },
  })
