/**
 * Pictures and files inside of pasted HTML. What the page can have the bytes of (`data:`, files of other documents here)
 * gets an id of this document, under which it is then uploaded. A picture on another site becomes a link: the page may not
 * load it, and a server that fetches what people point it to can be sent to the machines beside it.
 */

import { attachmentAt, attachmentUrl } from './attachment-address.ts'

export interface BroughtFile {
  /** Of the block that stands for it. */
  readonly id: string
  /** Where its bytes are: in the address itself, or at one of this site. */
  readonly address: string
  /** Empty where it is not known yet. */
  readonly name: string
}

/** Cheap, for the many pastes that have none. */
export const hasFiles = (html: string): boolean => /<img\b|<video\b|data-node="file"/i.test(html)

export function filesInHtml(
  html: string,
  documentId: string,
  origin: string,
  newId: () => string,
): { readonly html: string; readonly brought: readonly BroughtFile[] } {
  // A document of its own: nothing in it loads or runs.
  const page = new DOMParser().parseFromString(html, 'text/html')
  const brought: BroughtFile[] = []
  for (const found of page.querySelectorAll<HTMLElement>('img, video[data-node], [data-node="file"]')) {
    const address = found.getAttribute('src') ?? found.querySelector('a')?.getAttribute('href') ?? ''
    const kind = found.dataset['node'] ?? 'image'
    const own = attachmentAt(address, origin)
    if (own?.documentId === documentId) claim(found, kind, own.id)
    else if (own) {
      const id = newId()
      const name = String(dataOf(found)['name'] ?? '')
      claim(found, kind, id)
      brought.push({ id, address: attachmentUrl(own.documentId, own.id), name })
    } else if (/^data:image\//i.test(address)) {
      const id = newId()
      claim(found, 'image', id)
      brought.push({ id, address, name: '' })
    } else asLink(found, address)
  }
  return { html: page.body.innerHTML, brought }
}

/** Says to the editor's parser which file it is. */
function claim(found: HTMLElement, kind: string, id: string): void {
  const attributes = { ...dataOf(found), attachment: id, src: '' }
  if (kind === 'image' && found.hasAttribute('alt')) Object.assign(attributes, { alt: found.getAttribute('alt') })
  found.dataset['node'] = kind
  found.dataset['attributes'] = JSON.stringify(attributes)
  found.removeAttribute('src')
}

function dataOf(found: HTMLElement): Record<string, unknown> {
  try {
    const raw: unknown = JSON.parse(found.dataset['attributes'] ?? '{}')
    return typeof raw === 'object' && raw !== null ? { ...raw } : {}
  } catch {
    return {}
  }
}

function asLink(found: HTMLElement, address: string): void {
  if (!/^https?:\/\//i.test(address)) {
    found.remove()
    return
  }
  const link = found.ownerDocument.createElement('a')
  link.href = address
  link.textContent = found.getAttribute('alt')?.trim() || address
  // A link around the picture would be one in another.
  if (found.closest('a')) found.replaceWith(link.textContent)
  else found.replaceWith(link)
}
