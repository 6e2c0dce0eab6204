'use client'
/** What can be done to the picture, video or file that is selected: a small bar over it. */
import type { Editor } from '@tiptap/core'
import { NodeSelection } from '@tiptap/pm/state'
import { AlignCenter, AlignLeft, AlignRight, Captions, Download, type LucideIcon, Maximize, Trash2 } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { IconButton } from '../../ui/icon-button.tsx'
import { useEditorState } from '../document/use-editor-state.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { attachmentUrl } from './attachment-address.ts'
import styles from './attachment-tools.module.css'

const GAP_PX = 10
const EDGE_PX = 8
/** The header and the toolbar cover this much at the top of the window. */
const COVERED_PX = 104

const ALIGNS = [
  ['left', 'file.align-left', AlignLeft],
  [null, 'file.align-center', AlignCenter],
  ['right', 'file.align-right', AlignRight],
] as const satisfies readonly (readonly [string | null, string, LucideIcon])[]

export function AttachmentTools({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslator()
  const panel = useRef<HTMLDivElement>(null)
  const [describing, setDescribing] = useState(false)
  const { position, kind, align, width, alt, attachment } = useEditorState({ editor, selector: readSelected })

  useLayoutEffect(() => {
    const place = (): void => {
      const box = panel.current
      const block = position === undefined ? null : editor.view.nodeDOM(position)
      const frame = box?.offsetParent?.getBoundingClientRect()
      if (!box || !frame || !(block instanceof Element)) return
      const { left, top, bottom, width: blockWidth } = (block.firstElementChild ?? block).getBoundingClientRect()
      const above = top - GAP_PX - box.offsetHeight
      const y = above > COVERED_PX ? above : Math.min(bottom + GAP_PX, innerHeight - box.offsetHeight - EDGE_PX)
      const wanted = left + (blockWidth - box.offsetWidth) / 2
      const x = Math.max(EDGE_PX, Math.min(wanted, innerWidth - box.offsetWidth - EDGE_PX))
      box.style.translate = `${x - frame.left}px ${y - frame.top}px`
    }
    place()
    // A phone that is turned.
    addEventListener('resize', place)
    return () => removeEventListener('resize', place)
  })
  useEffect(() => {
    if (position === undefined) setDescribing(false)
  }, [position])
  const { documentId } = editor.storage.attachmentBlocks
  if (position === undefined || documentId === undefined) return null

  const set = (attributes: Record<string, unknown>): void => {
    editor.commands.setLeafAttributes(position, attributes)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') editor.view.focus()
  }
  return (
    <div ref={panel} role="toolbar" aria-label={t('file.tools')} className={styles.panel} onKeyDown={onKeyDown}>
      <div className={styles.bar}>
        {kind === 'file'
          ? null
          : ALIGNS.map(([side, label, Icon]) => (
              <Tool key={label} label={t(label)} pressed={align === side} onRun={() => set({ align: side })}>
                <Icon aria-hidden="true" />
              </Tool>
            ))}
        {kind === 'file' ? null : (
          <Tool label={t('file.original-size')} disabled={width === null} onRun={() => set({ width: null })}>
            <Maximize aria-hidden="true" />
          </Tool>
        )}
        {kind === 'image' ? (
          <Tool label={t('file.alt')} pressed={describing} onRun={() => setDescribing(!describing)}>
            <Captions aria-hidden="true" />
          </Tool>
        ) : null}
        {attachment === null ? null : (
          <Tool
            label={t('file.download')}
            onRun={() => location.assign(`${attachmentUrl(documentId, attachment)}?download`)}
          >
            <Download aria-hidden="true" />
          </Tool>
        )}
        <Tool
          label={t('file.delete')}
          onRun={() => {
            editor.commands.deleteSelection()
            editor.view.focus()
          }}
        >
          <Trash2 aria-hidden="true" />
        </Tool>
      </div>
      {describing ? (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            setDescribing(false)
            editor.view.focus()
          }}
        >
          <label className={styles.label}>
            {t('file.alt-hint')}
            <input
              // biome-ignore lint/a11y/noAutofocus: reason: it was just asked for, by this button
              autoFocus
              className={styles.field}
              aria-label={t('file.alt')}
              defaultValue={alt}
              maxLength={1000}
              onChange={(event) => set({ alt: event.target.value })}
            />
          </label>
        </form>
      ) : null}
    </div>
  )
}

function Tool({
  label,
  pressed,
  disabled = false,
  onRun,
  children,
}: {
  readonly label: string
  readonly pressed?: boolean
  readonly disabled?: boolean
  readonly onRun: () => void
  readonly children: ReactNode
}) {
  return (
    <IconButton
      label={label}
      icon={children}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      disabled={disabled}
      className={styles.tool}
      // The selection stays where it is while a pointer works the bar.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onRun}
    />
  )
}

function readSelected({ editor }: { readonly editor: Editor }) {
  const { selection } = editor.state
  const node = selection instanceof NodeSelection && editor.isEditable ? selection.node : undefined
  const kind = node?.type.name
  const isFile = kind === 'image' || kind === 'video' || kind === 'file'
  const attachment: unknown = node?.attrs['attachment']
  return {
    position: isFile ? selection.from : undefined,
    kind,
    align: (node?.attrs['align'] ?? null) as string | null,
    width: (node?.attrs['width'] ?? null) as number | null,
    alt: String(node?.attrs['alt'] ?? ''),
    attachment: typeof attachment === 'string' ? attachment : null,
  }
}
