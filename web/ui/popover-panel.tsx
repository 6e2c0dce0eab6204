'use client'
/** The panel of popover.tsx, which loads it when the first one opens. */
import { Popover as Base } from '@base-ui/react/popover'
import type { ReactNode, RefObject } from 'react'
import { classNames } from './class-names.ts'
import { giveBackFocus } from './give-back-focus.ts'
import styles from './popover.module.css'
import popup from './popup.module.css'

export interface PopoverPanelProps {
  readonly anchor: RefObject<HTMLElement | null>
  readonly title: string
  readonly description?: string
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly align?: 'start' | 'end'
  readonly children: ReactNode
}

export function PopoverPanel({
  anchor,
  title,
  description,
  open,
  onOpenChange,
  align = 'end',
  children,
}: PopoverPanelProps) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(opens, { event }) => {
        // A press on what opens it is its own business: it closes what it opened.
        const own = event.target instanceof Node && anchor.current?.contains(event.target) === true
        if (!opens && !(own && event.type !== 'keydown')) onOpenChange(false)
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={anchor} align={align} sideOffset={8} collisionPadding={8} className={popup.positioner}>
          <Base.Popup
            className={classNames(popup.popup, styles.panel)}
            finalFocus={giveBackFocus('dialog', () => anchor.current)}
          >
            <Base.Title className={styles.title}>{title}</Base.Title>
            {description === undefined ? null : (
              <Base.Description className={styles.description}>{description}</Base.Description>
            )}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
