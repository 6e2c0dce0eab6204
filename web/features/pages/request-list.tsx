'use client'
/** People who ask for access, each to be let in or declined. */
import type { AccessRequest, DocumentAccess } from '@dure/api'
import Link from 'next/link'
import { useState } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { initials } from '../presence/people.ts'
import { personVariable } from '../presence/person-colour.ts'
import { pageProblem } from './page-problems.ts'
import styles from './request-list.module.css'

export function RequestList({
  requests,
  withTitles = false,
  onAnswered,
}: {
  readonly requests: readonly AccessRequest[]
  /** Where they are about several documents. */
  readonly withTitles?: boolean
  readonly onAnswered: (request: AccessRequest, access: DocumentAccess | undefined) => void
}) {
  const { t } = useTranslator()
  const notify = useNotices()
  const [busy, setBusy] = useState<string>()
  const answer = async (request: AccessRequest, allow: boolean): Promise<void> => {
    if (busy !== undefined) return
    setBusy(keyOf(request))
    try {
      const api = await browserApi()
      const { documentId, person, role } = request
      const access = allow ? await api.grantRequest(documentId, person.id, role) : undefined
      if (!allow) await api.declineRequest(documentId, person.id)
      onAnswered(request, access)
    } catch (error) {
      notify({
        kind: 'trouble',
        title: t('share.failed'),
        text: pageProblem(problemKind(error), t),
        subject: 'request',
      })
    } finally {
      setBusy(undefined)
    }
  }
  if (requests.length === 0) return <p className={styles.none}>{t('request.none')}</p>
  return (
    <ul className={styles.list}>
      {requests.map((request) => {
        const { person, role, title, documentId } = request
        return (
          <li key={keyOf(request)} className={styles.row}>
            <Avatar aria-hidden="true" initials={initials(person.name)} colour={personVariable(0)} />
            <span className={styles.who}>
              <span className={styles.name}>
                {person.name} <span className={styles.wants}>{t(`request.wants.${role}`)}</span>
              </span>
              {withTitles ? (
                <Link href={`/d/${documentId}`} className={styles.title}>
                  {title.trim() || t('home.untitled')}
                </Link>
              ) : (
                <span className={styles.title}>{person.email}</span>
              )}
            </span>
            <span className={styles.answers}>
              <Button
                aria-label={t('request.decline-to', { name: person.name })}
                aria-busy={busy === keyOf(request)}
                onClick={() => void answer(request, false)}
              >
                {t('request.decline')}
              </Button>
              <Button
                kind="primary"
                aria-label={t('request.grant-to', { name: person.name })}
                aria-busy={busy === keyOf(request)}
                onClick={() => void answer(request, true)}
              >
                {t('request.grant')}
              </Button>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

const keyOf = ({ documentId, person }: AccessRequest): string => `${documentId} ${person.id}`
