/** One of a few choices, as the system draws them: known to everybody, on a phone too. */
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import styles from './select.module.css'

export interface SelectProps extends Omit<ComponentProps<'select'>, 'className' | 'onChange'> {
  readonly label: string
  readonly onChoose: (value: string) => void
  /** Without a border of its own, among other things in a row. */
  readonly quiet?: boolean
}

export function Select({ label, onChoose, quiet = false, children, ...rest }: SelectProps) {
  return (
    <select
      {...rest}
      aria-label={label}
      className={classNames(styles.select, quiet && styles.quiet)}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {children}
    </select>
  )
}
