'use client'
/**
 * A menu that opens from a button: arrows move, letters jump, Escape closes and gives the focus back. What it is made of
 * (menu-parts.tsx) is loaded when a pointer or the focus comes near one: no page waits for menus to be read.
 *
 * What is itself loaded when it is needed, and builds a menu of its own, takes menu-parts.tsx.
 */
import {
  type ComponentProps,
  cloneElement,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react'

type Parts = typeof import('./menu-parts.tsx')

let parts: Parts | undefined
let loading: Promise<void> | undefined

function load(): Promise<void> {
  loading ??= import('./menu-parts.tsx').then(
    (module) => {
      parts = module
    },
    () => {
      // No network just now: the next press tries again.
      loading = undefined
    },
  )
  return loading
}

export function Menu({
  trigger,
  align,
  label,
  finalFocus,
  onOpenChange,
  children,
}: {
  /** A button, or what passes its properties on to one. */
  readonly trigger: ReactElement<Record<string, unknown>>
  readonly align?: 'start' | 'end'
  readonly label?: string
  /** Where the focus goes when the menu closes; the trigger unless given. */
  readonly finalFocus?: () => HTMLElement | null
  readonly onOpenChange?: (open: boolean) => void
  readonly children: ReactNode
}) {
  const anchor = useRef<HTMLElement>(null)
  const [open, setOpen] = useState(false)
  const [ready, setReady] = useState(parts !== undefined)
  const change = (opens: boolean): void => {
    setOpen(opens)
    onOpenChange?.(opens)
  }
  useEffect(() => {
    if (open && !ready) void load().then(() => setReady(parts !== undefined))
  }, [open, ready])
  const loaded = ready ? parts : undefined
  return (
    <>
      {cloneElement(trigger, {
        ref: anchor,
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        ...(open ? { 'data-popup-open': '' } : {}),
        onPointerEnter: () => void load(),
        onFocus: () => void load(),
        onClick: () => change(!open),
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          change(true)
        },
      })}
      {loaded ? (
        <loaded.OpenMenu
          open={open}
          onClose={() => change(false)}
          anchor={anchor}
          {...(align ? { align } : {})}
          {...(label === undefined ? {} : { label })}
          {...(finalFocus ? { finalFocus } : {})}
        >
          {children}
        </loaded.OpenMenu>
      ) : null}
    </>
  )
}

/** Drawn within an open menu only: by then it is there. */
export const MenuSection = (props: ComponentProps<Parts['MenuSection']>) => parts && <parts.MenuSection {...props} />
export const SubMenu = (props: ComponentProps<Parts['SubMenu']>) => parts && <parts.SubMenu {...props} />
export const MenuChoices = (props: ComponentProps<Parts['MenuChoices']>) => parts && <parts.MenuChoices {...props} />
export const MenuChoice = (props: ComponentProps<Parts['MenuChoice']>) => parts && <parts.MenuChoice {...props} />
export const MenuCheck = (props: ComponentProps<Parts['MenuCheck']>) => parts && <parts.MenuCheck {...props} />
export const MenuAction = (props: ComponentProps<Parts['MenuAction']>) => parts && <parts.MenuAction {...props} />
export const MenuLine = () => parts && <parts.MenuLine />
export const MenuText = (props: ComponentProps<Parts['MenuText']>) => parts && <parts.MenuText {...props} />
