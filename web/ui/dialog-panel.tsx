'use client'
/** The panel of dialog.tsx, which loads it when the first one opens. */
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './dialog.module.css'

export interface DialogProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  readonly closeLabel: string
  /** A question is small; what is filled in is medium; what is read is large. */
  readonly size?: 'small' | 'medium' | 'large'
  readonly children: ReactNode
}

export function DialogPanel({ open, onOpenChange, title, closeLabel, size = 'large', children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.popup} data-size={size}>
          <div className={styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <Base.Close className={styles.close} aria-label={closeLabel}>
              <X aria-hidden="true" />
            </Base.Close>
          </div>
          <div className={styles.content}>{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
