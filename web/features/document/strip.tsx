/** A line under the header: what is the matter, and what can be done. */
import { CloudOff, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './strip.module.css'

export function Strip({
  mood,
  title,
  text,
  children,
}: {
  readonly mood: 'away' | 'urgent' | 'trouble'
  readonly title: string
  readonly text: string
  /** What can be done. */
  readonly children?: ReactNode
}) {
  return (
    <div className={styles.strip} data-mood={mood}>
      {mood === 'trouble' ? <TriangleAlert aria-hidden="true" /> : <CloudOff aria-hidden="true" />}
      <p className={styles.words}>
        <strong>{title}</strong> <span>{text}</span>
      </p>
      {children === undefined ? null : <div className={styles.actions}>{children}</div>}
    </div>
  )
}
