'use client'
import { useMemo } from 'react'
import { Dialog } from '../../../ui/dialog.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { countWords } from './word-count.ts'
import styles from './word-count-dialog.module.css'

export function WordCountDialog({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const { t, language } = useTranslator()
  const count = useMemo(() => countWords(text, language), [text, language])
  const numbers = new Intl.NumberFormat(language)
  const rows = [
    [t('count.words'), count.words],
    [t('count.characters'), count.characters],
    [t('count.without-spaces'), count.charactersWithoutSpaces],
    [t('count.paragraphs'), count.paragraphs],
  ] as const
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('menu.word-count')}
      closeLabel={t('notice.close')}
      size="small"
    >
      <dl className={styles.rows}>
        {rows.map(([label, value]) => (
          <div key={label} className={styles.row}>
            <dt>{label}</dt>
            <dd>{numbers.format(value)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
