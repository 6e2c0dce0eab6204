'use client'
/** Short notices at the edge of the page: what happened and what to do. Announced politely, gone by themselves. */
import { Toast } from '@base-ui/react/toast'
import { Check, TriangleAlert, X } from 'lucide-react'
import { type ReactNode, useCallback } from 'react'
import styles from './notice.module.css'

/** Long enough to read two lines; trouble longer, because it asks for something. The pointer over it stops the clock. */
const DONE_MS = 4_000
const TROUBLE_MS = 8_000

export interface Notice {
  readonly kind: 'done' | 'trouble'
  readonly title: string
  readonly text?: string
  /** Notices of one subject replace each other instead of piling up. */
  readonly subject?: string
  /** What can be done about it at once. A notice with one stays until it is answered. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

export function NoticeArea({
  label,
  closeLabel,
  children,
}: {
  readonly label: string
  readonly closeLabel: string
  readonly children: ReactNode
}) {
  return (
    <Toast.Provider timeout={DONE_MS} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport} aria-label={label}>
          <Notices closeLabel={closeLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function Notices({ closeLabel }: { readonly closeLabel: string }) {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.notice} data-kind={toast.type}>
      <Toast.Content className={styles.content}>
        <span className={styles.icon}>{toast.type === 'trouble' ? <TriangleAlert /> : <Check />}</span>
        <div className={styles.words}>
          <Toast.Title className={styles.title} />
          <Toast.Description className={styles.text} />
          {toast.actionProps ? <Toast.Action className={styles.action} /> : null}
        </div>
        <Toast.Close className={styles.close} aria-label={closeLabel}>
          <X />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}

/** Shows a notice. */
export function useNotices(): (notice: Notice) => void {
  const { add } = Toast.useToastManager()
  return useCallback(
    (notice) => {
      add({
        ...(notice.subject === undefined ? {} : { id: notice.subject }),
        type: notice.kind,
        title: notice.title,
        description: notice.text,
        ...(notice.action
          ? { timeout: 0, actionProps: { children: notice.action.label, onClick: notice.action.run } }
          : {}),
        ...(notice.kind === 'trouble' ? { timeout: TROUBLE_MS, priority: 'high' as const } : {}),
      })
    },
    [add],
  )
}
