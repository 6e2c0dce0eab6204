/** A button without looks: what Button and IconButton stand on. */
import type { ComponentProps } from 'react'

export interface PlainButtonProps extends ComponentProps<'button'> {
  /** Stays where the focus can be while it can do nothing: for one that does so only for a moment. */
  readonly focusableWhenDisabled?: boolean
}

export function PlainButton({ disabled = false, focusableWhenDisabled = false, onClick, ...rest }: PlainButtonProps) {
  const state = disabled ? { 'data-disabled': '', 'aria-disabled': true } : {}
  return (
    <button
      type="button"
      {...rest}
      {...state}
      disabled={disabled && !focusableWhenDisabled}
      onClick={disabled ? undefined : onClick}
    />
  )
}
