/**
 * How a page looks that has nothing to show but a word about why. Alone it is what stands in for a page that broke: it
 * comes with every page, so it is small, and leads home by a link that the browser follows by itself.
 */
import type { ReactNode } from 'react'
import { Face, type FaceMood } from '../../ui/face.tsx'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import type { Translator } from '../language/translate.ts'
import styles from './trouble-frame.module.css'

export interface TroubleProps {
  readonly mood: FaceMood
  readonly title: string
  readonly text: string
  readonly t: Translator['t']
  readonly children: ReactNode
}

export function TroubleFrame({
  mood,
  title,
  text,
  t,
  before,
  children,
}: TroubleProps & {
  /** At the left of the bar. */
  readonly before?: ReactNode
}) {
  return (
    <>
      <TopBar actions={null}>
        {before}
        <a href="/" className={styles.home} aria-label={`${t('app.name')}: ${t('document.home')}`}>
          <Mark />
          <span className={styles.name}>{t('app.name')}</span>
        </a>
      </TopBar>
      <main id="content" className={styles.main}>
        <Face mood={mood} title={title} text={text}>
          {children}
        </Face>
      </main>
    </>
  )
}
