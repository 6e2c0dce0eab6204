'use client'
/** What menus are made of: loaded when the first one opens, by menu.tsx, which is their door. */
import { Menu as Base } from '@base-ui/react/menu'
import { Check, ChevronRight } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import choices from './choices.module.css'
import { classNames } from './class-names.ts'
import { giveBackFocus } from './give-back-focus.ts'
import styles from './menu.module.css'
import popup from './popup.module.css'

const PANEL = classNames(popup.popup, choices.list, styles.menu)

/** The panel alone. */
export function MenuPopup({
  align = 'end',
  anchor,
  label,
  finalFocus,
  children,
}: {
  readonly align?: 'start' | 'end'
  /** What it opens at, when that is not its trigger. */
  readonly anchor?: RefObject<HTMLElement | null>
  /** What it is called, when that does not follow from its trigger. */
  readonly label?: string
  /** Where the focus goes when the menu closes; the trigger unless given. */
  readonly finalFocus?: () => HTMLElement | null
  readonly children: ReactNode
}) {
  return (
    <Base.Portal>
      <Base.Positioner
        align={align}
        sideOffset={6}
        collisionPadding={8}
        className={popup.positioner}
        {...(anchor ? { anchor } : {})}
      >
        <Base.Popup
          className={PANEL}
          {...(label === undefined ? {} : { 'aria-label': label })}
          {...(finalFocus ? { finalFocus: giveBackFocus('menu', finalFocus) } : {})}
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

/** Things that belong together, set apart from the others by a line. */
export function MenuSection({ children }: { readonly children: ReactNode }) {
  return <Base.Group className={styles.group}>{children}</Base.Group>
}

/** A menu within the menu, beside its name. */
export function SubMenu({
  icon,
  label,
  children,
}: {
  readonly icon?: ReactNode
  readonly label: string
  readonly children: ReactNode
}) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={choices.item}>
        {icon}
        <span className={choices.words}>{label}</span>
        <ChevronRight aria-hidden="true" />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner sideOffset={2} alignOffset={-4} collisionPadding={8} className={popup.positioner}>
          <Base.Popup className={PANEL}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  )
}

/** Choices of which one holds, under a heading where it needs one. */
export function MenuChoices({
  label,
  value,
  onChoose,
  children,
}: {
  readonly label?: string
  readonly value: string
  readonly onChoose: (value: unknown) => void
  readonly children: ReactNode
}) {
  return (
    <Base.Group className={styles.group}>
      {label === undefined ? null : <Base.GroupLabel className={styles.label}>{label}</Base.GroupLabel>}
      <Base.RadioGroup value={value} onValueChange={onChoose}>
        {children}
      </Base.RadioGroup>
    </Base.Group>
  )
}

export function MenuChoice({
  value,
  icon,
  keys,
  children,
}: {
  readonly value: string
  readonly icon?: ReactNode
  readonly keys?: string | undefined
  readonly children: ReactNode
}) {
  return (
    <Base.RadioItem value={value} closeOnClick className={choices.item}>
      {icon}
      <span className={choices.words}>{children}</span>
      {keys === undefined ? null : <kbd className={styles.keys}>{keys}</kbd>}
      <span className={choices.mark}>
        <Base.RadioItemIndicator>
          <Check />
        </Base.RadioItemIndicator>
      </span>
    </Base.RadioItem>
  )
}

/** Something that holds or not. */
export function MenuCheck({
  icon,
  checked,
  onChoose,
  children,
}: {
  readonly icon?: ReactNode
  readonly checked: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={onChoose} closeOnClick className={choices.item}>
      {icon}
      <span className={choices.words}>{children}</span>
      <span className={choices.mark}>
        <Base.CheckboxItemIndicator>
          <Check />
        </Base.CheckboxItemIndicator>
      </span>
    </Base.CheckboxItem>
  )
}

/** Something that is done when it is chosen. */
export function MenuAction({
  icon,
  keys,
  danger = false,
  onChoose,
  children,
}: {
  readonly icon?: ReactNode
  readonly keys?: string | undefined
  /** Takes something away. */
  readonly danger?: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}) {
  return (
    <Base.Item className={choices.item} data-danger={danger} onClick={onChoose}>
      {icon}
      <span className={choices.words}>{children}</span>
      {keys === undefined ? null : <kbd className={styles.keys}>{keys}</kbd>}
    </Base.Item>
  )
}

/** Between things that are done and things of another kind. */
export function MenuLine() {
  return <Base.Separator className={styles.line} />
}

/** What the menu is about; not something to choose. */
export function MenuText({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className={styles.about}>
      <strong>{title}</strong>
      <span>{text}</span>
    </div>
  )
}

/** A menu at what opens it; whoever opened it decides whether it is open. */
export function OpenMenu({
  open,
  onClose,
  anchor,
  align,
  label,
  finalFocus,
  children,
}: {
  readonly open: boolean
  readonly onClose: () => void
  readonly anchor: RefObject<HTMLElement | null>
  readonly align?: 'start' | 'end'
  readonly label?: string
  readonly finalFocus?: () => HTMLElement | null
  readonly children: ReactNode
}) {
  return (
    <Base.Root
      modal={false}
      open={open}
      onOpenChange={(opens, { event }) => {
        // A press on what opens it is its own business: it closes what it opened.
        const own = event.target instanceof Node && anchor.current?.contains(event.target) === true
        if (!opens && !(own && event.type !== 'keydown')) onClose()
      }}
    >
      <MenuPopup
        anchor={anchor}
        {...(align ? { align } : {})}
        {...(label === undefined ? {} : { label })}
        finalFocus={finalFocus ?? (() => anchor.current)}
      >
        {children}
      </MenuPopup>
    </Base.Root>
  )
}
