/** What shows an attachment: the picture or the video itself, or a card with the name of a file. */
import type { Node } from '@tiptap/pm/model'
import type { Translator } from '../language/translate.ts'
import styles from './attachment-view.module.css'
import { newElement } from './new-element.ts'
import { sayBytes } from './say-bytes.ts'

interface Told {
  there(): void
  missing(): void
}

/** From the document or from this device. */
export function drawMedia(node: Node, address: string, { language }: Translator, told: Told): HTMLElement {
  switch (node.type.name) {
    case 'image': {
      const image = newElement('img', styles.media, { draggable: 'false', decoding: 'async' })
      image.onload = told.there
      image.onerror = told.missing
      image.src = address
      return image
    }
    case 'video': {
      const video = newElement('video', styles.media, { controls: '', preload: 'metadata', playsinline: '' })
      video.onloadedmetadata = told.there
      video.onerror = told.missing
      video.src = address
      return video
    }
    default: {
      const name = String(node.attrs['name'])
      const size: unknown = node.attrs['size']
      const href = address.startsWith('blob:') ? address : `${address}?download`
      const link = newElement('a', styles.card, { href, download: name, draggable: 'false' })
      const ending = /\.([0-9A-Za-z]{1,4})$/.exec(name)?.[1]?.toUpperCase() ?? ''
      link.append(
        newElement('span', styles.icon, { 'aria-hidden': 'true' }, ending),
        words(name, typeof size === 'number' ? sayBytes(size, language) : ''),
      )
      return link
    }
  }
}

/** Of another site: a link, since neither the page nor the server fetches what people point it to. */
export function drawLink(node: Node, address: string, { t }: Translator): HTMLElement {
  const link = newElement('a', styles.card, { href: address, target: '_blank', rel: 'noopener nofollow' })
  link.append(words(String(node.attrs['alt'] || node.attrs['name'] || address), t('file.elsewhere')))
  return link
}

/** What it is called for who does not see it. */
export function labelMedia(shown: HTMLElement | undefined, { attrs }: Node): void {
  const text = String(attrs['alt'] || attrs['caption'] || attrs['name'] || '')
  if (shown instanceof HTMLImageElement) shown.alt = text
  if (shown instanceof HTMLVideoElement) shown.setAttribute('aria-label', text)
}

function words(title: string, note: string): HTMLElement {
  const both = newElement('span', styles.words)
  both.append(newElement('span', styles.name, {}, title), newElement('span', styles.note, {}, note))
  return both
}
