/** A page that has nothing to show but a word about why, with the way home in its bar. */
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Face, type FaceMood } from '../../ui/face.tsx'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import type { Translator } from '../language/translate.ts'
import { SidebarToggle } from '../sidebar/sidebar-toggle.tsx'
import styles from './trouble-page.module.css'

export function TroublePage({
  mood,
  title,
  text,
  t,
  children,
}: {
  readonly mood: FaceMood
  readonly title: string
  readonly text: string
  readonly t: Translator['t']
  readonly children: ReactNode
}) {
  return (
    <>
      <TopBar actions={null}>
        <SidebarToggle />
        <Link href="/" className={styles.home} aria-label={`${t('app.name')}: ${t('document.home')}`}>
          <Mark />
          <span className={styles.name}>{t('app.name')}</span>
        </Link>
      </TopBar>
      <main id="content" className={styles.main}>
        <Face mood={mood} title={title} text={text}>
          {children}
        </Face>
      </main>
    </>
  )
}
