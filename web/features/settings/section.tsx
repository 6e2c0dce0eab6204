/** One part of the settings, under its heading. */
import type { ReactNode } from 'react'
import styles from './settings-page.module.css'

export function Section({
  title,
  text,
  children,
}: {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}) {
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{title}</h2>
      <p className={styles.text}>{text}</p>
      {children}
    </section>
  )
}
