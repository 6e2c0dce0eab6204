/** How a document is kept on this device: one set of options for whoever opens it. */
import type { LocalCopyOptions } from '@dure/client'
import * as Y from 'yjs'
import { KEPT_OWNER } from './kept-owner.ts'

/** Empty blocks looked at for a first line: it is asked for at every key. */
const BLOCKS_LOOKED_AT = 20

export const keptCopyOptions = (owner: string = KEPT_OWNER): LocalCopyOptions => ({
  owner,
  titleOf,
})

function titleOf(doc: Y.Doc): string {
  try {
    return doc.getText('title').toString().trim() || firstLine(doc.getXmlFragment('content'))
  } catch {
    // A foreign client made roots of these names and other types.
    return ''
  }
}

/** What an untitled document is called by everybody else, too: its first line that says something. */
function firstLine(content: Y.XmlFragment): string {
  for (const block of content.slice(0, BLOCKS_LOOKED_AT)) {
    const line = block instanceof Y.XmlElement ? textIn(block).trim() : ''
    if (line !== '') return line
  }
  return ''
}

const textIn = (block: Y.XmlElement): string =>
  block
    .toArray()
    .flatMap((part) => (part instanceof Y.XmlText ? part.toDelta() : []))
    .map(({ insert }: { insert: unknown }) => (typeof insert === 'string' ? insert : ''))
    .join('')
