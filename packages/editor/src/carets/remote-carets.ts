/** Other people's carets, and telling them of one's own. */
import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Binding } from '../binding/binding.ts'
import { CaretOverlay, type PlacedCaret } from './caret-overlay.ts'
import { CARET_FIELD, remoteCarets } from './caret-states.ts'

export interface RemoteCaretsOptions {
  readonly awareness: Awareness | undefined
}

export const RemoteCarets = Extension.create<RemoteCaretsOptions>({
  name: 'remoteCarets',
  addOptions: () => ({ awareness: undefined }),
  addProseMirrorPlugins() {
    const { awareness } = this.options
    const { binding } = this.editor.storage.collaboration
    return awareness && binding ? [caretsPlugin(awareness, binding)] : []
  },
})

function caretsPlugin(awareness: Awareness, binding: Binding): Plugin {
  return new Plugin({
    view: (view) => {
      const placed = (): readonly PlacedCaret[] => {
        const carets: PlacedCaret[] = []
        for (const caret of remoteCarets(awareness.getStates(), awareness.clientID)) {
          const anchorAt = binding.resolve(caret.anchor, view.state.doc)
          const headAt = binding.resolve(caret.head, view.state.doc)
          if (anchorAt !== undefined && headAt !== undefined) carets.push({ ...caret, anchorAt, headAt })
        }
        return carets
      }
      const overlay = new CaretOverlay(view, placed)
      let published = ''
      const publish = () => {
        // What is half composed has not been sent: its positions would mean nothing to others.
        if (view.composing || !view.hasFocus()) return
        const bookmark = binding.bookmark(view.state.selection)
        const caret = bookmark && {
          anchor: Y.relativePositionToJSON(bookmark.anchor),
          head: Y.relativePositionToJSON(bookmark.head),
        }
        const next = JSON.stringify(caret ?? null)
        if (next === published || awareness.getLocalState() === null) return
        published = next
        awareness.setLocalStateField(CARET_FIELD, caret ?? null)
      }
      const withdraw = () => {
        if (published === '' || awareness.getLocalState() === null) return
        published = ''
        awareness.setLocalStateField(CARET_FIELD, null)
      }
      awareness.on('change', overlay.schedule)
      view.dom.addEventListener('focus', publish)
      view.dom.addEventListener('blur', withdraw)
      overlay.schedule()
      return {
        update: (_view, before) => {
          if (view.state.selection !== before.selection || view.state.doc !== before.doc) publish()
          if (view.state.doc !== before.doc) overlay.schedule()
        },
        destroy: () => {
          awareness.off('change', overlay.schedule)
          view.dom.removeEventListener('focus', publish)
          view.dom.removeEventListener('blur', withdraw)
          overlay.destroy()
        },
      }
    },
  })
}
