'use client'
/** Which part of a cover's picture is shown: the picture is drawn along by a pointer, or moved by keys. */
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import { Button } from '../../../ui/button.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import styles from './look.module.css'
import { shownAfter } from './shown-after.ts'

const STEP = 5
/** As the picture moves, not as its window does: up and to the left show what is further down and right. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: STEP,
  ArrowLeft: STEP,
  ArrowDown: -STEP,
  ArrowRight: -STEP,
}

export function PicturePlacing({
  image,
  shown,
  onDrag,
  onEnd,
}: {
  readonly image: RefObject<HTMLImageElement | null>
  readonly shown: number
  readonly onDrag: (shown: number) => void
  /** Null leaves it as it was. */
  readonly onEnd: (shown: number | null) => void
}) {
  const { t } = useTranslator()
  const handle = useRef<HTMLDivElement>(null)
  const began = useRef<{ readonly x: number; readonly y: number; readonly shown: number }>(undefined)
  useEffect(() => handle.current?.focus(), [])
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return
    handle.current?.setPointerCapture(event.pointerId)
    began.current = { x: event.clientX, y: event.clientY, shown }
  }
  const onPointerMove = ({ clientX, clientY }: PointerEvent): void => {
    const from = began.current
    if (!from || !image.current) return
    onDrag(shownAfter(from.shown, image.current, { x: clientX - from.x, y: clientY - from.y }))
  }
  const onPointerUp = (): void => {
    began.current = undefined
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (event.key === 'Escape') onEnd(null)
    else if (event.key === 'Enter' && event.target === handle.current) onEnd(shown)
    else if (step !== undefined) onDrag(Math.min(100, Math.max(0, shown + step)))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reason: the keys are those of the slider and the buttons in it
    <div className={styles.placing} onKeyDown={onKeyDown}>
      <div
        ref={handle}
        role="slider"
        tabIndex={0}
        className={styles.handle}
        aria-label={t('look.place')}
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={shown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
      />
      <div className={styles.placed}>
        <span className={styles.hint}>{t('look.placing')}</span>
        <Button kind="quiet" onClick={() => onEnd(null)}>
          {t('file.cancel')}
        </Button>
        <Button kind="primary" onClick={() => onEnd(shown)}>
          {t('look.placed')}
        </Button>
      </div>
    </div>
  )
}
