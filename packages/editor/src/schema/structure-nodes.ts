/** Document, containers, leaves, and what stands in for nodes that this version does not know. */
import { type AttributeSpec, calloutIcon, NODES, readAttributes } from '@dure/document'
import { Node } from '@tiptap/core'
import { UNKNOWN_BLOCK, UNKNOWN_INLINE } from '../binding/nodes.ts'

export const DocumentRoot = Node.create({ name: 'doc', topNode: true, content: 'flow*' })

export const TextNode = Node.create({ name: 'text', group: 'inline' })

const attributesOf = (specs: readonly AttributeSpec[]) =>
  Object.fromEntries([
    ['id', { default: null, rendered: false }],
    ...specs.map(({ name, fallback }) => [name, { default: fallback, rendered: false }]),
  ])

/** Attributes travel over the clipboard as JSON in one data attribute, and are validated on the way in. */
export const toData = (attributes: Record<string, unknown>): Record<string, string> => {
  const { id, ...rest } = attributes
  const data: Record<string, string> = { 'data-attributes': JSON.stringify(rest) }
  if (typeof id === 'string') data['data-id'] = id
  return data
}

export function fromData(specs: readonly AttributeSpec[], element: HTMLElement): Record<string, unknown> {
  const id = element.dataset['id'] ?? null
  try {
    const raw: unknown = JSON.parse(element.dataset['attributes'] ?? '{}')
    const record = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {}
    return { id, ...readAttributes(specs, (name) => record[name]) }
  } catch {
    return { id, ...readAttributes(specs, () => undefined) }
  }
}

function container(name: string, content: string, options: { group?: string; isolating?: boolean } = {}) {
  const specs = NODES[name]?.attributes ?? []
  return Node.create({
    name,
    content,
    ...(options.group === undefined ? {} : { group: options.group }),
    isolating: options.isolating ?? true,
    defining: true,
    addAttributes: () => attributesOf(specs),
    parseHTML: () => [{ tag: `[data-node="${name}"]`, getAttrs: (element) => fromData(specs, element), priority: 90 }],
    renderHTML: ({ node }) => ['div', { 'data-node': name, class: name, ...toData(node.attrs) }, 0],
  })
}

export const Callout = container('callout', 'flow*', { group: 'flow' }).extend({
  renderHTML: ({ node }) => [
    'div',
    {
      ...toData(node.attrs),
      'data-node': 'callout',
      class: 'callout',
      role: 'note',
      'data-tone': String(node.attrs['tone']),
      'data-icon': calloutIcon(node.attrs),
    },
    0,
  ],
})
export const Toggle = container('toggle', 'flow*', { group: 'flow' })
export const Columns = container('columns', 'column*', { group: 'flow' })
export const Column = container('column', 'flow*').extend({
  renderHTML: ({ node }) => {
    const { width } = node.attrs
    const style: Record<string, string> = width === null ? {} : { style: `flex-grow: ${Number(width)}` }
    return ['div', { 'data-node': 'column', class: 'column', ...style, ...toData(node.attrs) }, 0]
  },
})

export function leaf(name: string) {
  const specs = NODES[name]?.attributes ?? []
  return Node.create({
    name,
    group: 'flow',
    atom: true,
    selectable: true,
    draggable: true,
    addAttributes: () => attributesOf(specs),
    parseHTML: () => [{ tag: `[data-node="${name}"]`, getAttrs: (element) => fromData(specs, element), priority: 90 }],
    renderHTML: ({ node }) => ['div', { 'data-node': name, class: name, ...toData(node.attrs) }],
  })
}

export const Divider = leaf('divider').extend({
  parseHTML: () => [{ tag: 'hr' }],
  renderHTML: ({ node }) => ['hr', toData(node.attrs)],
})

/** The headings of the document: listed by the page (web), never stored. */
export const Contents = leaf('contents')

export const MathBlock = leaf('math')
export const Embed = leaf('embed')

/** A block made with a newer version: shown as such, and left as it is. */
export const UnknownBlock = Node.create({
  name: UNKNOWN_BLOCK,
  group: 'flow',
  atom: true,
  selectable: true,
  addAttributes: () => ({ id: { default: null, rendered: false }, name: { default: '', rendered: false } }),
  renderHTML: ({ node }) => [
    'div',
    { class: 'unknown', 'data-unknown': String(node.attrs['name']), contenteditable: 'false' },
  ],
})

export const UnknownInline = Node.create({
  name: UNKNOWN_INLINE,
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ embed: { default: { type: 'unknown' }, rendered: false } }),
  renderHTML: () => ['span', { class: 'unknown', contenteditable: 'false' }, '\u25a1'],
})
