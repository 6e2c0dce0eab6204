'use client'
/** Language and copying, in the strip at the top of a code block: of the one with the caret, or under the pointer. */
import { codeText } from '@dure/editor'
import type { Editor } from '@tiptap/core'
import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Select } from '../../../ui/select.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { useEditorState } from '../use-editor-state.ts'
import styles from './block-tools.module.css'
import { CODE_LANGUAGES, codeLanguage } from './code-languages.ts'
import { elementAt, usePlaced, within } from './place-over.ts'

/** How long the button says that it worked. */
const COPIED_MS = 1_600

export function CodeTools({ editor, caretIn }: { readonly editor: Editor; readonly caretIn: number | undefined }) {
  const hovered = useHoveredCode(editor)
  const position = hovered ?? caretIn
  return position === undefined ? null : <ToolsAt key={position} editor={editor} position={position} />
}

function ToolsAt({ editor, position }: { readonly editor: Editor; readonly position: number }) {
  const { t } = useTranslator()
  const box = useRef<HTMLDivElement>(null)
  const [copied, setCopied] = useState(false)
  const { language, editable, isCode } = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const node = now.state.doc.nodeAt(position)
      const raw: unknown = node?.attrs['language']
      return {
        language: typeof raw === 'string' ? raw : '',
        editable: now.isEditable,
        isCode: node?.attrs['kind'] === 'code',
      }
    },
  })
  const element = elementAt(editor, position)
  usePlaced(editor, box, [element], (frame) => {
    const block = elementAt(editor, position)
    if (!box.current || !block) return
    const { left, top, width } = within(frame, block.getBoundingClientRect())
    box.current.style.translate = `calc(${left + width}px - 100% - 0.375rem) ${top + 4}px`
  })
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [copied])
  if (!isCode) return null

  const copy = (): void => {
    const node = editor.state.doc.nodeAt(position)
    void navigator.clipboard.writeText(node ? codeText(node) : '').then(() => setCopied(true))
  }
  const known = codeLanguage(language)
  const choose = (id: string): void => {
    const { state, view } = editor
    if (state.doc.nodeAt(position)?.attrs['kind'] !== 'code') return
    view.dispatch(state.tr.setNodeAttribute(position, 'language', id === '' ? null : id))
  }
  return (
    <div ref={box} role="toolbar" aria-label={t('tools.label')} className={styles.code} data-code-tools="">
      {editable ? (
        <Select
          quiet
          label={t('code.language')}
          value={known?.id ?? language}
          options={[
            { value: '', label: t('code.plain') },
            ...(known || language === '' ? [] : [{ value: language, label: language }]),
            ...CODE_LANGUAGES.map(({ id, label }) => ({ value: id, label })),
          ]}
          onChoose={choose}
        />
      ) : (
        <span className={styles.language}>{known?.label ?? language}</span>
      )}
      <IconButton
        label={copied ? t('code.copied') : t('code.copy')}
        icon={copied ? <Check /> : <Copy />}
        className={styles.small}
        onClick={copy}
      />
      <span role="status" className="visually-hidden">
        {copied ? t('code.copied') : ''}
      </span>
    </div>
  )
}

/** Position of the code block that the pointer is over, or at whose tools it is. */
function useHoveredCode(editor: Editor): number | undefined {
  const [position, setPosition] = useState<number>()
  useEffect(() => {
    const { view } = editor
    const onPointer = ({ target }: Event): void => {
      // Over the tools, or a list that opened from them, the pointer is still at the code.
      if (!(target instanceof Element) || target.closest('[data-code-tools]')) return
      if (!view.dom.parentElement?.contains(target)) return
      const code = target.closest('pre[data-kind="code"]')
      setPosition(code && view.dom.contains(code) ? view.posAtDOM(code, 0) - 1 : undefined)
    }
    const forget = (): void => setPosition(undefined)
    document.addEventListener('pointerover', onPointer, { passive: true })
    // Positions after an edit are others; the pointer's next move tells them.
    editor.on('update', forget)
    return () => {
      document.removeEventListener('pointerover', onPointer)
      editor.off('update', forget)
    }
  }, [editor])
  return position
}
