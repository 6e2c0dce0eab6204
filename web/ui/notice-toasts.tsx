'use client'
/** Notices on the page: the panel of notice.tsx, which loads it with the first one. */
import { Toast } from '@base-ui/react/toast'
import { Check, TriangleAlert, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import styles from './notice.module.css'

export interface Notice {
  readonly kind: 'done' | 'trouble'
  readonly title: string
  readonly text?: string
  /** Notices of one subject replace each other instead of piling up. */
  readonly subject?: string
  /** What can be done about it at once. A notice with one stays until it is answered, unless `forMs` says otherwise. */
  readonly action?: { readonly label: string; readonly run: () => void }
  /** For what may as well be left alone. */
  readonly forMs?: number
}

/** In the order in which they were given. */
export interface NumberedNotice {
  readonly number: number
  readonly notice: Notice
}

/** Long enough to read two lines; trouble longer, because it asks for something. The pointer over it stops the clock. */
const DONE_MS = 4_000
const TROUBLE_MS = 8_000

export function NoticeToasts({
  label,
  closeLabel,
  notices,
}: {
  readonly label: string
  readonly closeLabel: string
  readonly notices: readonly NumberedNotice[]
}) {
  return (
    <Toast.Provider timeout={DONE_MS} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport} aria-label={label}>
          <Notices closeLabel={closeLabel} notices={notices} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function Notices({
  closeLabel,
  notices,
}: {
  readonly closeLabel: string
  readonly notices: readonly NumberedNotice[]
}) {
  const { toasts, add } = Toast.useToastManager()
  const shown = useRef(0)
  useEffect(() => {
    for (const { number, notice } of notices) {
      if (number <= shown.current) continue
      shown.current = number
      add({
        ...(notice.subject === undefined ? {} : { id: notice.subject }),
        type: notice.kind,
        title: notice.title,
        description: notice.text,
        ...(notice.action
          ? { timeout: notice.forMs ?? 0, actionProps: { children: notice.action.label, onClick: notice.action.run } }
          : {}),
        ...(notice.kind === 'trouble' ? { timeout: TROUBLE_MS, priority: 'high' as const } : {}),
      })
    }
  }, [notices, add])
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
