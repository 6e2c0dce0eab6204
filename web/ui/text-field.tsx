/** One line of text with a label that is always said, and shown unless the place makes it plain. */
import { Field } from '@base-ui/react/field'
import type { ComponentProps } from 'react'
import styles from './text-field.module.css'

export interface TextFieldProps extends Omit<ComponentProps<typeof Field.Control>, 'className'> {
  readonly label: string
  readonly hideLabel?: boolean
  /** What to know before one types. */
  readonly description?: string
}

export function TextField({ label, hideLabel = false, description, ...rest }: TextFieldProps) {
  return (
    <Field.Root className={styles.field}>
      <Field.Label className={hideLabel ? 'visually-hidden' : styles.label}>{label}</Field.Label>
      <Field.Control {...rest} className={styles.control} />
      {description === undefined ? null : (
        <Field.Description className={styles.description}>{description}</Field.Description>
      )}
    </Field.Root>
  )
}
