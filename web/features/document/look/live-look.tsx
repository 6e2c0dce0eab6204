'use client'
/** Cover and icon of a document that may be changed. */
import type { DocumentConnection } from '@dure/client'
import { type Cover, isCover, isIcon, writeLook } from '@dure/document'
import type { Editor } from '@tiptap/core'
import { SmilePlus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type * as Y from 'yjs'
import { lazily } from '../../../ui/lazily.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { CoverButton } from './cover-button.tsx'
import { DrawnLook } from './drawn-look.tsx'
import { LivePicture } from './live-picture.tsx'
import styles from './look.module.css'
import { useLook } from './use-look.ts'

const IconPicker = lazily(async () => (await import('./icon-picker.tsx')).IconPicker)

export function LiveLook({
  connection,
  documentId,
  editor,
  editable,
}: {
  readonly connection: DocumentConnection
  readonly documentId: string
  readonly editor: Editor
  readonly editable: boolean
}) {
  const { doc, awareness } = connection
  const look = useLook(doc)
  const { icon, cover, picture } = look
  const [placed, setPlaced] = useState<string>()
  // Who changes the picture meanwhile ends it.
  const placing = editable && picture !== null && placed === picture.attachment
  // The button in the one place is gone for the one in the other: the focus goes along.
  const isIconChosen = useRef(false)
  const hasIcon = icon !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: it is the change that moves the button
  useEffect(() => {
    if (isIconChosen.current) focusTool('icon')
    isIconChosen.current = false
  }, [hasIcon])
  const iconChosen = (): void => {
    isIconChosen.current = true
  }
  const attach = editor.storage.attachmentBlocks.attach
  const livePicture = picture ? (
    <LivePicture
      key={picture.attachment}
      picture={picture}
      documentId={documentId}
      board={attach?.board}
      awareness={awareness}
      placing={placing}
      onPlaced={(shown) => {
        flushSync(() => setPlaced(undefined))
        focusTool('cover')
        if (shown !== null) writeLook(doc, { cover: { ...picture, shown } })
      }}
    />
  ) : null
  if (!editable) return <DrawnLook look={look} documentId={documentId} livePicture={livePicture} />
  const chooseCover = (chosen: Cover | null): void => {
    if (chosen === null || isCover(chosen)) writeLook(doc, { cover: chosen })
  }
  return (
    <DrawnLook
      look={look}
      documentId={documentId}
      livePicture={livePicture}
      iconButton={<IconButton doc={doc} icon={icon} onChosen={iconChosen} />}
      tools={
        <>
          {icon === null ? <IconButton doc={doc} icon={null} onChosen={iconChosen} /> : null}
          <CoverButton
            cover={cover}
            hasPicture={picture !== null}
            hidden={placing}
            onChoose={chooseCover}
            onUpload={() => attach?.cover()}
            onPlace={() => setPlaced(picture?.attachment)}
          />
        </>
      }
    />
  )
}

const focusTool = (which: 'icon' | 'cover'): void =>
  document.querySelector<HTMLElement>(`[data-look="${which}"]`)?.focus()

function IconButton({
  doc,
  icon,
  onChosen,
}: {
  readonly doc: Y.Doc
  readonly icon: string | null
  readonly onChosen: () => void
}) {
  const { t } = useTranslator()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="start"
      title={t('look.emoji')}
      trigger={
        icon === null ? (
          <button type="button" className={styles.tool} data-look="icon">
            <SmilePlus aria-hidden="true" />
            {t('look.add-icon')}
          </button>
        ) : (
          <button type="button" className={styles.icon} data-look="icon" aria-label={t('look.icon', { icon })}>
            {icon}
          </button>
        )
      }
    >
      <IconPicker
        hasIcon={icon !== null}
        onChoose={(chosen) => {
          setOpen(false)
          onChosen()
          if (chosen === null || isIcon(chosen)) writeLook(doc, { icon: chosen })
        }}
      />
    </Popover>
  )
}
