'use client'
/** A menu that opens from a button: arrows move, letters jump, Escape closes and gives the focus back. */
import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import styles from './menu.module.css'

export function Menu({
  trigger,
  children,
}: {
  readonly trigger: ReactElement<Record<string, unknown>>
  readonly children: ReactNode
}) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <MenuPopup>{children}</MenuPopup>
    </Base.Root>
  )
}

/** The panel alone, for a trigger that is something else as well, such as a button of a toolbar. */
export function MenuPopup({
  align = 'end',
  finalFocus,
  children,
}: {
  readonly align?: 'start' | 'end'
  /** Where the focus goes when the menu closes; the trigger unless given. */
  readonly finalFocus?: () => HTMLElement
  readonly children: ReactNode
}) {
  return (
    <Base.Portal>
      <Base.Positioner align={align} sideOffset={6} collisionPadding={8} className={styles.positioner}>
        <Base.Popup className={styles.popup} {...(finalFocus ? { finalFocus } : {})}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

/** Choices of which one holds, under a heading. */
export function MenuChoices({
  label,
  value,
  onChoose,
  children,
}: {
  readonly label: string
  readonly value: string
  readonly onChoose: (value: unknown) => void
  readonly children: ReactNode
}) {
  return (
    <Base.Group className={styles.group}>
      <Base.GroupLabel className={styles.label}>{label}</Base.GroupLabel>
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
    <Base.RadioItem value={value} closeOnClick className={styles.item}>
      {icon}
      <span className={styles.words}>{children}</span>
      {keys === undefined ? null : <kbd className={styles.keys}>{keys}</kbd>}
      <span className={styles.mark}>
        <Base.RadioItemIndicator>
          <Check />
        </Base.RadioItemIndicator>
      </span>
    </Base.RadioItem>
  )
}

/** Something that holds or not. */
export function MenuCheck({
  checked,
  onChoose,
  children,
}: {
  readonly checked: boolean
  readonly onChoose: () => void
  readonly children: ReactNode
}) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={onChoose} closeOnClick className={styles.item}>
      <span className={styles.words}>{children}</span>
      <span className={styles.mark}>
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
  onChoose,
  children,
}: {
  readonly icon?: ReactNode
  readonly onChoose: () => void
  readonly children: ReactNode
}) {
  return (
    <Base.Item className={styles.item} onClick={onChoose}>
      {icon}
      <span className={styles.words}>{children}</span>
    </Base.Item>
  )
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
