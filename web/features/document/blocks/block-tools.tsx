'use client'
/**
 * What can be done to the blocks around the caret, beside them: code, table, callout, toggle, columns, formula, embed.
 * Alt+F9 comes here from the text, Escape goes back.
 */
import type { Editor } from '@tiptap/core'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslator } from '../../language/language-provider.tsx'
import { useEditorState } from '../use-editor-state.ts'
import { blockPlaces } from './block-place.ts'
import styles from './block-tools.module.css'
import { CodeTools } from './code-tools.tsx'
import { ColumnEdges } from './column-edges.tsx'
import { ContainerTools } from './container-tools.tsx'
import { LeafEditor } from './leaf-editor.tsx'
import { TableTools } from './table-tools.tsx'

export function BlockTools({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslator()
  const layer = useRef<HTMLDivElement>(null)
  const { places, editable } = useEditorState({
    editor,
    selector: ({ editor: now }) => ({ places: blockPlaces(now), editable: now.isEditable }),
  })

  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'F9' || !event.altKey) return
      const first = layer.current?.querySelector<HTMLElement>('button, select, textarea, input')
      if (!first) return
      event.preventDefault()
      first.focus()
    }
    const { dom } = editor.view
    dom.addEventListener('keydown', onKeyDown)
    return () => dom.removeEventListener('keydown', onKeyDown)
  }, [editor])

  const onKeyDown = (event: KeyboardEvent): void => {
    const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
    if (event.key === 'Escape') editor.view.focus()
    // What was just done from here is taken back from here.
    else if (event.key.toLowerCase() === 'z' && (event.metaKey || event.ctrlKey) && !inField) {
      if (event.shiftKey) editor.commands.redo()
      else editor.commands.undo()
    } else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reason: Escape leads back from whatever is in here, and undo is undo
    <div ref={layer} className={styles.layer} onKeyDown={onKeyDown}>
      <CodeTools editor={editor} caretIn={places.code} />
      {editable && places.table !== undefined && places.cell !== undefined ? (
        <TableTools editor={editor} table={places.table} cell={places.cell} />
      ) : null}
      {editable && places.container !== undefined ? (
        <ContainerTools editor={editor} position={places.container} label={t('tools.more')} />
      ) : null}
      {editable && places.leaf !== undefined ? (
        <LeafEditor key={places.leaf} editor={editor} position={places.leaf} />
      ) : null}
      {editable ? <ColumnEdges editor={editor} caretIn={places.columns} /> : null}
    </div>
  )
}
