'use client'
/** Short notices at the edge of the page: what happened and what to do. Announced politely, gone by themselves. */
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { lazily } from './lazily.tsx'
import type { Notice, NumberedNotice } from './notice-toasts.tsx'

export type { Notice }

/** More than are ever shown at once: what is older was shown. */
const KEPT = 20

const NoticeToasts = lazily(async () => (await import('./notice-toasts.tsx')).NoticeToasts)

const Notify = createContext<(notice: Notice) => void>(() => {})

export function NoticeArea({
  label,
  closeLabel,
  children,
}: {
  readonly label: string
  readonly closeLabel: string
  readonly children: ReactNode
}) {
  const [notices, setNotices] = useState<readonly NumberedNotice[]>([])
  const notify = useCallback((notice: Notice): void => {
    setNotices((before) => [...before.slice(-KEPT), { number: (before.at(-1)?.number ?? 0) + 1, notice }])
  }, [])
  return (
    <Notify value={notify}>
      {children}
      {notices.length === 0 ? null : <NoticeToasts label={label} closeLabel={closeLabel} notices={notices} />}
    </Notify>
  )
}

/** Shows a notice. */
export const useNotices = (): ((notice: Notice) => void) => useContext(Notify)
