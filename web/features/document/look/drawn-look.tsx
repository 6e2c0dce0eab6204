/** Cover and icon over the title, as they are seen: on the page that the server draws, and under the live one's buttons. */
import type { DocumentPreview } from '@dure/api'
import type { ReactNode } from 'react'
import { attachmentUrl } from '../../attachments/attachment-address.ts'
import styles from './look.module.css'

/** Of names, pictures and files that were checked when they were read. */
export type ShownLook = Pick<DocumentPreview, 'icon' | 'cover' | 'picture'>

export function DrawnLook({
  look: { icon, cover, picture },
  documentId,
  iconButton,
  tools,
  livePicture,
}: {
  readonly look: ShownLook
  readonly documentId: string
  /** What stands in the icon's place, when it can be changed. */
  readonly iconButton?: ReactNode
  readonly tools?: ReactNode
  /** What stands in the picture's place, when it is looked after. */
  readonly livePicture?: ReactNode
}) {
  const hasCover = cover !== null || picture !== null
  return (
    <div className={styles.head} data-icon={icon !== null} data-has-cover={hasCover}>
      {hasCover ? (
        <div className={styles.cover} data-cover={picture ? 'picture' : cover}>
          {picture
            ? (livePicture ?? <CoverImage src={attachmentUrl(documentId, picture.attachment)} shown={picture.shown} />)
            : null}
        </div>
      ) : null}
      {icon === null ? null : (iconButton ?? <span className={styles.icon}>{icon}</span>)}
      <div className={styles.tools}>{tools}</div>
    </div>
  )
}

/** Says nothing to a screen reader, as colours do. Without its bytes nothing is drawn, not a broken frame either. */
export function CoverImage({
  shown,
  ...rest
}: {
  readonly src: string
  /** In percent: of a picture that is too high its height, of one that is too wide its width. */
  readonly shown: number
  readonly ref?: React.Ref<HTMLImageElement>
  readonly onLoad?: () => void
  readonly onError?: () => void
  readonly 'data-missing'?: boolean
}) {
  return (
    // biome-ignore lint/performance/noImgElement: reason: files of documents are served with their rights, not resized
    <img
      {...rest}
      alt=""
      className={styles.picture}
      style={{ objectPosition: `${shown}% ${shown}%` }}
      draggable={false}
    />
  )
}
