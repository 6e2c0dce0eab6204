/** The button with words on it. `primary` at most once a view. */
import type { ReactNode } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names.ts'
import { PlainButton, type PlainButtonProps } from './plain-button.tsx'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger'

export interface ButtonProps extends Omit<PlainButtonProps, 'className'> {
  readonly kind?: ButtonKind
  readonly icon?: ReactNode
  readonly className?: string | undefined
}

export function Button({ kind = 'secondary', icon, className, children, ...rest }: ButtonProps) {
  return (
    <PlainButton {...rest} className={classNames(styles.button, styles[kind], className)}>
      {icon}
      {children === undefined ? null : <span className={styles.words}>{children}</span>}
    </PlainButton>
  )
}
