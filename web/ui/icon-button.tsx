/** A button that is only a picture: its words are a tooltip and what a screen reader says. */
import { Button as BaseButton } from '@base-ui/react/button'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './icon-button.module.css'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ComponentProps<typeof BaseButton>, 'className' | 'children'> {
  readonly label: string
  readonly icon: ReactNode
  readonly className?: string | undefined
}

export function IconButton({ label, icon, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <BaseButton {...rest} aria-label={label} className={classNames(styles.button, className)}>
        {icon}
      </BaseButton>
    </Tooltip>
  )
}
