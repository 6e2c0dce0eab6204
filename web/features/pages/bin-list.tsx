'use client'
import type { BinEntry } from '@dure/api'
import { FileText } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Face } from '../../ui/face.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { RelativeTime } from '../language/relative-time.tsx'
import { RetryButton } from '../trouble/retry-button.tsx'
import styles from './bin-list.module.css'
import { pageProblem } from './page-problems.ts'
import { RESTORED } from './restored.ts'
import { usePageActions } from './use-page-actions.ts'

export function BinList({ now }: { readonly now: string }) {
  const { t } = useTranslator()
  const notify = useNotices()
  const { restore } = usePageActions()
  const [entries, setEntries] = useState<readonly BinEntry[]>()
  const [cursor, setCursor] = useState<string>()
  const [away, setAway] = useState(false)
  const [removing, setRemoving] = useState<BinEntry>()

  const load = useCallback(async (from?: string): Promise<void> => {
    try {
      const bin = await (await browserApi()).listBin(from === undefined ? {} : { cursor: from })
      setEntries((before) => (from === undefined ? bin.documents : [...(before ?? []), ...bin.documents]))
      setCursor(bin.nextCursor)
      setAway(false)
    } catch {
      setAway(true)
    }
  }, [])
  useEffect(() => {
    void load()
    const reload = (): void => void load()
    // The undo of a notice brings one back, too.
    addEventListener(RESTORED, reload)
    return () => removeEventListener(RESTORED, reload)
  }, [load])

  const without = (id: string): void => setEntries((before) => before?.filter((each) => each.id !== id))
  const remove = async (entry: BinEntry): Promise<void> => {
    setRemoving(undefined)
    try {
      await (await browserApi()).removeDocument(entry.id)
      without(entry.id)
      notify({ kind: 'done', title: t('bin.removed'), text: called(entry), subject: 'bin' })
    } catch (error) {
      notify({ kind: 'trouble', title: t('page.failed'), text: pageProblem(problemKind(error), t), subject: 'bin' })
    }
  }
  const called = ({ title }: { readonly title: string }): string => title.trim() || t('home.untitled')

  if (!entries) {
    return away ? (
      <Face mood="asleep" level={2} title={t('trouble.unreachable.title')} text={t('trouble.unreachable.text')}>
        <RetryButton onRetry={() => void load()} />
      </Face>
    ) : (
      <SkeletonLines widths={[80, 60, 70]} />
    )
  }
  if (entries.length === 0) {
    return <Face mood="inviting" level={2} title={t('bin.empty-title')} text={t('bin.empty-text')} />
  }
  return (
    <>
      <p className={styles.text}>{t('bin.text')}</p>
      <ul className={styles.list}>
        {entries.map((entry) => (
          <li key={entry.id} className={styles.row}>
            <span className={styles.icon} aria-hidden="true">
              <FileText />
            </span>
            <span className={styles.what}>
              <span className={styles.title}>{called(entry)}</span>
              <span className={styles.when}>
                <RelativeTime at={entry.binnedAt} now={now} sentence="bin.binned" />
              </span>
            </span>
            <span className={styles.actions}>
              <Button onClick={() => void restore(entry).then((done) => done && without(entry.id))}>
                {t('bin.restore')}
              </Button>
              {entry.mayRemove ? (
                <Button kind="quiet" onClick={() => setRemoving(entry)}>
                  {t('bin.remove')}
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {cursor === undefined ? null : <Button onClick={() => void load(cursor)}>{t('sidebar.more')}</Button>}
      <Dialog
        open={removing !== undefined}
        onOpenChange={(open) => open || setRemoving(undefined)}
        title={t('bin.remove-title', { title: removing ? called(removing) : '' })}
        closeLabel={t('notice.close')}
        size="small"
      >
        <p className={styles.question}>{t('bin.remove-text')}</p>
        <div className={styles.answers}>
          <Button onClick={() => setRemoving(undefined)}>{t('bin.cancel')}</Button>
          <Button kind="danger" onClick={() => removing && void remove(removing)}>
            {t('bin.remove')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
