/**
 * Pictures, videos and files. In the editor's DOM the page draws them with views of its own; what is here is what goes
 * onto the clipboard and comes from it.
 */
import { NODES, readAttributes } from '@dure/document'
import { leaf, toData } from './structure-nodes.ts'

export interface FileNodeOptions {
  /** Where a file of this document is; on the clipboard other programs find it by that. */
  readonly attachmentUrl: ((id: string) => string) | undefined
}

const fileNode = (name: 'image' | 'video' | 'file') =>
  leaf(name).extend<FileNodeOptions>({ addOptions: () => ({ attachmentUrl: undefined }) })

const addressOf = (attributes: Record<string, unknown>, { attachmentUrl }: FileNodeOptions): string => {
  const { attachment, src } = attributes
  return typeof attachment === 'string' ? (attachmentUrl?.(attachment) ?? '') : String(src)
}

export const Image = fileNode('image').extend({
  parseHTML() {
    return [
      ...(this.parent?.() ?? []),
      {
        tag: 'img[src]',
        getAttrs: (element) => {
          const width = Number.parseInt(element.getAttribute('width') ?? '', 10)
          const raw: Record<string, unknown> = {
            src: element.getAttribute('src'),
            alt: element.getAttribute('alt') ?? '',
            width: Number.isNaN(width) ? undefined : width,
          }
          const attributes = readAttributes(NODES['image']?.attributes ?? [], (name) => raw[name])
          return attributes['src'] === '' ? false : { ...attributes, id: element.dataset['id'] ?? null }
        },
      },
    ]
  },
  renderHTML({ node }) {
    const { alt, width } = node.attrs
    const size = width === null ? {} : { width: String(width) }
    const src = addressOf(node.attrs, this.options)
    return ['img', { src, alt: String(alt), ...size, 'data-node': 'image', ...toData(node.attrs) }]
  },
})

export const Video = fileNode('video').extend({
  renderHTML({ node }) {
    return [
      'video',
      { src: addressOf(node.attrs, this.options), controls: '', 'data-node': 'video', ...toData(node.attrs) },
    ]
  },
})

export const File = fileNode('file').extend({
  renderHTML({ node }) {
    const href = addressOf(node.attrs, this.options)
    return ['p', { 'data-node': 'file', ...toData(node.attrs) }, ['a', { href }, String(node.attrs['name'] || href)]]
  },
})
