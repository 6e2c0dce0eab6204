'use client'
/**
 * A few words about a control, on hover and on keyboard focus. Not for what a person must know: touch has no hover.
 */
import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import styles from './tooltip.module.css'

export function Tooltip({
  text,
  keys,
  side = 'bottom',
  children,
}: {
  readonly text: ReactNode
  /** The shortcut, e.g. `⌘B`. */
  readonly keys?: string | undefined
  readonly side?: 'top' | 'bottom'
  /** One element that takes a ref and pointer handlers. */
  readonly children: ReactElement<Record<string, unknown>>
}) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} collisionPadding={8} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            {text}
            {keys === undefined ? null : <kbd className={styles.keys}>{keys}</kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** Around a page: the second tooltip of a row opens without the first one's delay. */
export function TooltipGroup({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider delay={450} closeDelay={60}>
      {children}
    </Base.Provider>
  )
}
