'use client'
/** A row of buttons that is one stop of the Tab key: arrows, Home and End move within it. */
import { type ComponentProps, type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef } from 'react'

const buttonsIn = (bar: HTMLElement | null): readonly HTMLButtonElement[] => [
  ...(bar?.querySelectorAll<HTMLButtonElement>('[data-toolbar-button]') ?? []),
]

export function Toolbar({ ref, onKeyDown, ...rest }: ComponentProps<'div'> & { readonly 'aria-label': string }) {
  const bar = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const buttons = buttonsIn(bar.current)
    const [first] = buttons
    if (first && !buttons.some((button) => button.tabIndex === 0)) first.tabIndex = 0
  })
  const onFocus = ({ target }: FocusEvent): void => {
    for (const button of buttonsIn(bar.current)) button.tabIndex = button === target ? 0 : -1
  }
  const onKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    onKeyDown?.(event)
    const buttons = buttonsIn(bar.current)
    const at = event.target instanceof HTMLButtonElement ? buttons.indexOf(event.target) : -1
    const next = at < 0 ? undefined : buttons.at(placeAfter(event.key, at, buttons.length) ?? buttons.length)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <div
      {...rest}
      role="toolbar"
      tabIndex={-1}
      ref={(element) => {
        bar.current = element
        if (typeof ref === 'function') ref(element)
        else if (ref) ref.current = element
      }}
      onFocus={onFocus}
      onKeyDown={onKey}
    />
  )
}

function placeAfter(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (at + 1) % count
  if (key === 'ArrowLeft') return (at + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}

export const ToolbarButton = (props: ComponentProps<'button'>) => (
  <button type="button" data-toolbar-button tabIndex={-1} {...props} />
)
