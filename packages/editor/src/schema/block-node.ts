/**
 * The one node for text: paragraph, heading, list item, task, quote and code are its kinds. Lists are flat: the indent
 * is an attribute, the numbers are drawn by CSS counters (see editor.css), so that no keystroke renumbers anything.
 */
import { BLOCK, BLOCK_ATTRIBUTES, isListKind, readAttributes } from '@dure/document'
import { Node } from '@tiptap/core'
import type { Node as ProseMirrorNode } from '@tiptap/pm/model'

export const BlockNode = Node.create({
  name: BLOCK,
  group: 'flow',
  content: 'inline*',
  defining: true,
  priority: 1000,

  addAttributes() {
    const attributes: Record<string, { default: unknown; rendered: false }> = {
      id: { default: null, rendered: false },
    }
    for (const { name, fallback } of BLOCK_ATTRIBUTES) attributes[name] = { default: fallback, rendered: false }
    return attributes
  },

  parseHTML() {
    const kind = (attributes: Record<string, unknown>) => (element: HTMLElement) => ({
      ...common(element),
      ...attributes,
    })
    return [
      { tag: '[data-kind]', getAttrs: (element) => fromDataset(element), priority: 80, preserveWhitespace: 'full' },
      ...[1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, getAttrs: kind({ kind: 'heading', level }) })),
      { tag: 'blockquote > p', getAttrs: kind({ kind: 'quote' }), priority: 60 },
      { tag: 'pre', getAttrs: kind({ kind: 'code' }), preserveWhitespace: 'full' },
      { tag: 'p', getAttrs: kind({ kind: 'paragraph' }) },
    ]
  },

  renderHTML({ node }) {
    return [...blockSpec(node)] as [string, ...unknown[]]
  },
})

/** What a block looks like in the DOM, on the clipboard too. */
export function blockSpec(node: ProseMirrorNode): readonly [string, ...unknown[]] {
  const { id, kind, level, indent, align, language } = node.attrs
  const shared: Record<string, string> = { 'data-kind': String(kind) }
  if (id !== null) shared['data-id'] = String(id)
  if (indent !== 0) shared['data-indent'] = String(indent)
  if (align !== null) {
    shared['data-align'] = String(align)
    shared['style'] = `text-align: ${String(align)}`
  }
  if (kind === 'heading') return [`h${Number(level)}`, { ...shared, 'data-level': String(level) }, 0]
  if (kind === 'quote') return ['blockquote', shared, 0]
  if (kind === 'code') {
    const lang: Record<string, string> = language === null ? {} : { 'data-language': String(language) }
    return ['pre', { ...shared, ...lang, spellcheck: 'false' }, ['code', 0]]
  }
  if (!isListKind(kind)) return ['p', shared, 0]
  return listItemSpec(shared, node)
}

/**
 * An item is heard as one: a list item needs a list around it, and items that stand side by side have none in common.
 * So each is a list of its own, with its level; its number or bullet is drawn inside and read with it.
 */
function listItemSpec(shared: Record<string, string>, { attrs }: ProseMirrorNode): readonly [string, ...unknown[]] {
  const { id, kind, indent, checked } = attrs
  const list = { ...shared, role: 'list' }
  const item = { role: 'listitem', 'aria-level': String(Number(indent) + 1) }
  if (kind !== 'task') return ['div', list, ['div', item, 0]]
  const named: Record<string, string> = id === null ? {} : { id: `${String(id)}-text` }
  const box = {
    class: 'task-box',
    role: 'checkbox',
    'aria-checked': String(checked),
    ...(id === null ? {} : { 'aria-labelledby': `${String(id)}-text` }),
    contenteditable: 'false',
    tabindex: '-1',
  }
  const text = ['div', { class: 'task-text', ...named }, 0]
  return ['div', { ...list, 'data-checked': String(checked) }, ['div', item, ['span', box], text]]
}

function common(element: HTMLElement): Record<string, unknown> {
  const align = element.style.textAlign
  const { align: parsed } = readAttributes(BLOCK_ATTRIBUTES, (name) => (name === 'align' ? align : undefined))
  return { id: element.dataset['id'] ?? null, align: parsed ?? null }
}

function fromDataset(element: HTMLElement): Record<string, unknown> {
  const { kind, level, indent, checked, align, language, id } = element.dataset
  const raw: Record<string, unknown> = {
    kind,
    level: level === undefined ? undefined : Number(level),
    indent: indent === undefined ? undefined : Number(indent),
    checked: checked === undefined ? undefined : checked === 'true',
    align,
    language,
  }
  return { ...readAttributes(BLOCK_ATTRIBUTES, (name) => raw[name]), id: id ?? null }
}
