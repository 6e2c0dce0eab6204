'use client'
/** The page while its text is on the way: the title, which the server knew, over grey lines; never an empty editor. */
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './opening-document.module.css'

const LINES = [96, 88, 92, 40, 0, 90, 97, 84, 62]

export function OpeningText({ title }: { readonly title?: string }) {
  const { t } = useTranslator()
  return (
    <>
      {title === undefined ? null : (
        <p className={styles.title} data-untitled={title.trim() === ''}>
          {title.trim() || t('home.untitled')}
        </p>
      )}
      <p role="status" className="visually-hidden">
        {t('document.loading')}
      </p>
      <div className={styles.lines}>
        <SkeletonLines widths={LINES} />
      </div>
    </>
  )
}
