'use client'
/** The documents, newest change first, with as many more as asked for. */
import type { Document, DocumentPage } from '@dure/api'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './document-list.module.css'
import { DocumentRows } from './document-rows.tsx'
import { useRefreshOnReturn } from './use-refresh-on-return.ts'

export function DocumentList({
  first,
  now,
  pageSize,
}: {
  readonly first: DocumentPage
  /** When the server rendered this, so that the first client render says the same. ISO 8601. */
  readonly now: string
  readonly pageSize: number
}) {
  const { t } = useTranslator()
  const notify = useNotices()
  const [further, setFurther] = useState<readonly DocumentPage[]>([])
  const [loading, setLoading] = useState(false)
  useRefreshOnReturn()

  const cursor = (further.at(-1) ?? first).nextCursor
  const loadMore = async (): Promise<void> => {
    if (loading || cursor === undefined) return
    setLoading(true)
    try {
      const page = await (await browserApi()).listDocuments({ limit: pageSize, cursor })
      setFurther((pages) => [...pages, page])
    } catch {
      notify({ kind: 'trouble', title: t('home.more-failed'), text: t('home.try-again'), subject: 'home-more' })
    } finally {
      setLoading(false)
    }
  }

  return (
    <>
      <DocumentRows documents={withoutRepeats([first, ...further])} now={now} />
      {cursor === undefined ? null : (
        <div className={styles.more}>
          <Button onClick={() => void loadMore()} aria-busy={loading}>
            {loading ? t('home.loading') : t('home.more')}
          </Button>
        </div>
      )}
    </>
  )
}

/** A document edited between two pages appears on both: the newer page's word counts. */
function withoutRepeats(pages: readonly DocumentPage[]): readonly Document[] {
  return [...new Map(pages.flatMap((page) => page.documents.map((each) => [each.id, each]))).values()]
}
