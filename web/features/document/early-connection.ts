/**
 * The connection of the document that a page was asked for, opened as soon as its scripts are there: what the device
 * keeps and what the server says come while React still takes the page over. Whoever shows the document takes it.
 */
import { type DocumentConnection, openDocument } from '@dure/client'
import { keptCopyOptions } from '../kept/kept-copy-options.ts'
import { parseLanguage } from '../language/language.ts'
import { guestBox, guestName, readGuest } from '../presence/guest.ts'
import { type EarlyMarkProps, readEarlyMark } from './early-mark.tsx'

export interface Opening extends EarlyMarkProps {
  /** What a guest wants to be called. */
  readonly displayName: string
}

/** One at most: a page is about one document. */
let early = openMarked()

function openMarked(): { readonly mark: EarlyMarkProps; readonly connection: DocumentConnection } | undefined {
  const mark = readEarlyMark(document)
  if (!mark) return undefined
  const language = parseLanguage(document.documentElement.lang)
  const displayName = language ? guestName(readGuest(guestBox()), language) : ''
  return { mark, connection: open({ ...mark, displayName }) }
}

/** The one that is on its way, once; then a new one each time. */
export function takeConnection(opening: Opening): DocumentConnection {
  const found = early
  early = undefined
  const fits = found?.mark.documentId === opening.documentId && found.mark.copyOwner === opening.copyOwner
  if (found && !fits) void found.connection.close()
  return found && fits ? found.connection : open(opening)
}

function open({ documentId, copyOwner, displayName }: Opening): DocumentConnection {
  return openDocument({ serverUrl: location.origin, documentId, displayName, localCopy: keptCopyOptions(copyOwner) })
}
