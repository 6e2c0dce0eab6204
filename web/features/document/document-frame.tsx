'use client'
/** The page of a document: header, toolbar, title, text. The same while it loads and when it is live, so nothing jumps. */
import type { PagePath } from '@dure/api'
import Link from 'next/link'
import type { ReactNode, Ref } from 'react'
import { Mark } from '../../ui/mark.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { useKnownTitles } from '../sidebar/sidebar-context.tsx'
import { SidebarToggle } from '../sidebar/sidebar-toggle.tsx'
import styles from './document-frame.module.css'

export function DocumentFrame({
  title,
  status,
  actions,
  strip,
  toolbar,
  panel,
  sheet,
  path = [],
  wide = false,
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
  /** The pages above, the top first. */
  readonly path?: PagePath
  /** As wide as the window. */
  readonly wide?: boolean
  readonly children: ReactNode
}) {
  const { t } = useTranslator()
  const above = useKnownTitles(path)
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
        <SidebarToggle />
        <Tooltip text={t('document.home')}>
          <Link href="/" className={styles.home} aria-label={t('document.home')}>
            <Mark />
          </Link>
        </Tooltip>
        {path.length === 0 ? null : (
          <nav aria-label={t('page.path')} className={styles.path}>
            <ol>
              {above.map(({ id, title: name }) => (
                <li key={id}>
                  <Link href={`/d/${id}`} prefetch={false}>
                    {name.trim() || t('home.untitled')}
                  </Link>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <h1 className={styles.title} data-untitled={title.trim() === ''}>
          {title.trim() || t('home.untitled')}
        </h1>
        {status}
      </TopBar>
      <main id="content" ref={sheet} className={styles.sheet} data-wide={wide}>
        {children}
      </main>
    </>
  )
}
