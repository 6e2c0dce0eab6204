'use client'
/** A panel over the page that holds the focus until it is closed, and then gives it back. */
import { useState } from 'react'
import type { DialogProps } from './dialog-panel.tsx'
import { lazily } from './lazily.tsx'

const DialogPanel = lazily<DialogProps>(async () => (await import('./dialog-panel.tsx')).DialogPanel)

export function Dialog(props: DialogProps) {
  const [used, setUsed] = useState(props.open)
  if (props.open && !used) setUsed(true)
  return used ? <DialogPanel {...props} /> : null
}
