/** Markdown as you type, at the start of a paragraph: # - 1. [ ] > ``` --- */
import { newBlockId } from '@dure/document'
import { Extension, InputRule } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import { newBlock, setAttributes } from './block-commands.ts'

function kindRule(find: RegExp, attributes: (match: readonly string[]) => Record<string, unknown>): InputRule {
  return new InputRule({
    find,
    handler: ({ state, range, match }) => {
      const $start = state.doc.resolve(range.from)
      if ($start.parent.attrs['kind'] === 'code' || $start.parentOffset !== 0) return null
      const block = { node: $start.parent, position: $start.before() }
      state.tr.delete(range.from, range.to)
      setAttributes(state.tr, block, attributes(match))
      return undefined
    },
  })
}

export const BlockInputRules = Extension.create({
  name: 'blockInputRules',
  addInputRules() {
    return [
      kindRule(/^(#{1,6})\s$/, ([, hashes = '#']) => ({ kind: 'heading', level: hashes.length })),
      kindRule(/^[-+*]\s$/, () => ({ kind: 'bullet' })),
      kindRule(/^\d{1,3}[.)]\s$/, () => ({ kind: 'ordered' })),
      kindRule(/^\[( |x)?\]\s$/i, ([, mark]) => ({ kind: 'task', checked: mark?.toLowerCase() === 'x' })),
      kindRule(/^>\s$/, () => ({ kind: 'quote' })),
      kindRule(/^```([a-z0-9+#-]{0,20})\s$/i, ([, language = '']) => ({ kind: 'code', language: language || null })),
      new InputRule({
        find: /^(?:---|\*\*\*|—-)$/,
        handler: ({ state, range }) => {
          const { tr, schema } = state
          const $start = state.doc.resolve(range.from)
          const type = schema.nodes['divider']
          if (!type || $start.parent.attrs['kind'] === 'code') return null
          const at = $start.before()
          tr.delete(range.from, range.to)
          tr.insert(at, type.create({ id: newBlockId() }))
          if (!tr.doc.nodeAt(at + 1)) tr.insert(at + 1, newBlock(schema))
          tr.setSelection(TextSelection.create(tr.doc, at + 2))
          return undefined
        },
      }),
    ]
  },
})
