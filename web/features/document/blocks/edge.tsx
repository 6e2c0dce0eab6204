'use client'
/** An edge between columns: dragged by a pointer, moved by arrow keys; Enter, or two presses, let the text decide again. */
import type { CSSProperties, KeyboardEvent, PointerEvent } from 'react'

export interface EdgeProps {
  readonly className: string | undefined
  readonly style: CSSProperties
  readonly label: string
  readonly index: number
  /** The width it gives, and the bounds of that, in what a screen reader is told them in. */
  readonly now: number
  readonly least: number
  readonly most: number
  readonly onPointerDown: (event: PointerEvent) => void
  readonly onStep: (direction: 1 | -1) => void
  readonly onReset: () => void
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, ArrowRight: 1 }

export function Edge({ className, style, label, index, now, least, most, onPointerDown, onStep, onReset }: EdgeProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = STEPS[event.key]
    if (event.metaKey || event.ctrlKey || event.altKey) return
    if (direction !== undefined) onStep(direction)
    else if (event.key === 'Enter') onReset()
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: reason: a separator that moves is no rule
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={now}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      className={className}
      style={style}
      data-edge={index}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={onReset}
    />
  )
}
