'use client'
/**
 * Before somebody signs out: whether their documents stay on this device. On a computer that is theirs, keeping them is
 * no harm; on another, whoever comes next could open the browser's storage. Nobody is asked who has nothing here.
 */
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { type LeftBehind, leftBehind, wipeDevice } from './leave-device.ts'
import styles from './remove-kept-dialog.module.css'

export function LeaveDeviceDialog({
  owner,
  open,
  onClose,
  onLeave,
}: {
  readonly owner: string
  readonly open: boolean
  readonly onClose: () => void
  /** Signs out. */
  readonly onLeave: () => void
}) {
  const { t, counted } = useTranslator()
  const [left, setLeft] = useState<LeftBehind>()
  useEffect(() => {
    if (!open) return
    let current = true
    void leftBehind(owner).then((found) => {
      if (!current) return
      if (found.documents === 0) onLeave()
      else setLeft(found)
    })
    return () => {
      current = false
    }
  }, [open, owner, onLeave])
  if (!left) return null

  const remove = async (): Promise<void> => {
    // What the browser does not let go of stays where it is; that must not keep anybody signed in.
    await wipeDevice(owner).catch(() => {})
    onLeave()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose())}
      size="small"
      title={counted('kept.leave-title', left.documents)}
      closeLabel={t('notice.close')}
    >
      <p className={styles.text}>{t('kept.leave-text')}</p>
      {left.unsent > 0 ? (
        <p className={styles.warning} role="alert">
          {counted('kept.leave-warning', left.unsent)}
        </p>
      ) : null}
      <div className={styles.actions}>
        <Button onClick={onClose}>{t('kept.leave-stay')}</Button>
        <Button onClick={onLeave}>{t('kept.leave-keep')}</Button>
        <Button kind={left.unsent > 0 ? 'danger' : 'primary'} onClick={() => void remove()}>
          {t('kept.leave-remove')}
        </Button>
      </div>
    </Dialog>
  )
}
