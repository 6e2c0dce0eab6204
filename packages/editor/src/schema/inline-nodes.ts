/** Inline leaves: hard break, mention, inline math, emoji. */
import { INLINE_LEAVES, readAttributes } from '@dure/document'
import { Node } from '@tiptap/core'

export const HardBreak = Node.create({
  name: 'hardBreak',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: 'br' }],
  renderHTML: () => ['br'],
  renderText: () => '\n',
})

function inlineLeaf(name: string, label: (attributes: Record<string, unknown>) => string) {
  const specs = INLINE_LEAVES[name] ?? []
  return Node.create({
    name,
    group: 'inline',
    inline: true,
    atom: true,
    addAttributes: () =>
      Object.fromEntries(specs.map((spec) => [spec.name, { default: spec.fallback, rendered: false }])),
    parseHTML: () => [
      {
        tag: `span[data-inline="${name}"]`,
        getAttrs: (element) => readAttributes(specs, (key) => element.getAttribute(`data-${key}`) ?? undefined),
      },
    ],
    renderHTML: ({ node }) => {
      const data = Object.fromEntries(specs.map((spec) => [`data-${spec.name}`, String(node.attrs[spec.name] ?? '')]))
      return ['span', { 'data-inline': name, class: name, ...data }, label(node.attrs)]
    },
    renderText: ({ node }) => label(node.attrs),
  })
}

export const Mention = inlineLeaf('mention', (attributes) => String(attributes['label']))
export const InlineMath = inlineLeaf('inlineMath', (attributes) => String(attributes['source']))
export const Emoji = inlineLeaf('emoji', (attributes) => String(attributes['name']))
