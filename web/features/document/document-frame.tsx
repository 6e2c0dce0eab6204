'use client'
/** The page of a document: header, toolbar, title, text. The same while it loads and when it is live, so nothing jumps. */
import Link from 'next/link'
import type { ReactNode, Ref } from 'react'
import { Mark } from '../../ui/mark.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './document-frame.module.css'

export function DocumentFrame({
  title,
  status,
  actions,
  strip,
  toolbar,
  panel,
  sheet,
  children,
}: {
  /** As the header shows it; the field over the text is a child. */
  readonly title: string
  readonly status: ReactNode
  readonly actions: ReactNode
  readonly strip?: ReactNode
  readonly toolbar?: ReactNode
  /** Hangs under the header while there is something to do there. */
  readonly panel?: ReactNode
  readonly sheet?: Ref<HTMLElement>
  readonly children: ReactNode
}) {
  const { t } = useTranslator()
  return (
    <>
      <TopBar
        actions={actions}
        below={
          <>
            {strip}
            <div className={styles.toolbar}>{toolbar}</div>
            {panel}
          </>
        }
      >
        <Tooltip text={t('document.home')}>
          <Link href="/" className={styles.home} aria-label={t('document.home')}>
            <Mark />
          </Link>
        </Tooltip>
        <h1 className={styles.title} data-untitled={title.trim() === ''}>
          {title.trim() || t('home.untitled')}
        </h1>
        {status}
      </TopBar>
      <main id="content" ref={sheet} className={styles.sheet}>
        {children}
      </main>
    </>
  )
}
