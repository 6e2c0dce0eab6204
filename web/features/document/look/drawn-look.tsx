/** Cover and icon over the title, as they are seen: on the page that the server draws, and under the live one's buttons. */
import type { DocumentLook } from '@dure/document'
import type { ReactNode } from 'react'
import styles from './look.module.css'

export function DrawnLook({
  look,
  icon,
  tools,
  coverTools,
}: {
  /** Of names and pictures that were checked when they were read. */
  readonly look: { readonly icon: DocumentLook['icon']; readonly cover: string | null }
  /** What stands in the icon's place, when it can be changed. */
  readonly icon?: ReactNode
  readonly tools?: ReactNode
  readonly coverTools?: ReactNode
}) {
  return (
    <div className={styles.head} data-icon={look.icon !== null} data-has-cover={look.cover !== null}>
      {look.cover === null ? null : (
        <div className={styles.cover} data-cover={look.cover}>
          {coverTools}
        </div>
      )}
      {look.icon === null ? null : (icon ?? <span className={styles.icon}>{look.icon}</span>)}
      <div className={styles.tools}>{tools}</div>
    </div>
  )
}
