/** A link that looks like a button, for a next step that is a place. */
import Link from 'next/link'
import type { ReactNode } from 'react'
import styles from './button.module.css'
import type { ButtonKind } from './button.tsx'
import { classNames } from './class-names.ts'

export function LinkButton({
  href,
  kind = 'secondary',
  icon,
  children,
}: {
  readonly href: string
  readonly kind?: ButtonKind
  readonly icon?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <Link href={href} className={classNames(styles.button, styles[kind])}>
      {icon}
      <span className={styles.words}>{children}</span>
    </Link>
  )
}
