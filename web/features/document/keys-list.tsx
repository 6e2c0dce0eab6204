'use client'
/** Every key there is, as this platform names it. */
import { useTranslator } from '../language/language-provider.tsx'
import type { PlainKey } from '../language/translate.ts'
import { platformOf, shortcut } from './keys.ts'
import styles from './keys-dialog.module.css'
import { BLOCKS, KINDS, MARKS, REDO, type TextCommand, UNDO } from './text-commands.ts'

type Row = Pick<TextCommand, 'label' | 'keys'>

const SECTIONS: readonly { readonly label: PlainKey; readonly rows: readonly Row[] }[] = [
  { label: 'keys.marks', rows: Object.values(MARKS) },
  { label: 'keys.blocks', rows: [...Object.values(KINDS), ...Object.values(BLOCKS)].filter((row) => row.keys !== '') },
  {
    label: 'keys.writing',
    rows: [
      UNDO,
      REDO,
      { label: 'link.add', keys: 'Mod-k' },
      { label: 'find.label', keys: 'Mod-f' },
      { label: 'find.replace', keys: 'Mod-Shift-f' },
      { label: 'keys.slash', keys: '/' },
      { label: 'keys.block-menu', keys: 'Mod-.' },
      { label: 'keys.move-block', keys: 'Alt-ArrowUp' },
      { label: 'keys.toolbar', keys: 'Alt-F10' },
      { label: 'keys.block-tools', keys: 'Alt-F9' },
      { label: 'tools.fold', keys: 'Mod-Enter' },
      { label: 'sidebar.toggle', keys: 'Mod-\\' },
      { label: 'keys.save', keys: 'Mod-s' },
      { label: 'keys.list', keys: 'Mod-/' },
    ],
  },
]

export function KeysList() {
  const { t } = useTranslator()
  const platform = platformOf(navigator.platform)
  return (
    <div className={styles.sections}>
      {SECTIONS.map((section) => (
        <section key={section.label} className={styles.section}>
          <h3 className={styles.heading}>{t(section.label)}</h3>
          <dl className={styles.rows}>
            {section.rows.map((row) => (
              <div key={row.label} className={styles.row}>
                <dt>{t(row.label)}</dt>
                <dd>
                  <kbd className={styles.keys}>{shortcut(row.keys, platform)}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
