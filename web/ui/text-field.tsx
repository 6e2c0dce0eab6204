/** One line of text with a label that is always said, and shown unless the place makes it plain. */
import { type ComponentProps, useId } from 'react'
import styles from './text-field.module.css'

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'className'> {
  readonly label: string
  readonly hideLabel?: boolean
  /** What to know before one types. */
  readonly description?: string
  readonly onValueChange?: (value: string) => void
}

export function TextField({ label, hideLabel = false, description, onValueChange, ...rest }: TextFieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      {hideLabel ? null : (
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
      )}
      <input
        id={id}
        {...(hideLabel ? { 'aria-label': label } : {})}
        {...(description === undefined ? {} : { 'aria-describedby': `${id}-description` })}
        {...(onValueChange ? { onChange: (event) => onValueChange(event.currentTarget.value) } : {})}
        {...rest}
        className={styles.control}
      />
      {description === undefined ? null : (
        <p id={`${id}-description`} className={styles.description}>
          {description}
        </p>
      )}
    </div>
  )
}
