/** A button that is only a picture: its words are a tooltip and what a screen reader says. */
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './icon-button.module.css'
import { PlainButton, type PlainButtonProps } from './plain-button.tsx'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<PlainButtonProps, 'className' | 'children'> {
  readonly label: string
  readonly icon: ReactNode
  readonly className?: string | undefined
}

export function IconButton({ label, icon, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <PlainButton {...rest} aria-label={label} className={classNames(styles.button, className)}>
        {icon}
      </PlainButton>
    </Tooltip>
  )
}
