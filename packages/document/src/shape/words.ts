/**
 * Words that belong to a node rather than to the text: a picture's caption. The editor has them as an attribute, and in
 * Yjs they are text within the element, so that two people who write them at once both have said what they said.
 *
 * A node is made with an empty text in it. Before there was one, words were an attribute, of which the last writer's
 * stood: it is read where there is no text, and goes when somebody writes. Should two do so in the same moment, each
 * brings a text, and they are read one after the other.
 */
import * as Y from 'yjs'
import { replacementBetween } from './replacement.ts'

/** What the texts in an element say; empty when there is none. */
export function wordsIn(element: Y.XmlElement): string {
  return textsIn(element).map(plain).join('')
}

/**
 * Makes them say this, by the smallest edit.
 *
 * @param before What the person saw. It may be less than there is: what two wrote at once can be longer than may be
 * written, and its end is not shown, and stays.
 */
export function writeWords(element: Y.XmlElement, before: string, wanted: string): void {
  const texts = textsIn(element)
  const [first] = texts
  if (!first) {
    element.insert(0, [new Y.XmlText(wanted)])
    return
  }
  const isEmpty = texts.every((text) => plain(text) === '')
  const edit = replacementBetween(isEmpty ? '' : before, wanted, wanted.length)
  if (!edit) return
  let start = 0
  let insertAt: { readonly text: Y.XmlText; readonly index: number } = { text: first, index: 0 }
  for (const text of texts) {
    const { length } = plain(text)
    const from = Math.max(0, edit.at - start)
    const to = Math.min(length, edit.at + edit.remove - start)
    if (from <= length && edit.at >= start) insertAt = { text, index: from }
    if (to > from) text.delete(from, to - from)
    start += length
  }
  if (edit.insert !== '') insertAt.text.insert(insertAt.index, edit.insert)
}

/** For an element that is being made: text that others find there, rather than each bring their own. */
export const newWords = (words: string): Y.XmlText => new Y.XmlText(words)

function textsIn(element: Y.XmlElement): readonly Y.XmlText[] {
  const texts: Y.XmlText[] = []
  for (let item = element._first; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentType && item.content.type instanceof Y.XmlText)
      texts.push(item.content.type)
  return texts
}

/** Not `toString`, which writes marks as tags. */
function plain(text: Y.XmlText): string {
  let words = ''
  for (let item = text._start; item !== null; item = item.right)
    if (!item.deleted && item.content instanceof Y.ContentString) words += item.content.str
  return words
}
