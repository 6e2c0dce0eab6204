'use client'
/** The truth about saving, in the header; and by voice when it turns bad or good again, not at every key. */
import { Check, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './save-indicator.module.css'
import type { SaveWords } from './save-words.ts'

const ICONS = { calm: Check, busy: LoaderCircle, away: CloudOff, trouble: TriangleAlert }

export function SaveIndicator({ words }: { readonly words: SaveWords }) {
  const Icon = ICONS[words.mood]
  return (
    <>
      <Tooltip text={words.hint}>
        {/* Focusable, so that the hint is there for the keyboard too. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: reason: a tooltip must be reachable by keyboard */}
        <span className={styles.status} data-mood={words.mood} data-testid="save-status" tabIndex={0}>
          <Icon aria-hidden="true" />
          <span className={styles.full}>{words.full}</span>
          <span className={styles.short} aria-hidden="true">
            {words.short}
          </span>
        </span>
      </Tooltip>
      <Announcement words={words} />
    </>
  )
}

/** Said once when it turns: how many changes wait is shown, and would be heard at every key. */
function Announcement({ words: { mood, short, full, hint } }: { readonly words: SaveWords }) {
  const { t } = useTranslator()
  const wasBad = useRef(false)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (mood === 'away' || mood === 'trouble') {
      wasBad.current = true
      setSaid(mood === 'away' ? `${short}. ${hint}` : full)
    } else if (mood === 'calm' && wasBad.current) {
      wasBad.current = false
      setSaid(t('save.back'))
    }
  }, [mood, short, full, hint, t])
  return (
    <span role="status" className="visually-hidden">
      {said}
    </span>
  )
}
