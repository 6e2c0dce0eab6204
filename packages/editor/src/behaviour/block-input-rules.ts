/** Markdown as you type: at the start of a paragraph # - 1. [ ] > ``` --- >> [!note] [toc] $$, and $x$ anywhere. */
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

/** The paragraph becomes the first block of a container. */
function containerRule(
  find: RegExp,
  name: 'callout' | 'toggle',
  attributes: (match: readonly string[]) => Record<string, unknown>,
): InputRule {
  return new InputRule({
    find,
    handler: ({ state, range, match, chain }) => {
      const $start = state.doc.resolve(range.from)
      if ($start.parent.attrs['kind'] === 'code' || $start.parentOffset !== 0) return null
      const block = { node: $start.parent, position: $start.before() }
      state.tr.delete(range.from, range.to)
      setAttributes(state.tr, block, { kind: 'paragraph' })
      // Not `commands`: they see the selection as it was before the signs went.
      chain().wrapBlocks(name, attributes(match)).run()
      return undefined
    },
  })
}

/** The paragraph becomes a leaf, which is selected, so that it can be filled in. */
function leafRule(find: RegExp, name: string): InputRule {
  return new InputRule({
    find,
    handler: ({ state, range, chain }) => {
      const $start = state.doc.resolve(range.from)
      if ($start.parent.attrs['kind'] !== 'paragraph' || $start.parentOffset !== 0) return null
      state.tr.delete(range.from, range.to)
      const made = chain().insertLeaf(name)
      if (name === 'math') made.selectLeafBefore()
      made.run()
      return undefined
    },
  })
}

const TONES: Readonly<Record<string, string>> = {
  note: 'info',
  tip: 'success',
  important: 'important',
  warning: 'warning',
  caution: 'danger',
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
      containerRule(/^>>\s$/, 'toggle', () => ({})),
      containerRule(/^\[!(note|tip|important|warning|caution)\]\s$/i, 'callout', ([, alert = '']) => ({
        tone: TONES[alert.toLowerCase()],
      })),
      leafRule(/^\[toc\]\s$/i, 'contents'),
      leafRule(/^\$\$\s$/, 'math'),
      new InputRule({
        // As prices are not: no space inside of the signs, no digit after.
        find: /(?:^|[^\w$\\])(\$(?=\S)([^$\n]*[^$\n\s])\$)$/,
        handler: ({ state, range, match }) => {
          const type = state.schema.nodes['inlineMath']
          const $end = state.doc.resolve(range.to)
          if (
            !type ||
            $end.parent.attrs['kind'] === 'code' ||
            $end.marks().some(({ type: { name } }) => name === 'code')
          )
            return null
          // What stands before the first sign is matched, too.
          const from = range.from + (match[0].length - (match[1] ?? '').length)
          state.tr.replaceWith(from, range.to, type.create({ source: match[2] }))
          return undefined
        },
      }),
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
