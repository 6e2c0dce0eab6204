/** The binding as a ProseMirror plugin: collects the step maps of local transactions and flushes after each update. */
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { ReplaceAroundStep, ReplaceStep, type Step, type StepMap } from '@tiptap/pm/transform'
import type { EditorView } from '@tiptap/pm/view'
import { TOUCHES } from './arrival.ts'
import { type Binding, REMOTE } from './binding.ts'
import { nameBlocks } from './name-blocks.ts'

export const bindingKey = new PluginKey<readonly StepMap[]>('dure-binding')

/** Typing, marks and attributes bring no blocks, so there is none to name. */
const bringsBlocks = (step: Step): boolean =>
  (step instanceof ReplaceStep || step instanceof ReplaceAroundStep) &&
  step.slice.content.firstChild?.isInline === false

/** Nobody works on half a document: see arrival.ts. */
function beforeTouching(binding: Binding): Record<string, () => boolean> {
  const showAll = () => {
    if (binding.isArriving) binding.showAll()
    return false
  }
  return Object.fromEntries(TOUCHES.map((name) => [name, showAll]))
}

export function bindingPlugin(binding: Binding): Plugin<readonly StepMap[]> {
  let view: EditorView | undefined
  return new Plugin<readonly StepMap[]>({
    key: bindingKey,
    state: {
      init: () => [],
      apply: (tr, maps, before) => {
        if (tr.getMeta(REMOTE) === true) return []
        const pending = before.doc === binding.agreed ? [] : maps
        return tr.docChanged ? [...pending, ...tr.mapping.maps] : pending
      },
    },
    appendTransaction: (transactions, before, after) => {
      if (binding.isShowing || !transactions.some((tr) => tr.steps.some(bringsBlocks))) return null
      const { tr } = after
      return nameBlocks(tr, before.doc, after.doc) ? tr : null
    },
    filterTransaction: (tr) => {
      if (!tr.docChanged || tr.getMeta(REMOTE) === true) return true
      // No plugin may answer a remote change with a change of its own, and a reader changes nothing.
      return !binding.isShowing && (view === undefined || view.editable)
    },
    props: { handleDOMEvents: beforeTouching(binding) },
    view: (editorView) => {
      view = editorView
      binding.attach(editorView)
      return {
        update: (current, before) => {
          if (current.state.doc !== binding.agreed) binding.flush(current, bindingKey.getState(current.state), before)
        },
        destroy: () => binding.detach(),
      }
    },
  })
}
