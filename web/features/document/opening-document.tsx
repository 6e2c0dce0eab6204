'use client'
/**
 * The page while it is not live yet: the title and the beginning of the text as the server drew them, in the very
 * elements and styles of the editor, which then takes their place without a jump. Where there is no drawn text, grey
 * lines; never an empty editor.
 */
import './document-editor.css'
import type { DocumentPreview } from '@dure/api'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import editorStyles from './document-editor.module.css'
import { DrawnLook } from './look/drawn-look.tsx'
import styles from './opening-document.module.css'

/** Not packages/document's own: it would bring Yjs to where nothing is live yet. */
const NO_LOOK = { icon: null, cover: null, picture: null }

const LINES = [96, 88, 92, 40, 0, 90, 97, 84, 62]

export function OpeningText({
  documentId,
  title,
  preview,
}: {
  readonly documentId: string
  readonly title?: string
  readonly preview: DocumentPreview | null
}) {
  const { t } = useTranslator()
  const shownTitle = preview?.title ?? title
  return (
    <>
      {shownTitle === undefined ? null : <DrawnLook look={preview ?? NO_LOOK} documentId={documentId} />}
      {shownTitle === undefined ? null : (
        <p className={styles.title} data-untitled={shownTitle.trim() === ''}>
          {shownTitle.trim() || t('home.untitled')}
        </p>
      )}
      <p role="status" className="visually-hidden">
        {t('document.loading')}
      </p>
      <p className={styles.note}>{t('document.no-script')}</p>
      {preview ? (
        <DrawnText preview={preview} />
      ) : (
        <div className={styles.lines}>
          <SkeletonLines widths={LINES} />
        </div>
      )}
    </>
  )
}

function DrawnText({ preview: { html, complete } }: { readonly preview: DocumentPreview }) {
  const { t } = useTranslator()
  return (
    <div className={editorStyles.frame} data-testid="drawn-text">
      <div className={editorStyles.body}>
        <div
          className={`tiptap ProseMirror ${editorStyles.text}`}
          // biome-ignore lint/security/noDangerouslySetInnerHtml: reason: markup of our own making (packages/document, page-html.ts), in which all that people wrote is escaped
          dangerouslySetInnerHTML={{ __html: html }}
        />
      </div>
      {complete ? null : <p className={styles.note}>{t('document.no-script-more')}</p>}
    </div>
  )
}
