'use client'
/** One of a few choices: a button that says which, and a list that opens from it. Arrows and letters choose. */
import { CSPProvider } from '@base-ui/react/csp-provider'
import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import choices from './choices.module.css'
import { classNames } from './class-names.ts'
import popup from './popup.module.css'
import styles from './select.module.css'

export interface SelectOption {
  readonly value: string
  readonly label: string
  /** What takes something away. */
  readonly danger?: boolean
}

export interface SelectProps {
  readonly label: string
  readonly value: string
  readonly options: readonly SelectOption[]
  readonly onChoose: (value: string) => void
  /** Without a border of its own, among other things in a row. */
  readonly quiet?: boolean
}

export function Select({ label, value, options, onChoose, quiet = false }: SelectProps) {
  return (
    // It would bring a style element of its own, which the page's content security policy refuses.
    <CSPProvider disableStyleElements>
      <Base.Root
        items={options.map((option) => ({ value: option.value, label: option.label }))}
        value={value}
        onValueChange={(chosen) => {
          if (typeof chosen === 'string' && chosen !== value) onChoose(chosen)
        }}
      >
        <Base.Trigger className={classNames(styles.select, quiet && styles.quiet)} aria-label={label}>
          <Base.Value className={styles.value} />
          <Base.Icon className={styles.icon}>
            <ChevronDown aria-hidden="true" />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner
            className={popup.positioner}
            sideOffset={6}
            collisionPadding={8}
            alignItemWithTrigger={false}
          >
            <Base.Popup className={classNames(popup.popup, choices.list, styles.list)}>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  className={choices.item}
                  data-danger={option.danger ?? false}
                >
                  <Base.ItemText className={choices.words}>{option.label}</Base.ItemText>
                  <span className={choices.mark}>
                    <Base.ItemIndicator>
                      <Check aria-hidden="true" />
                    </Base.ItemIndicator>
                  </span>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </CSPProvider>
  )
}
