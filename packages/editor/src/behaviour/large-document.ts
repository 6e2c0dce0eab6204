/**
 * Tells the page's styles, before anything is drawn, that a document is large: then blocks off screen are neither laid
 * out nor painted (see editor.css). Without that, Chromium lays out ten thousand blocks at every key, because
 * ProseMirror reads the selection. Decided once: to switch over later takes Chromium seconds (list numbers are counters,
 * and it counts them anew for each block it locks), more than the rest of the session would gain.
 */
import { contentOf } from '@dure/document'
import { Extension } from '@tiptap/core'
import type { EditorState } from '@tiptap/pm/state'
import type * as Y from 'yjs'

/** Below it, laying out everything costs less than the scroll bar's guessing at heights would annoy. */
const LARGE_FROM_BLOCKS = 2_000

export const LargeDocument = Extension.create<{ doc: Y.Doc | undefined }>({
  name: 'largeDocument',
  addOptions: () => ({ doc: undefined }),
  onBeforeCreate() {
    const { doc } = this.options
    if (!doc || contentOf(doc).length <= LARGE_FROM_BLOCKS) return
    const { editorProps } = this.editor.options
    const { attributes: given } = editorProps
    // A plugin's attributes would come too late: Tiptap draws the view once before it has its plugins. Should those
    // bring another attribute (its tabindex does), the view updates, reads the selection, and so lays out twice.
    const attributes = (state: EditorState) => {
      const own = typeof given === 'function' ? given(state) : given
      const focusable: Record<string, string> = this.editor.isEditable ? { tabindex: '0' } : {}
      return { ...own, ...focusable, class: `${own?.['class'] ?? ''} is-large` }
    }
    this.editor.options.editorProps = { ...editorProps, attributes }
  },
})
