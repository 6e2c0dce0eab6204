/** The bar at the top of every page: where you are on the left, what you can do on the right. */
import type { ReactNode } from 'react'
import styles from './top-bar.module.css'

export function TopBar({
  children,
  actions,
  below,
}: {
  readonly children: ReactNode
  readonly actions: ReactNode
  /** What stays at the top with it: toolbars, warnings. */
  readonly below?: ReactNode
}) {
  return (
    <header className={styles.bar}>
      <div className={styles.row}>
        <div className={styles.place}>{children}</div>
        <div className={styles.actions}>{actions}</div>
      </div>
      {below}
    </header>
  )
}
