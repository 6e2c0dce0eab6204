'use client'
/** Something that is shown now and never again: a link to hand over, a token, recovery codes. */
import { CopyButton } from '../sharing/copy-button.tsx'
import styles from './shown-once.module.css'

export function ShownOnce({
  text,
  value,
  copy,
}: {
  readonly text: string
  readonly value: string
  /** What the button that copies it says. */
  readonly copy: string
}) {
  return (
    <div className={styles.box}>
      <p>{text}</p>
      <div className={styles.row}>
        <code>{value}</code>
        <CopyButton key={value} text={value} label={copy} />
      </div>
    </div>
  )
}
