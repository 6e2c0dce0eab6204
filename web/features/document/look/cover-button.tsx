'use client'
/** Which cover a document has: colours of the theme, a picture of one's own, or none. */
import { COVERS, type Cover } from '@dure/document'
import { ImageIcon, ImageUp, MoveVertical, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Popover } from '../../../ui/popover.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import styles from './look.module.css'

/** The same button with a cover and without one: what is at work on it, focus and panel, stays. */
export function CoverButton({
  cover,
  hasPicture,
  hidden,
  onChoose,
  onUpload,
  onPlace,
}: {
  readonly cover: string | null
  readonly hasPicture: boolean
  readonly hidden: boolean
  readonly onChoose: (cover: Cover | null) => void
  /** Asks for a picture. */
  readonly onUpload: () => void
  /** Begins to choose which part of the picture is shown. */
  readonly onPlace: () => void
}) {
  const { t } = useTranslator()
  const [open, setOpen] = useState(false)
  const hasCover = cover !== null || hasPicture
  const close = (then: () => void) => () => {
    setOpen(false)
    then()
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align={hasCover ? 'end' : 'start'}
      title={t('look.covers')}
      trigger={
        <button
          type="button"
          className={classNames(styles.tool, hasCover && styles.change)}
          data-look="cover"
          hidden={hidden}
        >
          <ImageIcon aria-hidden="true" />
          {t(hasCover ? 'look.change-cover' : 'look.add-cover')}
        </button>
      }
    >
      <div className={styles.covers}>
        {COVERS.map((name) => (
          <button
            key={name}
            type="button"
            className={classNames(styles.cover, styles.swatch)}
            data-cover={name}
            aria-label={t(`look.cover.${name}`)}
            aria-pressed={name === cover}
            title={t(`look.cover.${name}`)}
            onClick={() => onChoose(name)}
          />
        ))}
      </div>
      <div className={styles.choices}>
        <Button kind="quiet" icon={<ImageUp aria-hidden="true" />} onClick={close(onUpload)}>
          {t('look.upload')}
        </Button>
        {hasPicture ? (
          <Button kind="quiet" icon={<MoveVertical aria-hidden="true" />} onClick={close(onPlace)}>
            {t('look.place')}
          </Button>
        ) : null}
        {hasCover ? (
          <Button kind="quiet" icon={<Trash2 aria-hidden="true" />} onClick={close(() => onChoose(null))}>
            {t('look.remove')}
          </Button>
        ) : null}
      </div>
    </Popover>
  )
}
