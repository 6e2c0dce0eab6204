'use client'
/**
 * A few words about a control, on hover and on keyboard focus. Not for what a person must know: touch has no hover. The
 * control carries its words; one layer for the whole page shows them.
 */
import { cloneElement, type ReactElement, type ReactNode, useEffect, useRef } from 'react'
import styles from './tooltip.module.css'

export function Tooltip({
  text,
  keys,
  side = 'bottom',
  children,
}: {
  readonly text: string
  /** The shortcut, e.g. `⌘B`. */
  readonly keys?: string | undefined
  readonly side?: 'top' | 'bottom'
  /** One element that passes `data-` attributes on. */
  readonly children: ReactElement<Record<string, unknown>>
}) {
  return cloneElement(children, {
    'data-tooltip': text,
    'data-tooltip-keys': keys,
    ...(side === 'top' ? { 'data-tooltip-side': side } : {}),
  })
}

/** Around a page: shows what its tooltips say. */
export function TooltipGroup({ children }: { readonly children: ReactNode }) {
  return (
    <>
      {children}
      <TooltipLayer />
    </>
  )
}

const DELAY_MS = 450
/** The second tooltip of a row opens without the first one's delay. */
const STILL_WARM_MS = 300
const GAP_PX = 6
const EDGE_PX = 8

function TooltipLayer() {
  const layer = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const popup = layer.current
    if (!popup) return
    const [words, keys] = [popup.children[0], popup.children[1]]
    const listening = new AbortController()
    const { signal } = listening
    let timer: ReturnType<typeof setTimeout> | undefined
    let over: Element | undefined
    let hiddenAt = 0

    const show = (control: HTMLElement): void => {
      if (!control.isConnected || !words || !keys) return
      words.textContent = control.dataset['tooltip'] ?? ''
      keys.textContent = control.dataset['tooltipKeys'] ?? ''
      popup.hidden = false
      const { left, width, top, bottom } = control.getBoundingClientRect()
      const { offsetWidth, offsetHeight } = popup
      const above = top - GAP_PX - offsetHeight
      const below = bottom + GAP_PX
      const fitsBelow = below + offsetHeight < innerHeight - EDGE_PX
      const isAbove = control.dataset['tooltipSide'] === 'top' ? above > EDGE_PX : !fitsBelow
      const x = Math.max(EDGE_PX, Math.min(left + (width - offsetWidth) / 2, innerWidth - offsetWidth - EDGE_PX))
      popup.style.translate = `${x}px ${isAbove ? above : below}px`
    }
    const hide = (): void => {
      clearTimeout(timer)
      over = undefined
      if (popup.hidden) return
      popup.hidden = true
      hiddenAt = Date.now()
    }
    const enter = (target: EventTarget | null): void => {
      const control = target instanceof Element ? target.closest<HTMLElement>('[data-tooltip]') : null
      if (control === (over ?? null)) return
      hide()
      if (!control || control.ariaExpanded === 'true') return
      over = control
      timer = setTimeout(() => show(control), Date.now() - hiddenAt < STILL_WARM_MS ? 0 : DELAY_MS)
    }
    addEventListener(
      'pointerover',
      (event) => {
        if (event.pointerType !== 'touch') enter(event.target)
      },
      { signal, passive: true },
    )
    addEventListener(
      'focusin',
      ({ target }) => {
        if (target instanceof Element && target.matches(':focus-visible')) enter(target)
      },
      { signal },
    )
    for (const ending of ['pointerdown', 'keydown', 'focusout', 'scroll', 'blur'] as const)
      addEventListener(ending, hide, { signal, capture: true, passive: true })
    return () => {
      listening.abort()
      clearTimeout(timer)
    }
  }, [])
  // What it says is in the control's name as well, so it is for the eyes only.
  return (
    <div ref={layer} className={styles.popup} hidden aria-hidden="true" data-testid="tooltip">
      <span />
      <kbd className={styles.keys} />
    </div>
  )
}
