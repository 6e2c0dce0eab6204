/** The binding, undo and the input-method hold as one Tiptap extension. */
import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type * as Y from 'yjs'
import { Binding } from './binding.ts'
import { bindingPlugin } from './binding-plugin.ts'
import type { EditorUndo } from './editor-undo.ts'
import { keysActAtTheCaret } from './unread-selection.ts'

/** Keeps remote changes outside the Y.Doc, and local ones from being sent, while a composition is open. */
export interface CompositionHold {
  hold(): void
  release(): void
}

export interface CollaborationOptions {
  readonly doc: Y.Doc | undefined
  readonly undo: EditorUndo | undefined
  readonly hold: CompositionHold | undefined
  /** Blocks that the page shows already. */
  readonly drawn: number | undefined
}

export interface CollaborationStorage {
  binding: Binding | undefined
}

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    collaboration: { undo: () => ReturnType; redo: () => ReturnType }
  }
  interface Storage {
    collaboration: CollaborationStorage
  }
}

export const Collaboration = Extension.create<CollaborationOptions, CollaborationStorage>({
  name: 'collaboration',
  priority: 1100,
  addOptions: () => ({ doc: undefined, undo: undefined, hold: undefined, drawn: undefined }),
  addStorage: () => ({ binding: undefined }),

  onBeforeCreate() {
    const { doc, undo, drawn } = this.options
    if (!doc) throw new Error('Collaboration needs a Y.Doc')
    const binding = new Binding(doc, undo, drawn)
    this.storage.binding = binding
    this.editor.options.content = binding.createDoc(this.editor.schema) as never
  },

  onDestroy() {
    this.storage.binding?.destroy()
  },

  addCommands() {
    const { undo } = this.options
    return {
      undo:
        () =>
        ({ tr, dispatch }) => {
          tr.setMeta('preventDispatch', true)
          if (!undo?.canUndo || !this.editor.isEditable) return false
          return dispatch ? undo.undo() : true
        },
      redo:
        () =>
        ({ tr, dispatch }) => {
          tr.setMeta('preventDispatch', true)
          if (!undo?.canRedo || !this.editor.isEditable) return false
          return dispatch ? undo.redo() : true
        },
    }
  },

  addKeyboardShortcuts() {
    return {
      'Mod-z': () => this.editor.commands.undo() || true,
      'Mod-Shift-z': () => this.editor.commands.redo() || true,
      'Mod-y': () => this.editor.commands.redo() || true,
    }
  },

  addProseMirrorPlugins() {
    const { binding } = this.storage
    if (!binding) return []
    return [bindingPlugin(binding), compositionPlugin(this.options), keysActAtTheCaret()]
  },
})

function compositionPlugin({ hold, undo }: Pick<CollaborationOptions, 'hold' | 'undo'>): Plugin {
  // Counted, because a composition may begin before the end of the last one has been read.
  let composition = 0
  let open = false
  const end = (ended: number) => {
    if (!open || ended !== composition) return
    open = false
    undo?.endComposition()
    hold?.release()
  }
  return new Plugin({
    props: {
      handleDOMEvents: {
        compositionstart: () => {
          composition += 1
          // The next syllable is another composition: what the last one wrote is a step that this may be joined to.
          if (open) undo?.endComposition()
          open = true
          undo?.beginComposition()
          hold?.hold()
          return false
        },
        compositionend: () => {
          // ProseMirror reads the composed text from the DOM in the first microtask after this event.
          const ended = composition
          queueMicrotask(() => queueMicrotask(() => end(ended)))
          return false
        },
      },
    },
    view: () => ({ destroy: () => end(composition) }),
  })
}
