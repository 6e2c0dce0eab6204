'use client'
import type { AuditKind } from '@dure/api'
import { useRouter } from 'next/navigation'
import { Select } from '../../ui/select.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { AUDIT_KIND_NAMES, auditKindWords } from './audit-kinds.ts'
import styles from './audit-page.module.css'
import { auditPath } from './audit-path.ts'

export function AuditFilters({
  kind,
  whom,
  people,
}: {
  readonly kind: AuditKind | undefined
  readonly whom: string | undefined
  readonly people: readonly { readonly id: string; readonly name: string }[]
}) {
  const { t } = useTranslator()
  const router = useRouter()
  return (
    <div className={styles.filters}>
      <Select
        label={t('audit.filter-kind')}
        value={kind ?? ''}
        options={[
          { value: '', label: t('audit.kind.all') },
          ...AUDIT_KIND_NAMES.map((each) => ({ value: each, label: t(auditKindWords(each)) })),
        ]}
        onChoose={(chosen) => router.push(auditPath({ kind: chosen, person: whom }))}
      />
      <Select
        label={t('audit.filter-person')}
        value={whom ?? ''}
        options={[
          { value: '', label: t('audit.everybody') },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChoose={(chosen) => router.push(auditPath({ kind, person: chosen }))}
      />
    </div>
  )
}
