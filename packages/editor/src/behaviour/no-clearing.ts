/**
 * Tiptap's keymap brings a plugin that answers the emptying of a whole document by making its blocks anew, one by one.
 * That merges with nothing, and inside a container it goes on for ever (found by the fuzzer, seed 316661): what is
 * empty is empty already. The keys themselves stay.
 */
import { Extension } from '@tiptap/core'

export const NoClearing = Extension.create({
  name: 'noClearing',
  onBeforeCreate() {
    const { extensions } = this.editor.extensionManager
    const index = extensions.findIndex(({ name }) => name === 'keymap')
    const keymap = extensions[index]
    if (keymap instanceof Extension) extensions[index] = keymap.extend({ addProseMirrorPlugins: () => [] })
  },
})
