'use client'
/** Asks the owner of a document for a role in it. */
import type { GivenRole } from '@dure/api'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { pageProblem } from './page-problems.ts'

export function RequestAccess({
  documentId,
  wanted,
  kind = 'primary',
}: {
  readonly documentId: string
  readonly wanted: GivenRole
  readonly kind?: 'primary' | 'quiet'
}) {
  const { t } = useTranslator()
  const notify = useNotices()
  const [asked, setAsked] = useState<'not' | 'asking' | 'sent'>('not')
  const ask = async (): Promise<void> => {
    if (asked !== 'not') return
    setAsked('asking')
    try {
      await (await browserApi()).requestAccess(documentId, wanted)
      setAsked('sent')
      notify({ kind: 'done', title: t('request.sent'), text: t('request.sent-text'), subject: 'request' })
    } catch (error) {
      setAsked('not')
      notify({
        kind: 'trouble',
        title: t('request.failed'),
        text: pageProblem(problemKind(error), t),
        subject: 'request',
      })
    }
  }
  return (
    <Button kind={kind} disabled={asked === 'sent'} aria-busy={asked === 'asking'} onClick={() => void ask()}>
      {asked === 'sent' ? t('request.sent') : t('request.ask')}
    </Button>
  )
}
