'use client'
/** A small panel that opens from a button, keeps the focus inside, and gives it back. Loaded when it is first opened. */
import { cloneElement, type ReactElement, useRef, useState } from 'react'
import { lazily } from './lazily.tsx'
import type { PopoverPanelProps } from './popover-panel.tsx'

export interface PopoverProps extends Omit<PopoverPanelProps, 'anchor'> {
  /** A button, or what passes its properties on to one. */
  readonly trigger: ReactElement<Record<string, unknown>>
}

const PopoverPanel = lazily(async () => (await import('./popover-panel.tsx')).PopoverPanel)

export function Popover({ trigger, ...props }: PopoverProps) {
  const anchor = useRef<HTMLElement>(null)
  const { open, onOpenChange } = props
  const [used, setUsed] = useState(open)
  if (open && !used) setUsed(true)
  return (
    <>
      {cloneElement(trigger, {
        ref: anchor,
        'aria-haspopup': 'dialog',
        'aria-expanded': open,
        ...(open ? { 'data-popup-open': '' } : {}),
        onClick: () => onOpenChange(!open),
      })}
      {used ? <PopoverPanel anchor={anchor} {...props} /> : null}
    </>
  )
}
