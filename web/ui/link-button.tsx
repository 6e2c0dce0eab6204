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
  leaves = false,
  children,
}: {
  readonly href: string
  readonly kind?: ButtonKind
  readonly icon?: ReactNode
  /** It is no page of the application: the browser goes there by itself. */
  readonly leaves?: boolean
  readonly children: ReactNode
}) {
  const className = classNames(styles.button, styles[kind])
  const content = (
    <>
      {icon}
      <span className={styles.words}>{children}</span>
    </>
  )
  return leaves ? (
    <a href={href} className={className}>
      {content}
    </a>
  ) : (
    <Link href={href} className={className}>
      {content}
    </Link>
  )
}
