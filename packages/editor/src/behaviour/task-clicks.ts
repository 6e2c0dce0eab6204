/** A click on a task's box checks it. */
import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'

export const TaskClicks = Extension.create({
  name: 'taskClicks',
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            mousedown: (view, event) => {
              const { target } = event
              if (!(target instanceof HTMLElement) || !target.classList.contains('task-box') || !view.editable)
                return false
              const position = view.posAtDOM(target, 0) - 1
              event.preventDefault()
              return this.editor.commands.toggleChecked(Math.max(0, position))
            },
          },
        },
      }),
    ]
  },
})
