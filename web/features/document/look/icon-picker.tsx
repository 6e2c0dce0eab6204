'use client'
/** The emoji there are, to choose an icon from: found by English and Korean words. */
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { type Emoji, loadEmoji } from '../emoji/emoji.ts'
import { findIcons } from './find-icons.ts'
import styles from './icon-picker.module.css'

/** More fill the panel many times over: who wants another one writes its name. */
const MAX_SHOWN = 240

export function IconPicker({
  hasIcon,
  onChoose,
}: {
  readonly hasIcon: boolean
  readonly onChoose: (icon: string | null) => void
}) {
  const { t, language } = useTranslator()
  const [all, setAll] = useState<readonly Emoji[] | 'failed'>()
  const [query, setQuery] = useState('')
  const wanted = useDeferredValue(query)
  const grid = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  // The panel opened before this was loaded: what one wants is to write.
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    let gone = false
    loadEmoji(language).then(
      (emoji) => gone || setAll(emoji),
      () => gone || setAll('failed'),
    )
    return () => {
      gone = true
    }
  }, [language])

  const found = all === undefined || all === 'failed' ? [] : findIcons(all, wanted).slice(0, MAX_SHOWN)
  const [first] = found
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === 'Enter' && first && event.target instanceof HTMLInputElement) {
      event.preventDefault()
      onChoose(first.unicode)
    } else moveInGrid(event, grid.current)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reason: the keys are those of the field and the buttons in it
    <div className={styles.picker} onKeyDown={onKeyDown}>
      <TextField
        ref={field}
        label={t('look.search')}
        hideLabel
        placeholder={t('look.search')}
        value={query}
        onValueChange={setQuery}
        autoComplete="off"
        enterKeyHint="done"
      />
      {all === 'failed' ? <p className={styles.nothing}>{t('look.failed')}</p> : null}
      {Array.isArray(all) && found.length === 0 ? (
        <p role="status" className={styles.nothing}>
          {t('look.nothing')}
        </p>
      ) : null}
      <div ref={grid} className={styles.grid} data-testid="emoji">
        {found.map(({ unicode, label }) => (
          <button
            key={unicode}
            type="button"
            className={styles.emoji}
            aria-label={label}
            title={label}
            onClick={() => onChoose(unicode)}
          >
            {unicode}
          </button>
        ))}
      </div>
      {hasIcon ? (
        <Button kind="quiet" onClick={() => onChoose(null)}>
          {t('look.remove')}
        </Button>
      ) : null}
    </div>
  )
}

/** Arrows go from emoji to emoji, ArrowDown from the field to the first. */
function moveInGrid(event: KeyboardEvent, grid: HTMLElement | null): void {
  const buttons = [...(grid?.querySelectorAll('button') ?? [])]
  const at = buttons.indexOf(event.target as HTMLButtonElement)
  const [one, other] = buttons
  if (!one) return
  const columns = buttons.filter((button) => button.offsetTop === one.offsetTop).length
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at < 0 ? 1 : columns,
    ArrowUp: -columns,
    ArrowRight: at < 0 ? 0 : 1,
    ArrowLeft: at < 0 ? 0 : -1,
  }
  const step = steps[event.key] ?? 0
  if (step === 0 || (at < 0 && event.key !== 'ArrowDown') || !other) return
  event.preventDefault()
  const next = buttons[at + step]
  if (next) next.focus()
  else if (step < 0) grid?.parentElement?.querySelector('input')?.focus()
}
