'use client'
/** The headings of a text, kept up to date without a walk at each key. */
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import { useEffect, useState } from 'react'

/** After the last change: a heading that is being written is not rewritten beside it at each key. */
const QUIET_MS = 300

export interface Heading {
  readonly id: string
  readonly level: number
  readonly text: string
  /** Where it begins. */
  readonly start: number
}

export function useHeadings(editor: Editor): readonly Heading[] {
  const [headings, setHeadings] = useState<readonly Heading[]>(() => headingsOf(editor.state.doc))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = (): void => setHeadings((before) => kept(before, headingsOf(editor.state.doc)))
    const onTransaction = ({ transaction }: { transaction: Transaction }): void => {
      if (!transaction.docChanged) return
      clearTimeout(timer)
      timer = setTimeout(read, QUIET_MS)
    }
    read()
    editor.on('transaction', onTransaction)
    return () => {
      clearTimeout(timer)
      editor.off('transaction', onTransaction)
    }
  }, [editor])
  return headings
}

function headingsOf(doc: Node): readonly Heading[] {
  const headings: Heading[] = []
  doc.descendants((node, start) => {
    if (!node.isTextblock) return true
    const text = node.attrs['kind'] === 'heading' ? node.textContent.trim() : ''
    if (text !== '') headings.push({ id: String(node.attrs['id']), level: Number(node.attrs['level']), text, start })
    return false
  })
  return headings
}

/** The same object while nothing is other, so that nothing is drawn anew. */
function kept(before: readonly Heading[], now: readonly Heading[]): readonly Heading[] {
  const same = (one: Heading | undefined, other: Heading): boolean =>
    one?.id === other.id && one.text === other.text && one.level === other.level && one.start === other.start
  return before.length === now.length && now.every((heading, index) => same(before[index], heading)) ? before : now
}
