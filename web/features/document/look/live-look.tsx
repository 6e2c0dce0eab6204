'use client'
/** Cover and icon of a document that may be changed. */
import { COVERS, isCover, isIcon, writeLook } from '@dure/document'
import { ImageIcon, SmilePlus } from 'lucide-react'
import { useState } from 'react'
import type * as Y from 'yjs'
import { Button } from '../../../ui/button.tsx'
import { lazily } from '../../../ui/lazily.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { DrawnLook } from './drawn-look.tsx'
import styles from './look.module.css'
import { useLook } from './use-look.ts'

const IconPicker = lazily(async () => (await import('./icon-picker.tsx')).IconPicker)

export function LiveLook({ doc, editable }: { readonly doc: Y.Doc; readonly editable: boolean }) {
  const look = useLook(doc)
  if (!editable) return <DrawnLook look={look} />
  const { icon, cover } = look
  return (
    <DrawnLook
      look={look}
      icon={<IconButton doc={doc} icon={icon} />}
      coverTools={<CoverButton doc={doc} cover={cover} />}
      tools={
        <>
          {icon === null ? <IconButton doc={doc} icon={null} /> : null}
          {cover === null ? <CoverButton doc={doc} cover={null} /> : null}
        </>
      }
    />
  )
}

function IconButton({ doc, icon }: { readonly doc: Y.Doc; readonly icon: string | null }) {
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
          <button type="button" className={styles.tool}>
            <SmilePlus aria-hidden="true" />
            {t('look.add-icon')}
          </button>
        ) : (
          <button type="button" className={styles.icon} aria-label={t('look.icon', { icon })}>
            {icon}
          </button>
        )
      }
    >
      <IconPicker
        hasIcon={icon !== null}
        onChoose={(chosen) => {
          setOpen(false)
          if (chosen === null || isIcon(chosen)) writeLook(doc, { icon: chosen })
        }}
      />
    </Popover>
  )
}

function CoverButton({ doc, cover }: { readonly doc: Y.Doc; readonly cover: string | null }) {
  const { t } = useTranslator()
  const [open, setOpen] = useState(false)
  const choose = (chosen: string | null): void => {
    if (chosen === null || isCover(chosen)) writeLook(doc, { cover: chosen })
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align={cover === null ? 'start' : 'end'}
      title={t('look.covers')}
      trigger={
        <button type="button" className={cover === null ? styles.tool : `${styles.tool} ${styles.change}`}>
          <ImageIcon aria-hidden="true" />
          {t(cover === null ? 'look.add-cover' : 'look.change-cover')}
        </button>
      }
    >
      <div className={styles.covers}>
        {COVERS.map((name) => (
          <button
            key={name}
            type="button"
            className={`${styles.cover} ${styles.swatch}`}
            data-cover={name}
            aria-label={t(`look.cover.${name}`)}
            aria-pressed={name === cover}
            title={t(`look.cover.${name}`)}
            onClick={() => choose(name)}
          />
        ))}
      </div>
      {cover === null ? null : (
        <Button
          kind="quiet"
          className={styles.remove}
          onClick={() => {
            setOpen(false)
            choose(null)
          }}
        >
          {t('look.remove')}
        </Button>
      )}
    </Popover>
  )
}
