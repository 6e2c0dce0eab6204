'use client'
/** A link to a block (`/d/…#id`): opens at it, and shows for a moment which one it is. */
import { findBlock } from '@dure/editor'
import type { Editor } from '@tiptap/core'
import { useEffect, useState } from 'react'
import { useNotices } from '../../../ui/notice.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { goToPlace } from './go-to-place.ts'

const FLASH_MS = 1_800

/** Answers where the block begins that is shown just now. */
export function useBlockLink(editor: Editor): number | undefined {
  const { t } = useTranslator()
  const notify = useNotices()
  const [shown, setShown] = useState<number>()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const follow = (): void => {
      const id = decodeURIComponent(location.hash.slice(1))
      // The page has names of its own that can be gone to.
      if (id === '' || document.getElementById(id)) return
      const start = findWhole(editor, id)
      if (start === undefined) {
        notify({ kind: 'trouble', title: t('block.gone'), text: t('block.gone-hint'), subject: 'block-link' })
        return
      }
      goToPlace(editor, start, 'center')
      setShown(start)
      clearTimeout(timer)
      timer = setTimeout(() => setShown(undefined), FLASH_MS)
    }
    follow()
    addEventListener('hashchange', follow)
    return () => {
      removeEventListener('hashchange', follow)
      clearTimeout(timer)
    }
  }, [editor, notify, t])
  return shown
}

/** Of a large document the rest may still be on its way into the editor. */
function findWhole(editor: Editor, id: string): number | undefined {
  const found = findBlock(editor.state.doc, id)
  const { binding } = editor.storage.collaboration
  if (found !== undefined || binding?.isArriving !== true) return found
  binding.showAll()
  return findBlock(editor.state.doc, id)
}
