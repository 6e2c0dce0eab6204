'use client'
/** In the place of a cover's picture that is not there: who is bringing it, and how far they are. Asks for it again. */
import { useEffect, useEffectEvent, useReducer, useState } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import { AttachmentArrival } from '../../attachments/attachment-arrival.ts'
import { useTranslator } from '../../language/language-provider.tsx'
import styles from './look.module.css'

export function PictureArrival({
  attachment,
  misses,
  awareness,
  onAsk,
}: {
  readonly attachment: string
  /** How often it was asked for in vain. */
  readonly misses: number
  readonly awareness: Awareness
  readonly onAsk: () => void
}) {
  const { t } = useTranslator()
  const [arrival, setArrival] = useState<AttachmentArrival>()
  const [, draw] = useReducer((count: number) => count + 1, 0)
  const ask = useEffectEvent(onAsk)
  useEffect(() => {
    const made = new AttachmentArrival({ awareness, id: () => attachment, ask: () => ask(), changed: draw })
    setArrival(made)
    return () => made.close()
  }, [awareness, attachment])
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: each time it was asked for in vain, it waits anew
  useEffect(() => arrival?.missing(), [arrival, misses])
  const bringer = arrival?.bringer
  return (
    <p className={styles.absent}>
      {!bringer
        ? t('file.not-there')
        : bringer.name === ''
          ? t('file.arriving', { percent: bringer.percent })
          : t('file.arriving-from', { person: bringer.name, percent: bringer.percent })}
    </p>
  )
}
