/** The button with words on it. `primary` at most once a view. */
import { Button as BaseButton } from '@base-ui/react/button'
import type { ComponentProps, ReactNode } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger'

export interface ButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className'> {
  readonly kind?: ButtonKind
  readonly icon?: ReactNode
  readonly className?: string | undefined
}

export function Button({ kind = 'secondary', icon, className, children, ...rest }: ButtonProps) {
  return (
    <BaseButton {...rest} className={classNames(styles.button, styles[kind], className)}>
      {icon}
      {children === undefined ? null : <span className={styles.words}>{children}</span>}
    </BaseButton>
  )
}
